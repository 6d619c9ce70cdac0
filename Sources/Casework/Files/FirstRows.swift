import Database
import Vault

/// What every file has from its first day, a person's and an organisation's alike (clauses S1.1, S2.4).
struct FirstRows: Sendable {
    let kind: FileKind
    let identity: Identity
    let contact: Contact
    /// The first note, and the item that it is written in; empty for none.
    let note: String
    let noted: Item
    /// In no register: those granted find it by its own item `identity`.
    var isRestricted = false
    /// What the file's log says of its making; nil for nothing more than that.
    var words: String?

    init(_ kind: FileKind, _ identity: Identity, _ contact: Contact, note: String, about noted: Item) {
        self.kind = kind
        self.identity = identity
        self.contact = contact
        self.note = note
        self.noted = noted
    }
}

extension Caller {
    /// Files are made by those who hold the register, once the charity is set up for it.
    func mayMakeFiles() throws(CaseworkError) {
        guard certified.readiness.isReady else { throw .notReady(certified.readiness) }
        guard holds(.register) else { throw .notFound }
    }
}

extension Casework {
    /// The one step that makes a file: its half, its genesis, which gives its id, then its rows, first records and row of the
    /// register in one act. A half that no file followed opens nothing.
    /// - Parameters:
    ///   - form: the form that was sent for it.
    ///   - others: what else happens, of the file that is made.
    ///   - rest: writes what only this kind of file has.
    /// - Returns: the file.
    func makeFile(
        _ form: ID, _ first: FirstRows, sharing shares: [Genesis.Share], finishing draft: DraftPlace?,
        with others: @Sendable (ID) -> [FurtherAct] = { _ in [] }, as caller: Caller,
        and rest: @escaping @Sendable (NewFile, inout Act) throws -> Void
    ) async throws(CaseworkError) -> ID {
        let half = randomness.bytes(32)
        do {
            if try await made(by: form, as: caller) != nil { throw CaseworkError.alreadySaved }
            let file = try NewFile(
                kind: first.kind, half: half, shares: shares, at: clock.now().milliseconds,
                certified: caller.certified, by: caller.keyring, randomness: randomness)
            let id = file.genesis.file
            let register = first.isRestricted ? nil : try caller.houseKey(.register).about(id, half: half)
            let letter = try first.words.map {
                try Letter(
                    id: ID(from: randomness), to: id, box: (1, file.genesis.letterBox),
                    words: Array($0.utf8), by: caller.keyring)
            }
            let ids = (0..<3).map { _ in ID(from: randomness) }
            let kind: EntryKind = first.kind == .organisation ? .organisationFileMade : .fileMade
            try await halves.put(half, for: id.bytes)
            try await act(
                kind, on: id, by: caller.member, letter: letter, form: SentForm(form, making: id),
                finishing: draft, with: others(id)
            ) { act in
                try file.insert(in: &act, isRestricted: first.isRestricted)
                try SealedRecord.write(first.identity, id: ids[0], with: file.key(of: .identity), in: &act)
                try SealedRecord.write(first.contact, id: ids[1], with: file.key(of: .contact), in: &act)
                try rest(file, &act)
                if !first.note.isEmpty {
                    try SealedRecord.write(
                        Note(words: first.note), id: ids[2], with: file.key(of: first.noted), in: &act)
                }
                if let register {
                    try RegisterRow(first.identity, of: first.kind).write(
                        for: id, with: register, in: &act)
                }
            }
            return id
        } catch { throw CaseworkError(error) }
    }
}
