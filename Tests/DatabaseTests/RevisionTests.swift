import Testing

@testable import Database

/// What a writing transaction says of a revision that was taken before.
struct RevisionTests {
    private let scratch: Scratch
    private let database: SQLiteDatabase

    init() throws {
        scratch = try Scratch()
        database = try scratch.database()
    }

    private func stands(_ revision: Revision?) async throws -> Bool {
        try await database.write { connection in revision.map(connection.stands) ?? false }
    }

    /// A revision that a transaction has found to stand.
    private func settled() async throws -> Revision? {
        _ = try await stands(nil)
        let revision = database.revision
        #expect(try await stands(revision))
        return revision
    }

    @Test func `A row changed by this process ends a revision, also in the transaction that changes it`()
        async throws
    {
        let revision = try await settled()
        let stood = try await database.write { connection -> Bool in
            try connection.execute("INSERT INTO note (id, words) VALUES (1, '')")
            return revision.map(connection.stands) ?? true
        }
        #expect(!stood)
        #expect(try await !stands(revision))
    }

    @Test func `A row changed by another connection ends it`() async throws {
        let revision = try await settled()
        let other = try scratch.database()
        try await other.insert(1)
        #expect(try await !stands(revision))
        try await other.close()
    }

    @Test func `A change that was undone, and a read, do not confirm it`() async throws {
        struct Refusal: Error {}
        let revision = try await settled()
        #expect(try await database.read { connection in revision.map(connection.stands) } == false)
        await #expect(throws: Refusal.self) {
            try await database.write { connection in
                try connection.execute("INSERT INTO note (id, words) VALUES (1, '')")
                throw Refusal()
            }
        }
        #expect(try await !stands(revision))
    }

    @Test func `A trigger that changes more than was appended ends it`() async throws {
        try await database.write { connection in
            try connection.execute("INSERT INTO note (id, words) VALUES (1, '')")
            try connection.execute(
                "CREATE TRIGGER sly AFTER INSERT ON note BEGIN UPDATE note SET words = 'sly' WHERE id = 1; END"
            )
        }
        let revision = try await settled()
        try await database.write { try $0.append("INSERT INTO note (id, words) VALUES (2, '')") }
        #expect(try await !stands(revision))
    }

    @Test func `What is appended leaves it standing`() async throws {
        let revision = try await settled()
        try await database.write { try $0.append("INSERT INTO note (id, words) VALUES (1, '')") }
        #expect(try await stands(revision))
        #expect(try await database.ids() == [1])
    }

    @Test func `A read sees all that was durable when it was asked for, however many wait`() async throws {
        let database = database
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in 0..<200 {
                group.addTask {
                    try await database.insert(id)
                    let row = try await database.read { try $0.first("SELECT id FROM note WHERE id = \(id)") }
                    #expect(row != nil)
                    await #expect(throws: DatabaseError.self) {
                        try await database.read { _ = try $0.rows("SELECT missing FROM note") }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
