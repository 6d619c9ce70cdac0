/// The database inside one transaction. It is lent to a body for as long as the body runs, on the database's
/// own thread: blocking is right here, waiting for anything else is not.
///
/// A statement that fails changes nothing and leaves the transaction standing, unless the engine gave up all
/// of it (a full or failing disk): then each further statement fails too.
package protocol Connection {
    /// All rows of a query, or of a change with `RETURNING`.
    /// - Throws: what the statement meets; `readOnly` for a change within a read.
    func rows(_ sql: SQL) throws(DatabaseError) -> [Row]

    /// The first row, or nil where there is none. A change with `RETURNING` is made whole.
    /// - Throws: as `rows`.
    func first(_ sql: SQL) throws(DatabaseError) -> Row?

    /// Makes a change; returns how many rows were inserted, updated or deleted by the statement itself.
    /// - Throws: as `rows`.
    @discardableResult
    func execute(_ sql: SQL) throws(DatabaseError) -> Int

    /// Has `body` run once this act is durable, before its caller is answered, in the order of registration and
    /// one at a time. It is never run if the act or its transaction is rolled back, nor for a read. It runs on
    /// the writer's thread: it should be short, and must not wait for the database.
    func afterCommit(_ body: @escaping @Sendable () -> Void)
}
