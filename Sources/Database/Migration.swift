/// A step from one schema to the next. Migrations are a list that only grows: each is applied once, in order, in
/// a transaction of its own, and recorded by its name.
///
/// Statements are written with `TEXT`, `INTEGER64` (64-bit numbers) and `BYTES` as column types, which `Dialect`
/// translates. Primary keys are always given, never made up by the engine. No constraint is deferred: a deferred
/// one would fail the commit, and with it the other acts of a batch.
package struct Migration: Sendable {
    /// The name that is recorded, such as `0001 staff`. It never changes once released.
    package let name: String
    /// The statements, one each.
    package let statements: [SQL]

    package init(name: String, statements: [SQL]) {
        self.name = name
        self.statements = statements
    }
}

extension [Migration] {
    /// Where it is kept which have been applied.
    static let record: SQL = """
        CREATE TABLE schema_migration (
            position INTEGER64 NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE)
        """

    /// How many of the list the database has had, by its own record.
    /// - Throws: `newerSchema` where it has had others, or in another order.
    func applied(in connection: any Connection) throws(DatabaseError) -> Int {
        let rows = try connection.rows("SELECT name FROM schema_migration ORDER BY position")
        guard rows.count <= count else { throw .newerSchema }
        for (row, known) in zip(rows, self) where try row.text("name") != known.name {
            throw .newerSchema
        }
        return rows.count
    }

    /// Applies one of the list and records it.
    func apply(at position: Int, in connection: any Connection, _ dialect: Dialect) throws(DatabaseError) {
        for statement in self[position].statements {
            try connection.execute(dialect.translate(statement))
        }
        let name = self[position].name
        try connection.execute("INSERT INTO schema_migration (position, name) VALUES (\(position), \(name))")
    }
}
