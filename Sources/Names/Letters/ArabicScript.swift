/// Reads words in Arabic script: Arabic, Persian, Urdu, Pashto and Kurdish letters. Short vowels are not
/// written, so that a word stays open where they would stand.
struct ArabicScript {
    private(set) var letters: [UInt8] = []
    private var phones: [Phone] = []
    private var scalars: [UInt32] = []

    var isEmpty: Bool { scalars.isEmpty }

    mutating func read(_ scalar: Unicode.Scalar) {
        if scalar.value == Self.smallAlif, scalars.last == Self.yeh {
            // Urdu writes the alif above a final yeh: عیسیٰ.
            scalars[scalars.count - 1] = Self.alifMaqsura
        }
        if let last = scalars.last, let whole = Self.withMark(last, scalar.value) {
            scalars[scalars.count - 1] = whole
        }
        guard let value = Self.folded(scalar.value) else { return }
        scalars.append(value)
        letters.append(0)
    }

    /// The words that this one is made of, the article and the two great compounds in their Latin form.
    mutating func takeWords(after previous: Word?) -> [Word] {
        defer { self = ArabicScript() }
        let servant: [UInt32] = [0x639, 0x628, 0x62F]  // عبد
        let article: [UInt32] = [0x627, 0x644]  // ال
        let god: [UInt32] = [0x627, 0x644, 0x644, 0x647]  // الله
        let faith: [UInt32] = [0x627, 0x644, 0x62F, 0x6CC, 0x646]  // الدین
        switch scalars {
        case [0x628, 0x646], [0x627, 0x628, 0x646]: return [Word("ibn")]  // بن
        case [0x628, 0x646, 0x62A]: return [Word("bint")]  // بنت
        default: break
        }
        if scalars == servant { return [Word("abd")] }
        if scalars == god { return [Word("ullah")] }
        if scalars == servant + god { return [Word("abdullah")] }
        if scalars == faith { return [Word("uddin")] }
        if scalars.starts(with: servant + article), scalars.count > 6 {
            return [Word("abdul"), word(scalars[5...])]
        }
        if scalars.count > 6, scalars.suffix(4) == god[...] {
            return [word(scalars.dropLast(4)), Word("ullah")]
        }
        if scalars.count > 6, scalars.suffix(5) == faith[...] {
            return [word(scalars.dropLast(5)), Word("uddin")]
        }
        if scalars.starts(with: article), scalars.count > 3 { return [Word("al"), word(scalars[2...])] }
        // ابوالحسن, ذوالفقار: the alif of the article is not heard.
        if scalars.count > 6, scalars[1...].starts(with: [0x628, 0x648] + article) {
            return [Word("abu"), Word("al"), word(scalars[5...])]
        }
        if scalars.starts(with: [0x630, 0x648] + article) { scalars.remove(at: 2) }
        return [word(scalars[...])]
    }

    /// The letter that a madda or hamza of its own makes of the one before: آ, أ, ؤ, ئ and إ, taken apart.
    private static func withMark(_ letter: UInt32, _ mark: UInt32) -> UInt32? {
        switch (letter, mark) {
        case (alif, 0x653): 0x622
        case (alif, 0x654): 0x623
        case (alif, 0x655): 0x625
        case (waw, 0x654): 0x624
        case (yeh, 0x654): hamzaOnYeh
        case (0x6D2, 0x654): 0x6D3
        default: nil
        }
    }

    /// Whether a scalar of the Arabic block stands between words.
    static func separates(_ value: UInt32) -> Bool {
        switch value {
        case 0x60C, 0x60D, 0x61B, 0x61D...0x61F, 0x66A...0x66D, 0x6D4: true
        default: false
        }
    }

    /// One letter for those that differ in shape only; nil for marks and joiners.
    private static func folded(_ value: UInt32) -> UInt32? {
        switch value {
        case 0x643: 0x6A9
        case 0x64A, 0x6CD, 0x6D0, 0x6CE: 0x6CC
        case 0x6C1, 0x6C0, 0x6D5, 0x6C2: 0x647
        case 0x6C3: 0x629
        case 0x671: 0x627
        case 0x6C6, 0x6C7, 0x6C8, 0x6CB: 0x648
        case 0x620...0x63F, 0x641...0x64A, 0x66E, 0x66F, 0x672...0x674, 0x679...0x6D3, 0x6EE, 0x6EF,
            0x6FA...0x6FC, 0x6FF:
            value
        default: nil
        }
    }

    private static let smallAlif: UInt32 = 0x670, alif: UInt32 = 0x627, waw: UInt32 = 0x648
    private static let yeh: UInt32 = 0x6CC, alifMaqsura: UInt32 = 0x649, hamzaOnYeh: UInt32 = 0x626
    private static let heh: UInt32 = 0x647, tehMarbuta: UInt32 = 0x629

