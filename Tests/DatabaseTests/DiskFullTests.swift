import Testing

@testable import Database

/// The engine's own limit stands for a full disk: it fails with the same code in the same places.
struct DiskFullTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func limit(_ pages: Int, _ database: SQLiteDatabase) async throws {
        try await database.write { connection in
            _ = try connection.rows(SQL(text: "PRAGMA max_page_count = \(pages)", values: [], isFixed: false))
        }
    }

    private func act(_ id: Int, bytes: Int) -> @Sendable (any Connection) throws -> Void {
        { connection in
            let bytes = [UInt8](repeating: 1, count: bytes)
            try connection.execute("INSERT INTO note VALUES (\(id), '', \(bytes))")
        }
    }

    @Test
    func `A write for which there is no room fails as full, and the database stays usable`() async throws {
        let database = try scratch.database()
        try await limit(20, database)
        try await database.insert(1)
        await #expect(throws: DatabaseError.full) { try await database.write(act(2, bytes: 1_000_000)) }
        #expect(try await database.ids() == [1])
        try await database.insert(3)
        try await limit(100_000, database)
        try await database.write(act(4, bytes: 1_000_000))
        #expect(try await database.ids() == [1, 3, 4])
        try await database.close()
        #expect(try await scratch.database().ids() == [1, 3, 4])
    }

    @Test
    func `No act is answered as done that a full disk undid`() async throws {
        let database = try scratch.database()
        try await limit(20, database)
        let errors = try await database.inOneBatch([
            act(1, bytes: 10), act(2, bytes: 1_000_000), act(3, bytes: 10),
        ])
        #expect(errors[1] as? DatabaseError == .full)
        let done = errors.enumerated().filter { $0.element == nil }.map { Int64($0.offset + 1) }
        #expect(try await database.ids() == done)
    }

    @Test
    func `An act that goes on after the engine gave up its transaction commits nothing on its own`()
        async throws
    {
        let database = try scratch.database()
        let notes = Notes()
        let errors = try await database.inOneBatch([
            act(1, bytes: 10),
            { connection in
                connection.afterCommit { notes.add("committed") }
                // What a full or failing disk does in the worst case.
                _ = try? connection.execute("ROLLBACK")
                _ = try? connection.execute("INSERT INTO note (id, words) VALUES (2, '')")
            },
            act(3, bytes: 10),
        ])
        #expect(errors.allSatisfy { $0 is DatabaseError })
        #expect(try await database.ids() == [])
        #expect(notes.all == [])
        try await database.insert(4)
        #expect(try await database.ids() == [4])
    }
}
