import Database
import Vault

/// A consent whose time is over, or soon will be.
package struct LapsingConsent: Sendable {
    package let file: ID
    /// Nil without the item `identity`.
    package let name: String?
    package let consent: Record<Consent>
    /// The last day on which it counts.
    package let until: Day
}

extension Casework {
    /// Agreed consents that lapsed or will within so many days, soonest first, of the files whose item `consent` the
    /// caller holds (clauses S1.3, S4.1): those to ask again. What was asked anew since is not among them.
    package func lapsingConsents(
        within days: Int64 = 30, as caller: Caller
    ) async throws(CaseworkError) -> [LapsingConsent] {
        let lapsing = try await lapsing(within: days, as: caller)
        try await record(.consents, as: caller)
        return lapsing
    }

    /// How many they are: it names nobody, and leaves no entry.
    package func lapsingConsentCount(
        within days: Int64 = 30, as caller: Caller
    ) async throws(CaseworkError) -> Int { try await lapsing(within: days, as: caller).count }

    private func lapsing(
        within days: Int64, as caller: Caller
    ) async throws(CaseworkError) -> [LapsingConsent] {
        let last = now.day.adding(days: days)
        return try await again(.lapsing(last), as: caller) {
            () async throws(CaseworkError) -> ([LapsingConsent], from: [OpenFile]) in
            try await self.lapsing(until: last, as: caller)
        }
    }

    private func lapsing(
        until last: Day, as caller: Caller
    ) async throws(CaseworkError) -> ([LapsingConsent], from: [OpenFile]) {
        let recorded = try await recordedConsents(as: caller)
        let opened = try await openFiles(Set(recorded.map(\.file)), as: caller)
        var byFile: [ID: [Record<Consent>]] = [:]
        for row in recorded {
            guard let open = opened[row.file], let consent = row.text(Consent.self, of: open, as: caller)
            else {
                continue
            }
            byFile[row.file, default: []].append(consent)
        }
        var lapsing: [LapsingConsent] = []
        for (file, consents) in byFile {
            guard let open = opened[file] else { continue }
            for (place, consent) in consents.enumerated() {
                guard consent.text.canBeWithdrawn, let until = consent.text.until.flatMap({ Day($0) }),
                    until <= last,
                    !consents[(place + 1)...].contains(where: {
                        $0.text.replaces(consent.text) || $0.text.takesBack(consent.text)
                    })
                else { continue }
                let name = try await name(in: open, as: caller)
                lapsing.append(LapsingConsent(file: file, name: name, consent: consent, until: until))
            }
        }
        return (
            lapsing.sorted { ($0.until, $0.consent.id) < ($1.until, $1.consent.id) },
            from: opened.values.filter { $0.file != .house }
        )
    }

    /// The consents that an act of their own recorded, in its order. That of the first contact has no last day, so
    /// the files that have no other are not opened.
    private func recordedConsents(
        as caller: Caller
    ) async throws(CaseworkError) -> [SealedRecord] {
        let principals = caller.keyring.principals
        let kinds: [EntryKind] = [.consentRecorded, .consentWithdrawn]
        return try await read { connection in
            try SealedRows.ofFiles(
                connection.rows(
                    """
                    SELECT records.* FROM entries JOIN records ON records.entry = entries.position
                    WHERE entries.kind IN \(list: kinds.map { Int64($0.rawValue) })
                      AND records.item = \(Int64(Item.consent.rawValue))
                      AND records.version = (SELECT MAX(version) FROM records AS every
                                             WHERE every.record = records.record)
                      AND \(sql: Grant.isListed("records.file", for: principals, [.consent]))
                    ORDER BY entries.position
                    """
                ), connection, by: self.log, unread: caller.unread)
        }
    }
}
