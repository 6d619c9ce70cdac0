import Testing

@testable import Policy

/// `missing`, against a search that tries every value of every set of unknown facts.
struct MissingFactsTests {
    @Test func `missing names the facts of every minimal set that could change an outcome`() throws {
        let rulebook = try builtIn()
        var dice = Dice(state: 7)
        var named = 0
        for _ in 0..<400 {
            var facts = Self.filled(&dice)
            for _ in 0..<4 { facts.forget(Fact.allCases[dice.below(Fact.allCases.count)]) }
            let missing = rulebook.decide(facts).missing
            #expect(missing == Self.byTrial(facts), "\(facts.plainWords)")
            if !missing.isEmpty { named += 1 }
        }
        #expect(named > 100)
    }

    @Test func `a ground that is not known is the only thing missing for an outsider`() throws {
        let facts = Facts(recipient: .council, items: [.casework])
        #expect(try builtIn().decide(facts).missing == [.ground])
    }

    @Test func `consent that is not known is missing even where a member of staff is shown the item`() throws
    {
        var facts = Facts(recipient: .staff, items: [.health], ground: .service)
        facts.needToKnow = true
        facts.purpose = .approved
        let decision = try builtIn().decide(facts)
        #expect(decision.outcome == .release)
        #expect(decision.missing == [.consent])
    }

    @Test func `nothing is missing where no fact could change the answer`() throws {
        let facts = Facts(recipient: .press, items: [.monitoring], ground: .gain)
        #expect(try builtIn().decide(facts).missing.isEmpty)
    }

    /// A request near a scenario, every fact of it known.
    private static func filled(_ dice: inout Dice) -> Facts {
        var facts = Scenarios.random(&dice)
        facts.items = [facts.items.first { _ in true } ?? .contact]
        for fact in Fact.allCases.dropFirst(2) {
            while facts.isUnknown(fact) { facts.change(fact, &dice) }
        }
        return facts
    }

    /// The union of the minimal sets, found by trying all of them, smallest first, on the plain table.
    private static func byTrial(_ facts: Facts) -> FactSet {
        let unknown = Fact.allCases.filter { facts.isUnknown($0) }
        var minimal: [UInt32] = []
        let sets = (1..<(1 << unknown.count)).sorted { $0.nonzeroBitCount < $1.nonzeroBitCount }
        for item in facts.items {
            var found: [UInt32] = []
            let outcome = PlainProcedure(facts: facts, item: item).answer().outcome
            for set in sets {
                let chosen = unknown.indices.filter { set & (1 << $0) != 0 }.map { unknown[$0] }
                let bits = chosen.reduce(0) { $0 | $1.mask }
                if found.contains(where: { $0 & ~bits == 0 }) { continue }
                if changes(facts, item, chosen[...], from: outcome) { found.append(bits) }
            }
            minimal += found
        }
        return FactSet(bits: minimal.reduce(0) { $0 | $1 })
    }

    private static func changes(
        _ facts: Facts, _ item: Item, _ chosen: ArraySlice<Fact>, from outcome: Outcome
    ) -> Bool {
        guard let fact = chosen.first else {
            return PlainProcedure(facts: facts, item: item).answer().outcome != outcome
        }
        return fact.allowedWords.indices.contains { value in
            var situation = Situation(facts).adding(item, of: facts)
            situation = situation.with(fact, value)
            return changes(Facts(situation), item, chosen.dropFirst(), from: outcome)
        }
    }
}

extension Facts {
    fileprivate func isUnknown(_ fact: Fact) -> Bool {
        let item = items.first { _ in true } ?? .existence
        return Situation(self).adding(item, of: self).unknown & fact.mask != 0
    }
}
