/// One thing in a database's schema, as the engine's own catalogue has it: a table, an index, a view, a trigger, or what
/// nobody has thought of yet.
///
/// Whoever can write to the database can put one there that acts by itself: a trigger undoes what an act did, in the
/// same transaction and after it. So each engine compares all that its catalogue has with all that the migrations make
/// (`Catalogue`), and what is not equal is refused: nothing is allowed by its kind or its name.
struct SchemaObject: Hashable, Comparable, Sendable {
    /// The engine's word for what it is.
    let kind: String
    let name: String
    /// The table that it belongs to.
    let table: String
    /// The text that makes it; empty for what the engine makes by itself, such as a primary key's index.
    let definition: String

    init(kind: String, name: String, table: String, definition: String) {
        self.kind = kind
        self.name = name
        self.table = table
        self.definition = Self.spaced(definition)
    }

    static func < (one: SchemaObject, other: SchemaObject) -> Bool {
        (one.kind, one.name, one.table, one.definition)
            < (other.kind, other.name, other.table, other.definition)
    }

    /// The text with each run of white space as one space, so that a migration may be indented anew. What stands in
    /// quotes is left alone.
    private static func spaced(_ text: String) -> String {
        var result = ""
        var quote: Unicode.Scalar?
        var isAfterSpace = true
        for scalar in text.unicodeScalars {
            if let end = quote {
                if scalar == end { quote = nil }
            } else {
                switch scalar {
                case "'", "\"", "`": quote = scalar
                case "[": quote = "]"
                case " ", "\t", "\n", "\r":
                    if !isAfterSpace { result.unicodeScalars.append(" ") }
                    isAfterSpace = true
                    continue
                default: break
                }
            }
            isAfterSpace = false
            result.unicodeScalars.append(scalar)
        }
        return result
    }
}

/// How an engine tells what is in a database's schema, and what the migrations would make of an empty one. PostgreSQL's
/// reads `pg_class`, `pg_trigger`, `pg_rewrite`, `pg_proc`, `pg_policy` and their like, and applies the migrations to a
/// schema of its own.
protocol Catalogue {
    /// Everything in the schema, in order, but what the engine keeps for itself alone.
    /// - Throws: `alteredSchema` where the database as a whole is set up in a way that this program never does.
    static func objects(_ connection: any Connection) throws(DatabaseError) -> [SchemaObject]

    /// What the migrations make of an empty database, in order.
    static func made(by migrations: ArraySlice<Migration>) throws(DatabaseError) -> [SchemaObject]
}

extension Catalogue {
    /// Refuses a schema that is not what these migrations make.
    static func check(
        _ connection: any Connection, isMadeBy migrations: ArraySlice<Migration>
    ) throws(DatabaseError) {
        guard try objects(connection) == made(by: migrations) else { throw .alteredSchema }
    }

    /// How many of the migrations the database has had. Nothing is written, and nothing is read but the catalogue,
    /// before it is known that the schema is what those migrations make.
    /// - Returns: nil for a database with nothing in it.
    /// - Throws: `alteredSchema`; `newerSchema` where it has had other migrations, or in another order.
    static func applied(
        _ migrations: [Migration], in connection: any Connection
    ) throws(DatabaseError) -> Int? {
        let objects = try objects(connection)
        if objects.isEmpty { return nil }
        let record = try made(by: migrations.prefix(0))
        guard record.allSatisfy(objects.contains) else { throw .alteredSchema }
        let applied = try migrations.applied(in: connection)
        guard try objects == made(by: migrations.prefix(applied)) else { throw .alteredSchema }
        return applied
    }
}
