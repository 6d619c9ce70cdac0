/// Reads words in Hebrew and Syriac letters. Vowels are not written, but for the glides that may stand for one, and the
/// points above and below are left aside.
struct SemiticScript {
    private var phones: [Phone] = []

    var isEmpty: Bool { phones.isEmpty }
    var count: Int { phones.count }

    /// Reads one letter or mark; false if it is neither.
    mutating func read(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        switch value {
        // Points, accents, and the geresh and gershayim of foreign sounds and abbreviations.
        case 0x591...0x5BD, 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7, 0x5F3, 0x5F4, 0x70F, 0x711,
            0x730...0x74A:
            return true
        case 0x5F0: append(.waw)
        case 0x5F1: [.waw, .yeh].forEach { append($0) }
        case 0x5F2: append(.yeh)
        case 0x5D0...0x5EA: append(Self.hebrew[Int(value - 0x5D0)])
        case 0x710, 0x712...0x72F: append(Self.syriac[Int(value - 0x710)])
        case 0x74D: append(.zh)
        case 0x74E: append(.kh)
        case 0x74F: append(.f)
        default: return false
        }
        return true
    }

    mutating func takeWord() -> Word {
        defer { phones = [] }
        // The h at the end shows a vowel: שרה, and so does the aleph: ܡܪܝܐ.
        if phones.count > 1 {
            if phones.last == .h { phones[phones.count - 1] = .finalHeh }
            if phones.last == .anyVowel { phones[phones.count - 1] = .longA }
        }
        return Word(phones.prefix(Word.maximumLength).map(SoundLetter.unvocalised))
    }

    /// Two vavs or yods are one sound.
    private mutating func append(_ phone: Phone) {
        if phone == phones.last, phone == .waw || phone == .yeh { return }
        phones.append(phone)
    }

    private static let hebrew: [Phone] = [
        .anyVowel, .vet, .g, .d, .h, .waw, .z, .kh, .t, .yeh, .kh, .kh, .l, .m, .m, .n, .n, .s, .anyVowel,
        .pef,
        .pef, .ts, .ts, .k, .r, .shin, .th,
    ]

    private static let syriac: [Phone] = [
        .anyVowel, .anyVowel, .vet, .g, .g, .d, .d, .h, .waw, .z, .kh, .t, .t, .yeh, .yeh, .kh, .l, .m, .n,
        .s,
        .s, .anyVowel, .pef, .pef, .s, .q, .r, .shin, .th, .vet, .gh, .dh,
    ]
}
