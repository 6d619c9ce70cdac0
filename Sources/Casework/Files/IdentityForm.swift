import Database
import Vault

/// Who somebody is, as it is typed.
package struct IdentityForm: Sendable {
    package var name: String
    package var otherNames: String
    package var born: String

    package init(name: String, otherNames: String, born: String) {
        self.name = name
        self.otherNames = otherNames
        self.born = born
    }

    func read(_ words: inout Words, today: Day) -> Identity {
        Identity(
            name: words.name("name", name, longest: 200, required: true),
            otherNames: words.otherNames(otherNames),
            born: words.pastDate("born", born, today: today)?.text ?? "")
    }
}

extension Casework {
    /// Writes who somebody is anew, if nobody has since the form was opened: the file and its row of the register in
    /// one act, so that they are found by the new name at once (clause S1.1).
    /// - Parameter version: the version that the form was filled from.
    package func changeIdentity(
        _ form: IdentityForm, of file: ID, from version: UInt32, finishing draft: DraftPlace? = nil,
        as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .identity, as: caller)
        // An organisation's name is changed with what it is, and is registered as an organisation's.
        guard open.kind == .client else { throw .notFound }
        var words = Words()
        let identity = form.read(&words, today: now.day)
        try words.check()
        let key = try open.key(of: .identity)
        // A restricted file is in no register.
        let register: ItemKey?
        do {
            register =
                open.isRestricted ? nil : try caller.houseKey(.register).about(file, half: open.half)
        } catch { throw .notFound }
        let letter = try letter("Who they are was written anew.", to: open, by: caller)
        try await act(
            .identityChanged, on: file, by: caller.member, letter: letter, finishing: draft
        ) { act in
            guard let newest = try SealedRecord.current(.identity, of: file, act.connection).first else {
                throw CaseworkError.notFound
            }
            guard newest.version == version else { throw CaseworkError.stale }
            try SealedRecord.write(identity, id: newest.id, after: version, with: key, in: &act)
            if let register { try RegisterRow(identity).write(for: file, with: register, in: &act) }
        }
    }
}
