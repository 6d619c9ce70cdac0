import ArgumentParser
import Casework
import Database
import FoundationEssentials
import Vault

/// `amanah serve`: serves a charity that `init` made.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the charity in a data folder.",
        discussion: "Each setting may also stand in the environment (AMANAH_…) or in amanah.json.")

    @OptionGroup var folder: FolderOption
    @OptionGroup var listening: ListeningOptions

    func run() async throws {
        let data = DataFolder(path: folder.path)
        try data.check()
        let settings = try await Settings.read(
            flags: listening.flags, environment: ProcessInfo.processInfo.environment, file: data.settings)
        let (casework, database) = try await data.open(settings.casework(cost: .standard), clock: .system)
        try await Serving(casework: casework, database: database, settings: settings, data: data).run {
            address in
            print("\(settings.organisation) is served at \(address)")
            flushOutput()
        }
    }
}

/// Where the charity's data are.
struct FolderOption: ParsableArguments {
    @Option(
        name: .customLong("data"), help: "The data folder. Also AMANAH_DATA.", transform: Given.path)
    var data: String?

    var path: String {
        data ?? Self.variable ?? "/var/lib/amanah"
    }

    private static var variable: String? { ProcessInfo.processInfo.environment["AMANAH_DATA"] }

    func validate() throws {
        do { _ = try Self.variable.map(Given.path) } catch {
            throw ValidationError("AMANAH_DATA is no folder: \(error)")
        }
    }
}

/// The settings that can be given on the command line.
struct ListeningOptions: ParsableArguments {
    @Option(
        name: .customLong("listen-host"), help: "The address to listen on.", transform: Given.line)
    var host: String?

    @Option(name: .customLong("listen-port"), help: "The port to listen on; 0 takes a free one.")
    var port: String?

    @Option(name: .customLong("log-level"), help: "debug, info, notice, warning or error.")
    var level: String?

    var flags: [String: String] {
        var flags: [String: String] = [:]
        if let host { flags["listen.host"] = host }
        if let port { flags["listen.port"] = port }
        if let level { flags["log.level"] = level }
        return flags
    }
}
