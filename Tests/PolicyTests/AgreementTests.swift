import Testing

@testable import Policy

/// The engine against the table written down as plain code.
struct AgreementTests {
    @Test func `the engine and the plain table agree on a million requests`() async throws {
        let rulebook = try builtIn()
        let counts = await withTaskGroup(of: (differ: [Facts], counts: [String: Int]).self) { group in
            for part in 0..<4 {
                group.addTask { await Self.compare(rulebook, requests: 250_000, seed: UInt64(part)) }
            }
            var total: [String: Int] = [:]
            for await part in group {
                #expect(part.differ.isEmpty, "\(part.differ.map(\.plainWords))")
                total.merge(part.counts, uniquingKeysWith: +)
            }
            return total
        }
        print(counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
        for expected in Self.everyOutcome {
            #expect(counts[expected, default: 0] >= 1_000, "\(expected)")
        }
        #expect(Set(counts.keys) == Set(Self.everyOutcome))
    }

    /// Every row with each of its outcomes, and the releases that approvals make of referrals.
    private static let everyOutcome =
        ["F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "D"].map { "\($0) withhold" }
        + ["M1", "M2", "M4", "M5", "M6", "C1", "C2", "C3", "C4", "C5", "C6"].map { "\($0) release" }
        + ["F3", "M1", "M3", "M4", "M5", "M7", "C4"].map { "\($0) refer" }
        + ["F3", "M1", "M3", "M5", "M7", "C4"].map { "\($0) release by approval" }

    private static func compare(
        _ rulebook: Rulebook, requests: Int, seed: UInt64
    ) async -> (differ: [Facts], counts: [String: Int]) {
        var dice = Dice(state: seed)
        var counts: [String: Int] = [:]
        var differ: [Facts] = []
        for number in 0..<requests {
            // The other tests want a turn too.
            if number % 500 == 0 { await Task.yield() }
            let facts = number % 4 == 0 ? Facts.random(&dice) : Scenarios.random(&dice)
            let plain = PlainDecision(facts)
            let decision = rulebook.decide(facts)
            if !agree(decision, plain) {
                differ.append(facts)
                if differ.count > 3 { return (differ, counts) }
            }
            for item in facts.items {
                guard let cited = plain.cited[item], let outcome = decision.outcome(of: item) else {
                    continue
                }
                counts[
                    "\(cited.row) \(outcome.rawValue)\(cited.isApproved ? " by approval" : "")", default: 0] +=
                    1
            }
        }
        return (differ, counts)
    }

    static func agree(_ decision: Decision, _ plain: PlainDecision) -> Bool {
        guard decision.released == plain.released, decision.referred == plain.referred,
            decision.withheld == plain.withheld, Set(decision.referTo) == plain.referTo,
            Set(decision.obligations) == plain.obligations,
            (decision.answer != nil) == plain.saysNeitherConfirmNorDeny
        else { return false }
        let book = decision.rulebook.book
        return decision.verdicts.allSatisfy { verdict in
            plain.cited[verdict.item]?.row == book.rules[Int(verdict.cited(rest: book.rest))].name
        }
    }
}
