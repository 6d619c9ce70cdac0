import Database
import Vault

/// The contact details as they are typed.
package struct ContactForm: Sendable {
    package var phone: String
    package var email: String
    package var address: String
    package var safeToCall: String
    package var safeToText: String
    package var safeToLeaveMessage: String
    package var note: String

    package init(
        phone: String, email: String, address: String, safeToCall: String, safeToText: String,
        safeToLeaveMessage: String, note: String
    ) {
        self.phone = phone
        self.email = email
        self.address = address
        self.safeToCall = safeToCall
        self.safeToText = safeToText
        self.safeToLeaveMessage = safeToLeaveMessage
        self.note = note
    }

    func read(_ words: inout Words) -> Contact {
        Contact(
            phone: words.phone("phone", phone), email: words.email("email", email),
            address: words.passage("address", address, longest: 500),
            safeToCall: Self.safety("safeToCall", safeToCall, &words),
            safeToText: Self.safety("safeToText", safeToText, &words),
            safeToLeaveMessage: Self.safety("safeToLeaveMessage", safeToLeaveMessage, &words),
            note: words.passage("safetyNote", note, longest: 1000))
    }

    private static func safety(_ field: String, _ raw: String, _ words: inout Words) -> Contact.Safety {
        if raw.isEmpty { return .notAsked }
        guard let safety = Contact.Safety(rawValue: raw) else {
            words.refuse(field, .notAChoice)
            return .notAsked
        }
        return safety
    }
}

extension Casework {
    /// Writes the contact details anew, if nobody has since the form was opened.
    /// - Parameter version: the version that the form was filled from.
    package func changeContact(
        _ form: ContactForm, of file: ID, from version: UInt32, finishing draft: DraftPlace? = nil,
        as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .contact, as: caller)
        var words = Words()
        let contact = form.read(&words)
        try words.check()
        let key = try open.key(of: .contact)
        let letter = try letter("Contact details changed.", to: open, by: caller)
        try await act(
            .contactChanged, on: file, by: caller.member, letter: letter, finishing: draft
        ) { act in
            guard let newest = try SealedRecord.current(.contact, of: file, act.connection).first else {
                throw CaseworkError.notFound
            }
            guard newest.version == version else { throw CaseworkError.stale }
            try SealedRecord.write(contact, id: newest.id, after: version, with: key, in: &act)
        }
    }

    /// Adds a note to the casework, or to an organisation's affairs (clause S2.4).
    /// - Parameters:
    ///   - item: `casework`, `organisation` or `commercial`.
    ///   - id: drawn for the form, so that sending it twice writes one note.
    package func writeNote(
        _ text: String, about item: Item = .casework, id: ID, in file: ID,
        finishing draft: DraftPlace? = nil, as caller: Caller
    ) async throws(CaseworkError) {
        guard [.casework, .organisation, .commercial].contains(item) else { throw .notFound }
        let open = try await openFile(file, holding: item, as: caller)
        var words = Words()
        let note = Note(words: words.passage("note", text, longest: 20_000, required: true))
        try words.check()
        let key = try open.key(of: item)
        let kind = item == .casework ? EntryKind.noteWritten : .organisationNoteWritten
        try await act(kind, on: file, by: caller.member, form: SentForm(id), finishing: draft) { act in
            try SealedRecord.write(note, id: id, with: key, in: &act)
        }
    }
}
