import Database
import Policy
import Vault

/// A share that waits for somebody's ruling, or that was ruled on.
package struct Referral: Sendable {
    package let file: ID
    package let record: Record<Disclosure>

    /// When it was asked for; what was ruled on in part since is as old as it was.
    package var since: Instant { record.text.askedAt.map(Instant.init(milliseconds:)) ?? record.at }
}

extension Casework {
    /// What waits for a ruling that the caller may give (clauses P4.2, P4.4). Never their own.
    func waitingReferrals(as caller: Caller) async throws(CaseworkError) -> [Referral] {
        let approvals = caller.approvals
        guard !approvals.isEmpty else { return [] }
        let kinds: [EntryKind] = [
            .shareReferred, .shareReleasedInPart, .referralRuledInPart, .referralCompleted,
        ]
        return try await again(.toRule, as: caller) {
            () async throws(CaseworkError) -> ([Referral], from: [OpenFile]) in
            try await self.disclosures(kinds: kinds, since: Day(daysSince1970: 0), as: caller)
        }.filter {
            $0.record.text.asked.by != caller.member.text
                && !$0.record.text.waiting(for: approvals).isEmpty
        }
    }

    /// What the caller asked for and somebody has ruled on: approved and not released yet, or refused in the last two
    /// weeks. So the asker learns the outcome.
    package func ruledOn(as caller: Caller) async throws(CaseworkError) -> [Referral] {
        let since = now.adding(seconds: -14 * 86_400)
        let kinds: [EntryKind] = [
            .referralApproved, .referralRefused, .referralRuledInPart, .referralCompleted,
            .shareReleasedInPart, .shareReleased,
        ]
        return try await again(.ruled(since.day), as: caller) {
            () async throws(CaseworkError) -> ([Referral], from: [OpenFile]) in
            try await self.disclosures(kinds: kinds, since: since.day, as: caller)
        }.filter {
            let disclosure = $0.record.text
            return disclosure.asked.by == caller.member.text
                && (!disclosure.approved.isEmpty
                    || disclosure.rulings.contains {
                        !$0.refused.isEmpty && Instant(milliseconds: $0.at) >= since
                    })
        }
    }

    /// Lets named items go, and refuses the others that are the caller's to rule on, with a reason. Nobody rules on
    /// their own (clause P4.4).
    /// - Parameters:
    ///   - version: the one that was read; stale if somebody ruled in the meantime, or asked for more of a restricted
    ///     file, which those who let go of it would have to rule on.
    ///   - items: those that may go; empty to refuse.
    package func rule(
        on id: ID, version: UInt32, of file: ID, items: [String], reason: String,
        finishing draft: DraftPlace? = nil, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let approvals = caller.approvals
        let before = try await read {
            try Disclosure.newest(id, version: version, of: open, $0, by: self.log)
        }
        let mine = before.waiting(for: approvals)
        // What no approval lets go can't be approved: every approval that is given can be used.
        let approvable = before.outlook(of: mine, by: rulebook).approvable
        guard before.asked.by != caller.member.text, !mine.isEmpty, Set(items).isSubset(of: approvable) else {
            throw .notFound
        }
        var words = Words()
        let reason = words.passage("reason", reason, longest: 2000, required: true)
        try words.check()
        let isLast = Set(before.waiting) == Set(mine)
        let kind: EntryKind =
            isLast ? (items.isEmpty ? .referralRefused : .referralApproved) : .referralRuledInPart
        let asked = try await read { try open.asked(after: id, ruling: mine, $0, by: self.log) }
        let stays = open.staying(asked: asked)
        // Begun first: what is ruled is written without those who held it to rule.
        if let stays { _ = try open.ending(.disclosure, keeping: stays) }
        let key = try open.key(of: .disclosure)
        let letter = try letter(
            items.isEmpty
                ? "Refused to share what was asked." : "Approved sharing: \(items.joined(separator: ", ")).",
            to: open, by: caller)
        try await act(kind, on: file, by: caller.member, letter: letter, finishing: draft) { act in
            var disclosure = try Disclosure.newest(
                id, version: version, of: open, act.connection, by: act.log)
            for referee in approvals {
                for (name, left) in disclosure.waiting(byNameFor: referee) {
                    disclosure.rulings.append(
                        Disclosure.Ruling(
                            by: caller.member.text, at: act.at.milliseconds, approval: name.approval.rawValue,
                            items: left.filter(items.contains), refused: left.filter { !items.contains($0) },
                            reason: reason))
                }
            }
            if let stays {
                // Somebody may have asked meanwhile: whoever is to rule on that would hold it no more.
                guard try open.asked(after: id, ruling: mine, act.connection, by: act.log) == asked else {
                    throw CaseworkError.stale
                }
                try Grant.takeOffLists(of: file, unless: stays, in: &act)
            }
            try SealedRecord.write(disclosure, id: id, after: version, with: key, in: &act)
        }
    }

    /// The disclosures whose newest version was left by an entry of one of these kinds, of every file whose item
    /// `disclosure` the caller holds.
    private func disclosures(
        kinds: [EntryKind], since: Day, as caller: Caller
    ) async throws(CaseworkError) -> ([Referral], from: [OpenFile]) {
        let principals = caller.keyring.principals
        let rows = try await read { connection in
            try SealedRows.ofFiles(
                connection.rows(
                    """
                    SELECT records.* FROM entries JOIN records ON records.entry = entries.position
                    WHERE entries.kind IN \(list: kinds.map { Int64($0.rawValue) })
                      AND entries.at >= \(since.moments.lowerBound.milliseconds)
                      AND records.item = \(Int64(Vault.Item.disclosure.rawValue))
                      AND records.version = (SELECT MAX(version) FROM records AS every
                                             WHERE every.record = records.record)
                      AND \(sql: Grant.isListed("records.file", for: principals, [.disclosure]))
                    ORDER BY entries.position
                    """
                ), connection, by: self.log, unread: caller.unread)
        }
        let opened = try await openFiles(Set(rows.map(\.file)), as: caller)
        let referrals = rows.compactMap { row -> Referral? in
            guard let open = opened[row.file],
                let record = row.text(Disclosure.self, of: open, as: caller)
            else { return nil }
            return Referral(file: row.file, record: record)
        }
        return (referrals, from: Array(opened.values))
    }
}

extension Referee {
    /// The team that decides what is referred to it.
    var team: Team {
        switch self {
        case .management: .management
        case .childrenAndFamilies: .childrenAndFamilies
        case .guardian: .guardian
        }
    }
}

extension Caller {
    /// In whose name the caller may rule.
    package var approvals: [Referee] { Referee.allCases.filter { teams.contains($0.team) } }
}
