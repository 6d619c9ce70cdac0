/// What may be done with a request, and why. Only `Rulebook.decide(_:)` makes one.
package struct Decision: Sendable {
    /// What was decided upon.
    package let facts: Facts
    /// What decided it: `rulebook.hash` names the version.
    package let rulebook: Rulebook
    package private(set) var released = Items()
    package private(set) var referred = Items()
    package private(set) var withheld = Items()
    /// What must be done besides: the union over all items.
    package internal(set) var obligations = Obligations()
    /// The facts in any minimal set of unknown ones that could change the outcome of an item.
    package internal(set) var missing = FactSet()
    var verdicts: [Verdict] = []

    init(facts: Facts, rulebook: Rulebook) {
        self.facts = facts
        self.rulebook = rulebook
    }

    /// `release` if any item is released, else `refer` if any is referred, else `withhold`.
    package var outcome: Outcome {
        if !released.isEmpty { return .release }
        return referred.isEmpty ? .withhold : .refer
    }

    /// The words to be used towards the asker, when nothing is released to an outsider who may be asking about a
    /// person (clauses P1, P1.1).
    package var answer: Answer? {
        let isAboutOrganisation = facts.subject == .organisation
        guard facts.isAskedFromOutside, !isAboutOrganisation, released.isEmpty else { return nil }
        return .neitherConfirmNorDeny
    }

    /// The words that may be the only answer.
    package enum Answer: String, Word {
        case neitherConfirmNorDeny
    }

    /// Who decides what is referred, the usual one first (clauses P4.2, P4.4, S3.1).
    package var referTo: [Referee] {
        var referees: [Referee] = []
        for verdict in verdicts where verdict.outcome == .refer {
            for referee in rulebook.book.referees[Int(verdict.branch)] where !referees.contains(referee) {
                referees.append(referee)
            }
        }
        return referees
    }

    /// The rows that decided, each with its clauses and items, in rank order.
    ///
    /// A row that rests on two clauses is cited once for each.
    package var deciding: [Citation] {
        let book = rulebook.book
        var citations: [Citation] = []
        for rule in Set(verdicts.map { $0.cited(rest: book.rest) }).sorted() {
            let items = Items(verdicts.filter { $0.cited(rest: book.rest) == rule }.map(\.item))
            for clause in book.rules[Int(rule)].clauses {
                citations.append(Citation(rule: book.rules[Int(rule)].name, clause: clause, items: items))
            }
        }
        return citations
    }

    /// A row that decided, and a clause it rests on.
    package struct Citation: Hashable, Sendable {
        package let rule: String
        package let clause: String
        package let items: Items
    }

    mutating func add(_ verdict: Verdict) {
        verdicts.append(verdict)
        switch verdict.outcome {
        case .release: released.insert(verdict.item)
        case .refer: referred.insert(verdict.item)
        case .withhold: withheld.insert(verdict.item)
        }
    }

    /// What is decided about one item; `nil` if it was not asked for.
    package func outcome(of item: Item) -> Outcome? {
        verdicts.first { $0.item == item }?.outcome
    }
}
