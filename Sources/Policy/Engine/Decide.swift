extension Rulebook {
    /// Decides a request: for each item, may it go to this recipient, on this ground, now?
    ///
    /// The rows are read from the top for each item by itself; the highest that matches decides it (‘The
    /// decision’). Pure: the same facts under the same rulebook are always decided alike.
    package func decide(_ facts: Facts) -> Decision {
        let book = book
        let shared = Situation(facts)
        var verdicts: [Verdict] = []
        verdicts.reserveCapacity(facts.items.count)
        var obligations: UInt32 = 0
        var missing: UInt32 = 0
        var waiting = facts.items.bits
        while waiting != 0 {
            let item = Item.ordered[waiting.trailingZeroBitCount]
            waiting &= waiting - 1
            let situation = shared.adding(item, of: facts)
            let verdict = book.verdict(situation, item, facts)
            obligations |= verdict.obligations
            missing |= book.missing(situation, facts, verdict)
            if verdict.outcome != .release, book.wouldChangeIfChecked(situation, facts, verdict) {
                obligations |= Obligation.verifyIdentity.mask
            }
            verdicts.append(verdict)
        }
        var decision = Decision(facts: facts, rulebook: self, verdicts: verdicts)
        // The statement is for those to whom nothing at all is said; a verified subject is not one of them.
        if decision.answer != nil, !decision.withheld.isEmpty {
            obligations |= Obligation.readStatement.mask | Obligation.takeMessage.mask
        }
        decision.obligations = Obligations(bits: obligations)
        decision.missing = FactSet(bits: missing)
        return decision
    }
}

extension Item {
    /// `allCases`, made once.
    static let ordered = allCases
}

extension Book {
    /// Whether the outcome would be another if the recipient's identity had been checked (H1).
    @inline(__always)
    func wouldChangeIfChecked(_ situation: Situation, _ facts: Facts, _ verdict: Verdict) -> Bool {
        guard !facts.countsAsItself else { return false }
        let checked = situation.with(.verified, Answered.yes.ordinal)
        return self.verdict(checked, verdict.item, facts).outcome != verdict.outcome
    }
}
