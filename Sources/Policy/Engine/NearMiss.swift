/// One fact that, put otherwise, would release an item: ‘would be released if the consent covered this item’.
package struct NearMiss: Hashable, Sendable {
    package let item: Item
    package let fact: Fact
    /// The value that it lacks, as a request writes it; for a list, that it covers the item (`yes`).
    package let value: String

    /// The near miss as a sentence about its item.
    package var sentence: String {
        "‘\(item.rawValue)’ would be released if \(fact.condition(value))."
    }
}

extension Decision {
    /// The items not released that lack one fact only, known otherwise or unknown.
    ///
    /// Only facts that somebody could bring about or find out are tried: never who asks, about whom, or why.
    /// Of a fact's values the least that would do is named.
    package var nearMisses: [NearMiss] {
        let book = rulebook.book
        let shared = Situation(facts)
        var misses: [NearMiss] = []
        for verdict in verdicts where verdict.outcome != .release {
            let situation = shared.adding(verdict.item, of: facts)
            for fact in Fact.allCases where !fact.isWhoOrWhy {
                let words = fact.allowedWords
                let enough = words.indices.first { value in
                    book.verdict(situation.with(fact, value), verdict.item, facts).outcome == .release
                }
                if let enough {
                    misses.append(NearMiss(item: verdict.item, fact: fact, value: words[enough]))
                }
            }
        }
        return misses
    }
}
