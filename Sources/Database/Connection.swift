/// The database inside one transaction. It is lent to a body for as long as the body runs, on the database's
/// own thread: blocking is right here, waiting for anything else is not.
///
/// A statement that fails changes nothing and leaves the transaction standing, unless the engine gave up all
/// of it (a full or failing disk): then each further statement fails too.
package protocol Connection {
    /// All rows of a query, or of a change with `RETURNING`.
    /// - Throws: what the statement meets; `readOnly` for a change within a read.
    func rows(_ sql: SQL) throws(DatabaseError) -> [Row]

    /// All rows of a query, a few hundred at a time as they are read, so that a whole table need not be held. The body may
    /// make no change.
    /// - Throws: as `rows`.
    func pages(_ sql: SQL, _ visit: ([Row]) -> Void) throws(DatabaseError)

    /// The first row, or nil where there is none. A change with `RETURNING` is made whole.
    /// - Throws: as `rows`.
    func first(_ sql: SQL) throws(DatabaseError) -> Row?

    /// Makes a change; returns how many rows were inserted, updated or deleted by the statement itself.
    /// - Throws: as `rows`.
    @discardableResult
    func execute(_ sql: SQL) throws(DatabaseError) -> Int

    /// Makes a change that `stands` passes over: of the log's own tables, which readers look at anew each time.
    /// - Throws: as `rows`.
    func append(_ sql: SQL) throws(DatabaseError)

    /// Whether this is a transaction that may write. Writers come one after another, so what one reads is the newest.
    var isWriting: Bool { get }

    /// Whether no row has been changed since the revision but by `append`: by this transaction so far, by another of this
    /// process or by anybody else with the database in their hands. Only a transaction that writes can tell; a read,
    /// and an engine that can't know, answer false.
    func stands(_ revision: Revision) -> Bool

    /// Has `body` run once this act is durable, before its caller is answered, in the order of registration and
    /// one at a time. It is never run if the act or its transaction is rolled back, nor for a read. It runs on
    /// the writer's thread: it should be short, and must not wait for the database.
    func afterCommit(_ body: @escaping @Sendable () -> Void)
}

extension Connection {
    package func pages(_ sql: SQL, _ visit: ([Row]) -> Void) throws(DatabaseError) { visit(try rows(sql)) }

    package func append(_ sql: SQL) throws(DatabaseError) { try execute(sql) }

    package func stands(_: Revision) -> Bool { false }
}

/// A name for what the database held but for the log's own tables. Taken before a snapshot is read, it is the name of that
/// snapshot or of an earlier one, never of a later.
package struct Revision: Hashable, Sendable {
    let number: UInt64
}
