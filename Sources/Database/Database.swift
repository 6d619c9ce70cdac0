/// Where the charity's rows are: the one storage protocol, which SQLite and PostgreSQL implement.
///
/// A body runs on a thread of the database's own, never on the cooperative pool. Cancelling the caller does not
/// interrupt it: what was begun is done whole and answered.
package protocol Database: Sendable {
    /// Reads one consistent snapshot (one read transaction).
    /// - Throws: what the body throws; `unavailable` once closed.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// The same for what takes long: it has a thread of its own, so that it keeps nobody else waiting.
    /// - Throws: as `read`.
    func readAtLength<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T

    /// Does one act: all of it is durable when this returns, or none of it is there when this throws. The body
    /// may share its durable transaction with other acts, each of which stands or falls alone.
    /// - Throws: what the body throws, or what kept the whole transaction from committing.
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// What the database holds now, as far as this process knows: ask a writing transaction whether it stands. Nil where
    /// an engine can't tell.
    var revision: Revision? { get }

    /// Makes sure that what was deleted or overwritten before is in none of the database's files any more. An
    /// erasure calls it after its act.
    /// - Throws: `busy` where something else still reads an old state; ask again.
    func purge() async throws

    /// Sets what runs once in each durable transaction, after its last act and before the commit; what it returns
    /// runs after the commit. If it throws, the whole transaction fails.
    func setBeforeCommit(_ body: (@Sendable (any Connection) throws -> (@Sendable () -> Void)?)?)

    /// Sets who is told when the store itself could not do something: a full disk, a damaged file, a key that is
    /// there already.
    func setOnFault(_ body: @escaping @Sendable (DatabaseError) -> Void)

    /// Takes no more work, waits for what was begun, and closes.
    func close() async throws
}

extension Database {
    package var revision: Revision? { nil }

    package func setOnFault(_: @escaping @Sendable (DatabaseError) -> Void) {}

    package func readAtLength<T: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await read(body)
    }
}
