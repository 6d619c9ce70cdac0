import ArgumentParser
import Casework
import Database
import FoundationEssentials
import Vault

/// `amanah export`: everything that one person may read, into an empty folder. The command line holds nobody's keys, so
/// that person signs in on the terminal.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Export all that somebody may read, by their own sign-in, into an empty folder.",
        discussion: """
            Asks for the passphrase on the terminal, and for the code of the second step, if one is set. What is written \
            is the same as the page Export gives, and the log says so. It is sealed no more: keep the folder on an \
            encrypted disk. Without manifest.json it was cut off.
            """)

    @Option(help: "The sign-in name of whoever exports.")
    var signIn: String

    @Option(help: "Only this file, by its id.")
    var file: String?

    @Argument(help: "The folder to write into: one that is not there yet, or is empty.")
    var destination: String

    @OptionGroup var folder: FolderOption

    enum Fault: Error, CustomStringConvertible {
        case notEmpty(String)
        case refused
        case wait(Int64)
        case notIn
        case noFile
        case failed

        var description: String {
            switch self {
            case .notEmpty(let path): "\(path) is not empty. Nothing was written; name a folder that is new."
            case .refused: "The name, the passphrase or the code is not right."
            case .wait(let seconds): "Too many tries. Wait \(seconds) seconds."
            case .notIn:
                "They can’t export yet: sign in to the pages first, and go through what is asked there."
            case .noFile: "There is no such file, or they may not read it."
            case .failed: "It was cut off. Remove what was written, and try again."
            }
        }
    }

    func run() async throws {
        let data = DataFolder(path: folder.path)
        try data.check()
        let files = FileManager.default
        if files.fileExists(atPath: destination) {
            guard (try? files.contentsOfDirectory(atPath: destination))?.isEmpty == true else {
                throw Fault.notEmpty(destination)
            }
        }
        let settings = try await Settings.read(
            flags: [:], environment: ProcessInfo.processInfo.environment, file: data.settings)
        let (casework, database) = try await data.open(settings.casework(cost: .standard), clock: .system)
        let caller = try await caller(casework)
        let outcome = await export(casework, as: caller)
        try? await casework.signOut(caller)
        try await database.close()
        let manifest = try outcome.get()
        printNote(
            """
            \(manifest.files) files with \(manifest.records) records are in \(destination), in \(manifest.parts.count) \
            parts. They can be read by whoever has them.
            """)
        if manifest.unreadable > 0 {
            printNote("\(manifest.unreadable) records did not open. Run: amanah ledger verify")
        }
    }

    /// Signs in; somebody who would not get past the first pages gets nothing here either.
    private func caller(_ casework: Casework) async throws -> Caller {
        let passphrase = Terminal.ask("Passphrase: ")
        let code = Terminal.ask("Code of the second step, or nothing: ")
        do {
            let session = try await casework.signIn(
                name: signIn, passphrase: passphrase, code: code, isFresh: true)
            let caller = try await casework.caller(cookie: session.cookie)
            guard caller.isCertified, caller.hasAcknowledged, !casework.owesSecondFactor(caller) else {
                try await casework.signOut(caller)
                throw Fault.notIn
            }
            return caller
        } catch let error as CaseworkError {
            switch error {
            case .tooManyTries(let seconds): throw Fault.wait(seconds)
            default: throw Fault.refused
            }
        }
    }

    private func export(_ casework: Casework, as caller: Caller) async -> Result<ExportManifest, any Error> {
        do {
            var one: ID?
            if let file {
                guard let id = ID(text: file) else { throw Fault.noFile }
                one = id
            }
            let export = try await casework.beginExport(of: one, as: caller)
            if !FileManager.default.fileExists(atPath: destination) { try WorkFolder.make(destination) }
            for folder in ["/files", "/log"] { try WorkFolder.make(destination + folder) }
            return .success(
                try await casework.carryOut(export, as: caller) { part in
                    let file = try PrivateFile.make(destination + "/" + part.name)
                    try file.write(part.bytes)
                    try file.sync()
                })
        } catch {
            switch error {
            case CaseworkError.notFound: return .failure(Fault.noFile)
            case let error as CaseworkError where error != .notFound: return .failure(Fault.failed)
            default: return .failure(error)
            }
        }
    }
}
