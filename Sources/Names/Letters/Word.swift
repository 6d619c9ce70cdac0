/// One word of a name, its letters folded: a–z, `UInt8.cedilla`, and `SoundLetter`s for the scripts that are
/// not alphabets.
struct Word: Hashable, Sendable {
    var letters: [UInt8] = []

    init(_ letters: [UInt8] = []) {
        self.letters = letters
    }

    init(_ text: StaticString) {
        letters = text.withUTF8Buffer { Array($0) }
    }

    /// All letters in one run, where an array would hash each by itself.
    func hash(into hasher: inout Hasher) {
        letters.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    /// The most words of a name that are read, and the most letters of a word; the rest of the text is left
    /// out.
    static let maximumCount = 32
    static let maximumLength = 28
    /// The most characters of a text that are looked at.
    static let maximumText = 400

    /// The words of a name in any of the scripts that are known.
    static func split(_ text: String) -> [Word] {
        var splitter = WordSplitter()
        var count = 0
        for scalar in text.unicodeScalars {
            splitter.read(scalar)
            count += 1
            if count == maximumText { break }
        }
        return splitter.finish()
    }
}

/// A folded letter that stands for a sound of another script, above the Latin ones.
enum SoundLetter {
    /// A letter of a script that leaves short vowels out.
    static func unvocalised(_ phone: Phone) -> UInt8 { 0x80 | phone.rawValue }
    /// A letter of a script that writes all vowels.
    static func vocalised(_ phone: Phone) -> UInt8 { 0xC0 | phone.rawValue }

    static func phone(_ letter: UInt8) -> Phone? {
        letter < 0x80 ? nil : Phone(rawValue: letter & 0x3F)
    }

    static func isUnvocalised(_ letter: UInt8) -> Bool { letter & 0xC0 == 0x80 }
}
