import Database
import Vault

/// A general consent that was refused or taken back, before the manager who decides how to go on (S4.2, C4).
package struct RefusedConsent: Sendable {
    package let file: ID
    /// Nil without the item `identity`.
    package let name: String?
    package let consent: Record<Consent>
    /// Who brought it to the managers, and when.
    package let by: ID
    package let since: Instant
    /// The place of its entry: whoever rules has seen this one.
    package let position: Int64
}

/// What a manager decides where consent was refused.
package enum GoingOn: String, CaseIterable, Sendable {
    /// The colleagues who need it go on, and see what their work needs.
    case team
    /// It is explained and asked once more first.
    case askAgain
    /// The work can't be done without: they are told so.
    case stop
}

extension Casework {
    /// A further act that brings a refusal to the managers, in the transaction in which it is written down.
    static func referring(_ consent: Consent, of file: ID) -> [FurtherAct] {
        guard consent.scope == .general, consent.isNo else { return [] }
        return [FurtherAct(kind: .consentReferred, file: file, letter: nil) { _ in }]
    }

    /// The refusals that wait for the caller's ruling, the longest wait first; never what they wrote down themself. Of a
    /// restricted file, which no manager holds, a guardian decides in their place.
    func refusedConsents(as caller: Caller) async throws(CaseworkError) -> [RefusedConsent] {
        let (isManager, isGuardian) = (
            caller.teams.contains(.management), caller.teams.contains(.guardian)
        )
        guard isManager || isGuardian else { return [] }
        let principals = caller.keyring.principals
        let rows = try await read { connection in
            try connection.rows(
                """
                SELECT entries.position, entries.at, entries.actor, entries.file, files.restricted
                FROM entries JOIN files ON files.file = entries.file
                WHERE entries.kind = \(Int64(EntryKind.consentReferred.rawValue))
                  AND entries.position = (
                    SELECT MAX(later.position) FROM entries AS later WHERE later.file = entries.file
                    AND later.kind IN \(list: Self.aboutRefusals))
                  AND \(sql: Grant.isListed("entries.file", for: principals, [.consent]))
                ORDER BY entries.position
                """)
        }
        var refused: [RefusedConsent] = []
        for row in rows {
            do {
                let by = try row.id("actor")
                guard by != caller.member,
                    try row.integer("restricted") == 1 ? isGuardian : isManager
                else { continue }
                let file = try row.id("file")
                guard let open = try await openFile(ifHolding: .consent, file, as: caller),
                    let consent = try await generalConsent(in: open, as: caller), consent.text.isNo
                else { continue }
                refused.append(
                    RefusedConsent(
                        file: file, name: try await name(in: open, as: caller),
                        consent: consent, by: by, since: Instant(milliseconds: try row.integer("at")),
                        position: try row.integer("position")))
            } catch { throw CaseworkError(error) }
        }
        return refused
    }

    private static let aboutRefusals: [Int64] = [EntryKind.consentReferred, .consentRuled].map {
        Int64($0.rawValue)
    }

    private func generalConsent(
        in open: OpenFile, as caller: Caller
    ) async throws(CaseworkError) -> Record<Consent>? {
        let rows = try await read { try SealedRecord.current(.consent, of: open.file, $0, by: self.log) }
        return rows.texts(Consent.self, of: open, as: caller).last { $0.text.scope == .general }
    }

    /// One refusal, for its ruling. That the file was opened is recorded first.
    package func refusedConsent(
        of file: ID, as caller: Caller
    ) async throws(CaseworkError) -> RefusedConsent {
        guard let refused = try await refusedConsents(as: caller).first(where: { $0.file == file }) else {
            throw .notFound
        }
        try await act(.fileOpened, on: file, by: caller.member) { _ in }
        return refused
    }

    /// Decides how to go on without a consent, with a reason; both stand in the file's log (clauses S4.2, P4.4).
    /// - Parameter position: of the refusal that was read; stale if somebody has decided, or it was refused anew.
    package func rule(
        onRefusedConsentOf file: ID, position: Int64, goingOn: String, reason: String, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .consent, as: caller)
        let waiting = try await refusedConsents(as: caller).first { $0.file == file }
        var words = Words()
        let chosen = GoingOn(rawValue: goingOn)
        if chosen == nil { words.refuse("goingOn", goingOn.isEmpty ? .missing : .notAChoice) }
        let reason = words.passage("reason", reason, longest: 2000, required: true)
        guard let waiting else { throw try await wasRuled(file) ? .stale : .notFound }
        guard waiting.position == position else { throw .stale }
        try words.check()
        guard let chosen else { return }
        let letter = try letter("\(chosen.words) \(reason)", to: open, by: caller)
        try await act(.consentRuled, on: file, by: caller.member, letter: letter) { act in
            let newest = try act.connection.first(
                """
                SELECT MAX(position) AS newest FROM entries
                WHERE file = \(file.bytes) AND kind IN \(list: Self.aboutRefusals)
                """)?.optionalInteger("newest")
            guard newest == position else { throw CaseworkError.stale }
        }
    }

    /// Whether somebody has ruled on this file's refusal.
    private func wasRuled(_ file: ID) async throws(CaseworkError) -> Bool {
        try await read { connection in
            try connection.first(
                """
                SELECT kind FROM entries WHERE file = \(file.bytes) AND kind IN \(list: Self.aboutRefusals)
                ORDER BY position DESC LIMIT 1
                """)?.integer("kind") == Int64(EntryKind.consentRuled.rawValue)
        }
    }

    /// The files given to the caller themself on which it was decided, in the last two weeks, how to go on without
    /// consent: so whoever works with the person learns of it.
    package func refusalsRuledOn(as caller: Caller) async throws(CaseworkError) -> [ID] {
        let since = now.adding(seconds: -14 * 86_400)
        let principal = Principal.member(caller.member)
        return try await read { connection in
            try connection.rows(
                """
                SELECT DISTINCT entries.file FROM entries
                WHERE entries.kind = \(Int64(EntryKind.consentRuled.rawValue))
                  AND entries.at >= \(since.milliseconds) AND entries.actor <> \(caller.member.bytes)
                  AND \(sql: Grant.isListed("entries.file", for: [principal], [.consent]))
                """
            ).map { try $0.id("file") }
        }
    }
}

extension GoingOn {
    /// What the file's log says of it.
    var words: String {
        switch self {
        case .team: "Decided: whoever needs it for the work goes on."
        case .askAgain: "Decided: explain it and ask once more, before anything else."
        case .stop: "Decided: the work can\u{2019}t be done without sharing. Tell them so."
        }
    }
}
