/// Something that is wrong with a rulebook, in plain words, with a request that shows it.
package struct Finding: Hashable, Sendable, CustomStringConvertible {
    /// What should hold and does not.
    package let broken: String
    package let clause: String?
    /// A request for which it does not hold; `nil` where the fault is not in any one situation.
    package let facts: Facts?
    /// What the rules do then.
    package let came: String

    init(broken: String, clause: String? = nil, facts: Facts? = nil, came: String) {
        self.broken = broken
        self.clause = clause
        self.facts = facts
        self.came = came
    }

    package var description: String {
        let title = clause.map { "\(broken) (\($0))" } ?? broken
        guard let facts else { return "\(title) \(came)" }
        return """
            Does not hold: \(title)
              Counter-example: \(facts.plainWords)
              \(came)
            """
    }
}

extension Facts {
    /// The request in plain words: who asks for what, why, and what else is known.
    package var plainWords: String {
        let items = self.items.map { "‘\($0.rawValue)’" }.joined(separator: ", ")
        let why = ground.map { "on the ground ‘\($0.rawValue)’" } ?? "the ground unknown"
        let situation = Situation(self).adding(self.items.first { _ in true } ?? .existence, of: self)
        let known = Fact.allCases.compactMap { fact -> String? in
            guard ![.recipient, .items, .ground].contains(fact), let value = situation.value(of: fact) else {
                return nil
            }
            let word = fact.allowedWords[value]
            return fact.isCoverage
                ? "‘\(fact.rawValue)’ \(word == "yes" ? "covers it" : "does not cover it")"
                : "‘\(fact.rawValue)’ is \(word)"
        }
        let rest = known.isEmpty ? "nothing else is known" : known.joined(separator: ", ")
        return "‘\(recipient.rawValue)’ asks for \(items), \(why); \(rest)."
    }
}
