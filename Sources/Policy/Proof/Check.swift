/// The proof of a rulebook: every situation enumerated, every invariant held to it, every row accounted for.
package struct Check: Sendable {
    package let findings: [Finding]
    package let tally: Tally
    /// The spaces that the situations fall into: classes of recipient, item and ground.
    package let spaces: Int
    /// All the raw situations of one item. `tally.situations` equals it, or the reduction is not exact.
    package let rawSituations = Reduction.rawSituations
    /// What each row decides, for people: `M1: release 12, refer 40`.
    package let rows: [String]
    /// Pairs of rows that differ in outcome where both match, the higher first.
    package let conflicts: [String]
    /// Recipients who can be given nothing on any ground, and items that can be given to nobody.
    package let gaps: [String]

    package var passed: Bool { findings.isEmpty }
}

extension Rulebook {
    /// Proves the rulebook, or finds what is wrong with it.
    ///
    /// One counter-example is given for each invariant. With fewer `recipients` only their situations are decided,
    /// which finds what is broken there sooner and proves nothing of the others.
    package func check(recipients: Set<Recipient> = Set(Recipient.allCases)) -> Check {
        let reduction = Reduction(book)
        let isWhole = recipients.count == Recipient.allCases.count
        var tally = Tally(book)
        var findings: [Finding] = []
        var gaps = Gaps()
        for space in reduction.spaces where !recipients.isDisjoint(with: space.everyRecipient) {
            let before = tally
            for finding in Enumeration.run(book, space, into: &tally)
            where !findings.contains(where: { $0.broken == finding.broken }) {
                findings.append(finding)
            }
            gaps.note(space, released: tally.releases(book) > before.releases(book))
        }
        if isWhole {
            if tally.situations != Reduction.rawSituations {
                let came = "\(tally.situations) of \(Reduction.rawSituations) were decided."
                findings.append(Finding(broken: "The vectors stand for every situation once.", came: came))
            }
            findings += itemFindings() + rowFindings(tally)
        }
        return Check(
            findings: findings, tally: tally, spaces: reduction.spaces.count, rows: rows(tally),
            conflicts: conflicts(tally), gaps: gaps.sentences)
    }

    /// A release never holds an item that was not asked, and no item changes what another comes to.
    private func itemFindings() -> [Finding] {
        for recipient in Recipient.allCases {
            for ground in Ground.allCases {
                var facts = Facts(recipient: recipient, items: .all, ground: ground)
                facts.verified = true
                facts.purpose = .approved
                facts.needToKnow = true
                facts.consent = .requested
                facts.consentItems = [.contact, .counselling]
                facts.undertaking = true
                let together = decide(facts)
                for item in Item.allCases {
                    facts.items = [item]
                    let alone = decide(facts)
                    let all = alone.released.union(alone.referred).union(alone.withheld)
                    guard all == [item], alone.outcome(of: item) == together.outcome(of: item) else {
                        return [
                            Finding(
                                broken: "A release never holds an item that was not asked.", clause: "S4.2",
                                facts: facts, came: "Asked alone and among others the item differs.")
                        ]
                    }
                }
            }
        }
        return []
    }

    /// Outcomes of rows that never match, or match and never decide.
    private func rowFindings(_ tally: Tally) -> [Finding] {
        var findings: [Finding] = []
        forEachBranch { index, rule, branch in
            var outcomes: [(Outcome, Bool)] = []
            switch branch.effect {
            case .release: outcomes = [(.release, false)]
            case .withhold: outcomes = [(.withhold, false)]
            case .refer: outcomes = [(.refer, false), (.release, true)]
            case .pass: break
            }
            for (outcome, byApproval) in outcomes where tally.decided(branch: index, outcome) == 0 {
                let needsNoApproval = book.lines.allSatisfy { Int($0.branch) != index || !$0.isApproval }
                if byApproval, needsNoApproval { continue }
                let what = "Row \(rule.name) (line \(rule.line)), \(outcome.rawValue)"
                let came =
                    tally.isMatched(branch: index, byApproval: byApproval)
                    ? "it matches, but a higher row always decides: it is shadowed."
                    : "it can never match: it is dead, or a higher row takes every situation it is for."
                findings.append(Finding(broken: "Every row decides something.", came: "\(what): \(came)"))
            }
        }
        return findings
    }

    private func rows(_ tally: Tally) -> [String] {
        var rows: [String] = []
        var counts: [(name: String, count: Int)] = []
        func close(_ name: String) {
            let parts = counts.filter { $0.count > 0 }.map { "\($0.name) \($0.count)" }
            rows.append("\(name): \(parts.joined(separator: ", "))")
            counts = []
        }
        for (ruleIndex, rule) in rules.enumerated() {
            forEachBranch { index, other, _ in
                guard other.name == rules[ruleIndex].name else { return }
                counts += Outcome.allCases.map { ($0.rawValue, tally.decided(branch: index, $0)) }
            }
            close(rule.name)
        }
        return rows
    }

    private func conflicts(_ tally: Tally) -> [String] {
        var conflicts: [String] = []
        for higher in rules.indices {
            for lower in rules.indices.dropFirst(higher + 1).dropLast() {
                let count = tally.overruled(lower, by: higher)
                if count > 0 {
                    conflicts.append("\(rules[higher].name) over \(rules[lower].name): \(count)")
                }
            }
        }
        return conflicts
    }

    private func forEachBranch(_ body: (Int, Rule, Rule.Branch) -> Void) {
        var index = 0
        for rule in rules {
            for branch in rule.branches {
                body(index, rule, branch)
                index += 1
            }
        }
    }
}
