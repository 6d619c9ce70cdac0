import Testing

@testable import Database

struct ConnectionTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test
    func `A read can't write`() async throws {
        let database = try scratch.database()
        await #expect(throws: DatabaseError.readOnly) {
            try await database.read { _ = try $0.execute("INSERT INTO note (id, words) VALUES (1, '')") }
        }
        #expect(try await database.ids() == [])
    }

    @Test
    func `A second row with the same key is a conflict`() async throws {
        let database = try scratch.database()
        try await database.insert(1)
        await #expect(throws: DatabaseError.conflict) { try await database.insert(1) }
    }

    @Test
    func `A missing value and a value of the wrong type break a constraint`() async throws {
        let database = try scratch.database()
        await #expect(throws: DatabaseError.constraint) {
            try await database.write { _ = try $0.execute("INSERT INTO note (id) VALUES (1)") }
        }
        await #expect(throws: DatabaseError.constraint) {
            try await database.write { _ = try $0.execute("INSERT INTO note (id, words) VALUES ('one', '')") }
        }
    }

    @Test(arguments: [0, 1, 255, 256, 257, 1000])
    func `A query read page by page gives each row once, in its order`(count: Int) async throws {
        let database = try scratch.database()
        _ = try await database.write { connection in
            for id in 0..<count {
                try connection.execute("INSERT INTO note VALUES (\(id), \(String(id)), \([UInt8(id % 251)]))")
            }
        }
        let found = try await database.read { connection in
            var rows: [Row] = []
            try connection.pages("SELECT id, words, bytes FROM note ORDER BY id") { rows += $0 }
            return try rows.map { (try $0.integer("id"), try $0.text("words"), try $0.blob("bytes")) }
        }
        #expect(found.map(\.0) == (0..<count).map(Int64.init))
        #expect(found.allSatisfy { $0.1 == "\($0.0)" && $0.2 == [UInt8($0.0 % 251)] })
    }

    @Test
    func `Large rows make short pages`() async throws {
        let database = try scratch.database()
        _ = try await database.write { connection in
            for id in 0..<10 {
                try connection.execute("INSERT INTO note VALUES (\(id), '', zeroblob(600000))")
            }
        }
        let counts = try await database.read { connection in
            var counts: [Int] = []
            try connection.pages("SELECT bytes FROM note") { counts.append($0.count) }
            return counts
        }
        #expect(counts.reduce(0, +) == 10)
        #expect(counts.allSatisfy { $0 <= 2 })
    }

    @Test
    func `A row that refers to nothing breaks a constraint`() async throws {
        let migration = Migration(
            name: "0002 reply",
            statements: ["CREATE TABLE reply (note INTEGER64 NOT NULL REFERENCES note (id))"])
        let database = try SQLiteDatabase(path: scratch.path, migrations: Scratch.migrations + [migration])
        await #expect(throws: DatabaseError.constraint) {
            try await database.write { _ = try $0.execute("INSERT INTO reply (note) VALUES (1)") }
        }
    }

    @Test
    func `What is no statement is an error that does not repeat it`() async throws {
        let database = try scratch.database()
        let error = await #expect(throws: DatabaseError.self) {
            try await database.read { _ = try $0.rows("SELECT secret FROM nowhere") }
        }
        #expect(error == .statement)
        #expect(error?.description.contains("nowhere") == false)
    }

    @Test
    func `A statement that failed leaves the rest of its act whole`() async throws {
        let database = try scratch.database()
        try await database.write { connection in
            try connection.execute("INSERT INTO note (id, words) VALUES (1, '')")
            _ = try? connection.execute("INSERT INTO note (id, words) VALUES (1, '')")
            try connection.execute("INSERT INTO note (id, words) VALUES (2, '')")
        }
        #expect(try await database.ids() == [1, 2])
    }

    @Test
    func `The rows changed are counted, whatever ran before`() async throws {
        let database = try scratch.database()
        let counts = try await database.write { connection in
            [
                try connection.execute("INSERT INTO note (id, words) VALUES (1, ''), (2, ''), (3, '')"),
                try connection.execute("SELECT 1"),
                try connection.execute("UPDATE note SET words = 'a' WHERE id > 1"),
                try connection.execute("DELETE FROM note WHERE id = 9"),
                try connection.execute("INSERT INTO note VALUES (1, '', NULL) ON CONFLICT (id) DO NOTHING"),
            ]
        }
        #expect(counts == [3, 0, 2, 0, 0])
    }

    @Test
    func `The first row of a change that returns rows leaves the change whole`() async throws {
        let database = try scratch.database()
        let first = try await database.write {
            try $0.first("INSERT INTO note (id, words) VALUES (1, ''), (2, ''), (3, '') RETURNING id")
        }
        #expect(try first?.integer("id") == 1)
        #expect(try await database.ids() == [1, 2, 3])
    }

    @Test
    func `A read sees one snapshot, whatever is committed meanwhile`() async throws {
        let database = try scratch.database()
        try await database.insert(1)
        let gate = Gate()
        let read = Task {
            try await database.read { connection in
                let before = try connection.rows("SELECT id FROM note").count
                gate.wait()
                return [before, try connection.rows("SELECT id FROM note").count]
            }
        }
        await gate.untilReached()
        try await database.insert(2)
        gate.open()
        #expect(try await read.value == [1, 1])
        #expect(try await database.ids() == [1, 2])
    }

    @Test
    func `Bodies that block have threads of their own`() async throws {
        let database = try scratch.database()
        let gates = (0..<SQLitePool.readers).map { _ in Gate() }
        let (writing, lengthy) = (Gate(), Gate())
        try await withThrowingTaskGroup { group in
            for gate in gates { group.addTask { try await database.read { _ in gate.wait() } } }
            group.addTask { try await database.write { _ in writing.wait() } }
            group.addTask { try await database.readAtLength { _ in lengthy.wait() } }
            // All of them block at once, and this still goes on.
            for gate in gates + [writing, lengthy] { await gate.untilReached() }
            for gate in gates + [writing, lengthy] { gate.open() }
            try await group.waitForAll()
        }
        #expect(try await database.ids() == [])
    }

    @Test
    func `However many long reads wait, short ones are answered`() async throws {
        let database = try scratch.database()
        let gates = (0..<SQLitePool.readers + 2).map { _ in Gate() }
        try await withThrowingTaskGroup { group in
            for gate in gates { group.addTask { try await database.readAtLength { _ in gate.wait() } } }
            try await database.insert(1)
            #expect(try await database.ids() == [1])
            for gate in gates { gate.open() }
            try await group.waitForAll()
        }
    }

    @Test
    func `After closing, nothing is answered`() async throws {
        let database = try scratch.database()
        try await database.insert(1)
        try await database.close()
        try await database.close()
        await #expect(throws: DatabaseError.unavailable) { try await database.insert(2) }
        await #expect(throws: DatabaseError.unavailable) { try await database.ids() }
        await #expect(throws: DatabaseError.unavailable) { try await database.purge() }
    }

    @Test
    func `Closing waits for what was begun`() async throws {
        let database = try scratch.database()
        let gate = Gate()
        let act = Task {
            try await database.write { connection in
                gate.wait()
                try connection.execute("INSERT INTO note (id, words) VALUES (1, '')")
            }
        }
        await gate.untilReached()
        async let closed: Void = database.close()
        gate.open()
        _ = try await (closed, act.value)
        #expect(try await scratch.database().ids() == [1])
    }
}
