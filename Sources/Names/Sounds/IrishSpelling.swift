/// The spelling of Irish and Scottish Gaelic, as far as names keep it that are common in Britain: vowels say
/// whether the consonant beside them is broad or slender, and an h behind one that it has softened.
struct IrishSpelling {
    private let letters: [UInt8]

    /// The letters that an English ear would write for a word with a group that only Gaelic writes; nil for
    /// any other word.
    static func english(_ letters: [UInt8]) -> [UInt8]? {
        let spelling = IrishSpelling(letters: letters)
        guard let first = letters.indices.first(where: { spelling.group(at: $0) != nil }) else { return nil }
        var result = Array(letters[..<first])
        var position = first
        while position < letters.count {
            let (sound, length) = spelling.group(at: position) ?? ([letters[position]], 1)
            result += sound
            position += length
        }
        return result
    }

    /// What a group of letters sounds like, and how many it takes.
    private func group(at position: Int) -> ([UInt8], Int)? {
        let softened = isSoftened(position + 2)
        switch (letter(position), letter(position + 1), letter(position + 2)) {
        // Sean, Seamus; Siobhan.
        case (.s, .e, .a) where position == 0 && (letter(3) == .n || letter(3) == .m):
            return ([.s, .h, .o], 3)
        case (.s, .i, .o) where position == 0 && isSoftened(3): return ([.s, .h, .i, .v], 5)
        // Ciaran; the c of Caoimhe.
        case (.c, .i, .a): return ([.k, .i, .e], 3)
        case (.c, .a, .o) where letter(position + 3) == .i: return ([.k], 1)
        // Aoife, Caoimhe.
        case (.a, .o, .i): return isSoftened(position + 3) ? ([.e, .e, .v], 5) : ([.e, .e], 3)
        // Niamh, Meabh.
        case (.i, .a, _) where softened: return ([.e, .e, .v, .e], 4)
        case (.e, .a, _) where softened: return ([.e, .i, .v, .e], 4)
        default: return nil
        }
    }

    /// Whether bh or mh stands at a position.
    private func isSoftened(_ position: Int) -> Bool {
        letter(position + 1) == .h && (letter(position) == .b || letter(position) == .m)
    }

    private func letter(_ position: Int) -> UInt8 { position < letters.count ? letters[position] : 0 }
}
