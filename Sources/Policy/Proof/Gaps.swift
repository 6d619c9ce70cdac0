/// What the rules leave altogether to D and to the rows that withhold: nobody there is ever given anything.
struct Gaps {
    private var recipients: Set<Int> = []
    private var items: Set<Int> = []
    private var grounds: Set<Int> = []

    mutating func note(_ space: Space, released: Bool) {
        guard released else { return }
        recipients.formUnion(space.recipients)
        items.formUnion(space.items)
        grounds.formUnion(space.grounds)
    }

    var sentences: [String] {
        var sentences: [String] = []
        for recipient in Recipient.allCases where !recipients.contains(recipient.ordinal) {
            sentences.append("Nothing is ever released to ‘\(recipient.rawValue)’.")
        }
        for item in Item.allCases where !items.contains(item.ordinal) {
            sentences.append("‘\(item.rawValue)’ is never released.")
        }
        for ground in Ground.allCases where !grounds.contains(ground.ordinal) {
            sentences.append("Nothing is ever released on the ground ‘\(ground.rawValue)’.")
        }
        return sentences
    }
}

extension Tally {
    /// The vectors in which something was released.
    func releases(_ book: Book) -> Int {
        book.referees.indices.reduce(0) { $0 + decided(branch: $1, .release) }
    }
}
