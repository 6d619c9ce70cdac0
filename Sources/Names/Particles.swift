/// Small words of names, and abbreviations that are not to be guessed from their letters.
enum Particles {
    enum Kind {
        /// Mr, Dr: no part of the name.
        case title
        /// bin, ibn: son of.
        case son
        /// bint: daughter of.
        case daughter
        /// Umm, Oum: mother of.
        case mother
        /// de, van: may be left out, or be written in one with what follows.
        case european
        /// née, widow of: stands between names.
        case between
        /// O Neill, Mac Donald: belongs to the next word.
        case joined
        /// Jr, Esq: no part of the name where it stands last.
        case trailing
        /// St: Saint.
        case saint
        /// Sh, Sk: Shaikh.
        case shaikh
        /// Alhaji, Hajia: Hajji.
        case hajji
        /// Md, Mohd: Muhammad.
        case muhammad
        /// Mst: Mosammat.
        case mosammat
    }

    /// What a word is besides a name; nil for nearly all.
    static func kind(of word: Word) -> Kind? {
        guard let first = word.letters.first, word.letters.count <= longest else { return nil }
        // Most words are none, which their length and first letter show without a look into the table.
        guard lengths[Int(first & 31)] & 1 << UInt16(word.letters.count) != 0 else { return nil }
        return kinds[word]
    }

    /// The word that an abbreviation stands for, and Mac- for Mc-; any other word as it is.
    static func written(out word: Word, _ kind: Kind?) -> Word {
        switch kind {
        case .muhammad: return Word("muhammad")
        case .mosammat: return Word("mosammat")
        case .mother: return Word("umm")
        case .saint: return Word("saint")
        case .shaikh: return Word("shaikh")
        case .hajji: return Word("hajji")
        // At the head of a name it is a part of it.
        case .son where word.letters.first == .i: return Word("bin")
        default: break
        }
        if word.letters.count > 4, word.letters.starts(with: [.m, .c]) {
            return Word([.m, .a, .c] + word.letters.dropFirst(2))
        }
        return word
    }

    /// What a single letter before a slash and the word behind it stand for: a word of its own, if any, and the rest.
    /// C/laahi is Cabdullaahi, S/O son of.
    static func written(out letter: UInt8, beforeSlash word: Word) -> (Word?, Word) {
        switch (letter, word.letters) {
        case (.s, [.o]), (.a, [.l]), (.a, [.k]): return (nil, Word("bin"))
        case (.d, [.o]), (.a, [.p]): return (nil, Word("bint"))
        case (.w, [.o]), (.h, [.o]), (.f, [.o]), (.c, [.o]), (.b, [.o]), (.m, [.o]): return (nil, Word("of"))
        case (.c, let rest) where rest.count > 2, (.a, let rest) where rest.count > 2:
            return (nil, Word([.a, .b, .d, .u] + rest))
        case (.m, let rest) where rest.count > 1: return (Word("muhammad"), word)
        case (.x, let rest) where rest.count > 1: return (Word("hajji"), word)
        default: return (Word([letter]), word)
        }
    }

    private static let longest = 9

    /// The lengths of the words in `kinds`, as bits, by their first letter.
    private static let lengths: [UInt16] = {
        var lengths = [UInt16](repeating: 0, count: 32)
        for word in kinds.keys { lengths[Int(word.letters[0] & 31)] |= 1 << UInt16(word.letters.count) }
        return lengths
    }()

    private static let kinds: [Word: Kind] = {
        let words: [(Kind, [StaticString])] = [
            (
                .title,
                [
                    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "doctor", "rev", "revd",
                    "sir",
                    "dame", "mme", "mlle", "herr", "frau", "engr", "mawlana", "maulana", "moulana",
                    "mowlana", "maulvi", "moulvi", "molvi", "mufti", "ustad", "ustadh", "ustaz", "ustaad",
                    "hazrat", "capt", "fr", "sr", "br", "bp", "lt", "cpl", "cllr", "mgr", "tuan", "puan",
                    "encik", "sgt", "sra", "shri", "shrimati", "smt",
                ]
            ),
            (.trailing, ["jr", "jnr", "snr", "esq", "phd", "mbe", "obe"]),
            (.son, ["bin", "ibn", "ben", "bn", "ould", "wuld", "walad", "wald", "ap"]),
            (.daughter, ["bint", "binti", "binte", "bt", "bte", "mint", "bent", "ferch", "verch"]),
            (.mother, ["um", "umm", "umme", "ummu", "ummi", "oum", "oumm"]),
            (
                .european,
                [
                    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "van", "von", "der", "den",
                    "ter", "la", "le", "y", "ten", "te", "zum", "zur", "vom", "dal",
                    "dalla", "dei", "degli", "delle", "dello", "lo", "des", "las", "los",
                ]
            ),
            (
                .between,
                [
                    "tot", "zu", "av", "af", "und", "and", "of", "e", "i", "vda", "vva", "viuda", "widow",
                    "nata", "fodd", "fodt", "rozena",
                    "wid",
                    "veuve", "vve", "nee", "ne", "geb", "geborene", "born", "formerly", "aka", "alias", "dit",
                    "dite", "domu",
                ]
            ),
            (.joined, ["o", "mc", "mac", "fitz", "ni", "nic", "ui"]),
            (.saint, ["st"]), (.shaikh, ["sh", "sk", "shk", "skh"]),
            (.hajji, ["alhaji", "alhaj", "alhaja", "hajia", "hajiya", "haj", "hadj", "hajj", "hjh", "hj"]),
            (
                .muhammad,
                [
                    "md", "mhd", "mohd", "muhd", "mohmd", "muhmd", "mhmd", "mohamd", "muhamd", "moh", "muh",
                    "mohad", "muhad", "mohmad", "maxd", "maxed", "mxd", "mxmd", "mahd",
                ]
            ),
            (.mosammat, ["mst", "msst", "mosst", "musst", "must", "mosa", "mossa", "most"]),
        ]
        var kinds: [Word: Kind] = [:]
        for (kind, texts) in words {
            for text in texts { kinds[Word(text)] = kind }
        }
        return kinds
    }()
}
