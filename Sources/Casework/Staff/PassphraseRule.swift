/// What a passphrase must be: long, and not one that is tried first. No rule on kinds of characters (NIST SP 800-63B
/// §3.1.1.2 says why not).
package struct PassphraseRule: Sendable {
    /// The fewest characters.
    package static let shortest = 12

    /// The charity's and the person's own words, folded.
    private let own: [String]

    /// - Parameter own: names and places that anybody could guess here: the charity's, the town's, the person's.
    package init(own: [String]) {
        self.own = own.flatMap { words in
            words.split { !$0.isLetter }.map { Self.folded(String($0)) }.filter { $0.count >= 3 }
        }
    }

    /// What is wrong with it; nil if it can be used.
    package func problem(_ passphrase: String) -> Problem.Reason? {
        if passphrase.isEmpty { return .missing }
        if passphrase.count < Self.shortest { return .tooShort(Self.shortest) }
        if passphrase.utf8.count > 1024 { return .tooLong(1024) }
        return isGuessable(Self.folded(passphrase)) || isGuessable(Self.folded(Self.plain(passphrase)))
            ? .guessable : nil
    }

    private func isGuessable(_ text: String) -> Bool {
        if CommonPassphrases.whole.contains(text) || Set(text).count < 5 { return true }
        let letters = Array(text)
        // One piece, over and over.
        for piece in 1...max(1, letters.count / 2)
        where letters.indices.allSatisfy({ letters[$0] == letters[$0 % piece] }) { return true }
        if CommonPassphrases.rows.contains(where: {
            $0.contains(text) || $0.contains(String(text.reversed()))
        }) {
            return true
        }
        // What is left once everything that is tried first is taken out.
        var left = text
        for word in (CommonPassphrases.words + own).sorted(by: { $0.count > $1.count }) {
            left = left.split(separator: word, omittingEmptySubsequences: true).joined(separator: " ")
        }
        let digits = left.count { $0.isNumber }
        return left.count { $0.isLetter } < 6 && digits < 16
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
