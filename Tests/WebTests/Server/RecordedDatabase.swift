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

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await database.read { [recorder] in
            try body(RecordedConnection(connection: $0, recorder: recorder))
        }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await database.write { [recorder] in
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

    func afterCommit(_ body: @escaping @Sendable () -> Void) { connection.afterCommit(body) }
}
