/// What the engines write differently, which is all here: the names of the column types, and what follows a
/// table's definition.
struct Dialect: Sendable {
    /// The engine's word for each of ours.
    let types: [String: String]
    /// Follows the closing parenthesis of `CREATE TABLE`.
    let tableSuffix: String

    /// SQLite. Tables are `STRICT`, so that a column refuses what PostgreSQL's would refuse.
    static let sqlite = Dialect(types: ["INTEGER64": "INTEGER", "BYTES": "BLOB"], tableSuffix: " STRICT")

    /// A migration's statement in the engine's words. What stands in quotes is left alone.
    func translate(_ statement: SQL) -> SQL {
        var text = statement.text.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .map { position, part in position.isMultiple(of: 2) ? translateWords(part) : String(part) }
            .joined(separator: "'")
        while text.last?.isWhitespace == true { text.removeLast() }
        if text.drop(while: \.isWhitespace).hasPrefix("CREATE TABLE") { text += tableSuffix }
        return SQL(text: text, values: statement.values, isFixed: false)
    }

    private func translateWords(_ text: Substring) -> String {
        var result = ""
        var rest = text
        while !rest.isEmpty {
            let word = rest.prefix(while: Self.isWordCharacter)
            result += types[String(word)] ?? String(word)
            let between = rest.dropFirst(word.count).prefix { !Self.isWordCharacter($0) }
            result += between
            rest = rest.dropFirst(word.count + between.count)
        }
        return result
    }

    private static func isWordCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
