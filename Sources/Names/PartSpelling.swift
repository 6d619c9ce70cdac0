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
    /// Whether the name is in Han letters, each a part: the family's stands first or last, and the others keep their
    /// order.
    var isHan: Bool {
        parts.count > 1 && parts.allSatisfy { $0.word.isOwnLetters && $0.word.letters.count == 4 }
    }
    /// Whether it says whose child somebody is, so that the order of its parts matters.
    var saysDescent: Bool { saysSon || saysDaughter }

    /// The words that are no parts of their own: titles, de and van, Abdul, and Giolla in Mac Giolla. Who searches for
    /// one of them alone finds the name.
    private(set) var asides: [Word] = []

    private var affixes: Affixes = []
    private var article: [UInt8] = []
    /// The letters of de or van before a word.
    private var prefix: [UInt8] = []

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

    /// Whether a part and the one before it may be written in one word: syllables of a given name in Hangul, and words
    /// that stand for themselves, but for those of one letter.
    func canJoin(_ position: Int) -> Bool {
        let (first, second) = (parts[position - 1], parts[position])
        guard first.word.isOwnLetters, second.word.isOwnLetters, !isHan else { return false }
        return first.isHangul && second.isHangul
            ? parts.count == 2 || position > 1 : parts.count <= PartMatch.mostJoined
    }

    /// The parts with an A before a word as Abdul-, which it is short for; nil without one.
    var spelledOut: [PartSpelling]? {
        guard let place = parts.indices.dropLast().first(where: { parts[$0].word.letters == [.a] }),
            parts[place + 1].affixes.isEmpty, !parts[place + 1].word.isOwnLetters
        else { return nil }
        var spelled = parts
        spelled[place + 1].affixes = .servant
        spelled.remove(at: place)
        return spelled
    }

    /// The parts with the one before `position` and the one there written in one word.
    func joining(_ position: Int) -> [PartSpelling] {
        let (first, second) = (parts[position - 1], parts[position])
        let word = Word.joined(first.word, second.article, second.word)
        guard !word.isOwnLetters else {
            return Array(parts[..<(position - 1)]) + [PartSpelling(word: word)]
                + Array(parts[(position + 1)...])
        }
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
            if kind == .trailing, !parts.isEmpty, affixes.isEmpty {
                asides.append(word)
            } else {
                append(word, kind, before: nil)
            }
            return 1
        }
        if Compounds.isServant(word) {
            if word.letters.count < 5, Compounds.isGod(next) {
                append(Word("abdullah"), nil, before: nil)
                asides += [word, next]
                return 2
            }
            affixes = .servant
            asides.append(word)
            return 1
        }
        if Compounds.isArticle(word, before: next) {
            article = word.letters
            asides.append(word)
            return 1
        }
        switch kind {
        // Y and E are initials before the first name.
        case .title:
            asides.append(word)
            return 1
        case .european where word.letters.count > 1 || !parts.isEmpty:
            asides.append(word)
            prefix += word.letters
            return 1
        case .between where !parts.isEmpty:
            asides.append(word)
            return 1
        case nil where !parts.isEmpty && next.letters == [.o, .f] && Self.isRelation(word):
            saysSon = saysSon || word == Word("son")
            saysDaughter = saysDaughter || word == Word("daughter")
            asides.append(word)
            return 2
        case .son where !parts.isEmpty:
            saysSon = true
            asides.append(word)
            return 1
        case .daughter where !parts.isEmpty:
            saysDaughter = true
            asides.append(word)
            return 1
        case .joined where !next.isOwnLetters:
            asides += [word, next]
            append(Word(word.letters + next.letters), nil, before: nil)
            return 2
        default:
            append(word, kind, before: next)
            return 1
        }
    }

    /// Whether a word says before "of" whose somebody is.
    private static func isRelation(_ word: Word) -> Bool {
        word == Word("son") || word == Word("daughter") || word == Word("wife") || word == Word("widow")
    }

    /// Puts a Din or Ullah that stands alone to the part before it.
    private mutating func attach(_ word: Word) -> Bool {
        guard let last = parts.indices.last, parts[last].affixes.isDisjoint(with: [.faith, .god]) else {
            return false
        }
        let isGod = Compounds.isGod(word)
        guard isGod || Compounds.isFaith(word) else { return false }
        parts[last].affixes.insert(isGod ? .god : .faith)
        asides.append(word)
        // Before Din or Ullah a word may end in the article: Moinud Din.
        article = []
        return true
    }

    private mutating func append(_ word: Word, _ kind: Particles.Kind?, before next: Word?) {
        var part = PartSpelling(word: Particles.written(out: word, kind), affixes: affixes, article: article)
        let stoodApart = !affixes.isEmpty
        affixes = []
        article = []
        defer { prefix = [] }
        if !part.article.isEmpty, part.affixes.isEmpty,
            part.word.letters.first.map(SoundLetter.isUnvocalised) == true
        {
            // In Arabic script the article is always joined, and الیاس is not al-Yas.
            part.others = [Word(Compounds.openArticle + part.word.letters)]
        }
        defer {
            // Abdulkarim in one word: Abdul finds it as well.
            if part.affixes.contains(.servant), !stoodApart { asides.append(Word("abdul")) }
        }
        if !part.takeApart(), let next, let base = Compounds.withoutTrailingArticle(part.word, before: next) {
            part.others.append(base)
        }
        if !part.word.isOwnLetters {
            if !prefix.isEmpty { part.others.append(Word(prefix + word.letters)) }
            if let bare = Compounds.withoutElision(word) { part.others.append(bare) }
        }
        parts.append(part)
    }
}
