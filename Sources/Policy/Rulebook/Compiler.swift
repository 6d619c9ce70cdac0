/// Turns the rules into lines: conjunctions of bit sets, in rank order, approvals before the referrals they lift.
struct Compiler {
    private(set) var lines: [Line] = []
    /// The rule and the branch within it, for each branch number that lines carry.
    private(set) var branches: [(rule: Int, branch: Int)] = []

    private let unchecked: Set<Int>
    private let approval: [Condition]

    init(_ book: RulebookParser) throws(RulebookError) {
        unchecked = book.unchecked
        approval = book.approval
        guard book.rules.count < 60 else { throw RulebookError(0, .tooMany("rows")) }
        for (index, rule) in book.rules.enumerated() { try add(rule, at: index) }
        guard lines.count < 250, branches.count < 250 else {
            throw RulebookError(0, .tooMany("alternatives"))
        }
    }

    private mutating func add(_ rule: Rule, at index: Int) throws(RulebookError) {
        for (number, branch) in rule.branches.enumerated() {
            guard branches.count < 250 else { throw RulebookError(rule.line, .tooMany("outcomes")) }
            branches.append((index, number))
            let conditions = rule.conditions + [branch.condition].compactMap { $0 }
            let conjunctions = try conjunctions(of: conditions, line: rule.line)
            guard !conjunctions.isEmpty else { throw RulebookError(rule.line, .neverHolds(rule.name)) }
            var line = Line()
            line.obligations = branch.obligations.bits
            line.rule = UInt8(index)
            line.branch = UInt8(branches.count - 1)
            switch branch.effect {
            case .release: line.effect = .release
            case .withhold: line.effect = .withhold
            case .pass: line.effect = .pass
            case .refer(let referees):
                try addApproval(by: referees, of: conditions, like: line, at: rule.line)
                line.effect = .refer
            }
            lines += conjunctions.map { $0.line(like: line) }
        }
    }

    /// The release that an approval makes of a referral: every condition of the row known to hold, the approval
    /// one of those that the row refers to, and covering.
    private mutating func addApproval(
        by referees: [Referee], of conditions: [Condition], like line: Line, at number: Int
    ) throws(RulebookError) {
        var release = line
        release.effect = .release
        release.isApproval = true
        let approved = Condition(
            alternatives: [
                [
                    Comparison(subject: .fact(.approval), allowed: Set(referees.map(\.approval.ordinal))),
                    Comparison(subject: .fact(.approvalItems), allowed: [Answered.yes.ordinal]),
                ]
            ], text: "approved")
        let conjunctions = try conjunctions(of: conditions + approval + [approved], line: number)
        lines += conjunctions.filter { !$0.needsUnknown }.map { $0.line(like: release) }
    }

    /// Every choice of one alternative from each condition that does not contradict itself.
    func conjunctions(
        of conditions: [Condition], line: Int
    ) throws(RulebookError) -> [Conjunction] {
        var choices = [Conjunction()]
        for condition in conditions {
            var longer: [Conjunction] = []
            for alternative in condition.alternatives {
                var tests: [[Comparison]] = [[]]
                for test in alternative {
                    let ways = try factTests(test, line: line)
                    tests = tests.flatMap { begun in ways.map { begun + $0 } }
                }
                for choice in choices { longer += tests.compactMap { choice.adding($0) } }
            }
            choices = longer
            guard choices.count < 100 else { throw RulebookError(line, .tooMany("alternatives")) }
        }
        return choices
    }

    /// A test as alternatives of tests of facts alone: H1 is resolved here.
    private func factTests(_ test: Comparison, line: Int) throws(RulebookError) -> [[Comparison]] {
        let everyone = Set(Recipient.allCases.map(\.ordinal))
        let verified = Comparison(
            subject: .fact(.verified), allowed: [Answered.yes.ordinal], mustBeKnown: true)
        func recipients(_ values: Set<Int>) -> Comparison {
            Comparison(subject: .fact(.recipient), allowed: values)
        }
        switch test.subject {
        case .fact:
            return [[test]]
        case .countsAsItself:
            return [[recipients(unchecked)], [recipients(everyone.subtracting(unchecked)), verified]]
        case .role where test.allowed.contains(Recipient.public.ordinal):
            // Somebody unchecked is seen as the public, who are on this list. If they are on it as themselves
            // too, then whether they were checked does not matter; a list of some of them would make a row that
            // an unchecked claim can enter and a checked one cannot.
            guard test.allowed.isSuperset(of: everyone.subtracting(unchecked)) else {
                throw RulebookError(line, .outOfPlace("‘public’, in a list that leaves others out,"))
            }
            return [[recipients(test.allowed)]]
        case .role:
            let asClaimed = test.allowed.intersection(unchecked)
            let ifChecked = test.allowed.subtracting(unchecked)
            return [
                asClaimed.isEmpty ? nil : [recipients(asClaimed)],
                ifChecked.isEmpty ? nil : [recipients(ifChecked), verified],
            ].compactMap { $0 }
        }
    }
}

extension Compiler {
    /// The duties with their conditions as bits. Like a release, a duty needs its facts known.
    func duties(_ duties: [Duty], rules: [Rule]) throws(RulebookError) -> [Book.CompiledDuty] {
        var compiled: [Book.CompiledDuty] = []
        for duty in duties {
            let conjunctions = try conjunctions(of: duty.conditions, line: 0)
            var release = Line()
            release.effect = .release
            let lines = conjunctions.map { $0.line(like: release) }
            let known = Fact.recipient.mask | Fact.items.mask | Fact.ground.mask
            guard lines.allSatisfy({ $0.asksAbout & ~known == 0 }) else {
                throw RulebookError(
                    0, .outOfPlace("a duty's condition on another fact than who, what and why"))
            }
            var bits: UInt64 = 0
            for (index, rule) in rules.enumerated() where duty.rules.contains(rule.name) {
                bits |= 1 << UInt64(index)
            }
            compiled.append(
                Book.CompiledDuty(
                    effect: duty.outcome, rules: bits, forbidden: lines.map(\.forbidden),
                    obligations: duty.obligations))
        }
        return compiled
    }
}
