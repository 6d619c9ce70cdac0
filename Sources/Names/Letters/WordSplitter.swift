/// Takes a name apart into words, scalar by scalar, and folds their letters.
struct WordSplitter {
    private var words: [Word] = []
    private var letters: [UInt8] = []
    private var arabic = ArabicScript()
    private var indic = IndicScript()

    init() { words.reserveCapacity(4) }

    mutating func read(_ scalar: Unicode.Scalar) {
        let value = scalar.value
        switch value {
        case 0x61...0x7A: append(UInt8(value))
        case 0x41...0x5A: append(UInt8(value | 0x20))
        // The marks of ʿayn, hamza and O'Neill join what they stand in.
        case 0x27, 0x60, 0x2B9...0x2BF, 0x2C8, 0x2CB, 0x2018...0x201B, 0xB4, 0xA78C: break
        case 0...0x2F, 0x3A...0x40, 0x5B...0x5F, 0x7B...0xA0, 0xB7, 0x2000...0x200A, 0x2010...0x2017, 0x202F,
            0x3000:
            endWord()
        case 0x300...0x36F: readMark(value)
        case 0x600...0x6FF:
            arabic.read(scalar)
            if arabic.letters.count >= Word.maximumLength { endWord() }
        case 0x900...0xAFF:
            indic.read(scalar)
            if indic.letters.count >= Word.maximumLength { endWord() }
        case 0x370...0x3FF, 0x400...0x4FF, 0x1F00...0x1FFF:
            for letter in OtherAlphabets.latin(scalar).utf8 { append(letter) }
        default:
            for letter in LatinLetters.base(of: scalar) { append(letter) }
        }
    }

    mutating func finish() -> [Word] {
        endWord()
        return words
    }

    private mutating func append(_ letter: UInt8) {
        if letters.count < Word.maximumLength { letters.append(letter) }
    }

    /// A combining mark says nothing, but for the cedilla of c.
    private mutating func readMark(_ value: UInt32) {
        if value == 0x327, letters.last == .c { letters[letters.count - 1] = .cedilla }
    }

    private mutating func endWord() {
        if !letters.isEmpty {
            add(Word(letters))
            letters = []
        }
        if !arabic.isEmpty { arabic.takeWords(after: words.last).forEach { add($0) } }
        if !indic.letters.isEmpty { add(indic.takeWord()) }
    }

    private mutating func add(_ word: Word) {
        if words.count < Word.maximumCount { words.append(word) }
    }
}
