import GRDB
import Synchronization

/// What `sqlite_schema` has, and what the migrations make of an empty database in memory.
enum SQLiteCatalogue: Catalogue {
    /// What SQLite itself adds to a schema when somebody asks it to, word for word: figures that the planner goes by
    /// (`ANALYZE`), and numbers that are given once (`AUTOINCREMENT`). No answer depends on them.
    private static let own: Set = [
        SchemaObject(
            kind: "table", name: "sqlite_stat1", table: "sqlite_stat1",
            definition: "CREATE TABLE sqlite_stat1(tbl,idx,stat)"),
        SchemaObject(
            kind: "table", name: "sqlite_stat4", table: "sqlite_stat4",
            definition: "CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)"),
        SchemaObject(
            kind: "table", name: "sqlite_sequence", table: "sqlite_sequence",
            definition: "CREATE TABLE sqlite_sequence(name,seq)"),
    ]

    static func objects(_ connection: any Connection) throws(DatabaseError) -> [SchemaObject] {
        do {
            // Texts are compared in the encoding of the file; and pages that it moves by itself leave their bytes behind,
            // which an erasure would not reach.
            guard try connection.first("PRAGMA encoding")?.text("encoding") == "UTF-8",
                try connection.first("PRAGMA auto_vacuum")?.integer("auto_vacuum") == 0
            else { throw DatabaseError.alteredSchema }
            return try connection.rows("SELECT type, name, tbl_name, sql FROM sqlite_master")
                .map { row throws(DatabaseError) in
                    SchemaObject(
                        kind: try row.text("type"), name: try row.text("name"),
                        table: try row.text("tbl_name"), definition: try row.optionalText("sql") ?? "")
                }.filter { !own.contains($0) }.sorted()
        } catch DatabaseError.wrongType {
            throw .alteredSchema
        } catch {
            throw DatabaseError(engine: error)
        }
    }

    static func made(by migrations: ArraySlice<Migration>) throws(DatabaseError) -> [SchemaObject] {
        let statements = [[Migration].record] + migrations.flatMap(\.statements)
        if let objects = known.withLock({ $0[statements] }) { return objects }
        var objects: [SchemaObject] = []
        do {
            try DatabaseQueue().inTransaction { database in
                let connection = SQLiteConnection(database)
                for statement in statements {
                    try connection.execute(Dialect.sqlite.translate(statement))
                }
                objects = try self.objects(connection)
                return .rollback
            }
        } catch { throw DatabaseError(engine: error) }
        known.withLock { $0[statements] = objects }
        return objects
    }

    /// By their statements: migrations are applied in memory once in a process.
    private static let known = Mutex<[[SQL]: [SchemaObject]]>([:])
}
