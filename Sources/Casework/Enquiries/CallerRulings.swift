import Database
import Policy
import Vault

/// A special caller before somebody who decides: what was told, and what of it is theirs to rule on.
package struct CallerToRule: Sendable {
    package let record: Record<SpecialCaller>
    /// What the procedure says of what was told.
    package let decision: Decision
    /// What this member may rule on: never of what they wrote down themself.
    package let waiting: [Policy.Item]
    /// Those of them that an approval would let go. A referral that rests on something unknown lets nothing go.
    package let approvable: [Policy.Item]
    /// What the caller has not said, and what it may come to rest on.
    package let toFind: [Fact]
}

/// A special caller before a guardian, who alone looks anybody up.
package struct CallerToAnswer: Sendable {
    package let record: Record<SpecialCaller>
    /// What the procedure says now, with a ruling that counts among the facts.
    package let decision: Decision
    /// Why somebody ruled as they did; nil where nobody has.
    package let reason: String?
    /// What the caller has not said, and what it may come to rest on.
    package let toFind: [Fact]
}

extension Casework {
    /// The callers that wait for a ruling of this member's (clauses P4.2, P4.4).
    func waitingToRule(as caller: Caller) async throws(CaseworkError) -> [Record<SpecialCaller>] {
        guard caller.holds(.callers), !caller.approvals.isEmpty else { return [] }
        return try await allCallers(as: caller).filter {
            !$0.waiting(for: caller, decided: rulebook.decide($0.text.said.facts), now: now).isEmpty
        }
    }

    /// What was told at the desk, for whoever the procedure names to decide on it. Looks nobody up.
    package func callerToRule(_ id: ID, as caller: Caller) async throws(CaseworkError) -> CallerToRule {
        let toRule = try await ruling(onCaller: id, as: caller)
        try await record(.callers, as: caller)
        return toRule
    }

    /// The same for the act itself, which leaves an entry of its own.
    private func ruling(onCaller id: ID, as caller: Caller) async throws(CaseworkError) -> CallerToRule {
        let (record, decision) = try await specialCaller(id, as: caller)
        let approvals = caller.approvals
        guard !approvals.isEmpty, !decision.referred.isEmpty else { throw .notFound }
        let waiting = record.waiting(for: caller, decided: decision, now: now)
        var approvable = Items()
        for referee in approvals {
            var facts = record.text.said.facts
            facts.approval = referee.approval
            facts.approvalItems = Items(waiting)
            approvable = approvable.union(rulebook.decide(facts).released)
        }
        return CallerToRule(
            record: record, decision: decision, waiting: waiting,
            approvable: waiting.filter(approvable.contains), toFind: record.text.toFind(by: rulebook))
    }

    /// Says what a caller may be told, or refuses, with a reason; never of a caller that one wrote down oneself. Nobody is
    /// looked up: whether the person is known is no input (clauses P1, P4.4).
    ///
    /// - Parameters:
    ///   - version: the one that was read; stale if somebody ruled or answered in the meantime.
    ///   - items: what may be told; empty to refuse.
    ///   - reason: sealed to the charity's own log, which the desk does not hold.
    package func rule(
        onCaller id: ID, version: UInt32, items: [String], reason: String, as caller: Caller
    ) async throws(CaseworkError) {
        let key = try caller.houseKey(.callers)
        let before = try await ruling(onCaller: id, as: caller)
        guard before.record.version == version else { throw .stale }
        let chosen = items.compactMap { Policy.Item(rawValue: $0) }
        guard !before.waiting.isEmpty, chosen.count == items.count,
            Set(chosen).isSubset(of: before.approvable), let house = caller.house
        else { throw .notFound }
        var words = Words()
        let reason = words.passage("reason", reason, longest: 2000, required: true)
        try words.check()
        let referee = caller.approvals.first { referee in
            before.waiting.allSatisfy { before.decision.names(referee, for: $0) }
        }
        guard let referee else { throw .notFound }
        let said = before.record.text.said
        let letter = try letter("For \(said.who), \(said.organisation). \(reason)", to: house, by: caller)
        let kind: EntryKind = chosen.isEmpty ? .callerRefused : .callerApproved
        try await act(kind, on: .house, by: caller.member, letter: letter) { act in
            guard let row = try SealedRecord.newest(id, act.connection, by: act.log), row.version == version
            else {
                throw CaseworkError.stale
            }
            var text = try row.open(SpecialCaller.self, with: key).carriedOn
            text.ruling = .init(
                by: act.actor.text, at: act.at.milliseconds, approval: referee.approval.rawValue,
                items: chosen, entry: act.position)
            try SealedRecord.write(text, id: id, after: version, with: key, in: &act)
        }
    }

    /// What a guardian answers from: what was told, what the procedure says of it now, and what somebody ruled.
    package func callerToAnswer(_ id: ID, as caller: Caller) async throws(CaseworkError) -> CallerToAnswer {
        let toAnswer = try await answering(caller: id, as: caller)
        try await record(.callers, as: caller)
        return toAnswer
    }

    /// The same for looking up and answering, which leave entries of their own.
    func answering(caller id: ID, as caller: Caller) async throws(CaseworkError) -> CallerToAnswer {
        guard caller.teams.contains(.guardian), let house = caller.house else { throw .notFound }
        let (record, told) = try await specialCaller(id, as: caller)
        guard let ruling = record.text.ruling else {
            return CallerToAnswer(
                record: record, decision: told, reason: nil, toFind: record.text.toFind(by: rulebook))
        }
        var facts = record.text.said.facts
        if record.text.counts(ruling, certified: caller.certified, now: now) {
            facts.approval = Approval(rawValue: ruling.approval)
            facts.approvalItems = Items(ruling.items)
        }
        let row = try await read { try LogRow.at(ruling.entry, $0) }
        return CallerToAnswer(
            record: record, decision: rulebook.decide(facts),
            reason: row.map { LogReader([house], as: caller).line($0).details ?? "" },
            toFind: record.text.toFind(by: rulebook))
    }
}

extension Record<SpecialCaller> {
    /// What of it waits for this member's ruling.
    ///
    /// A ruling that can't be used any more, because its time is over or its author has left, is none: somebody rules
    /// anew. A refusal stands.
    func waiting(
        for caller: Caller, decided decision: Decision, now: Instant
    ) -> [Policy.Item] {
        guard text.answered == nil, recorder != caller.member.text else { return [] }
        if let ruling = text.ruling,
            ruling.items.isEmpty || text.counts(ruling, certified: caller.certified, now: now)
        {
            return []
        }
        return decision.referred.filter { item in
            caller.approvals.contains { decision.names($0, for: item) }
        }
    }
}

extension SpecialCaller {
    /// A ruling counts while it is in time and its author belongs to those who may, and did not write the caller down.
    func counts(_ ruling: Ruling, certified: Certified, now: Instant) -> Bool {
        guard let author = ID(text: ruling.by), ruling.by != by,
            let referee = Referee.allCases.first(where: { $0.approval.rawValue == ruling.approval })
        else { return false }
        return certified.teams(of: author).contains(referee.team) && now <= ruling.expires
    }
}

extension Decision {
    /// Whether it is for this one to decide on an item.
    func names(_ referee: Referee, for item: Policy.Item) -> Bool {
        guard referred.contains(item) else { return false }
        var alone = facts
        alone.items = [item]
        return rulebook.decide(alone).referTo.contains(referee)
    }
}
