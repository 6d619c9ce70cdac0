/// A person's name, read once to be compared often.
///
/// Any text makes one: of an endless, empty or hostile text only the first words and letters are read
/// (`Word`), and a name without a letter is like no other.
package struct PersonName: Sendable {
    /// All letters of the name in one, for names that are written alike.
    let letters: [UInt8]
    let parts: [Part]
    private let list: PartList

    /// Whether a text has a letter of some script, so that it can be a name: not '-', a flower, or characters that
    /// nobody sees. What has one can be found again.
    package static func hasLetter(_ text: String) -> Bool { !Word.split(text).isEmpty }

    /// Reads a name in the letters of any script.
    package init(_ text: String) {
        let words = Word.split(text)
        letters = words.flatMap(\.letters)
        list = PartList(words)
        parts = list.parts.map { Part($0) }
    }

    /// The broad keys of all parts, ascending and each once: two spellings of one name share one for each
    /// part they share.
    package var keys: [PhoneticKey] {
        Set(parts.flatMap(\.keys)).sorted()
    }

    /// Compares two names. The score is 0 to 100, and `Verdict` has its limits; the order of the two does not
    /// matter.
    package func compare(_ other: PersonName) -> (verdict: Verdict, score: Int) {
        let score = score(other)
        return (Verdict(score: score), score)
    }

    private func score(_ other: PersonName) -> Int {
        guard !letters.isEmpty, !other.letters.isEmpty else { return 0 }
        guard letters != other.letters else { return 100 }
        // Khalid bin Saeed is the son, Saeed bin Khalid may be the father.
        let isOrdered = list.saysDescent && other.list.saysDescent || list.isHan && other.list.isHan
        var best = Self.score(parts, other.parts, isOrdered: isOrdered)
        let (longer, shorter) = parts.count > other.parts.count ? (self, other) : (other, self)
        if parts.count != other.parts.count, best < 98, longer.parts.count <= PartMatch.mostJoined {
            for joined in longer.joined() {
                best = max(best, Self.score(joined, shorter.parts, isOrdered: isOrdered) - 2)
            }
        }
        for (one, two) in [(self, other), (other, self)] where best < PartMatch.spelledOutScore {
            guard let spelled = one.list.spelledOut?.map({ Part($0) }) else { continue }
            best = max(
                best, min(PartMatch.spelledOutScore, Self.score(spelled, two.parts, isOrdered: isOrdered)))
        }
        if best < PartMatch.asideScore, longer.hasAside(shorter) || shorter.hasAside(longer) {
            best = PartMatch.asideScore
        }
        let contradicts = list.saysSon && other.list.saysDaughter || list.saysDaughter && other.list.saysSon
        return contradicts ? min(best, 60) : best
    }

    /// Whether another name is nothing but a word that is no part of its own here: Abdul, Văn.
    private func hasAside(_ other: PersonName) -> Bool {
        guard other.parts.count == 1, !list.asides.isEmpty else { return false }
        return list.asides.contains { Part($0).score(other.parts[0]) >= Verdict.sameScore }
    }

    private static func score(_ first: [Part], _ second: [Part], isOrdered: Bool) -> Int {
        PartMatch.score(first.map(\.isCommon), second.map(\.isCommon), isOrdered: isOrdered) {
            first[$0].score(second[$1])
        }
    }

    /// The parts with two neighbours written in one word, for every pair of neighbours.
    private func joined() -> [[Part]] {
        list.parts.indices.dropFirst().map { position in
            let word = Part(list.joining(position)[position - 1])
            return Array(parts[..<(position - 1)]) + [word] + Array(parts[(position + 1)...])
        }
    }
}

extension Part {
    init(_ spelling: PartSpelling) {
        self.init(spelling.word, affixes: spelling.affixes, others: spelling.others)
    }
}
