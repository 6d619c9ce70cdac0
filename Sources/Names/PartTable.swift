/// Every different part of the names of an index, once, with the ways to find it.
struct PartTable: Sendable {
    /// The parts by their number.
    private(set) var parts: [Part] = []
    private var numbers: [ShortSpelling: UInt32] = [:]
    /// Of those that are too long for that.
    private var numbersOfLong: [PartSpelling: UInt32] = [:]
    private var byKey: [PhoneticKey: [UInt32]] = [:]
    /// By the first two classes of the keys, for words that are still being typed.
    private var byStart: [UInt32: [UInt32]] = [:]
    private var byFirstLetter: [UInt8: [UInt32]] = [:]

    /// The number of a part, the same whenever it is written the same.
    mutating func number(of spelling: PartSpelling) -> UInt32 {
        let short = ShortSpelling(spelling)
        let known = if let short { numbers[short] } else { numbersOfLong[spelling] }
        if let known { return known }
        let number = UInt32(parts.count)
        if let short { numbers[short] = number } else { numbersOfLong[spelling] = number }
        append(Part(spelling), number)
        return number
    }

    private mutating func append(_ part: Part, _ number: UInt32) {
        parts.append(part)
        for key in part.keys {
            byKey[key, default: []].append(number)
            // Keys of one start follow each other or not: each part stands there once, and last.
            for start in key.starts where byStart[start]?.last != number {
                byStart[start, default: []].append(number)
            }
        }
        byFirstLetter[OwnLetters.drawer(part.letters), default: []].append(number)
    }

    /// What a word scores that begins with the letters that were typed.
    private static let completionScore = 92

    /// The parts that are or may be spellings of `part`, with their scores; none below `PartMatch.lowest`.
    func candidates(for part: Part) -> [(number: UInt32, score: Int)] {
        var found: [UInt32: Int] = [:]
        for key in part.keys {
            for number in byKey[key] ?? [] where found[number] == nil {
                found[number] = part.score(parts[Int(number)])
            }
        }
        if part.isInitial {
            for number in byFirstLetter[part.letters[0]] ?? [] {
                found[number] = part.score(parts[Int(number)])
            }
        }
        return found.filter { $0.value >= PartMatch.lowest }.map { (number: $0.key, score: $0.value) }
    }

    private static func prefixScore(_ typed: Part, of whole: Part) -> Int {
        let alignment = Alignment()
        var best = 0
        for reading in typed.readings {
            for other in whole.readings { best = max(best, alignment.prefixScore(reading, of: other)) }
        }
        return best
    }

    /// The parts that `part`, of which only the beginning may have been typed, may become, with their scores.
    func completions(of part: Part) -> [(number: UInt32, score: Int)] {
        var found: [UInt32: Int] = [:]
        for (number, score) in candidates(for: part) { found[number] = score }
        for number in byFirstLetter[OwnLetters.drawer(part.letters)] ?? []
        where parts[Int(number)].letters.starts(with: part.letters) {
            let score = parts[Int(number)].affixes.isSuperset(of: part.affixes) ? Self.completionScore : 76
            found[number] = max(found[number] ?? 0, score)
        }
        // One or two letters sound like too much.
        if part.letters.count > 2 {
            for start in Set(part.keys.compactMap(\.starts.last)) {
                for number in byStart[start] ?? [] where (found[number] ?? 0) < 90 {
                    let score = Self.prefixScore(part, of: parts[Int(number)]) - 10
                    if score >= Verdict.possibleScore { found[number] = max(found[number] ?? 0, score) }
                }
            }
        }
        return found.map { (number: $0.key, score: $0.value) }
    }
}

/// How a part of no more than fifteen letters is written, without another way to read it: nearly every part. In two
/// words, because an index looks up hundreds of thousands of parts one after another.
private struct ShortSpelling: Hashable {
    private let high: UInt64
    private let low: UInt64

    /// Nil for a part that has not room in it.
    init?(_ spelling: PartSpelling) {
        let letters = spelling.word.letters
        guard letters.count <= 15, spelling.others.isEmpty else { return nil }
        var (high, low) = (UInt64(0), UInt64(0))
        for letter in letters {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(letter)
        }
        self.high = high | UInt64(spelling.affixes.rawValue) << 56
        self.low = low
    }
}

extension PhoneticKey {
    /// The first class, and the first two, as keys of their own.
    fileprivate var starts: [UInt32] {
        if isOfLetters { return [] }
        let length = UInt32(31 - code.leadingZeroBitCount) / 4
        return (1...2).filter { $0 <= length }.map { code >> (4 * (length - $0)) }
    }
}
