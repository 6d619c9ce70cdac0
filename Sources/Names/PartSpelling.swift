/// How one part of a name is written, before it is read: what the parts of an index are told apart by.
struct PartSpelling: Hashable, Sendable {
    var word: Word
    var affixes: Affixes = []
    /// Other words that it may be, such as one with and one without what may be an article at its end.
    var others: [Word] = []
    /// The letters of an article before it, needed only to write the parts in one word.
    var article: [UInt8] = []

    /// Takes the affixes off a joined word, and returns whether one stood at its end.
    mutating func takeApart() -> Bool {
        if affixes.isEmpty {
            let bases = Compounds.withoutServant(word)
            if let base = bases.first {
                word = base
                others = Array(bases.dropFirst())
                affixes = .servant
            } else if Compounds.isWestAfricanAbdullah(word) {
                others = [Word("abdullah")]
            }
        }
        guard let (base, ending) = Compounds.withoutEnding(word) else { return false }
        word = base
        affixes.insert(ending)
        return true
    }

    /// Its word says nearly all.
    func hash(into hasher: inout Hasher) { hasher.combine(word) }
}

/// The parts of a name in their order, put together from its words.
struct PartList: Sendable {
    private(set) var parts: [PartSpelling] = []
    /// Whether the name says bin or bint, or a word for the same: son of, daughter of.
    private(set) var saysSon = false
    private(set) var saysDaughter = false
    /// Whether it says whose child somebody is, so that the order of its parts matters.
    var saysDescent: Bool { saysSon || saysDaughter }

    private var affixes: Affixes = []
    private var article: [UInt8] = []

    /// Puts words together by the rules of `Compounds`; leaves titles and words like "de" and "bin" out.
    init(_ words: [Word]) {
        parts.reserveCapacity(words.count)
        var position = 0
        while position < words.count {
            let next = position + 1 < words.count ? words[position + 1] : nil
            position += read(words[position], next)
        }
        if parts.isEmpty || !affixes.isEmpty, let last = words.last {
            affixes = []
            parts.append(PartSpelling(word: last))
        }
    }

    /// The parts with the one before `position` and the one there written in one word.
    func joining(_ position: Int) -> [PartSpelling] {
        let (first, second) = (parts[position - 1], parts[position])
        let word = Word(first.word.letters + second.article + second.word.letters)
        var joined = PartSpelling(word: word, affixes: first.affixes.union(second.affixes))
        // Abdi Weli, Zain al-Abidin.
        _ = joined.takeApart()
        return Array(parts[..<(position - 1)]) + [joined] + Array(parts[(position + 1)...])
    }

    /// Reads one word, or two that belong together, and returns how many.
    private mutating func read(_ word: Word, _ next: Word?) -> Int {
        if attach(word) { return 1 }
        let kind = Particles.kind(of: word)
        guard let next else {
            append(word, kind, before: nil)
            return 1
        }
        if Compounds.isServant(word) {
            if word.letters.count < 5, Compounds.isGod(next) {
                append(Word("abdullah"), nil, before: nil)
                return 2
            }
            affixes = .servant
            return 1
        }
        if Compounds.isArticle(word, before: next) {
            article = word.letters
            return 1
        }
        switch kind {
        case .title, .european: return 1
        case .son where !parts.isEmpty:
            saysSon = true
            return 1
        case .daughter where !parts.isEmpty:
            saysDaughter = true
            return 1
        case .joined:
            append(Word(word.letters + next.letters), nil, before: nil)
            return 2
        default:
            append(word, kind, before: next)
            return 1
        }
    }

    /// Puts a Din or Ullah that stands alone to the part before it.
    private mutating func attach(_ word: Word) -> Bool {
        guard let last = parts.indices.last, parts[last].affixes.isDisjoint(with: [.faith, .god]) else {
            return false
        }
        let isGod = Compounds.isGod(word)
        guard isGod || Compounds.isFaith(word) else { return false }
        parts[last].affixes.insert(isGod ? .god : .faith)
        // Before Din or Ullah a word may end in the article: Moinud Din.
        article = []
        return true
    }

    private mutating func append(_ word: Word, _ kind: Particles.Kind?, before next: Word?) {
        var part = PartSpelling(word: Particles.written(out: word, kind), affixes: affixes, article: article)
        affixes = []
        article = []
        if !part.article.isEmpty, part.affixes.isEmpty,
            part.word.letters.first.map(SoundLetter.isUnvocalised) == true
        {
            // In Arabic script the article is always joined, and الیاس is not al-Yas.
            part.others = [Word(Compounds.openArticle + part.word.letters)]
        }
        if !part.takeApart(), let next, let base = Compounds.withoutTrailingArticle(part.word, before: next) {
            part.others.append(base)
        }
        parts.append(part)
    }
}
