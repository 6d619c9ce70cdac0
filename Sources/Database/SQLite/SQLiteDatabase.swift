import Dispatch

/// A database in one SQLite file, for one process. Acts that wait at the same time share a durable transaction.
package final class SQLiteDatabase: Database {
    /// Runs in each durable transaction that changes something, after its last act. What it returns is run after
    /// the commit, when the acts' own `afterCommit` bodies have run. If it throws, no act of the batch is done.
    package typealias BeforeCommit = @Sendable (any Connection) throws -> (@Sendable () -> Void)?

    private let pool: SQLitePool
    private let groupCommit: GroupCommit
    private let acts: WorkQueue<Act>
    private let reads: WorkQueue<Reading>
    private let longReads: WorkQueue<Reading>
    private let upkeep: WorkQueue<@Sendable () -> Void>
    private let faults = FaultReport()

    /// A read that waits.
    private struct Reading: Sendable {
        /// Does the read and answers its caller.
        let perform: @Sendable (SQLiteConnection) -> Void
        /// Answers its caller that there is no snapshot, and why.
        let fail: @Sendable (any Error) -> Void
    }

    /// Opens the file at `path`, or makes it, readable by its owner only, and applies the migrations that it
    /// lacks. Blocks while it does.
    /// - Throws: `newerSchema`, `corrupt`, `unavailable`, or what a migration's statements meet.
    package init(
        path: String, migrations: [Migration], beforeCommit: BeforeCommit? = nil
    ) throws(DatabaseError) {
        let pool = try SQLitePool(path: path)
        let groupCommit = GroupCommit(pool: pool, beforeCommit: beforeCommit)
        do {
            try pool.apply(migrations)
        } catch {
            throw DatabaseError(engine: error)
        }
        self.pool = pool
        self.groupCommit = groupCommit
        acts = WorkQueue(name: "amanah.writer", threads: 1, batch: 256) { acts, _ in
            groupCommit.write(acts)
        }
        reads = WorkQueue(name: "amanah.reader", threads: SQLitePool.readers, batch: 1) { first, waiting in
            Self.read(first, waiting, pool)
        }
        longReads = WorkQueue(name: "amanah.long", threads: 1, batch: 1) { first, waiting in
            Self.read(first, waiting, pool)
        }
        upkeep = WorkQueue(name: "amanah.upkeep", threads: 1, batch: 1) { jobs, _ in
            for job in jobs { job() }
        }
    }

    /// Those who were waiting when a snapshot began share it. Each is taken only when its turn has come, so that another
    /// thread may take it while a long one runs.
    private static func read(
        _ first: [Reading], _ waiting: WorkQueue<Reading>.Waiting, _ pool: SQLitePool
    ) {
        var first = first[...]
        do {
            try pool.read { (first.popFirst() ?? waiting.next())?.perform }
            for read in first { read.fail(DatabaseError.unavailable) }
        } catch {
            for read in first { read.fail(error) }
        }
    }

    package var revision: Revision? { pool.revision }

    /// Has `body` run in each durable transaction that begins from now on, instead of the one before.
    package func setBeforeCommit(_ body: BeforeCommit?) {
        groupCommit.setBeforeCommit(body)
    }

    package func setOnFault(_ body: @escaping @Sendable (DatabaseError) -> Void) { faults.set(body) }

    package func read<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await read(on: reads, body)
    }

    package func readAtLength<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await read(on: longReads, body)
    }

    private func read<T: Sendable>(
        on queue: WorkQueue<Reading>, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let read = Reading(
                perform: { [faults] connection in
                    continuation.resume(with: faults.reporting(Result { try body(connection) }))
                },
                fail: { [faults] in continuation.resume(throwing: faults.reporting($0)) })
            if !queue.submit(read) { continuation.resume(throwing: DatabaseError.unavailable) }
        }
    }

    package func write<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let act = Act(
                perform: { connection in
                    let result = try body(connection)
                    return { continuation.resume(returning: result) }
                },
                fail: { [faults] in continuation.resume(throwing: faults.reporting($0)) })
            if !acts.submit(act) { continuation.resume(throwing: DatabaseError.unavailable) }
        }
    }

    package func purge() async throws {
        try await onUpkeep { pool in try pool.emptyLog() }
    }

    /// Writes one snapshot of the database to a new file that only its owner can read. Other processes go on reading
    /// and writing meanwhile; this one's acts wait.
    /// - Parameter path: of a file that is not there, or is empty.
    package func copy(to path: String) async throws {
        try await onUpkeep { pool in try pool.copy(to: path) }
    }

    /// Whether SQLite finds its own structures whole (`PRAGMA integrity_check`, which itself fails where the damage is
    /// great).
    package func isSound() async throws -> Bool {
        do {
            return try await readAtLength { connection in
                try connection.rows("PRAGMA integrity_check").map { try $0.text("integrity_check") } == ["ok"]
            }
        } catch let error as DatabaseError where error == .corrupt { return false }
    }

    package func close() async throws {
        await acts.close()
        await reads.close()
        await longReads.close()
        await upkeep.close()
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "amanah.close").async { [pool] in
                continuation.resume(with: Result { try pool.close() })
            }
        }
    }

    /// How many acts wait for the next batch.
    var waitingActs: Int {
        acts.waiting
    }

    /// Reads while the program starts, on the caller's own thread.
    func blockingRead<T>(_ body: (any Connection) throws -> T) throws(DatabaseError) -> T {
        do {
            return try pool.read(body)
        } catch {
            throw DatabaseError(engine: error)
        }
    }

    private func onUpkeep<T: Sendable>(
        _ body: @escaping @Sendable (SQLitePool) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = upkeep.submit { [pool, faults] in
                continuation.resume(with: faults.reporting(Result { try body(pool) }))
            }
            if !isTaken { continuation.resume(throwing: DatabaseError.unavailable) }
        }
    }
}
