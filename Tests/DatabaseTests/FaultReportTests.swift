import Testing

@testable import Database

/// Who is told that the store could not do something.
struct FaultReportTests {
    @Test
    func `a full disk, a statement that fails and a key that is there are told by their names`()
        async throws
    {
        let scratch = try Scratch()
        defer { withExtendedLifetime(scratch) {} }
        let database = try scratch.database()
        let notes = Notes()
        database.setOnFault { notes.add($0.name) }
        try await database.insert(1)
        await #expect(throws: DatabaseError.conflict) { try await database.insert(1) }
        #expect(notes.all == ["conflict"])
        await #expect(throws: DatabaseError.statement) {
            try await database.read { _ = try $0.rows("SELECT nothing FROM note") }
        }
        try await database.write { connection in
            _ = try connection.rows(SQL(text: "PRAGMA max_page_count = 20", values: [], isFixed: false))
        }
        await #expect(throws: DatabaseError.full) {
            try await database.write {
                try $0.execute("INSERT INTO note VALUES (2, '', \([UInt8](repeating: 1, count: 1_000_000)))")
            }
        }
        #expect(notes.all == ["conflict", "statement", "full"])
        // That it is closed is no fault of the disk's.
        try await database.close()
        await #expect(throws: DatabaseError.unavailable) { try await database.insert(3) }
        #expect(notes.all == ["conflict", "statement", "full"])
    }
}
