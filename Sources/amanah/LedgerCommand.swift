import ArgumentParser
import Casework
import Crypto
import Database
import FoundationEssentials
import Ledger

/// `amanah ledger`: the log book, for whoever must show that it was not altered (clause P4.5).
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Verify, prove and export the log book.",
        discussion: """
            None of these needs anyone’s passphrase, or reads anything that is sealed. Whoever checks the log with a \
            program of their own needs two things: the key, and a checkpoint or an export.
            """,
        subcommands: [
            LedgerVerify.self, LedgerExport.self, LedgerProve.self, LedgerCheckpoint.self, LedgerKey.self,
            LedgerAdopt.self,
        ])
}

/// `amanah ledger verify`: recomputes the whole log from the database and names the first entry that disagrees.
struct LedgerVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Recompute the whole log, and compare every row with the entry that wrote it.",
        discussion: """
            With --since it also shows that the log extends an older checkpoint: the proof goes to standard output, as \
            the body of a C2SP tlog-witness request; the words go to standard error. With --export it checks an \
            exported folder and nothing else. Exit status 1 if it does not hold.
            """)

    @OptionGroup var folder: FolderOption

    @Option(help: "A file with an older checkpoint, which the log must extend.", transform: Given.path)
    var since: String?

    @Option(help: "An exported folder, checked without the database.", transform: Given.path)
    var export: String?

    @Option(
        help: "The log’s key for --export, as “amanah ledger key” prints it. Left out: the data folder’s.")
    var key: String?

    func validate() throws {
        if export != nil, since != nil { throw ValidationError("Choose --since or --export.") }
        if export == nil, key != nil { throw ValidationError("--key belongs to --export.") }
    }

    func run() async throws {
        if let export { return try verify(export: export) }
        let data = DataFolder(path: folder.path)
        try data.check()
        let (origin, key) = try data.readLogKey()
        let older = try since.map { try KeptFile.checkpoint(in: $0, by: data.verifierKey()) }
        let database = try data.openDatabase()
        let clock = ContinuousClock()
        let began = clock.now
        let known = try data.knownLog()
        let (result, tree) = try await database.read { connection in
            // Nothing is recomputed of a log that went back, or is another.
            try known.compare(connection)
            let result = try known.verifier.verify(connection)
            return (
                result,
                older == nil || !result.holds
                    ? nil : try LogTree(connection, origin: origin, key: key.publicKey)
            )
        }
        try await database.close()
        let root = Data(result.root).base64EncodedString()
        let say = since == nil ? { print($0) } : printNote
        if let fault = result.fault {
            say("The log does NOT hold: \(fault.words)")
            say("Recomputed \(result.entries) entries, root \(root).")
            throw ExitCode(1)
        }
        say("The log holds: \(result.entries) entries, root \(root), in \(clock.now - began).")
        guard let older, let tree else { return }
        do {
            let proof = try tree.proof(since: older)
            say("It extends the checkpoint: the first \(older.size) of its entries are those signed then.")
            print(proof, terminator: "")
        } catch {
            say("It does NOT extend the checkpoint: \(error.words)")
            throw ExitCode(1)
        }
    }

    private func verify(export: String) throws {
        let key = try key.map(KeptFile.verifierKey) ?? DataFolder(path: folder.path).verifierKey()
        do {
            let checkpoint = try TileFolder(export).verify(with: key)
            print(
                "The export holds: \(checkpoint.size) entries, root \(Data(checkpoint.root.bytes).base64EncodedString())."
            )
        } catch let fault as TileFolder.Fault {
            print("The export does NOT hold: \(fault.words(export))")
            throw ExitCode(1)
        }
    }
}

extension ProofError {
    var words: String {
        switch self {
        case .sizesOutOfOrder: "the checkpoint signs more entries than the log has. Some were taken away."
        case .emptyTree: "a checkpoint of no entries shows nothing."
        default: "what the checkpoint signs is not how the log begins. Its past was rewritten."
        }
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
        case .putBack(let position):
            "entry \(position) was erased, and says something again: somebody put back an older row."
        case .unmarked(let position):
            "entry \(position) bears no mark of this computer: it came by another hand."
        case .standing: "what stands of the staff’s tables is not what the entries come to."
        }
    }
}
