/// A broad key of a word, the same for all spellings of a name that are likely: its consonants in eight
/// classes, without vowels.
///
/// A word has a few keys where a letter may belong to two classes. Keys find candidates; only the comparison
/// of the sounds says whether one is the name that was asked for.
package struct PhoneticKey: Hashable, Sendable, Comparable {
    /// The classes, four bits each, the first consonant highest, below a leading one-bit.
    package let code: UInt32

    package static func < (left: PhoneticKey, right: PhoneticKey) -> Bool {
        left.code < right.code
    }

    /// The most consonants that count, and the most keys of a word.
    private static let maximumLength = 6
    private static let maximumCount = 12

    /// The keys of all readings, ascending and each once.
    static func keys(of readings: [Reading]) -> [PhoneticKey] {
        var codes: [UInt32] = []
        for reading in readings {
            var partial: [UInt32] = [1]
            reading.forEachPhone { phone in append(phone, to: &partial) }
            codes += partial
        }
        codes.sort()
        var keys: [PhoneticKey] = []
        for code in codes where keys.last?.code != code { keys.append(PhoneticKey(code: code)) }
        return keys
    }

    private static func append(_ phone: Phone, to codes: inout [UInt32]) {
        let (first, second, isOptional) = classes(phone)
        guard first != 0 else { return }
        for position in codes.indices {
            let code = codes[position]
            guard code < 1 << (4 * UInt32(maximumLength)) else { continue }
            let canFork = codes.count < maximumCount
            codes[position] = adding(first, to: code)
            if second != 0, canFork { codes.append(adding(second, to: code)) }
            if isOptional, canFork { codes.append(code) }
        }
    }

    /// Neighbours of one class are one: a dropped vowel brings them together.
    private static func adding(_ consonants: UInt32, to code: UInt32) -> UInt32 {
        code > 1 && code & 15 == consonants ? code : code << 4 | consonants
    }

    private static let throat: UInt32 = 1, hiss: UInt32 = 2, stop: UInt32 = 3, lip: UInt32 = 4
    private static let m: UInt32 = 5, n: UInt32 = 6, l: UInt32 = 7, r: UInt32 = 8

    /// The class of a sound, a second one if it may be that too, and whether it may be left out; class 0 does
    /// not count.
    private static func classes(_ phone: Phone) -> (UInt32, UInt32, Bool) {
        return switch phone {
        case .k, .q, .gh, .plainK: (throat, 0, false)
        case .kh: (throat, 0, true)
        case .g: (throat, hiss, false)
        case .softG, .hardC, .ch, .softC: (hiss, throat, false)
        case .s, .softS, .sh, .shin, .zh, .cedilla, .ts: (hiss, 0, false)
        case .j, .bengaliJ, .plainJ: (hiss, 0, true)
        case .z, .th, .dh: (hiss, stop, false)
        case .crossedD: (stop, hiss, false)
        case .t, .d, .plainT: (stop, 0, false)
        case .b, .p, .f, .v, .plainP, .vet, .pef: (lip, 0, false)
        case .w, .waw, .alifWaw: (lip, 0, true)
        case .m: (m, 0, false)
        case .n: (n, 0, false)
        case .l: (l, 0, false)
        case .r: (r, 0, false)
        default: (0, 0, false)
        }
    }
}
