/// Reads words in the Indic scripts, whose blocks in Unicode are laid out alike: Bengali, Devanagari,
/// Gurmukhi and Gujarati. They write every vowel but the one that a consonant carries unless a sign takes it
/// away, so that Latin letters can stand for the rest.
struct IndicScript {
    private(set) var letters: [UInt8] = []
    private var hasInherentVowel = false
    private var isBengali = false
    private var isGurmukhi = false
    /// Where the last unwritten vowel was put.
    private var lastInherent: Int?

    private static let inherent = SoundLetter.vocalised(.inherent)

    mutating func read(_ scalar: Unicode.Scalar) {
        isBengali = scalar.value & 0xFF80 == 0x980
        isGurmukhi = scalar.value & 0xFF80 == 0xA00
        let offset = scalar.value & 0x7F
        if let sign = Self.vowelSigns[offset] {
            hasInherentVowel = false
            if !sign.isEmpty { dropVowelOfGlide() }
            append(sign)
        } else if offset == 0x03, isBengali, letters == Self.abbreviated {
            // মোঃ: the visarga stands for the rest of Muhammad.
            append("hmd")
        } else if offset == 0x3C {
            readNukta()
        } else if let vowel = Self.vowels[offset] {
            endConsonant()
            append(vowel)
        } else if let consonant = Self.consonants[offset] {
            endConsonant()
            // Bengali says j where the other scripts say y.
            append(offset == 0x2F && !isBengali ? "y" : consonant)
            if isBengali, letters.last == .j { letters[letters.count - 1] = Self.bengaliJ }
            if offset == 0x5F { roundVowelBeforeGlide() }
            hasInherentVowel = offset != 0x02
        } else if offset == 0x01 && !isBengali || offset == 0x70 && isGurmukhi {
            // The nasal vowel of Chand and Singh.
            endConsonant()
            append("n")
        }
    }

    /// The word; at its end the unwritten vowel is not said.
    mutating func takeWord() -> Word {
        defer { self = IndicScript() }
        // विजय: before a y at the end the unwritten vowel makes one sound with it.
        if letters.last == .y, letters.dropLast().last == Self.inherent { letters[letters.count - 2] = .a }
        return Word(letters)
    }

    /// The dot below makes another letter of the one before: Bengali য় is y, Hindi ज़ is z.
    private mutating func readNukta() {
        guard let last = letters.last else { return }
        switch last {
        case .j: letters[letters.count - 1] = .z
        case Self.bengaliJ:
            letters[letters.count - 1] = .y
            roundVowelBeforeGlide()
        case .d: letters[letters.count - 1] = .r
        default: return
        }
    }

    /// The unwritten vowel before Bengali য় is o: জয় is Joy. With a written o it is the w that Bengali has no
    /// letter for: আনোয়ার is Anwar, ওয়াহিদ Wahid.
    private mutating func roundVowelBeforeGlide() {
        guard isBengali, letters.count > 1 else { return }
        switch letters[letters.count - 2] {
        case Self.inherent: letters[letters.count - 2] = .o
        case .o: letters.replaceSubrange((letters.count - 2)..., with: [SoundLetter.vocalised(.waw)])
        default: break
        }
    }

    /// Bengali য় before a consonant with a vowel of its own glides: জয়নাল is Joynal, while নয়ন is Noyon.
    private mutating func dropVowelOfGlide() {
        guard isBengali, let place = lastInherent, place > 0, letters[place - 1] == .y else { return }
        letters.remove(at: place)
        lastInherent = nil
    }

    private mutating func endConsonant() {
        lastInherent = hasInherentVowel ? letters.count : nil
        if hasInherentVowel { letters.append(Self.inherent) }
        hasInherentVowel = false
    }

    private mutating func append(_ text: String) {
        letters += text.utf8
    }

    private static let bengaliJ = SoundLetter.vocalised(.bengaliJ)
    private static let abbreviated = Array("mo".utf8)

    private static let vowels: [UInt32: String] = [
        0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri", 0x0F: "e", 0x10: "ai",
        0x13: "o",
        0x14: "au",
    ]

    /// The virama, 4D, is a sign for no vowel.
    private static let vowelSigns: [UInt32: String] = [
        0x3E: "a", 0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x47: "e", 0x48: "ai", 0x4B: "o",
        0x4C: "au",
        0x4D: "",
    ]

    private static let consonants: [UInt32: String] = [
        0x02: "n", 0x15: "k", 0x16: "kh", 0x17: "g", 0x18: "gh", 0x19: "ng", 0x1A: "ch", 0x1B: "ch",
        0x1C: "j", 0x1D: "j",
        0x1E: "n", 0x1F: "t", 0x20: "th", 0x21: "d", 0x22: "dh", 0x23: "n", 0x24: "t", 0x25: "th", 0x26: "d",
        0x27: "dh",
        0x28: "n", 0x2A: "p", 0x2B: "f", 0x2C: "b", 0x2D: "b", 0x2E: "m", 0x2F: "j", 0x30: "r", 0x32: "l",
        0x33: "l",
        0x35: "v", 0x36: "sh", 0x37: "sh", 0x38: "s", 0x39: "h", 0x4E: "t", 0x59: "kh", 0x5A: "gh", 0x5B: "z",
        0x5C: "r",
        0x5D: "r", 0x5E: "f", 0x5F: "y",
    ]
}
