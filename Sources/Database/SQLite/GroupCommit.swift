import Synchronization

/// An act that waits to be written.
struct Act: Sendable {
    /// Does the act; returns how its caller is answered once it is durable.
    let perform: @Sendable (any Connection) throws -> @Sendable () -> Void
    /// Answers its caller that nothing was done, and why.
    let fail: @Sendable (any Error) -> Void
}

/// Writes acts that wait at the same time in one durable transaction, each in a savepoint of its own.
final class GroupCommit: Sendable {
    private let pool: SQLitePool
    private let beforeCommit: Mutex<SQLiteDatabase.BeforeCommit?>

    init(pool: SQLitePool, beforeCommit: SQLiteDatabase.BeforeCommit?) {
        self.pool = pool
        self.beforeCommit = Mutex(beforeCommit)
    }

    func setBeforeCommit(_ body: SQLiteDatabase.BeforeCommit?) {
        beforeCommit.withLock { $0 = body }
    }

    /// Does all acts, commits, and only then answers: also those that failed, because what they failed on may
    /// be another act's row. If the transaction does not commit, all have failed.
    func write(_ acts: [Act]) {
        let beforeCommit = beforeCommit.withLock { $0 }
        var answers: [@Sendable () -> Void] = []
        do {
            let afterCommit = try pool.transaction { connection in
                for act in acts {
                    answers.append(try answer(to: act, connection))
                }
                guard connection.changes > 0, let finish = try beforeCommit?(connection) else { return }
                connection.afterCommit(finish)
            }
            for body in afterCommit { body() }
            for answer in answers { answer() }
        } catch {
            for act in acts { act.fail(error) }
        }
    }

    /// - Throws: where not only the act is undone but the whole transaction.
    private func answer(to act: Act, _ connection: SQLiteConnection) throws -> @Sendable () -> Void {
        do {
            return try connection.savepoint { try act.perform(connection) }
        } catch {
            if let loss = connection.loss { throw loss }
            return { act.fail(error) }
        }
    }
}
