import Policy
import Vault

/// What was found out about a special caller after they had asked, for example by ringing back: as it was typed.
package struct CallerFinding: Sendable {
    /// `rungBack`, `seen`, or nothing.
    package var check = ""
    package var age = ""
    /// By question: `yes`, `no`, or anything else for what is still not known.
    package var answers: [String: String] = [:]

    package init() {}
}

extension SpecialCaller {
    /// The facts that can be found out about a caller.
    package static let findable: FactSet = [
        .verified, .suspicion, .investigation, .reportedMissing, .publicSafety, .age,
    ]

    /// What the caller has not said, and what a decision on it may come to rest on. That somebody was not checked is
    /// asked again: they can be rung back.
    func toFind(by rulebook: Rulebook) -> [Fact] {
        var facts = said.facts
        if facts.verified == false { facts.verified = nil }
        return rulebook.resting(on: Self.findable, in: facts).map { $0 }
    }
}

extension Casework {
    /// Writes down what was found out about a special caller, and decides anew: for those who rule on them or answer
    /// them. Nobody is looked up (clauses P1, P4.1).
    /// - Parameter version: the one that was read; stale if somebody ruled, answered or wrote in the meantime.
    package func complete(
        caller id: ID, version: UInt32, finding: CallerFinding, as caller: Caller
    ) async throws(CaseworkError) {
        let key = try caller.houseKey(.callers)
        let (record, _) = try await specialCaller(id, as: caller)
        guard !caller.approvals.isEmpty, record.text.answered == nil else { throw .notFound }
        guard record.version == version, version < .max else { throw .stale }
        let (said, found) = try record.text.said.adding(
            finding, among: record.text.toFind(by: rulebook))
        let decided = Decided(rulebook.decide(said.facts))
        try await act(.callerCompleted, on: .house, by: caller.member) { act in
            guard let row = try SealedRecord.newest(id, act.connection, by: act.log), row.version == version
            else {
                throw CaseworkError.stale
            }
            var text = try row.open(SpecialCaller.self, with: key).carriedOn
            text.take(
                said, decided,
                SpecialCaller.Found(
                    by: act.actor.text, at: act.at.milliseconds, facts: found.map(\.rawValue)))
            try SealedRecord.write(text, id: id, after: version, with: key, in: &act)
        }
    }
}

extension Casework {
    /// A caller with what can still be found out, for the form that was refused.
    package func callerToFind(
        _ id: ID, as caller: Caller
    ) async throws(CaseworkError) -> (record: Record<SpecialCaller>, toFind: [Fact]) {
        guard !caller.approvals.isEmpty else { throw .notFound }
        let (seen, _) = try await specialCaller(id, as: caller)
        try await record(.callers, as: caller)
        return (seen, seen.text.toFind(by: rulebook))
    }
}

extension SpecialCaller.Said {
    /// The same with what was found out; refused if nothing was.
    fileprivate func adding(
        _ finding: CallerFinding, among open: [Fact]
    ) throws(CaseworkError) -> (said: Self, found: [Fact]) {
        var words = Words()
        var (check, age, answers) = (check, age, answers)
        var found: [Fact] = []
        for fact in open {
            switch fact {
            case .verified:
                if ["rungBack", "seen"].contains(finding.check) {
                    (check, answers[.verified]) = (finding.check, true)
                    found.append(fact)
                } else if !["", "no"].contains(finding.check) {
                    words.refuse("check", .notAChoice)
                }
            case .age:
                if let known = AgeBand(rawValue: finding.age) {
                    age = known
                    found.append(fact)
                } else if !["", "unknown"].contains(finding.age) {
                    words.refuse("age", .notAChoice)
                }
            default:
                guard let question = Asked.Question(fact) else { continue }
                switch finding.answers[question.rawValue] ?? "" {
                case "yes", "no":
                    answers[question] = finding.answers[question.rawValue] == "yes"
                    found.append(fact)
                case "", "unknown": break
                default: words.refuse(question.rawValue, .notAChoice)
                }
            }
        }
        if found.isEmpty, words.problems.isEmpty { words.refuse("found", .missing) }
        try words.check()
        return (
            Self(
                kind: kind, who: who, organisation: organisation, reach: reach, check: check, name: name,
                recipient: recipient, ground: ground, items: items, age: age, answers: answers, matter: matter
            ),
            found
        )
    }
}
