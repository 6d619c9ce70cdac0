/// How far two words are apart when their sounds are laid side by side as well as they can be.
struct Alignment {
    private let costs = PhoneCosts.shared.substitution

    /// From 100, the same sounds, down to 0.
    func score(_ first: Reading, _ second: Reading) -> Int {
        let weight = max(first.weight, second.weight, 180)
        let cost = distance(first, second) + first.penalty + second.penalty
        let score = max(0, 100 - (100 * cost + weight / 2) / weight)
        return Self.differByEnding(first, second) ? min(score, Self.endingScore) : score
    }

    /// How well `typed` is the beginning of `whole`: 100 down to 0.
    func prefixScore(_ typed: Reading, of whole: Reading) -> Int {
        let weight = max(typed.weight, 180)
        return max(0, 100 - 100 * (distance(typed, whole, toPrefix: true) + whole.penalty) / weight)
    }

    /// What two names score at most that differ by a feminine or a family ending.
    private static let endingScore = 60

    /// Whether one word is the other with -a (Karim, Karima, Karimah) or -i (Aziz, Azizi) at the end: another
    /// name.
    private static func differByEnding(_ first: Reading, _ second: Reading) -> Bool {
        guard let one = first.last, let other = second.last,
            one.isVowel != other.isVowel || first.count != second.count
        else { return false }
        return ends(first, as: second) || ends(second, as: first)
    }

    private static func isEnding(_ phone: Phone, beforeH: Bool) -> Bool {
        switch phone {
        case .a, .longA: true
        case .finalHeh: !beforeH
        case .e: beforeH
        case .i, .longI: !beforeH
        default: false
        }
    }

    private static func ends(_ longer: Reading, as shorter: Reading) -> Bool {
        guard let last = shorter.last else { return false }
        var count = longer.count - 1
        if longer.phone(count) == .h {
            // Hamideh: the h only shows the vowel. Salah, Saladin: a stem of one short syllable stays one name.
            guard shorter.count > 3 || shorter.phone(1) != .a else { return false }
            count -= 1
        }
        guard let ending = longer.phone(count), let end = longer.phone(count - 1),
            isEnding(ending, beforeH: count < longer.count - 1)
        else { return false }
        // Ali, Aliya: the vowel before the ending stays.
        if end.isVowel, ending != .i, ending != .longI {
            return last.isVowel && last != .a && last != .longA && last != .o && last != .finalHeh
        }
        return !last.isVowel && last != .h && (last == end || PhoneCosts.shared.cost(last, end) <= 60)
    }

    /// The cost of one sound for another at the end of a word, where Turkish, German and Slavic speech makes
    /// d, b and g into t, p and k, and Somali speech m into n; nil where the end changes nothing.
    private static func finalCost(_ one: UInt8, _ other: UInt8) -> Int32? {
        switch (Phone(rawValue: min(one, other)), Phone(rawValue: max(one, other))) {
        case (.b, .p), (.t, .d), (.k, .g): 20
        case (.m, .n): 45
        // بشری for بشرى: Egypt, Persian and Urdu write both with one letter.
        case (.a, .yeh), (.longA, .yeh): 50
        // Lopez, Lopes.
        case (.s, .z): 40
        default: nil
        }
    }

    /// The cost of one sound for another at the head of a word, where Somali and German speech takes z and s
    /// for one.
    private static func firstCost(_ one: UInt8, _ other: UInt8) -> Int32? {
        switch (Phone(rawValue: min(one, other)), Phone(rawValue: max(one, other))) {
        case (.s, .z): 38
        // Umar, Ammar.
        case (.a, .u): 60
        default: nil
        }
    }

    /// The least cost of turning the one into the other, in hundredths of a firm consonant.
    private func distance(_ first: Reading, _ second: Reading, toPrefix: Bool = false) -> Int {
        let first = second.isUnvocalised && !first.isUnvocalised ? first.withoutShortVowels() : first
        let second = first.isUnvocalised && !second.isUnvocalised ? second.withoutShortVowels() : second
        let columns = second.count
        return costs.withUnsafeBufferPointer { costs in
            first.bytes.withUnsafeBufferPointer { first in
                second.bytes.withUnsafeBufferPointer { second in
                    withUnsafeTemporaryAllocation(of: Int32.self, capacity: columns + 1) { row in
                        Self.fill(row, first, second, costs)
                        return Int(toPrefix ? row.min() ?? 0 : row[columns])
                    }
                }
            }
        }
    }

    private static func fill(
        _ row: UnsafeMutableBufferPointer<Int32>, _ first: UnsafeBufferPointer<UInt8>,
        _ second: UnsafeBufferPointer<UInt8>, _ costs: UnsafeBufferPointer<UInt8>
    ) {
        let rows = first.count / 2
        let columns = second.count / 2
        row[0] = 0
        for column in 0..<columns { row[column + 1] = row[column] + Int32(second[2 * column + 1]) }
        for line in 0..<rows {
            let omission = Int32(first[2 * line + 1])
            let base = Int(first[2 * line]) * 64
            var diagonal = row[0]
            row[0] += omission
            for column in 0..<columns {
                var substitution = Int32(costs[base + Int(second[2 * column])])
                if line == rows - 1, column == columns - 1 {
                    substitution = finalCost(first[2 * line], second[2 * column]) ?? substitution
                } else if line == 0, column == 0 {
                    substitution = firstCost(first[0], second[0]) ?? substitution
                }
                let best = min(
                    diagonal + substitution, row[column + 1] + omission,
                    row[column] + Int32(second[2 * column + 1]))
                diagonal = row[column + 1]
                row[column + 1] = best
            }
        }
    }
}
