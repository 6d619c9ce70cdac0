import Testing

@testable import Database

struct RowTests {
    private let scratch: Scratch

    private let row: Row

    init() async throws {
        scratch = try Scratch()
        let read = try await scratch.database().read {
            try $0.first("SELECT 7 AS id, 'seven' AS words, x'07' AS bytes, NULL AS \"nothing\"")
        }
        row = try #require(read)
    }

    @Test
    func `A column that is not there is an error`() {
        #expect(throws: DatabaseError.missingColumn) { try row.integer("ID") }
        #expect(throws: DatabaseError.missingColumn) { try row.optionalBlob("other") }
    }

    @Test(arguments: ["words", "bytes", "nothing"])
    func `Only a number is a number`(column: String) {
        #expect(throws: DatabaseError.wrongType) { try row.integer(column) }
    }

    @Test(arguments: ["id", "bytes", "nothing"])
    func `Only text is text`(column: String) {
        #expect(throws: DatabaseError.wrongType) { try row.text(column) }
    }

    @Test(arguments: ["id", "words", "nothing"])
    func `Only bytes are bytes`(column: String) {
        #expect(throws: DatabaseError.wrongType) { try row.blob(column) }
        #expect(throws: DatabaseError.wrongType) { try row.bytes(column) }
    }

    @Test
    func `Another type is no optional of this type`() {
        #expect(throws: DatabaseError.wrongType) { try row.optionalInteger("words") }
        #expect(throws: DatabaseError.wrongType) { try row.optionalText("bytes") }
        #expect(throws: DatabaseError.wrongType) { try row.optionalBlob("id") }
    }

    @Test
    func `Each type is read as itself, and NULL as nil`() throws {
        #expect(try row.integer("id") == 7)
        #expect(try row.text("words") == "seven")
        #expect(try row.blob("bytes") == [7])
        #expect(try row.bytes("bytes") == [7])
        #expect(try row.optionalInteger("nothing") == nil)
        #expect(try row.optionalText("nothing") == nil)
        #expect(try row.optionalBlob("nothing") == nil)
    }

    @Test
    func `Empty text, empty bytes and extreme numbers come back from the engine as they went in`()
        async throws
    {
        let database = try scratch.database()
        let values: [Value] = [.integer(.min), .text(""), .blob([])]
        _ = try await database.write {
            try $0.execute("INSERT INTO note VALUES (\(values[0]), \(values[1]), \(values[2]))")
        }
        #expect(try await database.read { try $0.first("SELECT * FROM note") }?.values == values)
    }
}
