import Database
import Synchronization

/// A database that a test looks over the shoulder of: which statements were run, and what is to happen before, or
/// instead of, the next write.
final class WatchedDatabase: Database {
    private let inner: SQLiteDatabase
    private let state = Mutex(State())

    private struct State {
        var statements: [String] = []
        /// Those of reads that pages wait for each other in.
        var shortReads: [String] = []
        var beforeWrite: (@Sendable () async throws -> Void)?
    }

    init(_ inner: SQLiteDatabase) { self.inner = inner }

    /// The texts of the statements that a piece of work ran, in their order; their values are left out.
    func statements(of work: () async throws -> Void) async throws -> [String] {
        state.withLock { $0.statements = [] }
        try await work()
        return state.withLock { $0.statements }
    }

    /// The statements that a piece of work ran on the connections that every page waits for.
    func shortReads(of work: () async throws -> Void) async throws -> [String] {
        state.withLock { $0.shortReads = [] }
        try await work()
        return state.withLock { $0.shortReads }
    }

    /// Has `body` run once, before the next write begins; if it throws, nothing is written.
    func beforeNextWrite(_ body: @escaping @Sendable () async throws -> Void) {
        state.withLock { $0.beforeWrite = body }
    }

    func note(_ statement: String, isShortRead: Bool) {
        state.withLock { state in
            state.statements.append(statement)
            if isShortRead { state.shortReads.append(statement) }
        }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await inner.read { try body(WatchedConnection(inner: $0, watcher: self, isShortRead: true)) }
    }

    func readAtLength<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await inner.readAtLength { try body(WatchedConnection(inner: $0, watcher: self)) }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        let before = state.withLock { state in
            defer { state.beforeWrite = nil }
            return state.beforeWrite
        }
        try await before?()
        return try await inner.write { try body(WatchedConnection(inner: $0, watcher: self)) }
    }

    var revision: Revision? { inner.revision }

    func purge() async throws { try await inner.purge() }

    func setBeforeCommit(_ body: (@Sendable (any Connection) throws -> (@Sendable () -> Void)?)?) {
        inner.setBeforeCommit(body)
    }

    func close() async throws { try await inner.close() }
}

private struct WatchedConnection: Connection {
    let inner: any Connection
    let watcher: WatchedDatabase
    var isShortRead = false

    func rows(_ sql: SQL) throws(DatabaseError) -> [Row] {
        watcher.note(sql.text, isShortRead: isShortRead)
        return try inner.rows(sql)
    }

    func first(_ sql: SQL) throws(DatabaseError) -> Row? {
        watcher.note(sql.text, isShortRead: isShortRead)
        return try inner.first(sql)
    }

    func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        watcher.note(sql.text, isShortRead: isShortRead)
        return try inner.execute(sql)
    }

    func append(_ sql: SQL) throws(DatabaseError) {
        watcher.note(sql.text, isShortRead: isShortRead)
        try inner.append(sql)
    }

    var isWriting: Bool { inner.isWriting }

    func stands(_ revision: Revision) -> Bool { inner.stands(revision) }

    func afterCommit(_ body: @escaping @Sendable () -> Void) { inner.afterCommit(body) }
}
