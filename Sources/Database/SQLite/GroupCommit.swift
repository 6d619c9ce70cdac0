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
    /// A closure that is a mutex's value itself is wrapped anew each time it is read through the lock, one call deeper
    /// each time, until the stack is at its end. Within a value of its own it is read as it is.
    private struct Hook {
        let body: SQLiteDatabase.BeforeCommit?
    }

    private let pool: SQLitePool
    private let hook: Mutex<Hook>

    init(pool: SQLitePool, beforeCommit: SQLiteDatabase.BeforeCommit?) {
        self.pool = pool
        hook = Mutex(Hook(body: beforeCommit))
    }

    func setBeforeCommit(_ body: SQLiteDatabase.BeforeCommit?) {
        hook.withLock { $0 = Hook(body: body) }
    }

    /// Does all acts, commits, and only then answers: also those that failed, because what they failed on may
    /// be another act's row. If the transaction does not commit, all have failed.
    func write(_ acts: [Act]) {
        let beforeCommit = hook.withLock { $0.body }
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
