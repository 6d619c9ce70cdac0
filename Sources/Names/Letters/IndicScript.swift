/// Reads words in the Indic scripts, whose blocks in Unicode are laid out alike: Bengali, Devanagari, Gurmukhi and Gujarati.
/// A consonant carries a vowel that is not written, unless a sign takes it away.
struct IndicScript {
    private(set) var letters: [UInt8] = []
    private var hasInherentVowel = false

    mutating func read(_ scalar: Unicode.Scalar) {
        let offset = scalar.value & 0x7F
        if let phone = Self.vowelSigns[offset] {
            hasInherentVowel = false
            append(phone)
        } else if offset == 0x4D {
            hasInherentVowel = false
        } else if let phone = Self.vowels[offset] {
            endConsonant()
            append(phone)
        } else if offset == 0x0B {
            endConsonant()
            append(.r)
            append(.i)
        } else if offset == 0x43 {
            hasInherentVowel = false
            append(.r)
            append(.i)
        } else if offset == 0x02 {
            endConsonant()
            append(.n)
        } else if let phone = Self.consonants[offset] {
            // Devanagari and Gurmukhi have a y and a v where Bengali says j and b.
            endConsonant()
            append(phone == .j && offset == 0x2F && scalar.value & 0xFF80 != 0x980 ? .y : phone)
            hasInherentVowel = true
        }
    }

    /// The word; at its end the unwritten vowel is not said.
    mutating func takeWord() -> Word {
        defer { self = IndicScript() }
        return Word(letters)
    }

    private mutating func endConsonant() {
        if hasInherentVowel { append(.inherent) }
        hasInherentVowel = false
    }

    private mutating func append(_ phone: Phone) {
        letters.append(SoundLetter.vocalised(phone))
    }

    private static let vowels: [UInt32: Phone] = [
        0x05: .a, 0x06: .longA, 0x07: .i, 0x08: .i, 0x09: .u, 0x0A: .u, 0x0F: .e, 0x10: .ai, 0x13: .o, 0x14: .au,
    ]

    private static let vowelSigns: [UInt32: Phone] = [
        0x3E: .a, 0x3F: .i, 0x40: .i, 0x41: .u, 0x42: .u, 0x47: .e, 0x48: .ai, 0x4B: .o, 0x4C: .au,
    ]

    private static let consonants: [UInt32: Phone] = [
        0x15: .k, 0x16: .kh, 0x17: .g, 0x18: .gh, 0x19: .n, 0x1A: .ch, 0x1B: .ch, 0x1C: .j, 0x1D: .j, 0x1E: .n,
        0x1F: .t, 0x20: .th, 0x21: .d, 0x22: .dh, 0x23: .n, 0x24: .t, 0x25: .th, 0x26: .d, 0x27: .dh, 0x28: .n,
        0x2A: .p, 0x2B: .f, 0x2C: .b, 0x2D: .b, 0x2E: .m, 0x2F: .j, 0x30: .r, 0x32: .l, 0x33: .l, 0x35: .v, 0x36: .sh,
        0x37: .sh, 0x38: .s, 0x39: .h, 0x4E: .t, 0x59: .kh, 0x5A: .gh, 0x5B: .z, 0x5C: .r, 0x5D: .r, 0x5E: .f, 0x5F: .y,
    ]
}
