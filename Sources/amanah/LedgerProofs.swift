import ArgumentParser
import Casework
import Database
import FoundationEssentials
import Ledger

/// `amanah ledger export`: the log for others to check.
struct LedgerExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the log as C2SP tlog-tiles: commitments, and nothing of any entry.",
        discussion: """
            The folder can be served as it is, or copied to whoever checks it. Export into the same folder again and \
            again: what is there stays, and what is new is added. A folder of another log, or of another past of this \
            one, is refused.
            """)

    @OptionGroup var folder: FolderOption

    @Argument(help: "The folder to write.", completion: .directory, transform: Given.path)
    var directory: String

    func run() async throws {
        let tree = try await DataFolder(path: folder.path).logTree()
        // A link that somebody else put there would lead the files elsewhere.
        if FileManager.default.fileExists(atPath: directory) { try PrivateFolder.refuseOthers(in: directory) }
        do {
            let written = try TileFolder(directory).write(tree)
            print("\(tree.checkpoint.size) entries in \(directory); \(written) new files.")
        } catch let fault as TileFolder.Fault {
            printProblem(fault.words(directory))
            throw ExitCode(1)
        }
    }
}

/// `amanah ledger prove`: that an entry is in the log.
struct LedgerProve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Print a C2SP tlog-proof that an entry is in the log.",
        discussion: """
            The line ‘extra’ holds the commitment, 32 bytes. With --open it holds the salt and the entry instead: \
            their SHA-256 is the commitment, so the proof shows what the entry says. That names members and files by \
            pseudonym; give it only to somebody who may know.
            """)

    @OptionGroup var folder: FolderOption

    @Argument(help: "The entry’s number, counted from 0.")
    var entry: UInt64

    @Flag(help: "Put the salt and the entry into the proof.")
    var open = false

    func run() async throws {
        let data = DataFolder(path: folder.path)
        let (entry, open) = (entry, open)
        let (tree, opening) = try await data.readLog { connection, key in
            (
                try LogTree(connection, key: key), open ? try Opening(connection, at: entry) : nil
            )
        }
        guard entry < tree.checkpoint.size else {
            throw ValidationError("There is no entry \(entry): the log has \(tree.checkpoint.size), from 0.")
        }
        guard !open || opening != nil else {
            printProblem("Entry \(entry) was erased: nobody can show any more what it said.")
            throw ExitCode(1)
        }
        print(try tree.proof(of: entry, opening: opening), terminator: "")
    }
}

/// `amanah ledger checkpoint`: the signed head of the log.
struct LedgerCheckpoint: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint", abstract: "Print the newest signed checkpoint, or that of an earlier day.")

    @OptionGroup var folder: FolderOption

    @Option(help: "The last checkpoint by the end of this day, as 2026-11-22.")
    var day: String?

    func run() async throws {
        let last = day ?? "9999-12-31"
        guard Day(last) != nil else { throw ValidationError("--day is a day, as 2026-11-22.") }
        let note = try await DataFolder(path: folder.path).readLog { connection, _ in
            try Casework.checkpoint(by: last, connection)
        }
        guard let note else { throw ValidationError("Nothing was signed by then.") }
        print(note, terminator: "")
    }
}

/// `amanah ledger key`: what the checkpoints are verified by.
struct LedgerKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Print the public key that signs the log, as C2SP signed-note has it.")

    @OptionGroup var folder: FolderOption

    func run() throws { print(try DataFolder(path: folder.path).verifierKey().encoded) }
}

extension DataFolder {
    func logTree() async throws -> LogTree {
        try await readLog { try LogTree($0, key: $1) }
    }

    /// Reads the log in one snapshot, also while the charity is served.
    func readLog<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection, VerifierKey) throws -> Result
    ) async throws -> Result {
        try check()
        let key = try verifierKey()
        let database = try openDatabase()
        let result = try await database.read { try body($0, key) }
        try await database.close()
        return result
    }
}

extension TileFolder.Fault {
    func words(_ folder: String) -> String {
        switch self {
        case .occupied: "\(folder) holds something else. Nothing was written: name an empty folder."
        case .damaged:
            "\(folder)/checkpoint is damaged, or was cut: it is no whole checkpoint. Nothing was written. Export anew into an empty folder."
        case .otherLog: "\(folder) holds another log, or a checkpoint that this log’s key did not sign."
        case .otherHistory: "\(folder) does not agree with this log: one of the two was rewritten or cut."
        case .file(let file): "\(folder)/\(file) is missing, or not what the log says."
        case .notWritten: "\(folder) can’t be written to."
        }
    }
}
