import Database
import Policy
import Vault

/// What a page about a file's consents needs, as its reader's keys opened it.
package struct FileConsents: Sendable {
    package let file: ID
    package let kind: FileKind
    /// Nil without the item `identity`.
    package let name: String?
    /// In the order in which they were recorded.
    package let consents: [Record<Consent>]
}

extension Casework {
    /// A file's consents. That the file was opened is recorded before anything is shown (clause S3.4).
    package func consents(of file: ID, as caller: Caller) async throws(CaseworkError) -> FileConsents {
        let open = try await openFile(file, holding: .consent, as: caller)
        try await act(.fileOpened, on: file, by: caller.member) { _ in }
        let rows = try await read { try SealedRecord.current(.consent, of: file, $0, by: self.log) }
        return FileConsents(
            file: file, kind: open.kind,
            name: try await name(in: open, as: caller),
            consents: rows.texts(of: open, as: caller))
    }

    /// Records what somebody was told and answered (clauses S4.1, S4.3), a person or an organisation (clause S1.3).
    /// General consent is recorded anew in the same way. It counts from now on.
    /// - Parameter id: drawn for the form, so that sending it twice records one.
    package func recordConsent(
        _ form: ConsentForm, of file: ID, id: ID, finishing draft: DraftPlace? = nil, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .consent, as: caller)
        let key = try open.key(of: .consent)
        let today = now.day
        let purposes = Set(try await purposes(as: caller).map(\.id))
        let consent = try form.checked(of: open.kind, purposes: purposes, today: today)
        let letter = try letter(consent.summary(on: today), to: open, by: caller)
        try await act(
            .consentRecorded, on: file, by: caller.member, letter: letter, form: SentForm(id),
            finishing: draft, with: Self.referring(consent, of: file)
        ) { act in
            try SealedRecord.write(consent, id: id, with: key, in: &act)
        }
    }

    /// Takes an agreement back: a new version of its record, which releases nothing from the moment it is saved.
    /// - Parameters:
    ///   - version: the one that was read; stale if somebody wrote another in the meantime.
    ///   - words: who said so, and how.
    package func withdrawConsent(
        _ id: ID, version: UInt32, of file: ID, words typed: String, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .consent, as: caller)
        let key = try open.key(of: .consent)
        var words = Words()
        let said = words.passage("words", typed, longest: 2000, required: true)
        let before = try await read { try Consent.row(id, of: open, $0, by: self.log) }
        try words.check()
        let letter = try letter("Withdrawn: \(before.text.about). \(said)", to: open, by: caller)
        var after = before.text
        after.withdrawn = Consent.Withdrawal(at: now.milliseconds, words: said)
        let further = Self.referring(after, of: file)
        try await act(
            .consentWithdrawn, on: file, by: caller.member, letter: letter, with: further
        ) { act in
            let newest = try Consent.row(id, of: open, act.connection, by: act.log)
            guard newest.version == version, version < .max, newest.text.withdrawn == nil else {
                throw CaseworkError.stale
            }
            guard newest.text.canBeWithdrawn else { throw CaseworkError.notFound }
            var consent = newest.text
            consent.withdrawn = Consent.Withdrawal(at: act.at.milliseconds, words: said)
            try SealedRecord.write(consent, id: id, after: version, with: key, in: &act)
        }
    }
}

extension Consent {
    /// The newest version of a consent of an opened file.
    /// - Throws: `notFound` if it is no consent, or of another file: its key does not open it then.
    static func row(
        _ id: ID, of open: OpenFile, _ connection: any Connection, by log: Integrator
    ) throws -> Record<Consent> {
        guard let row = try SealedRecord.newest(id, connection, by: log), row.item.item == .consent else {
            throw CaseworkError.notFound
        }
        return try row.open(with: open.key(of: row.item))
    }

    /// What it is consent to, for the file's log.
    var about: String {
        switch scope {
        case .general: "general consent to need-to-know sharing"
        case .specific(let specific):
            "consent to share with \(specific.party) (\(specific.recipient)): "
                + specific.items.joined(separator: ", ")
        }
    }

    /// What was recorded, for the file's log.
    func summary(on day: Day) -> String {
        let answer =
            switch (answer, state(on: day)) {
            case (.refused, _): "Refused."
            case (_, .incomplete): "Agreed, but incomplete: it counts as no consent."
            default: "Agreed."
            }
        return "\(form.isWritten ? "Written" : "Oral") \(about). \(answer)"
    }
}
