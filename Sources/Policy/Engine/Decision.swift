/// What may be done with a request, and why. Only `Rulebook.decide(_:)` makes one.
package struct Decision: Sendable {
    /// What was decided upon.
    package let facts: Facts
    /// What decided it: `rulebook.hash` names the version.
    package let rulebook: Rulebook
    package let released: Items
    package let referred: Items
    package let withheld: Items
    /// What must be done besides: the union over all items.
    package internal(set) var obligations = Obligations()
    /// The facts in any minimal set of unknown ones that could change the outcome of an item.
    package internal(set) var missing = FactSet()
    /// The words to be used towards the asker, when nothing is released to an outsider who may be asking about a
    /// person (clauses P1, P1.1).
    package let answer: Answer?
    let verdicts: [Verdict]

    init(facts: Facts, rulebook: Rulebook, verdicts: [Verdict]) {
        self.facts = facts
        self.rulebook = rulebook
        self.verdicts = verdicts
        var items = (released: Items(), referred: Items(), withheld: Items())
        for verdict in verdicts {
            switch verdict.outcome {
            case .release: items.released.insert(verdict.item)
            case .refer: items.referred.insert(verdict.item)
            case .withhold: items.withheld.insert(verdict.item)
            }
        }
        (released, referred, withheld) = items
        let isAboutPerson = facts.subject != .organisation
        answer =
            facts.isAskedFromOutside && isAboutPerson && released.isEmpty ? .neitherConfirmNorDeny : nil
    }

    /// `release` if any item is released, else `refer` if any is referred, else `withhold`.
    package var outcome: Outcome {
        if !released.isEmpty { return .release }
        return referred.isEmpty ? .withhold : .refer
    }

    /// The words that may be the only answer.
    package enum Answer: String, Word {
        case neitherConfirmNorDeny
    }

    /// Who decides what is referred, the usual one first (clauses P4.2, P4.4, S3.1).
    package var referTo: [Referee] {
        var referees: [Referee] = []
        guard !referred.isEmpty else { return referees }
        for verdict in verdicts where verdict.outcome == .refer {
            let named = rulebook.book.referees[Int(verdict.branch)]
            if referees.isEmpty {
                referees = named
            } else {
                referees += named.filter { !referees.contains($0) }
            }
        }
        return referees
    }

    /// The rows that decided, each with its clauses and items, in rank order.
    ///
    /// A row that rests on two clauses is cited once for each.
    package var deciding: [Citation] {
        let book = rulebook.book
        let verdicts = verdicts
        var rules: UInt64 = 0
        for verdict in verdicts { rules |= 1 << UInt64(verdict.cited(rest: book.rest)) }
        var citations: [Citation] = []
        citations.reserveCapacity(rules.nonzeroBitCount * 2)
        while rules != 0 {
            let rule = UInt8(rules.trailingZeroBitCount)
            rules &= rules - 1
            var items = Items()
            for verdict in verdicts where verdict.cited(rest: book.rest) == rule {
                items.insert(verdict.item)
            }
            for citation in book.citations[Int(rule)] {
                citations.append(Citation(rule: citation.rule, clause: citation.clause, items: items))
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

    /// What is decided about one item; `nil` if it was not asked for.
    package func outcome(of item: Item) -> Outcome? {
        verdicts.first { $0.item == item }?.outcome
    }
}
