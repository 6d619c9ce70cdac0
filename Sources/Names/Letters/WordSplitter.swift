/// Takes a name apart into words, scalar by scalar, and folds their letters.
///
/// Whatever Unicode calls a letter becomes a part of a word: by its sound where the script is read here, else as itself
/// (`OwnLetters`). So no name with a letter is empty, and none that is saved can fail to be found.
struct WordSplitter {
    private var words: [Word] = []
    private var letters: [UInt8] = []
    private var arabic = ArabicScript()
    private var indic = IndicScript()
    private var semitic = SemiticScript()
    private var own: [UInt32] = []
    /// Letters that only count where a word has no others: those of phonetic alphabets.
    private var spare: [UInt32] = []
    /// The syllable of Hangul that is being put together.
    private var syllable: [UInt32] = []
    /// The letter of another alphabet that was read last, where its Latin letters end, and how many they are.
    private var markable: (scalar: Unicode.Scalar, end: Int, count: Int)?
    /// A letter with a slash behind it, which may stand for more: C/laahi, S/O.
    private var slashed: UInt8?

    init() { words.reserveCapacity(4) }

    mutating func read(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0x61...0x7A: append(UInt8(value))
        case 0x41...0x5A: append(UInt8(value | 0x20))
        // The marks of ʿayn, hamza and O'Neill join what they stand in, and so do those within an Armenian word.
        case 0x27, 0x60, 0x2B9...0x2BF, 0x2C8, 0x2CB, 0x2018...0x201B, 0x2032, 0x2035, 0xB4, 0xA78B, 0xA78C,
            0xFF07, 0x55A...0x55E:
            break
        case 0x2F, 0x2044, 0x2215, 0xFF0F: readSlash()
        // Gal·la, and Mª for Maria.
        case 0xB7 where letters.last == .l: break
        case 0xAA where letters == [.m]: letters = Word("maria").letters
        case 0...0x2F, 0x3A...0x40, 0x5B...0x5F, 0x7B...0xA0, 0xB7, 0x2000...0x200A, 0x2010...0x2017, 0x202F,
            0x3000:
            endWord()
        case 0x300...0x36F: readMark(value)
        case 0x600...0x674, 0x679...0x6FF:
            if ArabicScript.separates(value) { return endWord() }
            arabic.read(scalar)
            if arabic.letters.count >= Word.maximumLength { endWord() }
        case 0x900...0xDFF:
            if let parts = Decompositions.parts(of: scalar), value & 0x7F > 0x57 || value < 0xA80 {
                return parts.forEach { read($0) }
            }
            guard indic.read(scalar) else { return readOther(scalar) }
            if indic.letters.count >= Word.maximumLength { endWord() }
        case 0x30...0x39: break
        default:
            let base = LatinLetters.base(of: scalar)
            if base.isEmpty { readOther(scalar) } else { for letter in base { append(letter) } }
        }
    }

    mutating func finish() -> [Word] {
        endWord()
        if let slashed { add(Word([slashed])) }
        slashed = nil
        return words
    }

    private mutating func append(_ letter: UInt8) {
        if letters.count < Word.maximumLength { letters.append(letter) }
    }

    /// A combining mark says nothing, but for the cedilla of c.
    private mutating func readMark(_ value: UInt32) {
        if value == 0x327, letters.last == .c { letters[letters.count - 1] = .cedilla }
        // ї and ё, taken apart.
        guard let (scalar, end, count) = markable, end == letters.count,
            let whole = OtherAlphabets.withMark(scalar, value), let latin = OtherAlphabets.latin(whole)
        else { return }
        letters.removeLast(count)
        readAlphabet(whole, latin)
    }

    /// A letter of any other script, or what is none.
    private mutating func readOther(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0xFF01...0xFF5E:
            if let plain = Unicode.Scalar(value - 0xFEE0) { read(plain) }
            return
        case 0xAC00...0xD7A3: return readSyllable(value - 0xAC00)
        case 0x1100...0x11FF where !scalar.properties.isDefaultIgnorableCodePoint: return readJamo(value)
        case 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30F6, 0x30FC...0x30FF, 0x3099, 0x309A:
            return readKana(value)
        default: break
        }
        if let latin = OtherAlphabets.latin(scalar) { return readAlphabet(scalar, latin) }
        if let syllable = EthiopicScript.letters(of: scalar) { return syllable.forEach { append($0) } }
        if semitic.read(scalar) {
            if semitic.count >= Word.maximumLength { endWord() }
            return
        }
        if let parts = Decompositions.parts(of: scalar) { return parts.forEach { read($0) } }
        readUnread(scalar)
    }

    private mutating func readAlphabet(_ scalar: Unicode.Scalar, _ latin: String) {
        if letters.isEmpty, scalar.properties.generalCategory == .nonspacingMark { return }
        // The u of Armenian is written with two letters.
        if scalar.value == 0x582 || scalar.value == 0x552, letters.last == .o {
            return letters[letters.count - 1] = .u
        }
        if latin.isEmpty { spare.append(scalar.value) }
        latin.utf8.forEach { append($0) }
        markable = (scalar, letters.count, latin.utf8.count)
    }

    /// A scalar of a script that has no reading here.
    private mutating func readUnread(_ scalar: Unicode.Scalar) {
        let properties = scalar.properties
        guard !properties.isDefaultIgnorableCodePoint else { return }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter:
            let folded = properties.lowercaseMapping.unicodeScalars.first ?? scalar
            if folded != scalar, folded.value < 0x2B0 { return read(folded) }
            if Self.isHan(scalar.value) {
                // Each is a name or half of one.
                endWord()
                return add(OwnLetters.word([scalar.value]))
            }
            Self.isPhonetic(scalar.value) ? spare.append(folded.value) : own.append(folded.value)
        case .modifierLetter:
            if scalar.value == 0x3005, let last = words.last, last.isOwnLetters, own.isEmpty {
                return add(last)
            }
            if !own.isEmpty { own.append(scalar.value) }
        case .nonspacingMark, .spacingMark:
            if !own.isEmpty, !Self.isOptional(properties.canonicalCombiningClass) { insert(scalar) }
        case .spaceSeparator, .dashPunctuation, .openPunctuation, .closePunctuation, .connectorPunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation, .lineSeparator, .paragraphSeparator,
            .mathSymbol:
            endWord()
        default: break
        }
    }

    /// Marks stand in the order of their classes, whatever order they were typed in.
    private mutating func insert(_ mark: Unicode.Scalar) {
        let rank = mark.properties.canonicalCombiningClass
        var place = own.count
        while rank != .notReordered, place > 0,
            let before = Unicode.Scalar(own[place - 1])?.properties.canonicalCombiningClass, before > rank
        {
            place -= 1
        }
        own.insert(mark.value, at: place)
    }

    /// Points, accents and tones that a writer may leave out.
    private static func isOptional(_ rank: Unicode.CanonicalCombiningClass) -> Bool {
        switch rank.rawValue {
        case 10...36, 107, 122, 200...255: true
        default: false
        }
    }

    private static func isHan(_ value: UInt32) -> Bool {
        switch value {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x3FFFF, 0x3006: true
        default: false
        }
    }

    private static func isPhonetic(_ value: UInt32) -> Bool {
        switch value {
        case 0...0x36F, 0x1D00...0x1DBF, 0xA720...0xA7FF, 0xAB30...0xAB6F, 0x2C60...0x2C7F: true
        default: false
        }
    }

    private mutating func readSyllable(_ number: UInt32) {
        readJamo(0x1100 + number / 588)
        readJamo(0x1161 + number % 588 / 28)
        if number % 28 > 0 { readJamo(0x11A7 + number % 28) }
    }

    /// A consonant begins a syllable of Hangul, but for a second one.
    private mutating func readJamo(_ value: UInt32) {
        if value < 0x1160, let last = syllable.last, last >= 0x1160 { endSyllable() }
        if syllable.isEmpty, !letters.isEmpty || !own.isEmpty { endWord() }
        syllable.append(value)
    }

    private mutating func endSyllable() {
        guard !syllable.isEmpty else { return }
        let word = OwnLetters.word(syllable)
        syllable = []
        add(word)
    }

    /// Katakana is written in the hiragana that it stands beside, and a mark of its own voices the letter before.
    private mutating func readKana(_ value: UInt32) {
        switch value {
        case 0x3099: if let last = own.last { own[own.count - 1] = last == 0x3046 ? 0x3094 : last + 1 }
        case 0x309A: if let last = own.last { own[own.count - 1] = last + 2 }
        // The long vowel adds nothing.
        case 0x30FC: if words.isEmpty, own.isEmpty { spare.append(value) }
        case 0x309F: [0x3088, 0x308A].forEach { own.append($0) }
        case 0x30FF: [0x3053, 0x3068].forEach { own.append($0) }
        default: own.append(value > 0x30A0 ? value - 0x60 : value)
        }
    }

    /// A single letter before a slash may be the beginning of a name, or of "son of".
    private mutating func readSlash() {
        guard letters.count == 1, slashed == nil, let letter = letters.first, letter >= .a else {
            return endWord()
        }
        slashed = letter
        letters = []
    }

    private mutating func endWord() {
        if !letters.isEmpty {
            if letters.last == EthiopicScript.unwritten { letters.removeLast() }
            var word = Word(letters)
            letters = []
            if let before = slashed {
                slashed = nil
                let (first, rest) = Particles.written(out: before, beforeSlash: word)
                if let first { add(first) }
                word = rest
            }
            if !word.letters.isEmpty { add(word) }
        }
        if !arabic.isEmpty { arabic.takeWords(after: words.last).forEach { add($0) } }
        if !indic.letters.isEmpty { add(indic.takeWord()) }
        if !semitic.isEmpty { add(semitic.takeWord()) }
        endSyllable()
        if !own.isEmpty {
            let word = OwnLetters.word(own)
            own = []
            add(word)
        } else if !spare.isEmpty, words.isEmpty {
            add(OwnLetters.word(spare))
        }
        spare = []
    }

    private mutating func add(_ word: Word) {
        if words.count < Word.maximumCount { words.append(word) }
    }
}
