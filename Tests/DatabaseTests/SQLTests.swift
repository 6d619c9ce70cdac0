import Testing

@testable import Database

private enum State: String, Bindable {
    case open
}

struct SQLTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    static let hostile = [
        "'; DROP TABLE note; --", "\" OR 1 = 1", "$1", "' || (SELECT 1) || '", "%_\\", "عربى ' বাংলা", "",
    ]

    @Test(arguments: hostile)
    func `Hostile text is bound and never becomes SQL`(words: String) async throws {
        let sql: SQL = "INSERT INTO note (id, words) VALUES (\(1), \(words))"
        #expect(sql.text == "INSERT INTO note (id, words) VALUES ($1, $2)")
        let database = try scratch.database()
        _ = try await database.write { try $0.execute(sql) }
        let row = try await database.read { try $0.first("SELECT words FROM note WHERE words = \(words)") }
        #expect(try row?.text("words") == words)
    }

    @Test
    func `Text that an engine would cut off is refused`() async throws {
        let database = try scratch.database()
        await #expect(throws: DatabaseError.wrongType) { try await database.insert(1, "a\0b") }
    }

    @Test
    func `Each value type is bound as itself`() {
        let none: Int? = nil
        let sql: SQL =
            "\(1) \(Int64.min) \(true) \("a") \([UInt8](1...3)) \(none) \(State.open) \(Value.null)"
        #expect(
            sql.values == [
                .integer(1), .integer(.min), .integer(1), .text("a"), .blob([1, 2, 3]), .null, .text("open"),
                .null,
            ])
        #expect(sql.text == "$1 $2 $3 $4 $5 $6 $7 $8")
    }

    @Test
    func `Placeholders bind by their number and not by their order`() async throws {
        let database = try scratch.database()
        let row = try await database.read { connection in
            try connection.first(
                SQL("SELECT $2 AS a, $1 AS b, $2 AS c", values: [.text("one"), .text("two")]))
        }
        #expect(try ["a", "b", "c"].map { try row?.text($0) } == ["two", "one", "two"])
    }

    @Test
    func `More than nine placeholders keep their numbers`() async throws {
        let database = try scratch.database()
        let list = Array(1...12)
        let row = try await database.read { try $0.first("SELECT \(12) IN \(list: list) AS a, \(99) AS b") }
        #expect(row?.values == [.integer(1), .integer(99)])
    }

    @Test
    func `A spliced fragment's placeholders are renumbered, but not what stands in quotes`() {
        let fragment: SQL = "b = \("x") AND c = '$1' AND d = \("y")"
        let sql: SQL = "SELECT a WHERE a = \("w") AND (\(sql: fragment)) AND e = \("z")"
        #expect(sql.text == "SELECT a WHERE a = $1 AND (b = $2 AND c = '$1' AND d = $3) AND e = $4")
        #expect(sql.values == ["w", "x", "y", "z"].map(Value.text))
    }

    @Test
    func `A sum binds the values of both`() {
        let sql = "a = \(1)" + " OR b = \(2)" as SQL
        #expect(sql.text == "a = $1 OR b = $2")
        #expect(sql.values == [.integer(1), .integer(2)])
    }

    @Test
    func `An empty list is valid and never matches`() async throws {
        let database = try scratch.database()
        try await database.insert(1)
        let none: [Int] = []
        let rows = try await database.read { try $0.rows("SELECT id FROM note WHERE id IN \(list: none)") }
        #expect(rows.isEmpty)
    }

    @Test
    func `A list matches each of its values`() async throws {
        let database = try scratch.database()
        for id in 1...4 { try await database.insert(id) }
        let rows = try await database.read {
            try $0.rows("SELECT id FROM note WHERE id IN \(list: [1, 3, 9])")
        }
        #expect(try rows.map { try $0.integer("id") } == [1, 3])
    }

    @Test
    func `Too few values for the placeholders is an error`() async throws {
        let database = try scratch.database()
        await #expect(throws: DatabaseError.statement) {
            try await database.read { _ = try $0.rows(SQL("SELECT $1, $2", values: [.integer(1)])) }
        }
    }
}
