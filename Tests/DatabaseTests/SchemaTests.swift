import GRDB
import Testing

@testable import Database

/// What somebody who can write the file puts into its schema, and what becomes of it.
struct SchemaTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// Does to the file what a program of somebody else's does.
    private static func meddle(_ path: String, _ sql: String) throws {
        try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    private static func count(_ path: String, _ sql: String) throws -> Int? {
        try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: sql) }
    }

    /// What is done, and what shows that it was.
    struct Foreign: Sendable, CustomTestStringConvertible {
        let what: String
        let sql: String
        let shows: String
        var testDescription: String { what }

        init(_ what: String, _ sql: String, _ shows: String) {
            (self.what, self.sql, self.shows) = (what, sql, shows)
        }

        /// Something in the schema that was not there.
        init(_ what: String, adding name: String, _ sql: String) {
            self.init(what, sql, "SELECT COUNT(*) FROM sqlite_master WHERE name = '\(name)'")
        }

        /// Another text for what was there.
        init(_ what: String, _ from: String, becomes to: String) {
            self.init(
                what,
                """
                PRAGMA writable_schema = ON;
                UPDATE sqlite_master SET sql = replace(sql, '\(from)', '\(to)') WHERE name IN ('note', 'words');
                PRAGMA writable_schema = RESET;
                """, "SELECT COUNT(*) FROM sqlite_master WHERE instr(sql, '\(to)')")
        }
    }

    static let migrations =
        Scratch.migrations + [
            Migration(
                name: "0002 words",
                statements: [
                    "CREATE INDEX words ON note (words)", "ALTER TABLE note ADD COLUMN mark INTEGER64",
                ])
        ]

    static let foreign = [
        Foreign(
            "a trigger that puts a row back", adding: "sly",
            """
            CREATE TRIGGER sly AFTER DELETE ON note BEGIN
                INSERT OR IGNORE INTO note (id, words) VALUES (OLD.id, OLD.words); END
            """),
        Foreign(
            "a trigger on the record of migrations", adding: "sly",
            "CREATE TRIGGER sly AFTER INSERT ON schema_migration BEGIN DELETE FROM note; END"),
        Foreign("a view", adding: "seen", "CREATE VIEW seen AS SELECT * FROM note"),
        Foreign("a table", adding: "kept", "CREATE TABLE kept (id)"),
        Foreign("a virtual table", adding: "found", "CREATE VIRTUAL TABLE found USING fts5(words)"),
        Foreign("an index", adding: "by_bytes", "CREATE INDEX by_bytes ON note (bytes)"),
        Foreign("an index that lets one row be", adding: "one", "CREATE UNIQUE INDEX one ON note (bytes)"),
        Foreign(
            "a column", "ALTER TABLE note ADD COLUMN more TEXT",
            "SELECT COUNT(*) FROM pragma_table_info('note') WHERE name = 'more'"),
        Foreign(
            "a column that is worked out",
            "ALTER TABLE note ADD COLUMN more TEXT GENERATED ALWAYS AS (upper(words))",
            "SELECT COUNT(*) FROM pragma_table_xinfo('note') WHERE name = 'more'"),
        Foreign(
            "a column under another name", "ALTER TABLE note RENAME COLUMN mark TO marks",
            "SELECT COUNT(*) FROM pragma_table_info('note') WHERE name = 'marks'"),
        Foreign(
            "a column less", "ALTER TABLE note DROP COLUMN mark",
            "SELECT COUNT(*) = 3 FROM pragma_table_info('note')"),
        Foreign(
            "an index less", "DROP INDEX words", "SELECT COUNT(*) = 0 FROM sqlite_master WHERE name = 'words'"
        ),
        Foreign(
            "a table less", "DROP TABLE note", "SELECT COUNT(*) = 0 FROM sqlite_master WHERE name = 'note'"),
        Foreign("a condition", "words TEXT NOT NULL", becomes: "words TEXT NOT NULL CHECK (id < 9)"),
        Foreign("another default", "words TEXT NOT NULL", becomes: "words TEXT NOT NULL DEFAULT 1"),
        Foreign("a table that is not strict", ") STRICT", becomes: ")  "),
        Foreign("an order of letters", "words TEXT NOT NULL", becomes: "words TEXT NOT NULL COLLATE NOCASE"),
        Foreign(
            "pages that move by themselves", "PRAGMA journal_mode = DELETE; PRAGMA auto_vacuum = 1; VACUUM",
            "SELECT auto_vacuum FROM pragma_auto_vacuum"),
    ]

    @Test(arguments: foreign)
    func `what the migrations do not make is refused, and nothing is done`(_ foreign: Foreign) async throws {
        let first = try SQLiteDatabase(path: scratch.path, migrations: Self.migrations)
        try await first.insert(1, "kept")
        try await first.close()
        try Self.meddle(scratch.path, foreign.sql)
        #expect(try Self.count(scratch.path, foreign.shows) == 1, "it did not come into the file")
        for _ in 1...2 {
            #expect(throws: DatabaseError.alteredSchema) {
                try SQLiteDatabase(path: scratch.path, migrations: Self.migrations)
            }
        }
        #expect(try Self.count(scratch.path, foreign.shows) == 1)
    }

    @Test(arguments: foreign)
    func `it is refused before the migrations that a file lacks are applied`(_ foreign: Foreign) async throws
    {
        let first = try SQLiteDatabase(path: scratch.path, migrations: Self.migrations)
        try await first.insert(1, "kept")
        try await first.close()
        try Self.meddle(scratch.path, foreign.sql)
        let later = Migration(name: "0003 later", statements: ["DELETE FROM note"])
        #expect(throws: DatabaseError.alteredSchema) {
            try SQLiteDatabase(path: scratch.path, migrations: Self.migrations + [later])
        }
        #expect(try Self.count(scratch.path, "SELECT COUNT(*) FROM schema_migration") == 2)
        guard foreign.what != "a table less" else { return }
        #expect(try Self.count(scratch.path, "SELECT COUNT(*) FROM note") == 1)
    }

    /// SQLite itself finds fault with some of what is written past it.
    @Test(arguments: ["sqlite_stat1", "sqlite_sequence", "sqlite_autoindex_note_2"])
    func `a name of SQLite's own lets nothing pass`(_ name: String) async throws {
        let first = try scratch.database()
        try await first.insert(1, "kept")
        try await first.close()
        try Self.meddle(
            scratch.path,
            """
            CREATE TRIGGER sly AFTER DELETE ON note BEGIN DELETE FROM schema_migration; END;
            PRAGMA writable_schema = ON;
            UPDATE sqlite_master SET name = '\(name)' WHERE name = 'sly';
            """)
        #expect(throws: (any Error).self) { try scratch.database() }
    }

    @Test
    func `somebody else's database is not taken for an empty one`() throws {
        try Self.meddle(scratch.path, "CREATE TABLE theirs (id)")
        #expect(throws: DatabaseError.alteredSchema) { try scratch.database() }
        #expect(try Self.count(scratch.path, "SELECT COUNT(*) FROM sqlite_master") == 1)
    }

    @Test
    func `a file whose texts are in another encoding is refused`() throws {
        try Self.meddle(scratch.path, "PRAGMA encoding = 'UTF-16le'; CREATE TABLE a (b); DROP TABLE a")
        #expect(throws: DatabaseError.alteredSchema) { try scratch.database() }
    }

    @Test
    func `what is put in while the database is open undoes no act, and none is done after it`() async throws {
        let database = try scratch.database()
        try await database.insert(1, "signed in")
        try Self.meddle(scratch.path, Self.foreign[0].sql)
        for _ in 1...3 {
            await #expect(throws: DatabaseError.alteredSchema) {
                try await database.write { try $0.execute("DELETE FROM note WHERE id = 1") }
            }
            await #expect(throws: DatabaseError.alteredSchema) { try await database.insert(2) }
        }
        #expect(try await database.ids() == [1])
        // Without it all goes on.
        try Self.meddle(scratch.path, "DROP TRIGGER sly")
        _ = try await database.write { try $0.execute("DELETE FROM note WHERE id = 1") }
        #expect(try await database.ids() == [])
    }

    @Test
    func `the store of the halves is looked at too`() async throws {
        let store = try HalvesStore(path: scratch.path)
        try await store.put([1], for: [7])
        try await store.close()
        try Self.meddle(
            scratch.path,
            "CREATE TRIGGER sly AFTER DELETE ON half BEGIN INSERT INTO half VALUES (OLD.file, OLD.half); END")
        #expect(throws: DatabaseError.alteredSchema) { try HalvesStore(path: scratch.path) }
    }

    @Test
    func `figures for the planner, a migration that is indented anew and a newer one are let pass`()
        async throws
    {
        let first = try SQLiteDatabase(path: scratch.path, migrations: Self.migrations)
        try await first.insert(1, "kept")
        try await first.close()
        try Self.meddle(scratch.path, "ANALYZE")
        #expect(
            try Self.count(scratch.path, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
                == 1)
        let indented = Migration(
            name: "0001 note",
            statements: [
                """
                CREATE TABLE note
                    (id INTEGER64 NOT NULL PRIMARY KEY,
                     words TEXT NOT NULL,   bytes BYTES)
                """
            ])
        let newer = Migration(name: "0003 more", statements: ["CREATE TABLE more (id BYTES PRIMARY KEY)"])
        let database = try SQLiteDatabase(
            path: scratch.path, migrations: [indented, Self.migrations[1], newer])
        #expect(try await database.ids() == [1])
        try await database.close()
    }

    @Test
    func `of two that differ in what stands in quotes, one is not the other`() {
        func object(_ text: String) -> SchemaObject {
            SchemaObject(kind: "table", name: "a", table: "a", definition: text)
        }
        #expect(object("a  b\n c") == object("a b c"))
        #expect(object("a CHECK (b = 'c  d')") != object("a CHECK (b = 'c d')"))
        #expect(object("a CHECK (b = 'it''s  d')") != object("a CHECK (b = 'it''s d')"))
        #expect(object("[a  b]") != object("[a b]"))
    }
}
