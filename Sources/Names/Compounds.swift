/// The parts of names that are put together from more than one word, and written apart, joined or with
/// hyphens as it comes.
struct Affixes: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    /// Abdul-, Abdel-, Abdi-, Abdur-: servant of.
    static let servant = Affixes(rawValue: 1)
    /// -uddin, -eddine, al-Din: of the faith.
    static let faith = Affixes(rawValue: 2)
    /// -ullah: of God.
    static let god = Affixes(rawValue: 4)
}

/// What joined words are made of: rules about the Arabic article and the three great compounds.
enum Compounds {
    /// The consonants that the l of the article becomes like: "sun letters", as Latin writes them.
    private static func isSunLetter(_ letter: UInt8) -> Bool {
        switch letter {
        case .t, .d, .r, .z, .s, .n, .l: true
        default: false
        }
    }

    /// Whether a word is the article before `next`: al, el, ul, il or ol, or with its l turned into the
    /// letter that follows.
    static func isArticle(_ word: Word, before next: Word) -> Bool {
        let letters = word.letters
        guard letters.count == 2 || letters.count == 3, let first = letters.first, first.isVowelLetter else {
            return false
        }
        if letters[1] == .l { return letters.count == 2 }
        guard isSunLetter(letters[1]), next.letters.first == letters[1] else { return false }
        return letters.count == 2 || letters[2] == .h
    }

    /// Whether a word alone is Abd with any form of the article: abd, ab., abdul, abdel, abdur, abdus, abdu.
    static func isServant(_ word: Word) -> Bool {
        guard word.letters.count < 9, let letters = servant(word.letters) else {
            return word.letters.count == 2 && word.letters[0] == .a && word.letters[1] == .b
        }
        guard letters.count < 7 else { return false }
        guard letters.count > 4 else { return letters.count == 3 || letters[3] == .u }
        guard letters[3].isVowelLetter else { return false }
        let rest = letters.dropFirst(letters[4].isVowelLetter ? 5 : 4)
        guard let article = rest.first else { return false }
        return isSunLetter(article) && (rest.count == 1 || rest.dropFirst().elementsEqual([.h]))
    }

    /// Takes Abdul-, Abdi- and the like off a joined word. Two answers where the l may belong to either:
    /// Abdulatif.
    static func withoutServant(_ word: Word) -> [Word] {
        guard word.letters.count >= 7, let letters = servant(word.letters), letters.count >= 7,
            letters[3].isVowelLetter
        else { return [] }
        var rest = letters.dropFirst(4)
        if letters[3] == .o, rest.first == .u { rest = rest.dropFirst() }
        guard rest.count >= 3, !isGod(behindServant: rest) else { return [] }
        let second = rest[rest.startIndex + 1]
        if rest.first == .l, second != .l {
            let bare = Word(Array(rest.dropFirst()))
            return second.isVowelLetter ? [bare, Word(Array(rest))] : [bare]
        }
        // The article is or has become like the letter that follows: Abdellatif, Abdurrahman, Abdushshakur.
        if rest.first == second { return [Word(Array(rest.dropFirst()))] }
        return [Word(Array(rest))]
    }

    /// Whether a word is Abdoulaye, Abdulai or Abdoulie: Abdullah as West Africa says it.
    static func isWestAfricanAbdullah(_ word: Word) -> Bool {
        guard word.letters.count >= 7, word.letters.last != .a, let letters = servant(word.letters) else {
            return false
        }
        let rest = letters.dropFirst(4).drop { $0 == .u }
        return rest.count > 2 && rest.first == .l && rest.dropFirst().allSatisfy(\.isVowelLetter)
    }

    /// Abdullah, Abdalla, Abdullahi and Abdoulaye, by what follows Abdu-: they are names of their own.
    private static func isGod(behindServant rest: ArraySlice<UInt8>) -> Bool {
        guard rest.first == .l else { return false }
        let vowels = rest.drop { $0 == .l }
        let end = vowels.drop { $0 == .a }
        if end.first == .h, end.count < vowels.count { return end.dropFirst().allSatisfy(\.isVowelLetter) }
        return vowels.count < 4 && vowels.allSatisfy(\.isVowelLetter)
    }

    /// Takes -uddin or -ullah off a joined word.
    static func withoutEnding(_ word: Word) -> (Word, Affixes)? {
        if let base = withoutFaith(word.letters) { return (Word(base), .faith) }
        if let base = withoutGod(word.letters) { return (Word(base), .god) }
        return nil
    }

    /// Whether a word alone is Din or Uddin.
    static func isFaith(_ word: Word) -> Bool {
        let letters = word.letters
        guard let end = faithStart(letters) else { return false }
        return letters[..<end].allSatisfy { $0.isVowelLetter || $0 == .d } && end <= 3
    }

