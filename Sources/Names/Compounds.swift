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
    private static let sunLetters: Set<UInt8> = [.t, .d, .r, .z, .s, .n, .l]

    /// Whether a word is the article before `next`: al, el, ul, il or ol, or with its l turned into the
    /// letter that follows.
    static func isArticle(_ word: Word, before next: Word) -> Bool {
        let letters = word.letters
        guard letters.count == 2 || letters.count == 3, let first = letters.first, first.isVowelLetter else {
            return false
        }
        if letters[1] == .l { return letters.count == 2 }
        guard sunLetters.contains(letters[1]), next.letters.first == letters[1] else { return false }
        return letters.count == 2 || letters[2] == .h
    }

    /// Whether a word alone is Abd with any form of the article: abd, abdul, abdel, abdur, abdus, abdou.
    static func isServant(_ word: Word) -> Bool {
        let letters = withoutAyn(word.letters)
        guard letters.starts(with: [.a, .b, .d]), (3...6).contains(letters.count) else { return false }
        guard letters.count > 4 else { return letters.count == 3 || letters[3] == .u }
        guard letters[3].isVowelLetter else { return false }
        let rest = letters.dropFirst(letters[4].isVowelLetter ? 5 : 4)
        guard let article = rest.first else { return false }
        return sunLetters.contains(article) && (rest.count == 1 || rest.dropFirst().elementsEqual([.h]))
    }

    /// Takes Abdul-, Abdi- and the like off a joined word. Two answers where the l may belong to either:
    /// Abdulatif.
    static func withoutServant(_ word: Word) -> [Word] {
        let letters = withoutAyn(word.letters)
        guard letters.count >= 7, letters.starts(with: [.a, .b, .d]), letters[3].isVowelLetter else {
            return []
        }
        var rest = letters.dropFirst(4)
        if letters[3] == .o, rest.first == .u { rest = rest.dropFirst() }
        // Abdullah, Abdallah and Abdullahi are names of their own.
        guard rest.count >= 3, !rest.starts(with: [.l, .l]), !rest.starts(with: [.l, .a, .h]),
            !rest.starts(with: [.l, .a, .a, .h])
        else { return [] }
        let second = rest[rest.startIndex + 1]
        if rest.first == .l {
            let bare = Word(Array(rest.dropFirst()))
            return second.isVowelLetter ? [bare, Word(Array(rest))] : [bare]
        }
        // The article has become like the letter that follows: Abdurrahman, Abdessalam, Abdushshakur.
        if rest.first == second { return [Word(Array(rest.dropFirst()))] }
        return [Word(Array(rest))]
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
        var letters = word.letters[...]
        if letters.last == .h { letters = letters.dropLast() }
        return letters.elementsEqual([.u, .l, .l, .a]) || letters.elementsEqual([.l, .l, .a])
    }

    /// Takes a trailing article off a word before the next one: Saiful Islam, Habibur Rahman, Nurul Ain.
    static func withoutTrailingArticle(_ word: Word, before next: Word) -> Word? {
        let letters = word.letters
        guard letters.count >= 5, let last = letters.last, let following = next.letters.first else {
            return nil
        }
        let vowel = letters[letters.count - 2]
        guard vowel == .u || vowel == .o || vowel == .e, !letters[letters.count - 3].isVowelLetter else {
            return nil
        }
        guard last == .l && vowel == .u || sunLetters.contains(last) && last == following else { return nil }
        return Word(Array(letters.dropLast(2)))
    }

    /// A joined article at the head of a word: Alhassan, Elmahdi.
    static func withoutLeadingArticle(_ word: Word) -> Word? {
        let letters = word.letters
        guard letters.count >= 6, letters[0] == .a || letters[0] == .e, letters[1] == .l,
            !letters[2].isVowelLetter,
            letters[2] != .l
        else { return nil }
        return Word(Array(letters.dropFirst(2)))
    }

    private static func withoutAyn(_ letters: [UInt8]) -> [UInt8] {
        letters.starts(with: [.c, .a, .b, .d]) ? Array(letters.dropFirst()) : letters
    }

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
        // Abdullah is a name of its own.
        return withoutAyn(Array(base)) == [.a, .b, .d] ? nil : Array(base)
    }
}
