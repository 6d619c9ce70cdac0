/// Small words of names, and abbreviations that are not to be guessed from their letters.
enum Particles {
    static let titles = words("mr", "mrs", "ms", "miss", "dr", "prof", "rev", "sir", "dame")
    static let son = words("bin", "ibn", "ben", "bn", "ould", "wuld")
    static let daughter = words("bint", "binti", "binte", "bt", "mint")
    static let european = words(
        "de", "da", "do", "dos", "das", "del", "della", "di", "du", "van", "von", "der", "den", "ter", "la", "le", "y")
    /// O Neill, Mac Donald, Mc Donald.
    static let joined = words("o", "mc", "mac", "fitz")

    private static let muhammad = words("md", "mhd", "mohd", "muhd", "mohmd", "muhmd", "mhmd", "mohamd", "muhamd")
    private static let mosammat = words("mst", "msst", "mosst", "musst", "must", "mosa", "mossa")

    /// The word that an abbreviation stands for, and Mac- for Mc-; any other word as it is.
    static func written(out word: Word) -> Word {
        if muhammad.contains(word) { return Word("muhammad") }
        if mosammat.contains(word) { return Word("mosammat") }
        if word.letters.count > 4, word.letters.starts(with: [.m, .c]) {
            return Word([.m, .a, .c] + word.letters.dropFirst(2))
        }
        return word
    }

    private static func words(_ texts: StaticString...) -> Set<Word> {
        Set(texts.map { Word($0) })
    }
}