    /// Whether a word alone is Ullah.
    static func isGod(_ word: Word) -> Bool {
        guard (3...5).contains(word.letters.count) else { return false }
        var letters = word.letters[...]
        if letters.last == .h { letters = letters.dropLast() }
        if letters.first == .u || letters.first == .a { letters = letters.dropFirst() }
        return letters.count == 3 && letters.elementsEqual([.l, .l, .a])
    }

    /// Takes a trailing article off a word before the next one: Saiful Islam, Habibur Rahman, Ziaur Rahman,
    /// Abul Hasan.
    static func withoutTrailingArticle(_ word: Word, before next: Word) -> Word? {
        let letters = word.letters
        guard letters.count >= 4, let last = letters.last, let following = next.letters.first else {
            return nil
        }
        let vowel = letters[letters.count - 2]
        let before = letters[letters.count - 3]
        guard vowel == .u || vowel == .o || vowel == .e,
            !before.isVowelLetter || before == .a && vowel == .u && letters.count > 4
        else { return nil }
        guard last == .l && vowel != .e || isSunLetter(last) && last == following else { return nil }
        // The u of Abu is its own.
        if letters.count == 4 { return letters[0] == .a && before == .b ? Word([.a, .b, .u]) : nil }
        guard vowel == .u || last == following else { return nil }
        return Word(Array(letters.dropLast(2)))
    }

    /// A joined article at the head of a word: Alhassan, Elmahdi, Errachidi.
    static func withoutLeadingArticle(_ word: Word) -> Word? {
        let letters = word.letters
        guard letters.count >= 6, letters[0] == .a || letters[0] == .e, !letters[2].isVowelLetter else {
            return nil
        }
        let isAssimilated = letters[0] == .e && letters[1] == letters[2] && isSunLetter(letters[1])
        guard letters[1] != letters[2] ? letters[1] == .l : isAssimilated && letters[1] != .l else {
            return nil
        }
        return Word(Array(letters.dropFirst(2)))
    }

    /// A word without the D' that it begins with: D'Souza, Dcosta.
    static func withoutElision(_ word: Word) -> Word? {
        let letters = word.letters
        guard letters.count > 4, letters[0] == .d else { return nil }
        switch letters[1] {
        case .s, .c, .p, .b, .f, .t, .k, .g: return Word(Array(letters.dropFirst()))
        case .m where letters[2] == .e: return Word(Array(letters.dropFirst()))
        default: return nil
        }
    }

    /// The letters of a word that begins with Abd, without the ʿayn of Somali before it and the vowel that
    /// Indic scripts leave unwritten within; nil for any other word.
    private static func servant(_ letters: [UInt8]) -> ArraySlice<UInt8>? {
        guard letters.count > 2, let first = letters.first, first == .a || first == .c else { return nil }
        guard first == .a else { return letters[1] == .a ? servant(Array(letters.dropFirst())) : nil }
        guard letters[1] == .b else { return nil }
        if letters[2] == .d { return letters[...] }
        guard letters[2] == unwritten, letters.count > 3, letters[3] == .d else { return nil }
        return [.a, .b] + letters[3...]
    }

    /// The article as Arabic script writes it.
    static let openArticle = [SoundLetter.unvocalised(.anyVowel), SoundLetter.unvocalised(.l)]

    private static let unwritten = SoundLetter.vocalised(.inherent)

    /// Where din, deen, dine or dien begins at the end of a word.
    private static func faithStart(_ letters: [UInt8]) -> Int? {
        var end = letters.count
        if end > 0, letters[end - 1] == .e { end -= 1 }
        guard end > 2, letters[end - 1] == .n else { return nil }
        var start = end - 2
        guard letters[start] == .i || letters[start] == .e || letters[start] == .y else { return nil }
        while start > 0, letters[start - 1] == .e || letters[start - 1] == .i { start -= 1 }
        guard start > 0, letters[start - 1] == .d else { return nil }
        return start - 1
    }

    private static func withoutFaith(_ letters: [UInt8]) -> [UInt8]? {
        guard var end = faithStart(letters) else { return nil }
        if end > 0, letters[end - 1] == .d || letters[end - 1] == .l { end -= 1 }
        // Nordine, Nourdine: French hears the article no more behind r.
        if end > 2, letters[end - 1] == .r, letters[end - 2] == .o || letters[end - 2] == .u,
            letters.last == .e
        {
            return Array(letters[..<end])
        }
        guard end > 3, letters[end - 1].isVowelLetter, letters[end - 1] != .y else { return nil }
        return Array(letters[..<(end - 1)])
    }

    private static func withoutGod(_ letters: [UInt8]) -> [UInt8]? {
        var end = letters.count
        if end > 0, letters[end - 1] == .h { end -= 1 }
        guard end > 6, letters[end - 1] == .a, letters[end - 2] == .l, letters[end - 3] == .l,
            [.u, .a, .o].contains(letters[end - 4])
        else { return nil }
        let base = letters[..<(end - 4)]
        // Abdullah and Abdoullah are a name of their own.
        if let servant = servant(Array(base)), servant.count < 5 { return nil }
        return Array(base)
    }
}
