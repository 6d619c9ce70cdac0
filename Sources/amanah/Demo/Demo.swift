import ArgumentParser
import Casework
import Database
import FoundationEssentials
import Vault

/// `amanah demo`: an invented charity to try everything on.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an invented charity with months of history, and serve it on this computer only.",
        discussion: """
            Seventeen invented staff, sixty-four invented clients and three organisations. Passphrases cost far less to guess here than in \
            earnest, so that it starts quickly: do not put real people in it. A demonstration that was made before in \
            the same folder is used again, with what was written in it since.
            """)

    @Option(
        name: .customLong("data"),
        help: "The demonstration’s folder. Left out: one for each user, where temporary files go.",
        transform: Given.path)
    var folder: String?

    @Option(name: .customLong("listen-port"), help: "The port to listen on; 0 takes a free one.")
    var port: UInt16 = 8080

    @Option(name: .customLong("log-level"), help: "debug, info, notice, warning or error.")
    var logLevel = "warning"

    @Option(
        name: .customLong("sign-ins"), help: "A file to write the sign-ins to, as JSON.",
        transform: Given.path)
    var signInsFile: String?

    @Flag(help: "Make it anew even if it was made before.")
    var fresh = false

    @Flag(help: "Make it and stop, without serving it.")
    var noServe = false

    /// The name says on every page what this is.
    private static let organisation = "Eastmere Neighbours (demonstration)"

    func run() async throws {
        let settings = try await Settings.read(
            flags: [
                "organisation.name": Self.organisation, "listen.host": "127.0.0.1",
                "listen.port": String(port), "listen.behind-tls": "false",
                "sign-in.second-factor": "offered", "log.level": logLevel,
            ], environment: ProcessInfo.processInfo.environment, file: "")
        let folder = DemoFolder(path: folder)
        try folder.take()
        let signIns = try await made(in: folder)
        try write(signIns)
        guard !noServe else { return introduce(signIns) }
        try folder.data.check()
        let (casework, database) = try await folder.data.open(
            settings.casework(cost: .demonstration), clock: .system)
        try await Serving(
            casework: casework, database: database, settings: settings, data: folder.data
        ).run { address in
            var signIns = signIns
            signIns.address = address
            do { try write(signIns) } catch { print(error) }
            introduce(signIns)
        }
    }

    private func made(in folder: DemoFolder) async throws -> DemoSignIns {
        if !fresh, let signIns = folder.signIns {
            print("The demonstration made on \(signIns.made) is used again. --fresh makes it anew.")
            return signIns
        }
        let clock = ContinuousClock()
        let began = clock.now
        let signIns = try await folder.make(organisation: Self.organisation, now: Clock.system.now())
        let seconds = (clock.now - began) / .seconds(1)
        print("Made in \(Int((seconds * 10).rounded()) / 10).\(Int((seconds * 10).rounded()) % 10) s.")
        return signIns
    }

    private func write(_ signIns: DemoSignIns) throws {
        guard let signInsFile else { return }
        try DemoFolder.write(try signIns.json, to: signInsFile)
    }

    private func introduce(_ signIns: DemoSignIns) {
        print(
            """

            \(signIns.organisation): invented people; do not put real ones in here.
            Passphrases are wrapped at a low cost (scrypt N = 2^11), for a quick start: not for real use.
            The folder: \(signIns.folder)

            \(signIns.table)

              \(signIns.invited.name) is invited as a receptionist and has not enrolled. The code for /enrol:
              \(signIns.invited.enrolmentCode)

            """)
        if let address = signIns.address { print("Open \(address) and sign in. Ctrl-C stops it.") }
        flushOutput()
    }
}
