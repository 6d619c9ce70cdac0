import Testing

@testable import Database

struct MigrationTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private let second = Migration(
        name: "0002 mark",
        statements: [
            "CREATE TABLE mark (id INTEGER64 NOT NULL PRIMARY KEY, digest BYTES NOT NULL)",
            "INSERT INTO mark (id, digest) VALUES (\(1), \([UInt8](repeating: 9, count: 3)))",
        ])

    @Test
    func `A newer program's database is refused`() async throws {
        let newer = try SQLiteDatabase(path: scratch.path, migrations: Scratch.migrations + [second])
        try await newer.close()
        #expect(throws: DatabaseError.newerSchema) { try scratch.database() }
        #expect(throws: DatabaseError.newerSchema) {
            try SQLiteDatabase(path: scratch.path, migrations: [second] + Scratch.migrations)
        }
    }

    @Test
    func `A migration that fails leaves nothing of itself`() async throws {
        let broken = Migration(
            name: "0002 broken",
            statements: ["CREATE TABLE half_done (id INTEGER64)", "CREATE TABLE note (id TEXT)"])
        #expect(throws: DatabaseError.statement) {
            try SQLiteDatabase(path: scratch.path, migrations: Scratch.migrations + [broken])
        }
        let database = try SQLiteDatabase(path: scratch.path, migrations: Scratch.migrations + [second])
        let tables = try await database.read {
            try $0.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        let names = try tables.map { try $0.text("name") }
        #expect(Set(names) == ["schema_migration", "note", "mark"])
    }

    @Test
    func `A column type that is not one of the three is refused`() throws {
        let migration = Migration(name: "0001", statements: ["CREATE TABLE a (amount NUMERIC)"])
        #expect(throws: DatabaseError.statement) {
            try SQLiteDatabase(path: scratch.path, migrations: [migration])
        }
    }

    @Test
    func `Each migration is applied once, in order, and later ones are added`() async throws {
        let first = try scratch.database()
        try await first.insert(1)
        try await first.close()
        for _ in 0..<2 {
            let database = try SQLiteDatabase(path: scratch.path, migrations: Scratch.migrations + [second])
            #expect(try await database.ids() == [1])
            let mark = try await database.read { try $0.first("SELECT digest FROM mark") }
            #expect(try mark?.blob("digest") == [9, 9, 9])
            let names = try await database.read {
                try $0.rows("SELECT name FROM schema_migration ORDER BY position")
            }
            #expect(try names.map { try $0.text("name") } == ["0001 note", "0002 mark"])
            try await database.close()
        }
    }

    @Test
    func `Types become the engine's words, and what stands in quotes does not change`() {
        let ours: SQL =
            "CREATE TABLE a (b BYTES, c INTEGER64 CHECK (c <> 'it''s BYTES'), d TEXT, BYTES2 TEXT) "
        #expect(
            Dialect.sqlite.translate(ours).text
                == "CREATE TABLE a (b BLOB, c INTEGER CHECK (c <> 'it''s BYTES'), d TEXT, BYTES2 TEXT) STRICT"
        )
        #expect(Dialect.sqlite.translate("CREATE INDEX a ON b (c)").text == "CREATE INDEX a ON b (c)")
    }
}
