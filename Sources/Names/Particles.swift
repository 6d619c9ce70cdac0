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
        /// de, van: may be left out.
        case european
        /// O Neill, Mac Donald: belongs to the next word.
        case joined
        /// Md, Mohd: Muhammad.
        case muhammad
        /// Mst: Mosammat.
        case mosammat
    }

    /// What a word is besides a name; nil for nearly all.
    static func kind(of word: Word) -> Kind? {
        guard let first = word.letters.first, word.letters.count <= longest else { return nil }
        // Most words are none, which their length and first letter show without a look into the table.
        guard lengths[Int(first & 31)] & 1 << UInt8(word.letters.count) != 0 else { return nil }
        return kinds[word]
    }

    /// The word that an abbreviation stands for, and Mac- for Mc-; any other word as it is.
    static func written(out word: Word, _ kind: Kind?) -> Word {
        switch kind {
        case .muhammad: return Word("muhammad")
        case .mosammat: return Word("mosammat")
        case .mother: return Word("umm")
        // At the head of a name it is a part of it.
        case .son where word.letters.first == .i: return Word("bin")
        default: break
        }
        if word.letters.count > 4, word.letters.starts(with: [.m, .c]) {
            return Word([.m, .a, .c] + word.letters.dropFirst(2))
        }
        return word
    }

    private static let longest = 6

    /// The lengths of the words in `kinds`, as bits, by their first letter.
    private static let lengths: [UInt8] = {
        var lengths = [UInt8](repeating: 0, count: 32)
        for word in kinds.keys { lengths[Int(word.letters[0] & 31)] |= 1 << UInt8(word.letters.count) }
        return lengths
    }()

    private static let kinds: [Word: Kind] = {
        let words: [(Kind, [StaticString])] = [
            (.title, ["mr", "mrs", "ms", "miss", "dr", "prof", "rev", "sir", "dame"]),
            (.son, ["bin", "ibn", "ben", "bn", "ould", "wuld"]),
            (.daughter, ["bint", "binti", "binte", "bt", "mint", "bent"]),
            (.mother, ["um", "umm", "umme", "ummu", "ummi", "oum", "oumm"]),
            (
                .european,
                [
                    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "van", "von", "der", "den",
                    "ter", "la",
                    "le", "y",
                ]
            ),
            (.joined, ["o", "mc", "mac", "fitz"]),
            (
                .muhammad,
                ["md", "mhd", "mohd", "muhd", "mohmd", "muhmd", "mhmd", "mohamd", "muhamd", "moh", "muh"]
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
