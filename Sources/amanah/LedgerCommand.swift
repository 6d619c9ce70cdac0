import ArgumentParser
import Casework
import Crypto
import Database
import FoundationEssentials

/// `amanah ledger`: the log book, for whoever must show that it was not altered.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Verify the log book.", subcommands: [LedgerVerify.self])
}

/// `amanah ledger verify`: recomputes the whole log from the database and names the first entry that disagrees.
struct LedgerVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute the whole log, and compare every row with the entry that wrote it.",
        discussion:
            "Needs no one’s passphrase and reads nothing that is sealed. Exit status 1 if it does not hold.")

    @OptionGroup var folder: FolderOption

    func run() async throws {
        let data = DataFolder(path: folder.path)
        try data.check()
        let (origin, key) = try data.readLogKey()
        let database = try data.openDatabase()
        let clock = ContinuousClock()
        let began = clock.now
        let verifier = try Verifier(origin: origin, key: key.publicKey)
        let result = try await database.read { try verifier.verify($0) }
        try await database.close()
        let root = Data(result.root).base64EncodedString()
        guard let fault = result.fault else {
            print("The log holds: \(result.entries) entries, root \(root), in \(clock.now - began).")
            return
        }
        print("The log does NOT hold: \(fault.words)")
        print("Recomputed \(result.entries) entries, root \(root).")
        throw ExitCode(1)
    }
}

extension Verification.Fault {
    var words: String {
        switch self {
        case .entry(let position): "entry \(position) is not what was committed to, or is missing."
        case .row(let table, let position):
            "a row of ‘\(table)’ is not as entry \(position) left it: it was changed, put back or removed."
        case .unrecorded(let table): "a row of ‘\(table)’ was written by no entry."
        case .checkpoint: "the newest checkpoint does not sign this tree."
        }
    }
}
