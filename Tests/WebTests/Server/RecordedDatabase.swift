import Database
import Synchronization

/// A database that notes every statement it is given.
final class RecordedDatabase: Database {
    private let database: any Database
    private let recorder = Recorder()

    init(_ database: any Database) { self.database = database }

    /// The statements so far, in order.
    var statements: [SQL] { recorder.statements.withLock { $0 } }

    func forget() { recorder.statements.withLock { $0 = [] } }

    private let failing = Mutex<Failing?>(nil)

    /// When the database fails, and how.
    private struct Failing {
        var operationsLeft: Int
        let onlyWrites: Bool
        let error: DatabaseError
    }

    /// Has every operation fail, or every write, once so many more were done; with nil it is well again.
    func fail(with error: DatabaseError?, after operations: Int = 0, onlyWrites: Bool = false) {
        failing.withLock {
            $0 = error.map { Failing(operationsLeft: operations, onlyWrites: onlyWrites, error: $0) }
        }
    }

    private func failIfDue(isWrite: Bool) throws {
        let error = failing.withLock { failing -> DatabaseError? in
            guard let now = failing, isWrite || !now.onlyWrites else { return nil }
            if now.operationsLeft == 0 { return now.error }
            failing?.operationsLeft -= 1
            return nil
        }
        if let error { throw error }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try failIfDue(isWrite: false)
        return try await database.read { [recorder] in
            try body(RecordedConnection(connection: $0, recorder: recorder))
        }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try failIfDue(isWrite: true)
        return try await database.write { [recorder] in
            try body(RecordedConnection(connection: $0, recorder: recorder))
        }
    }

    func purge() async throws { try await database.purge() }

    func setBeforeCommit(_ body: (@Sendable (any Connection) throws -> (@Sendable () -> Void)?)?) {
        database.setBeforeCommit(body)
    }

    func close() async throws { try await database.close() }
}

private final class Recorder: Sendable {
    let statements = Mutex<[SQL]>([])

    func note(_ sql: SQL) { statements.withLock { $0.append(sql) } }
}

private struct RecordedConnection: Connection {
    let connection: any Connection
    let recorder: Recorder

    func rows(_ sql: SQL) throws(DatabaseError) -> [Row] {
        recorder.note(sql)
        return try connection.rows(sql)
    }

    func first(_ sql: SQL) throws(DatabaseError) -> Row? {
        recorder.note(sql)
        return try connection.first(sql)
    }

    func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        recorder.note(sql)
        return try connection.execute(sql)
    }

    var isWriting: Bool { connection.isWriting }

    func afterCommit(_ body: @escaping @Sendable () -> Void) { connection.afterCommit(body) }
}
