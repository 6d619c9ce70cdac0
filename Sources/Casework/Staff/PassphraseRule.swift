/// What a passphrase must be: long, and not one that is tried first. No rule on kinds of characters (NIST SP 800-63B
/// §3.1.1.2 says why not).
package struct PassphraseRule: Sendable {
    /// The fewest characters.
    package static let shortest = 12
    /// The most bytes.
    package static let longest = 1024
    /// How much is read of one name or place, in Unicode scalars, and how many words of all: more than any has, so
    /// that nobody makes the rule work for long.
    static let mostOfOne = 200
    static let mostWords = 128
    /// How many digits at the end make no other passphrase.
    private static let mostAdded = 4

    /// The charity's and the person's own words, folded.
    let own: [String]

    /// - Parameter own: names and places that anybody could guess here: the charity's, the town's, the person's.
    package init(own: [String]) {
        self.own = Array(
            own.lazy.flatMap { words in
                String(String.UnicodeScalarView(words.unicodeScalars.prefix(Self.mostOfOne)))
                    .split { !$0.isLetter }.map { Self.folded(String($0)) }.filter { $0.count >= 3 }
            }.prefix(Self.mostWords))
    }

    /// What is wrong with it; nil if it can be used.
    package func problem(_ passphrase: String) -> Problem.Reason? {
        if let problem = Self.problem(ofLength: passphrase) { return problem }
        return Self.isFilledUp(passphrase) || isGuessable(Self.folded(passphrase))
            || isGuessable(Self.folded(Self.plain(passphrase))) ? .guessable : nil
    }

    /// What is wrong with how long it is; nil if nothing.
    static func problem(ofLength passphrase: String) -> Problem.Reason? {
        if passphrase.isEmpty { return .missing }
        if passphrase.utf8.count > longest { return .tooLong(longest) }
        return passphrase.count < shortest ? .tooShort(shortest) : nil
    }

    private func isGuessable(_ text: String) -> Bool {
        if Self.withoutItsEnd(text).contains(where: Self.isPattern) { return true }
        // What is left once everything that is tried first is taken out.
        var left = text
        for word in (CommonPassphrases.words + own).sorted(by: { $0.count > $1.count }) {
            left = left.split(separator: word, omittingEmptySubsequences: true).joined(separator: " ")
        }
        let digits = left.count { $0.isNumber }
        return left.count { $0.isLetter } < 6 && digits < 16
    }

    /// The text, and what it is without the few digits that people add to an old one.
    private static func withoutItsEnd(_ text: String) -> [String] {
        let added = text.reversed().prefix(mostAdded).prefix { $0.isNumber }.count
        return (0...added).map { String(text.dropLast($0)) }
    }

    private static func isPattern(_ text: String) -> Bool {
        if CommonPassphrases.whole.contains(text) || PublishedPassphrases.all.contains(text) { return true }
        if CommonPassphrases.rows.contains(where: {
            $0.contains(text) || $0.contains(String(text.reversed()))
        }) {
            return true
        }
        let letters = Array(text)
        return Set(letters).count < 5 || repeats(letters) || letters == letters.reversed()
            || KeyboardWalk.makes(letters)
    }

    /// Whether it is one word, too short by itself, with digits and signs before or after it.
    private static func isFilledUp(_ passphrase: String) -> Bool {
        let words = passphrase.split { !$0.isLetter }
        return words.count == 1 && words[0].count < shortest
    }

    /// Whether it is one piece over and over: whether its shortest period is at most half of it (Knuth, Morris and
    /// Pratt, 1977), in as many steps as it has letters.
    private static func repeats(_ letters: [Character]) -> Bool {
        var borders: [Int] = []
        for place in letters.indices {
            var border = borders.last ?? 0
            while border > 0, letters[place] != letters[border] { border = borders[border - 1] }
            borders.append(place > 0 && letters[place] == letters[border] ? border + 1 : 0)
        }
        return letters.count - (borders.last ?? 0) <= letters.count / 2
    }

    /// Lower case, without anything but letters and digits.
    private static func folded(_ text: String) -> String {
        text.lowercased().composed.filter { $0.isLetter || $0.isNumber }
    }

    /// Signs that stand for letters, read as those.
    private static func plain(_ text: String) -> String {
        let letters: [Character: Character] = [
            "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i",
        ]
        return String(text.map { letters[$0] ?? $0 })
    }
}
