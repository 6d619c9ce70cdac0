/// The lines of a rulebook: comments and blank lines gone, carried-on lines joined.
struct RuleText {
    struct Entry {
        let number: Int
        /// Whether the line belongs to the block that an unindented line above it opened.
        let isIndented: Bool
        /// The first word.
        let keyword: Substring
        /// What follows the first word, its runs of spaces made one.
        let rest: String
    }

    let entries: [Entry]

    init(_ bytes: [UInt8]) throws(RulebookError) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw RulebookError(0, .notText) }
        var joined: [(number: Int, indent: Int, words: [Substring])] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\r" })
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            let indent = line.prefix(while: { $0 == " " }).count
            if indent >= 8 {
                guard !joined.isEmpty else { throw RulebookError(index + 1, .outOfPlace("an indented line")) }
                joined[joined.count - 1].words += words
            } else {
                joined.append((index + 1, indent, words))
            }
        }
        entries = joined.compactMap { line in
            guard let keyword = line.words.first else { return nil }
            return Entry(
                number: line.number, isIndented: line.indent > 0, keyword: keyword,
                rest: line.words.dropFirst().joined(separator: " "))
        }
    }
}

extension StringProtocol {
    /// The text without the spaces at its ends.
    var trimmed: String {
        var text = self[...]
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}

extension String {
    /// The parts between a separator, without the spaces around them.
    func parts(by separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(\.trimmed)
    }
}
