/// Made-up names for the bench, as a charity's register has them: few names are borne by many people, and many by few.
/// Of a hundred thousand names the parts are some twenty-five thousand different ones.
struct BenchNames: Sendable {
    private static let onsets = [
        "b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "q", "r", "s", "sh", "t", "w", "y", "z", "kh", "ch",
    ]
    private static let vowels = ["a", "i", "u", "aa", "ee", "o", "e", "ou"]
    private static let endings = ["", "", "n", "r", "d", "m", "l", "sh"]

    /// The name of person `number`, the same each time: a given name and one or two more.
    static func name(_ number: Int) -> String {
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 ^ 0xD1B5_4A32_D192_ED03
        var words = [part(rank(of: 3000, &state)), part(3000 + rank(of: 30_000, &state))]
        if number % 3 == 0 { words.insert(part(rank(of: 3000, &state)), at: 1) }
        return words.joined(separator: " ")
    }

    /// A rank below `count`; low ones come up far more often.
    private static func rank(of count: Int, _ state: inout UInt64) -> Int {
        let drawn = Double(next(&state) >> 11) / Double(1 << 53)
        return Int(drawn * drawn * drawn * Double(count))
    }

    /// SplitMix64.
    private static func next(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// The part of a rank: two to four syllables.
    private static func part(_ rank: Int) -> String {
        var state = UInt64(rank)
        var text = ""
        for _ in 0..<(2 + rank % 3) {
            let drawn = next(&state)
            text += onsets[Int(drawn % 20)] + vowels[Int(drawn >> 8 % 8)] + endings[Int(drawn >> 16 % 8)]
        }
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
