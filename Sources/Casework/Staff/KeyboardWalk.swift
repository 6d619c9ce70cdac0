/// What fingers type that go along a keyboard instead of thinking of words.
enum KeyboardWalk {
    private static let rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"]

    /// Where a key is: its row, and its place in it.
    private static let places: [Character: (row: Int, place: Int)] = Dictionary(
        uniqueKeysWithValues: rows.enumerated().flatMap { row, keys in
            keys.enumerated().map { place, key in (key, (row, place)) }
        })

    /// Whether it is made of stretches of neighbouring keys, three or more each on average; straight on, or of two that
    /// take turns (a1s2d3f4…). English has stretches of half that.
    static func makes(_ letters: [Character]) -> Bool {
        isWalk(letters)
            || [0, 1].allSatisfy { first in
                isWalk(stride(from: first, to: letters.count, by: 2).map { letters[$0] })
            }
    }

    private static func isWalk(_ letters: [Character]) -> Bool {
        let leaps = zip(letters, letters.dropFirst()).count { !touch($0, $1) }
        return 3 * (leaps + 1) <= letters.count
    }

    /// Whether two keys are one, or side by side; each row is half a key to the right of the one above.
    private static func touch(_ one: Character, _ other: Character) -> Bool {
        guard let one = places[one], let other = places[other] else { return false }
        let (upper, lower) = one.row <= other.row ? (one, other) : (other, one)
        return switch lower.row - upper.row {
        case 0: abs(lower.place - upper.place) <= 1
        case 1: lower.place == upper.place || lower.place == upper.place - 1
        default: false
        }
    }
}
