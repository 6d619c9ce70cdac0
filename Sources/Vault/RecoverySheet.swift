import Crypto

/// One recovery sheet: 260 random bits, printed so that two people at a table can type them without doubt.
///
/// Four rows of four groups of four. Thirteen characters of each row are the secret; the last three check the
/// row, the row's place and the sheet's number, so that a slip is found and named before anything is opened.
package struct RecoverySheet: Hashable, Sendable {
    /// 1 to 3.
    package let number: Int
    /// The secret: 52 characters of base 32.
    let secret: [UInt8]

    static let rowCount = 4
    static let secretOfRow = 13
    static let charactersOfRow = 16

    /// What is wrong with a sheet as it was typed. None of it says anything of another sheet, or of what a
    /// sheet opens.
    package enum Fault: Error, Hashable, Sendable {
        case missing
        /// A character that no sheet has, as it was typed.
        case character(Character)
        /// So many characters in all, in place of 64.
        case count(Int)
        /// This row, from 1, has so many characters in place of 16.
        case row(Int, count: Int)
        /// These rows, from 1, have a slip in them.
        case slips([Int])
        /// No row is one of a sheet.
        case noSheet
    }

    init(_ number: Int, from randomness: Randomness) {
        self.number = number
        let count = Self.rowCount * Self.secretOfRow
        let text = CodeText.grouped(randomness.bytes((count * 5 + 7) / 8), characters: count)
        self.secret = text.utf8.filter { $0 != UInt8(ascii: "-") }
    }

    /// Reads what was typed: in any case, with spaces, hyphens and line breaks anywhere; O is 0, I and L are
    /// 1.
    package init(typed: String) throws(Fault) {
        var plain: [UInt8] = []
        var lines: [Int] = []
        for line in PlainCharacters.of(typed).split(whereSeparator: \.isNewline) {
            let characters = try Self.characters(line)
            plain += characters
            if !characters.isEmpty { lines.append(characters.count) }
        }
        guard !plain.isEmpty else { throw .missing }
        guard plain.count == Self.rowCount * Self.charactersOfRow else {
            if lines.count == Self.rowCount, let row = lines.firstIndex(where: { $0 != Self.charactersOfRow })
            {
                throw .row(row + 1, count: lines[row])
            }
            throw .count(plain.count)
        }
        let rows = (0..<Self.rowCount).map {
            Array(plain[$0 * Self.charactersOfRow..<($0 + 1) * Self.charactersOfRow])
        }
        func slips(_ number: Int) -> [Int] {
            rows.indices.filter { row in
                let secret = rows[row].prefix(Self.secretOfRow)
                return rows[row].suffix(3) != Self.check(number, row + 1, secret)[...]
            }.map { $0 + 1 }
        }
        let tried = (1...3).map { (number: $0, slips: slips($0)) }
        guard let best = tried.min(by: { $0.slips.count < $1.slips.count }),
            best.slips.count < Self.rowCount
        else { throw .noSheet }
        guard best.slips.isEmpty else { throw .slips(best.slips) }
        number = best.number
        secret = rows.flatMap { $0.prefix(Self.secretOfRow) }
    }

    /// The four rows, each in four groups joined by hyphens.
    package var rows: [String] {
        (0..<Self.rowCount).map { row in
            let secret = secret[row * Self.secretOfRow..<(row + 1) * Self.secretOfRow]
            let characters = Array(secret) + Self.check(number, row + 1, secret)
            return stride(from: 0, to: characters.count, by: 4).map {
                String(decoding: characters[$0..<$0 + 4], as: UTF8.self)
            }.joined(separator: "-")
        }
    }

    /// The rows, one a line.
    package var text: String { rows.joined(separator: "\n") }

    /// Three characters: the first 15 bits of a hash.
    private static func check(_ number: Int, _ row: Int, _ secret: ArraySlice<UInt8>) -> [UInt8] {
        var packer = Packer("amanah/1/sheet-row")
        packer.add(UInt8(number))
        packer.add(UInt8(row))
        packer.add(fixed: Array(secret))
        let hash = Array(SHA256.hash(data: packer.bytes))
        return Array(CodeText.grouped(hash, characters: 3).utf8)
    }

    private static func characters(_ line: Substring) throws(Fault) -> [UInt8] {
        var plain: [UInt8] = []
        for character in line where !character.isWhitespace && !"-‐‑‒–—.".contains(character) {
            guard let one = CodeText.plain(String(character), characters: 1) else {
                throw .character(character)
            }
            plain += one
            // Nobody types this much; the rest is not looked at.
            if plain.count > 1024 { break }
        }
        return plain
    }
}
