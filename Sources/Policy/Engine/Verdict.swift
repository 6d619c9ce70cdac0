/// What the rows say of one item.
struct Verdict: Hashable, Sendable {
    var item: Item
    var outcome: Outcome
    /// The row that decides. D if nothing else matches.
    var rule: UInt8
    var branch: UInt8
    /// Whether every fact of the deciding row is known. A row that withholds otherwise is not cited.
    var isCertain: Bool
    /// What the matching rows of this outcome oblige, and what follows from it besides, as `Obligations.bits`.
    var obligations: UInt32

    /// The row to cite: D for a row that withholds only because a fact is unknown.
    func cited(rest: UInt8) -> UInt8 {
        outcome == .withhold && !isCertain ? rest : rule
    }
}

extension Book {
    /// Reads the rows for one item, from the top: the first that matches decides.
    @inline(__always)
    func verdict(_ situation: Situation, _ item: Item, among lines: UnsafeBufferPointer<Line>) -> Verdict {
        var verdict = Verdict(
            item: item, outcome: .withhold, rule: rest, branch: 0, isCertain: true, obligations: 0)
        var passed: UInt32 = 0
        var index = 0
        while index < lines.count {
            let line = lines[index]
            index += 1
            guard line.matches(situation) else { continue }
            if line.effect == .pass {
                passed |= line.obligations
                continue
            }
            verdict.outcome = line.effect.outcome
            verdict.rule = line.rule
            verdict.branch = line.branch
            verdict.isCertain = line.isCertain(in: situation)
            verdict.obligations = line.obligations | line.duties
            if line.isLastWord { index = lines.count }
            break
        }
        if verdict.rule == rest { verdict.obligations |= passed }
        // The rest of the rows can only add what they oblige, or another alternative of the same branch that
        // holds for certain.
        while index < lines.count {
            let line = lines[index]
            index += 1
            let isSameBranch = line.branch == verdict.branch && !verdict.isCertain && !line.isApproval
            guard line.obligations != 0 || isSameBranch, line.matches(situation) else { continue }
            if isSameBranch, line.isCertain(in: situation) { verdict.isCertain = true }
            if line.effect != .pass, line.effect.outcome == verdict.outcome {
                verdict.obligations |= line.obligations
            }
        }
        return verdict
    }

    /// `verdict(_:_:among:)` with the lines looked up.
    @inline(__always)
    func verdict(_ situation: Situation, _ item: Item, _ facts: Facts) -> Verdict {
        withLines(in: range(facts.recipient, item, facts.ground)) { verdict(situation, item, among: $0) }
    }
}
