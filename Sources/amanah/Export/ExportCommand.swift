import ArgumentParser
import Casework
import Database
import FoundationEssentials
import Vault

/// `amanah export`: everything that a guardian may read, or one file of whoever works with it by name, into an empty folder. The command line holds nobody's keys, so
/// that person signs in on the terminal.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract:
            "Export all that a data guardian may read, or one file, by their own sign-in, into an empty folder.",
        discussion: """
            Asks for the passphrase on the terminal, for the code of the second step, if one is set, and for the reason, \
            which is sealed in the log. Data guardians alone may take away all that they may read; whoever works with a \
            file by name may take that one, with --file. What is written is the same as the page Export gives, and the log says so. It is sealed no more: keep the folder on an \
            encrypted disk. Without manifest.json it was cut off.
            """)

    @Option(help: "The sign-in name of whoever exports.", transform: Given.line)
    var signIn: String

    @Option(help: "Only this file, by its id.")
    var file: String?

    @Argument(
        help: "The folder to write into: one that is not there yet, or is empty.", transform: Given.path)
    var destination: String

    @OptionGroup var folder: FolderOption

    enum Fault: Error, CustomStringConvertible {
        case refused
        case wait(Int64)
        case notIn
        case noFile
        case notAll
        case noReason
        case failed

        var description: String {
            switch self {
            case .refused: "The name, the passphrase or the code is not right."
            case .wait(let seconds): "Too many tries. Wait \(seconds) seconds."
            case .notIn:
                "They can’t export yet: sign in to the pages first, and go through what is asked there."
            case .noFile: "There is no such file, or they may not take it away."
            case .notAll:
                "Only a data guardian may export all that they may read. Whoever works with a file by name may export that one: --file."
            case .noReason: "Say why, in a sentence of up to 2,000 characters. Nothing was written."
            case .failed: "It was cut off. Remove what was written, and try again."
            }
        }
    }

    func run() async throws {
        let data = DataFolder(path: folder.path)
        try data.check()
        // Before anybody types a passphrase for nothing; it is opened anew, and looked at again, after that.
        if FileManager.default.fileExists(atPath: destination) { _ = try PrivateFolder(empty: destination) }
        let settings = try await Settings.read(
            flags: [:], environment: ProcessInfo.processInfo.environment, file: data.settings)
        let (casework, _) = try await data.open(settings.casework(cost: .standard), clock: .system)
        let caller: Caller
        do { caller = try await self.caller(casework) } catch {
            // That it was refused is written before the command ends.
            try await casework.close()
            throw error
        }
        let outcome = await export(casework, as: caller)
        try? await casework.signOut(caller)
        try await casework.close()
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
            if one == nil, !caller.mayExportAll { throw Fault.notAll }
            let why = Terminal.ask("Why, in a sentence: ", isSecret: false)
            let export = try await casework.beginExport(of: one, why: why, as: caller)
            let folder = try ExportFolder(destination)
            return .success(
                try await casework.carryOut(export, as: caller) { part in
                    let file = try folder.make(part.name)
                    try file.write(part.bytes)
                    try file.sync()
                })
        } catch {
            switch error {
            case CaseworkError.notFound: return .failure(Fault.noFile)
            case CaseworkError.invalid: return .failure(Fault.noReason)
            case let error as CaseworkError where error != .notFound: return .failure(Fault.failed)
            default: return .failure(error)
            }
        }
    }
}

/// The folder of one export, and those in it, each held open from when it was found to be this user's alone.
private struct ExportFolder {
    private let whole: PrivateFolder
    private let inner: [String: PrivateFolder]

    init(_ path: String) throws {
        let whole = try PrivateFolder(empty: path)
        inner = Dictionary(
            uniqueKeysWithValues: try ["files", "log"].map { ($0, try whole.folder($0)) })
        self.whole = whole
    }

    /// - Parameter name: of a part, in the folder itself or in one of those in it.
    func make(_ name: String) throws -> PrivateFile {
        let names = name.split(separator: "/").map(String.init)
        guard names.count == 2, let folder = inner[names[0]] else { return try whole.make(name) }
        return try folder.make(names[1])
    }
}
