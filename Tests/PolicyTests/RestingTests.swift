import Testing

@testable import Policy

/// What is asked before a decision, and what an approval lacks, against a search that tries every way on the plain table.
struct RestingTests {
    private static let asking: FactSet = [
        .verified, .undertaking, .suspicion, .investigation, .reportedMissing, .publicSafety,
    ]

    /// A request near a scenario, some of what can be asked unknown.
    private static func facts(_ dice: inout Dice) -> Facts {
        var facts = Scenarios.random(&dice)
        facts.items = [facts.items.first { _ in true } ?? .contact]
        if dice.below(2) == 0 { facts.approval = Approval.none }
        for fact in asking where dice.below(3) > 0 { facts.forget(fact) }
        return facts
    }

    @Test func `a fact is asked if it alone makes a difference in some case, approved or not`() throws {
        let rulebook = try builtIn()
        var dice = Dice(state: 11)
        var named = 0
        for _ in 0..<80 {
            let facts = Self.facts(&dice)
            let resting = rulebook.resting(on: Self.asking, in: facts)
            let missing = rulebook.decide(facts).missing.bits & Self.asking.bits
            #expect(resting.bits == Self.byTrial(facts).bits | missing, "\(facts.plainWords)")
            if !resting.isEmpty { named += 1 }
        }
        #expect(named > 15)
    }

    @Test func `what is missing from a decision is asked before it`() throws {
        let rulebook = try builtIn()
        var dice = Dice(state: 13)
        for _ in 0..<300 {
            let facts = Self.facts(&dice)
            let resting = rulebook.resting(on: Self.asking, in: facts)
            for fact in rulebook.decide(facts).missing where Self.asking.contains(fact) {
                #expect(resting.contains(fact), "\(facts.plainWords): \(fact)")
            }
        }
    }

    @Test func `what an approval lacks lets it go, and nothing less does`() throws {
        let rulebook = try builtIn()
        var dice = Dice(state: 17)
        var lacked = 0
        for _ in 0..<400 {
            var facts = Self.facts(&dice)
            guard let item = rulebook.decide(facts).referred.first(where: { _ in true }),
                let referee = rulebook.decide(facts).referTo.first
            else { continue }
            facts.items = [item]
            let needed = rulebook.lacking(item, approvedBy: referee.approval, among: Self.asking, in: facts)
            var approved = facts.approved(by: referee.approval, [item])
            guard let needed else {
                #expect(Self.ways(approved).allSatisfy { Self.outcome($0, item) != .release })
                continue
            }
            for fact in needed { approved = approved.with(fact) }
            #expect(Self.outcome(approved, item) == .release, "\(facts.plainWords)")
            if needed.count == 1 {
                lacked += 1
                #expect(Self.outcome(facts.approved(by: referee.approval, [item]), item) != .release)
            }
        }
        #expect(lacked > 10)
    }

    @Test(arguments: Recipient.allCases.filter { !$0.needsNoCheck })
    func `whether somebody was checked is asked of every outsider whose referral it may lift`(
        recipient: Recipient
    ) throws {
        let rulebook = try builtIn()
        for ground in [Ground.riskOfHarm, .safeguardingChild, .safeguardingAdult, .legalDuty] {
            var facts = Facts(recipient: recipient, items: [.health], ground: ground)
            (facts.power, facts.consent, facts.approval) = (false, ConsentState.none, Approval.none)
            let asking: FactSet = [.verified, .reportedMissing, .visitorForm, .policiesGiven]
            #expect(rulebook.resting(on: asking, in: facts).contains(.verified), "\(ground)")
        }
    }

    private static func outcome(_ facts: Facts, _ item: Item) -> Outcome {
        PlainProcedure(facts: facts, item: item).answer().outcome
    }

    /// Every way in which the unknown ones among those asked can turn out.
    private static func ways(_ facts: Facts) -> [Facts] {
        var ways = [facts]
        for fact in asking where facts.truth(fact) == nil {
            ways = ways.flatMap { way in
                [way] + ["yes", "no"].map { way.with(Needed(fact: fact, value: $0)) }
            }
        }
        return ways
    }

    private static func byTrial(_ facts: Facts) -> FactSet {
        var found = FactSet()
        let item = facts.items.first { _ in true } ?? .contact
        var cases = [facts]
        if facts.approval == nil || facts.approval == Approval.none {
            cases += [Approval.management, .childrenAndFamilies, .guardian].map {
                facts.approved(by: $0, facts.items)
            }
        }
        for facts in cases {
            for way in ways(facts) {
                for fact in asking where facts.truth(fact) == nil && way.truth(fact) == nil {
                    let unknown = outcome(way, item)
                    let known = ["yes", "no"].map {
                        outcome(way.with(Needed(fact: fact, value: $0)), item)
                    }
                    if known.contains(where: { $0 != unknown }) { found.insert(fact) }
                }
            }
        }
        return found
    }
}

extension Facts {
    fileprivate func truth(_ fact: Fact) -> Bool? {
        switch fact {
        case .verified: verified
        case .undertaking: undertaking
        case .suspicion: suspicion
        case .investigation: investigation
        case .reportedMissing: reportedMissing
        default: publicSafety
        }
    }

    fileprivate func with(_ needed: Needed) -> Facts {
        var facts = self
        let value = needed.value == "yes"
        switch needed.fact {
        case .verified: facts.verified = value
        case .undertaking: facts.undertaking = value
        case .suspicion: facts.suspicion = value
        case .investigation: facts.investigation = value
        case .reportedMissing: facts.reportedMissing = value
        default: facts.publicSafety = value
        }
        return facts
    }
}
