/// The syllables of Ethiopic script, whose block in Unicode is laid out in rows of eight: a consonant with each of its
/// vowels. Amharic and Tigrinya write alike what sounds alike.
enum EthiopicScript {
    /// What a syllable sounds like in folded letters; nil outside the rows.
    static func letters(of scalar: Unicode.Scalar) -> [UInt8]? {
        guard (0x1200..<0x1358).contains(scalar.value), scalar.properties.isAlphabetic else { return nil }
        let (row, order) = (Int(scalar.value - 0x1200) / 8, Int(scalar.value - 0x1200) % 8)
        let consonant = rows[row]
        var letters = Array(consonant.utf8)
        switch order {
        case 0: letters.append(consonant == "h" || consonant.isEmpty ? .a : .e)
        case 1: letters.append(.u)
        case 2: letters.append(.i)
        case 3: letters.append(.a)
        case 4: letters.append(.e)
        // A glide is a part of the vowel before.
        case 5 where consonant == "y" || consonant == "w": break
        case 5: letters.append(consonant.isEmpty ? open : unwritten)
        case 6: letters.append(.o)
        default: letters += consonant.isEmpty ? [.e] : [.w, .a]
        }
        return letters
    }

    /// The vowel that is short or none at all; at the end of a word it is never said.
    static let unwritten = SoundLetter.vocalised(.inherent)
    private static let open = SoundLetter.vocalised(.anyVowel)

    private static let rows: [String] = [
        "h", "l", "h", "m", "s", "r", "s", "sh", "q", "qw", "q", "qw", "b", "v", "t", "ch", "h", "hw", "n",
        "ny",
        "", "k", "kw", "kh", "khw", "w", "", "z", "zh", "y", "d", "d", "j", "g", "gw", "ng", "t", "ch", "p",
        "ts",
        "ts", "f", "p",
    ]
}
