/// What a decision may come to rest on: what to ask before it is made, and what an approval still lacks.
extension Rulebook {
    /// Those of some unknown facts that could make a difference: what has to be asked about a request.
    ///
    /// A fact makes one if, however the others of them turn out, there is a case in which an item's outcome depends on
    /// it; as things stand, or once somebody has approved it. So does one that is missing from the decision now, however
    /// many others are missing with it. A referral rests on facts that its row does not name:
    /// an approval counts only towards a recipient who was checked (H1), so what matters is asked of both.
    package func resting(on asking: FactSet, in facts: Facts) -> FactSet {
        var cases = [facts]
        if facts.approval == nil || facts.approval == Approval.none {
            cases += Approval.allCases.filter { $0 != .none }.map { facts.approved(by: $0, facts.items) }
        }
        var found = FactSet(bits: decide(facts).missing.bits & asking.bits)
        for facts in cases {
            let shared = Situation(facts)
            for item in facts.items {
                found.formUnion(book.resting(on: asking, shared.adding(item, of: facts), item, facts))
            }
        }
        return found
    }

    /// What an approval of one item lacks to let it go: the fewest facts, and the values that they would need. Empty if
    /// it goes at once; nil if no answer to these questions lets it go.
    /// - Parameter asking: the facts that somebody can still find out, or bring about.
    package func lacking(
        _ item: Item, approvedBy approval: Approval, among asking: FactSet, in facts: Facts
    ) -> [Needed]? {
        let facts = facts.approved(by: approval, [item])
        let situation = Situation(facts).adding(item, of: facts)
        let open = book.open(asking, item, facts)
        let sets = (0..<(1 << open.count)).sorted {
            ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1)
        }
        for set in sets {
            let chosen = open.indices.filter { set & (1 << $0) != 0 }.map { open[$0] }
            if let values = book.releasing(chosen[...], situation, item, facts) { return values }
        }
        return nil
    }
}

/// A fact that has to have a value, as a request writes it.
package struct Needed: Hashable, Sendable {
    package let fact: Fact
    package let value: String
}

extension Facts {
    /// The same request with an approval of some items.
    package func approved(by approval: Approval, _ items: Items) -> Facts {
        var facts = self
        facts.approval = approval
        facts.approvalItems = items
        return facts
    }
}

extension FactSet {
    package mutating func formUnion(_ other: FactSet) {
        self = FactSet(bits: bits | other.bits)
    }
}

extension Book {
    /// Those of some facts that a line for this item asks about at all.
    fileprivate func open(_ asking: FactSet, _ item: Item, _ facts: Facts) -> [Fact] {
        let ground = facts.ground?.ordinal ?? Book.anyGround
        return FactSet(bits: asking.bits & asked(facts.recipient, item, ground: ground)).map { $0 }
    }

    /// Every way in which the unknown ones can turn out, unknown among them: a fact matters if two ways that differ in
    /// it alone end differently.
    fileprivate func resting(
        on asking: FactSet, _ situation: Situation, _ item: Item, _ facts: Facts
    ) -> FactSet {
        let open = self.open(asking, item, facts).filter { situation.unknown & $0.mask != 0 }
        let ways = open.map { $0.allowedWords.count + 1 }
        var outcomes: [Outcome] = []
        for way in 0..<ways.reduce(1, *) {
            var (filled, rest) = (situation, way)
            for (fact, count) in zip(open, ways) {
                if rest % count > 0 { filled = filled.with(fact, rest % count - 1) }
                rest /= count
            }
            outcomes.append(verdict(filled, item, facts).outcome)
        }
        var found = FactSet()
        var step = 1
        for (fact, count) in zip(open, ways) {
            let unknown = outcomes.indices.filter { $0 / step % count == 0 }
            let differs = unknown.contains { way in
                (1..<count).contains { outcomes[way] != outcomes[way + $0 * step] }
            }
            if differs { found.insert(fact) }
            step *= count
        }
        return found
    }

    /// Values of these facts, each other than it is now, with which the item is released.
    fileprivate func releasing(
        _ chosen: ArraySlice<Fact>, _ situation: Situation, _ item: Item, _ facts: Facts
    ) -> [Needed]? {
        guard let fact = chosen.first else {
            return verdict(situation, item, facts).outcome == .release ? [] : nil
        }
        let now = situation.value(of: fact)
        for value in fact.allowedWords.indices where value != now {
            let filled = situation.with(fact, value)
            if let others = releasing(chosen.dropFirst(), filled, item, facts) {
                return [Needed(fact: fact, value: fact.allowedWords[value])] + others
            }
        }
        return nil
    }
}
