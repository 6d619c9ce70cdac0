/// Reads words in the Indic scripts, whose blocks in Unicode are laid out alike: Devanagari, Bengali, Gurmukhi, Gujarati,
/// Oriya, Tamil, Telugu, Kannada, Malayalam, and Sinhala by a table of its own. They write every vowel but the one that a
/// consonant carries unless a sign takes it away; in the north Latin letters may leave it out.
struct IndicScript {
    private(set) var letters: [UInt8] = []
    private var hasInherentVowel = false
    private var isBengali = false
    private var isGurmukhi = false
    /// Whether the vowel that a consonant carries is always said: Tamil, Telugu, Kannada, Malayalam, Sinhala.
    private var isSouthern = false
    /// Where the last unwritten vowel was put.
    private var lastInherent: Int?
    /// The vowel sign before, while it may be the first half of another.
    private var lastSign: UInt32?

    private static let inherent = SoundLetter.vocalised(.inherent)

    /// Reads one letter or sign; false if it is none that is known.
    mutating func read(_ scalar: Unicode.Scalar) -> Bool {
        let block = scalar.value & 0xFF80
        isBengali = block == 0x980
        isGurmukhi = block == 0xA00
        isSouthern = block >= 0xB80
        let offset = block == 0xD80 ? SinhalaLetters.offset(of: scalar.value) : scalar.value & 0x7F
        if joinsSign(offset) { return true }
        lastSign = nil
        if let sign = Self.vowelSigns[offset] {
            // A sign without a letter to carry it says nothing.
            guard !letters.isEmpty else { return true }
            hasInherentVowel = false
            if !sign.isEmpty { dropVowelOfGlide() }
            append(sign)
            lastSign = offset
        } else if offset == 0x03, isBengali, letters == Self.abbreviated {
            // মোঃ: the visarga stands for the rest of Muhammad.
            append("hmd")
        } else if offset == 0x3C {
            readNukta()
        } else if let vowel = Self.vowels[offset] {
            endConsonant()
            append(vowel)
            if offset == 0x12 { lastSign = offset }
        } else if block == 0xB80, let stop = Self.tamil[offset] {
            endConsonant()
            letters.append(SoundLetter.vocalised(stop))
            hasInherentVowel = true
        } else if let consonant = consonant(offset, block) {
            endConsonant()
            append(consonant)
            if isBengali, letters.last == .j { letters[letters.count - 1] = Self.bengaliJ }
            if offset == 0x5F { roundVowelBeforeGlide() }
            hasInherentVowel = offset != 0x02 && !(block == 0xD00 && Self.chillu[offset] != nil)
        } else if offset == 0x01 && !isBengali && !letters.isEmpty
            || offset == 0x70 && isGurmukhi && !letters.isEmpty
        {
            // The nasal vowel of Chand and Singh.
            endConsonant()
            append("n")
        } else {
            return false
        }
        return true
    }

    /// Whether a sign is the second half of a vowel that is written in two: ো is ে and া.
    private mutating func joinsSign(_ offset: UInt32) -> Bool {
        guard let first = lastSign else { return false }
        let whole: String
        switch (first, offset) {
        case (0x46, 0x3E), (0x47, 0x3E), (0x46, 0x42): whole = "o"
        case (0x46, 0x57), (0x47, 0x57), (0x12, 0x57): whole = "au"
        case (0x46, 0x56), (0x47, 0x56): whole = "ai"
        case (_, 0x55), (_, 0x56): return true
        default: return false
        }
        letters.removeLast()
        append(whole)
        return true
    }

    private func consonant(_ offset: UInt32, _ block: UInt32) -> String? {
        if block == 0xD80, let letter = SinhalaLetters.nasal[offset] { return letter }
        // Assamese, and the letters without a vowel of Malayalam.
        if isBengali, offset == 0x70 { return "r" }
        if isBengali, offset == 0x71 { return "w" }
        if offset == 0x4E && !isBengali || offset == 0x02 && letters.isEmpty { return nil }
        if block == 0xD00, let letter = Self.chillu[offset] { return letter }
        // Bengali says j where the other scripts say y.
        if offset == 0x2F { return isBengali ? "j" : "y" }
        return Self.consonants[offset]
    }

    /// The word; at its end the unwritten vowel is not said.
    mutating func takeWord() -> Word {
        defer { self = IndicScript() }
        if hasInherentVowel, isSouthern { letters.append(.a) }
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
        case .h where letters.dropLast().last == .d:
            letters.replaceSubrange((letters.count - 2)..., with: [.r])
        case .k: letters[letters.count - 1] = .q
        case .g, .s: letters.append(.h)
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
        if hasInherentVowel { letters.append(isSouthern ? .a : Self.inherent) }
        hasInherentVowel = false
    }

    private mutating func append(_ text: String) {
        letters += text.utf8
    }

    private static let bengaliJ = SoundLetter.vocalised(.bengaliJ)
    private static let abbreviated = Array("mo".utf8)

    private static let vowels: [UInt32: String] = [
        0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u", 0x0A: "u", 0x0B: "ri", 0x0C: "li", 0x0D: "e",
        0x0E: "e", 0x0F: "e", 0x10: "ai",
        0x11: "o", 0x12: "o", 0x13: "o", 0x14: "au", 0x50: "om", 0x60: "ri", 0x61: "li",
    ]

    /// The virama, 4D, is a sign for no vowel.
    private static let vowelSigns: [UInt32: String] = [
        0x3E: "a", 0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x44: "ri", 0x45: "e", 0x46: "e",
        0x47: "e", 0x48: "ai", 0x49: "o", 0x4A: "o",
        0x4B: "o", 0x4C: "au", 0x4D: "", 0x62: "li",
    ]

    private static let consonants: [UInt32: String] = [
        0x02: "n", 0x15: "k", 0x16: "kh", 0x17: "g", 0x18: "gh", 0x19: "ng", 0x1A: "ch", 0x1B: "ch",
        0x1C: "j", 0x1D: "j",
        0x1E: "n", 0x1F: "t", 0x20: "th", 0x21: "d", 0x22: "dh", 0x23: "n", 0x24: "t", 0x25: "th", 0x26: "d",
        0x27: "dh",
        0x28: "n", 0x29: "n", 0x31: "r", 0x34: "zh", 0x2A: "p", 0x2B: "f", 0x2C: "b", 0x2D: "b", 0x2E: "m",
        0x2F: "j", 0x30: "r", 0x32: "l",
        0x33: "l",
        0x35: "v", 0x36: "sh", 0x37: "sh", 0x38: "s", 0x39: "h", 0x4E: "t", 0x59: "kh", 0x5A: "gh", 0x5B: "z",
        0x5C: "r",
        0x5D: "r", 0x5E: "f", 0x5F: "y",
    ]

    /// Tamil has one letter for a stop and its voiced sister.
    private static let tamil: [UInt32: Phone] = [
        0x15: .plainK, 0x1A: .shin, 0x1F: .plainT, 0x24: .plainT, 0x2A: .plainP,
    ]

    private static let chillu: [UInt32: String] = [
        0x54: "m", 0x56: "l", 0x7A: "n", 0x7B: "n", 0x7C: "r", 0x7D: "l", 0x7E: "l", 0x7F: "k",
    ]
}
