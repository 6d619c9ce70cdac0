import Database
import Policy
import Vault

/// A share that waits for somebody's ruling, or that was ruled on.
package struct Referral: Sendable {
    package let file: ID
    package let record: Record<Disclosure>
}

extension Casework {
    /// The queue: what waits for a ruling that the caller may give (clauses P4.2, P4.4), oldest first. Never their own.
    package func referrals(as caller: Caller) async throws(CaseworkError) -> [Referral] {
        let approvals = Set(caller.approvals.map(\.rawValue))
        guard !approvals.isEmpty else { return [] }
        return try await disclosures(kinds: [.shareReferred, .shareReleasedInPart], as: caller).filter {
            $0.record.text.stage == .referred && $0.record.text.asked.by != caller.member.text
                && !approvals.isDisjoint(with: $0.record.text.decided.referTo)
        }
    }

    /// What the caller asked for and somebody has ruled on, so that the asker learns the outcome.
    package func ruledOn(as caller: Caller) async throws(CaseworkError) -> [Referral] {
        try await disclosures(kinds: [.referralApproved, .referralRefused], as: caller).filter {
            $0.record.text.asked.by == caller.member.text
        }
    }

    /// Lets named items go, or refuses, with a reason. Nobody rules on their own (clause P4.4).
    /// - Parameters:
    ///   - version: the one that was read; stale if somebody ruled in the meantime.
    ///   - items: those that may go; empty to refuse.
    package func rule(
        on id: ID, version: UInt32, of file: ID, items: [String], reason: String, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let key = try open.key(of: .disclosure)
        var words = Words()
        let reason = words.passage("reason", reason, longest: 2000, required: true)
        try words.check()
        let kind: EntryKind = items.isEmpty ? .referralRefused : .referralApproved
        let letter = try letter(
            items.isEmpty
                ? "Refused to share what was asked." : "Approved sharing: \(items.joined(separator: ", ")).",
            to: open, by: caller)
        let approvals = caller.approvals
        try await act(kind, on: file, by: caller.member, letter: letter) { act in
            var disclosure = try Disclosure.newest(id, version: version, of: open, key, act.connection)
            guard disclosure.stage == .referred, disclosure.asked.by != caller.member.text,
                let approval = approvals.first(where: { disclosure.decided.referTo.contains($0.rawValue) }),
                Set(items).isSubset(of: disclosure.decided.referred)
            else { throw CaseworkError.notFound }
            disclosure.ruling = Disclosure.Ruling(
                by: caller.member.text, at: act.at.milliseconds, approval: approval.rawValue,
                items: items.sorted(), reason: reason)
            disclosure.stage = items.isEmpty ? .refused : .approved
            try SealedRecord.write(disclosure, id: id, version: version + 1, with: key, in: &act)
        }
    }

    /// Whoever decides must be able to read what was asked: a team that the file's item `disclosure` was not granted
    /// to is granted it now, and nothing more (a restricted file, for example).
    func referralGrants(
        _ decision: Decision, of open: OpenFile, as caller: Caller
    ) async throws(CaseworkError) -> [Grant] {
        var grants: [Grant] = []
        for referee in decision.referTo {
            guard let team = caller.certified.current(referee.team) else { continue }
            let principal = Principal.team(team)
            let mask = Grant.mask([.disclosure])
            let isGranted = try await read { connection in
                try connection.rows(
                    """
                    SELECT items FROM grants WHERE file = \(open.file.bytes) AND principal = \(principal.packed)
                    """
                ).contains { try $0.integer("items") & mask != 0 }
            }
            guard !isGranted else { continue }
            grants.append(try open.give([.disclosure], to: principal, at: now, by: caller, randomness))
        }
        return grants
    }

    /// The disclosures whose newest version was left by an entry of one of these kinds, of every file whose item
    /// `disclosure` the caller holds.
    private func disclosures(
        kinds: [EntryKind], as caller: Caller
    ) async throws(CaseworkError) -> [Referral] {
        let principals = caller.keyring.principals.map(\.packed)
        let mask = Grant.mask([.disclosure])
        let rows = try await read { connection in
            try connection.rows(
                """
                SELECT records.* FROM entries JOIN records ON records.entry = entries.position
                WHERE entries.kind IN \(list: kinds.map { Int64($0.rawValue) })
                  AND records.item = \(Int64(Vault.Item.disclosure.rawValue))
                  AND records.version = (SELECT MAX(version) FROM records AS every
                                         WHERE every.record = records.record)
                  AND records.file IN (SELECT file FROM grants WHERE principal IN \(list: principals)
                                       AND items & \(mask) <> 0)
                ORDER BY entries.position
                """
            ).map { (ID(try $0.blob("file")) ?? .house, try SealedRecord($0)) }
        }
        let opened = try await openFiles(Set(rows.map(\.0)), as: caller)
        return rows.compactMap { file, row in
            guard let open = opened[file],
                let record = try? row.open(Disclosure.self, with: open.key(of: row.item))
            else { return nil }
            return Referral(file: file, record: record)
        }
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
    var approvals: [Referee] { Referee.allCases.filter { teams.contains($0.team) } }
}
