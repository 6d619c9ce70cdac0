import Casework
import Crypto
import Database
import FoundationEssentials
import Ledger

/// Whether a database is whole: SQLite's structures, and the log with every row that it speaks of.
enum Snapshot {
    enum Fault: Error, CustomStringConvertible {
        case unsound
        case log(Verification.Fault)
        case notAsSaid

        var description: String {
            switch self {
            case .unsound: "The database’s structure is damaged (SQLite’s integrity check)."
            case .log(let fault): "The log does NOT hold: \(fault.words)"
            case .notAsSaid: "The log is not the one that the manifest names."
            }
        }
    }

    /// A charity's own database, compared with what this computer knows of its log.
    /// - Returns: the log's size and root.
    static func verify(_ database: SQLiteDatabase, as known: KnownLog) async throws -> LogState {
        try await database.read { try known.compare($0) }
        return try await verify(database, known.verifier, isBackup: false)
    }

    /// A charity's own database that has gone back: it is compared with nothing that this computer has seen since.
    /// - Returns: the log's size and root.
    static func verifyWentBack(_ database: SQLiteDatabase, as known: KnownLog) async throws -> LogState {
        try await verify(database, known.verifier, isBackup: false)
    }

    /// A backup's, which is older by nature and has no sessions.
    /// - Returns: the log's size and root.
    static func verifyBackup(_ database: SQLiteDatabase, by key: VerifierKey) async throws -> LogState {
        try await verify(database, Verifier(key: key), isBackup: true)
    }

    private static func verify(
        _ database: SQLiteDatabase, _ verifier: Verifier, isBackup: Bool
    ) async throws -> LogState {
        guard try await database.isSound() else { throw Fault.unsound }
        let result = try await database.read { try verifier.verify($0, isBackup: isBackup) }
        if let fault = result.fault { throw Fault.log(fault) }
        return LogState(size: result.entries, root: result.root)
    }
}
