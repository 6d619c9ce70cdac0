/// Words that are kept letter by letter, because the script has no reading here, or one that says too little: Thai and
/// Khmer, Han, Hangul, kana, and whatever else Unicode calls a letter.
///
/// Such a word begins with `mark`, and each letter follows in three bytes below those of a to z, so that no rule about
/// Latin words takes it for one.
enum OwnLetters {
    static let mark: UInt8 = 2

    /// The word of some letters, folded before.
    static func word(_ scalars: [UInt32]) -> Word {
        var letters: [UInt8] = [mark]
        letters.reserveCapacity(1 + 3 * scalars.count)
        for scalar in scalars.prefix(Word.maximumLength) {
            for shift in [UInt32(12), 6, 0] { letters.append(0x20 + UInt8(scalar >> shift & 0x3F)) }
        }
        return Word(letters)
    }

    /// The letters of such a word.
    static func scalars(of letters: [UInt8]) -> [UInt32] {
        stride(from: 1, to: letters.count - 2, by: 3).map { place in
            letters[place..<(place + 3)].reduce(0) { $0 << 6 | UInt32($1 &- 0x20 & 0x3F) }
        }
    }

    /// What a word is filed under by its beginning.
    static func drawer(_ letters: [UInt8]) -> UInt8 {
        letters.first == mark && letters.count > 3 ? 0x80 | letters[3] & 0x3F : letters.first ?? 0
    }

    /// The keys of such a word: each pair of neighbours, so that words share one that share a run of letters.
    static func keys(of letters: [UInt8]) -> [PhoneticKey] {
        let scalars = scalars(of: letters)
        guard let first = scalars.first else { return [] }
        guard scalars.count > 1 else { return [PhoneticKey(ofNeighbours: 0, first)] }
        if isHangul(first), scalars.count <= 3 { return [PhoneticKey(of: scalars)] }
        return Set(zip(scalars, scalars.dropFirst()).map { PhoneticKey(ofNeighbours: $0, $1) }).sorted()
    }

    /// How alike two such words are: 100 down to 0. One letter of five may be another; of two words, one may be a run
    /// of three letters or more within the other, because many of these scripts write no spaces.
    static func score(_ first: [UInt8], _ second: [UInt8]) -> Int {
        if first == second { return 100 }
        let (one, other) = (scalars(of: first), scalars(of: second))
        let (longer, shorter) = one.count > other.count ? (one, other) : (other, one)
        // A syllable of Hangul is a word of its own, and another letter makes another.
        guard shorter.count > 2, let start = shorter.first, !isHangul(start) else { return 0 }
        let score = min(86, 100 - 120 * distance(longer, shorter) / longer.count)
        return max(0, contains(longer, shorter) ? max(score, runScore) : score)
    }

    private static let runScore = 80

    private static func isHangul(_ scalar: UInt32) -> Bool { (0x1100...0x11FF).contains(scalar) }

    private static func contains(_ longer: [UInt32], _ shorter: [UInt32]) -> Bool {
        (0...(longer.count - shorter.count)).contains { longer[$0...].starts(with: shorter) }
    }

    /// The fewest letters to change, to add or to leave out.
    private static func distance(_ first: [UInt32], _ second: [UInt32]) -> Int {
        var row = Array(0...second.count)
        for (line, letter) in first.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in second.indices {
                let substitution = diagonal + (letter == second[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, diagonal + 1, row[column] + 1)
            }
        }
        return row[second.count]
    }
}

extension Word {
    /// Whether the word is kept letter by letter (`OwnLetters`).
    var isOwnLetters: Bool { letters.first == OwnLetters.mark }

    /// Two neighbours in one word, with what stands between them.
    static func joined(_ first: Word, _ between: [UInt8], _ second: Word) -> Word {
        guard first.isOwnLetters || second.isOwnLetters else {
            return Word(first.letters + between + second.letters)
        }
        return Word(first.letters + (first.isOwnLetters ? second.letters.dropFirst() : second.letters[...]))
    }
}

extension PhoneticKey {
    /// The key of two letters side by side, apart from those of sounds.
    init(ofNeighbours first: UInt32, _ second: UInt32) { self.init(of: [first, second]) }

    /// The key of some letters, apart from those of sounds.
    init(of scalars: [UInt32]) {
        var hash: UInt32 = 2_166_136_261
        for scalar in scalars { hash = (hash ^ scalar) &* 16_777_619 }
        self.init(code: hash ^ hash >> 15 | 0x8000_0000)
    }

    /// Whether it is a key of letters, not of sounds.
    var isOfLetters: Bool { code >= 0x8000_0000 }
}
