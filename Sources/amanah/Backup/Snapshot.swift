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

    /// - Returns: the log's size and root.
    static func verify(_ database: SQLiteDatabase, by key: VerifierKey) async throws -> LogState {
        guard try await database.isSound() else { throw Fault.unsound }
        let verifier = Verifier(key: key)
        let result = try await database.read { try verifier.verify($0) }
        if let fault = result.fault { throw Fault.log(fault) }
        return LogState(size: result.entries, root: result.root)
    }
}
