/// One part of a name: a word with the compounds around it, in all its readings.
struct Part: Sendable, Hashable {
    /// The folded letters, without article and affixes.
    let letters: [UInt8]
    let affixes: Affixes
    let readings: [Reading]
    /// The broad keys of all readings, ascending.
    let keys: [PhoneticKey]
    /// Whether so many people have this part, or drop it, that it says little: Mohammed, Begum, Kaur.
    let isCommon: Bool

    init(_ word: Word, affixes: Affixes = [], others: [Word] = []) {
        letters = word.letters
        self.affixes = affixes
        var readings = Spelling.readings(of: word.letters)
        for other in others { readings += Spelling.readings(of: other.letters) }
        if affixes.isEmpty, let bare = Compounds.withoutLeadingArticle(word) {
            readings += Spelling.readings(of: bare.letters).map { $0.with(penalty: 20) }
        }
        self.readings = readings
        let ofSounds = PhoneticKey.keys(of: readings)
        keys = word.isOwnLetters ? ofSounds + OwnLetters.keys(of: word.letters) : ofSounds
        isCommon = CommonParts.shared.contains(readings, keys: keys)
    }

    private var isOwnLetters: Bool { letters.first == OwnLetters.mark }

    /// Whether the part is one letter: "M Khan".
    var isInitial: Bool { letters.count == 1 }

    /// How alike two parts are, from 100 down to 0.
    func score(_ other: Part) -> Int {
        let difference = affixes.symmetricDifference(other.affixes)
        let penalty = difference.isEmpty ? 0 : difference == .servant ? 14 : 15
        return max(0, scoreOfBase(other) - penalty)
    }

    private func scoreOfBase(_ other: Part) -> Int {
        if letters == other.letters { return 100 }
        if isOwnLetters && other.isOwnLetters { return OwnLetters.score(letters, other.letters) }
        if isInitial || other.isInitial { return scoreOfInitial(other) }
        var best = 0
        let alignment = Alignment()
        for reading in readings {
            for otherReading in other.readings { best = max(best, alignment.score(reading, otherReading)) }
        }
        if best < Self.contractionScore, isContraction(of: other) || other.isContraction(of: self) {
            best = Self.contractionScore
        }
        return best
    }

    private static let contractionScore = 80

    private func scoreOfInitial(_ other: Part) -> Int {
        guard let own = readings.first?.phones.first, let others = other.readings.first?.phones.first else {
            return 0
        }
        return letters.first == other.letters.first || PhoneCosts.shared.cost(own, others) <= 10 ? 78 : 0
    }

    /// Whether these letters are the first, the last and some of the consonants between of the other word:
    /// Mst, Mhd, Abd.
    private func isContraction(of other: Part) -> Bool {
        guard (2...4).contains(letters.count), other.letters.count >= letters.count + 2,
            letters.allSatisfy({ $0 < 0x80 && !$0.isVowelLetter }), letters.first == other.letters.first
        else { return false }
        // Ch and Gh are cut off, Mst and Sk drawn together.
        if other.letters.starts(with: letters) { return true }
        var rest = other.letters[...]
        for letter in letters {
            guard let found = rest.firstIndex(of: letter) else { return false }
            rest = rest[(found + 1)...]
        }
        return rest.allSatisfy { $0.isVowelLetter || $0 == .h } || rest.first == letters.last
    }
}

extension PartSpelling {
    /// Whether it is a syllable of Hangul.
    var isHangul: Bool {
        word.isOwnLetters && OwnLetters.scalars(of: word.letters).first.map { 0x1100...0x11FF ~= $0 } ?? false
    }
}

extension Reading {
    func with(penalty: Int) -> Reading {
        var copy = self
        copy.penalty += penalty
        return copy
    }
}
