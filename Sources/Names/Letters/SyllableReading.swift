/// What words of Hangul and kana sound like, which are kept by their letters: for comparison with other scripts.
enum SyllableReading {
    /// The readings of a word of `OwnLetters`; none for a script without.
    static func readings(of letters: [UInt8]) -> [Reading] {
        let scalars = OwnLetters.scalars(of: letters)
        guard let first = scalars.first else { return [] }
        switch first {
        case 0x1100...0x11FF: return hangul(scalars)
        case 0x3041...0x309F:
            let latin = kana(scalars)
            return latin.isEmpty ? [] : Spelling.readings(of: latin)
        default: return []
        }
    }

    /// Hangul by its parts: plain stops are voiced or not, and a syllable without a consonant before i or y may have
    /// lost its l (Yi and Lee). Park is written with the r of an English long a.
    private static func hangul(_ scalars: [UInt32]) -> [Reading] {
        var phones: [Phone] = []
        for scalar in scalars {
            switch scalar {
            case 0x1100...0x1112: phones += initials[Int(scalar - 0x1100)]
            case 0x1161...0x1175: phones += vowels[Int(scalar - 0x1161)]
            case 0x11A8...0x11C2: phones += finals[Int(scalar - 0x11A8)]
            default: continue
            }
        }
        guard let first = phones.first else { return [] }
        var readings = [Reading(phones: phones)]
        if scalars.first == 0x110B, first == .i || first == .y {
            readings.append(Reading(phones: [.l] + phones).with(penalty: 5))
            if first == .i { readings.append(Reading(phones: [.y] + phones)) }
        }
        if phones.suffix(2) == [.a, .plainK] {
            readings.append(Reading(phones: phones.dropLast() + [.r, .plainK]).with(penalty: 5))
        }
        return readings
    }

    private static let initials: [[Phone]] = [
        [.plainK], [.k], [.n], [.plainT], [.t], [.r], [.m], [.plainP], [.p], [.shin], [.s], [], [.plainJ],
        [.plainJ], [.ch], [.k], [.t], [.p], [.h],
    ]

    private static let vowels: [[Phone]] = [
        [.a], [.ai], [.y, .a], [.y, .ai], [.o], [.e], [.y, .o], [.y, .e], [.o], [.w, .a], [.w, .ai], [.oi],
        [.y, .o], [.u], [.w, .o], [.w, .e], [.w, .i], [.y, .u], [.u], [.i], [.i],
    ]

    private static let finals: [[Phone]] = [
        [.plainK], [.k], [.k], [.n], [.n], [.n], [.t], [.l], [.l], [.m], [.l], [.l], [.l], [.l], [.l], [.m],
        [.plainP], [.p], [.t], [.t], [.n, .g], [.t], [.t], [.k], [.t], [.p], [],
    ]

    /// Kana by Hepburn's rules: a small y takes the vowel of the syllable before, and a small tsu doubles.
    private static func kana(_ scalars: [UInt32]) -> [UInt8] {
        var letters: [UInt8] = []
        for scalar in scalars {
            let place = Int(scalar) - 0x3041
            guard syllables.indices.contains(place) else { continue }
            let syllable = Array(syllables[place].utf8)
            let isSmall = [0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3083, 0x3085, 0x3087].contains(scalar)
            if isSmall, letters.count > 1, letters.last != .a, letters.last != .o {
                letters.removeLast()
                // kya, but sha, cha and ja.
                let isPalatal = letters.last == .j || letters.last == .h && letters.count > 1
                letters += isPalatal && syllable.first == .y ? syllable.dropFirst() : syllable[...]
            } else {
                letters += syllable
            }
        }
        return Array(letters.prefix(Word.maximumLength))
    }

    private static let syllables = """
        a a i i u u e e o o ka ga ki gi ku gu ke ge ko go sa za shi ji su zu se ze so zo ta da chi ji - tsu zu te de \
        to do na ni nu ne no ha ba pa hi bi pi fu bu pu he be pe ho bo po ma mi mu me mo ya ya yu yu yo yo ra ri ru \
        re ro wa wa wi we o n vu ka ke
        """.split(separator: " ").map { $0 == "-" ? "" : String($0) }
}
