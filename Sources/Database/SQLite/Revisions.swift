import GRDB
import Synchronization

/// Counts the changes to a database that anybody has made, for the transactions of its one writer in this process.
///
/// What this process changes, it counts itself after the commit. What another process changes, SQLite tells: within a
/// transaction of the writer, `PRAGMA data_version` is another number if any other connection has committed since.
final class Revisions: Sendable {
    private struct State {
        var number: UInt64 = 0
        var dataVersion: Int64?
    }

    private let state = Mutex(State())

    var newest: Revision { state.withLock { Revision(number: $0.number) } }

    /// What a transaction of the writer that has just begun finds, and whether another may have changed it since the one
    /// before.
    func found(by database: GRDB.Database) throws(DatabaseError) -> (Revision, isOthers: Bool) {
        let row = try SQLiteConnection(database).first("PRAGMA data_version")
        let dataVersion = try row?.integer("data_version")
        return state.withLock { state in
            let isOthers = dataVersion == nil || dataVersion != state.dataVersion
            if isOthers { state.number += 1 }
            state.dataVersion = dataVersion
            return (Revision(number: state.number), isOthers)
        }
    }

    /// The next transaction is to take what it finds as another's.
    func forget() { state.withLock { $0.dataVersion = nil } }

    func advance() { state.withLock { $0.number += 1 } }
}
