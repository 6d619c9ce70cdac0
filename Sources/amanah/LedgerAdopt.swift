import ArgumentParser
import Casework
import Crypto
import Database
import FoundationEssentials
import Ledger
import Vault

/// `amanah ledger adopt`: a computer that has no `log.head` takes the log up, and shows what to compare.
struct LedgerAdopt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Take up the log on a computer that knows nothing of it yet: where log.head is missing.",
        discussion: """
            Recomputes the whole log and every row, writes log.head, and leaves an entry. Before anybody signs in, compare \
            what it prints: the charity’s key stands on the recovery sheets, and a trustee may have kept a checkpoint. \
            Stop the server first.
            """)

    @OptionGroup var folder: FolderOption

    enum Fault: Error, CustomStringConvertible {
        case known

        var description: String {
            "log.head is there: this computer knows the log already. Nothing was changed."
        }
    }

    func run() async throws {
        let data = DataFolder(path: folder.path)
        try data.check()
        guard try data.logHead.read() == nil else { throw Fault.known }
        let (origin, key) = try data.readLogKey()
        let verifier = try VerifierKey(name: origin, publicKey: key.publicKey)
        let database = try data.openDatabase()
        let log = try await Snapshot.verifyBackup(database, by: verifier)
        try await TakingUp.run(in: database, key: key, origin: origin, head: data.logHead)
        try await database.close()
        let (casework, _) = try await data.open(Casework.Settings(organisation: ""), clock: .system)
        try await casework.recordAdoption(of: log)
        try await casework.close()
        print(
            """
            The log is taken up: \(log.size) entries, root \(Data(log.root).base64EncodedString()).
            The charity’s key: \(try data.knownLog().charity?.fingerprint ?? "none yet")

            Compare both before anybody signs in: the key with the recovery sheets, the log with a checkpoint that a trustee \
            kept (amanah ledger verify --since FILE).
            """)
    }
}