    private func word(_ scalars: ArraySlice<UInt32>) -> Word {
        var phones: [Phone] = []
        for position in scalars.indices {
            let previous = position > scalars.startIndex ? scalars[position - 1] : nil
            let next = position + 1 < scalars.endIndex ? scalars[position + 1] : nil
            Self.append(scalars[position], after: previous, before: next, to: &phones)
        }
        // Letters of a language that is not read here stand for themselves.
        guard !phones.isEmpty else { return OwnLetters.word(Array(scalars)) }
        return Word(phones.prefix(Word.maximumLength).map(SoundLetter.unvocalised))
    }

    private static func append(
        _ scalar: UInt32, after previous: UInt32?, before next: UInt32?, to phones: inout [Phone]
    ) {
        // عيسى, إيمان, عودة, ایوب: the glide behind the first letter is its vowel.
        if scalar == waw && isConsonant(next) || scalar == yeh && next != nil, phones == [.anyVowel] {
            phones = []
        }
        switch scalar {
        case alif where previous != nil: phones == [.anyVowel] ? phones = [.longA] : phones.append(.longA)
        case alif, 0x623, 0x625, 0x639:
            // Within a word the throat's ع opens the vowel around it: سعد, جعفر.
            if previous == nil || isConsonant(next) && phones.last?.isVowel == false {
                phones.append(.anyVowel)
            }
        case 0x622: phones.append(.longA)
        case 0x6D3: phones.append(.ai)
        case 0x624, waw:
            // داود, داوود, خاور.
            if phones.last == .longA || phones.last == .alifWaw {
                phones[phones.count - 1] = .alifWaw
            } else {
                phones.append(.waw)
            }
        case hamzaOnYeh, yeh, 0x6D2:
            // عائشة, لئیق: the two are one sound.
            if phones.last == .longA {
                phones[phones.count - 1] = .ai
            } else if previous != hamzaOnYeh || phones.last?.isVowel == false {
                phones.append(.yeh)
            }
        case alifMaqsura: phones.append(next == nil ? .a : .yeh)
        case tehMarbuta: phones.append(.a)
        case heh:
            let isOpen = phones.last?.isVowel == false || phones.last == .yeh
            phones.append(next == nil && isOpen ? .finalHeh : .h)
        case 0x6BE:
            if let last = phones.last, let aspirate = aspirates[last] { phones[phones.count - 1] = aspirate }
        default: if let consonant = consonants[scalar] { phones.append(consonant) }
        }
    }

    /// Whether a letter is no vowel, no glide and not the h that may end a word as one.
    private static func isConsonant(_ scalar: UInt32?) -> Bool {
        scalar.map { consonants[$0] != nil } ?? false
    }

    private static let aspirates: [Phone: Phone] = [.t: .th, .d: .dh, .k: .kh, .g: .gh]

    private static let consonants: [UInt32: Phone] = [
        0x628: .b, 0x67E: .p, 0x62A: .t, 0x679: .t, 0x62B: .th, 0x62C: .j, 0x686: .ch, 0x62D: .h, 0x62E: .kh,
        0x62F: .d, 0x688: .d, 0x630: .dh, 0x631: .r, 0x691: .r, 0x632: .z, 0x698: .zh, 0x633: .s, 0x634: .sh,
        0x635: .s, 0x636: .dh, 0x637: .t, 0x638: .dh, 0x63A: .gh, 0x641: .f, 0x642: .q, 0x6A9: .k, 0x6AF: .g,
        0x644: .l, 0x645: .m, 0x646: .n, 0x6BA: .n, 0x6A4: .v, 0x67C: .t, 0x689: .d, 0x693: .r, 0x6BC: .n,
        0x69A: .sh, 0x696: .zh, 0x6B5: .l, 0x695: .r,
        // Sindhi, Pashto, Uyghur and Jawi.
        0x67A: .th, 0x67B: .b, 0x67D: .t, 0x67F: .th, 0x680: .b, 0x681: .z, 0x683: .n, 0x684: .j, 0x685: .ts,
        0x687: .ch, 0x68A: .d, 0x68C: .dh, 0x68D: .d, 0x68F: .d, 0x699: .r, 0x6A0: .n, 0x6A6: .f, 0x6A7: .q,
        0x6A8: .q, 0x6AA: .k, 0x6AB: .g, 0x6AD: .n, 0x6B1: .n, 0x6B3: .g, 0x6BB: .n, 0x6BD: .n, 0x6CF: .v,
    ]
}
