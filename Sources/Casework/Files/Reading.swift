import Database
import Vault

/// A file as it is shown: only what the reader's keys opened.
package struct FileContents: Sendable {
    package let file: ID
    package let kind: FileKind
    package let isRestricted: Bool
    package let items: Set<Item>
    /// Whether the reader may take it away.
    package let mayExport: Bool
    package let identity: Record<Identity>?
    package let contact: Record<Contact>?
    package let consents: [Record<Consent>]
    package let notes: [Record<Note>]
    /// What an organisation is; nil without the item `organisation`.
    package let about: Record<About>?
    /// Notes on an organisation's affairs, and those that are commercially sensitive (clauses S1.4, S2.4).
    package let organisation: [Record<Note>]
    package let commercial: [Record<Note>]
    /// What was done last, newest first, this opening among it; empty without the item `log`. `fileLog` has the rest.
    package internal(set) var timeline: [LogLine]
    /// What of it could not be read; a page that is shown again says so, too.
    let unread: Unread
    /// What the rows were at; nil where the engine can't tell.
    let revision: Revision?
    /// Whether the transaction that recorded this opening has said that the revision stood.
    var stood = false
    /// What the session read beside another file, where that transaction has said that it stood.
    var beside: Beside?

    /// The most lines of `timeline`.
    static let mostLines = 20
}

extension Casework {
    /// Opens a file to read it. That it was opened is recorded before anything is shown (clause S3.4).
    package func readFile(_ file: ID, as caller: Caller) async throws(CaseworkError) -> FileContents {
        if let again = try await readAgain(file, as: caller) { return again }
        let revision = database.revision
        let (open, rows, entries) = try await read { connection in
            let open = try self.openFile(file, as: caller, connection)
            guard open.kind == .client || open.kind == .organisation else { throw CaseworkError.notFound }
            let rows = try Self.shown.filter(open.holds).map {
                ($0, try SealedRecord.current($0, of: file, connection, by: self.log))
            }
            // This opening's own line comes first.
            let most = FileContents.mostLines - 1
            return (
                open, rows,
                open.holds(.log)
                    ? try LogRow.ofFile(
                        file, without: Unseen(by: caller.member, in: open), limit: most, connection) : []
            )
        }
        let known = caller.memory.list(.beside)
        let (opening, knownStood) = try await act(.fileOpened, on: file, by: caller.member) { act in
            (
                LogLine(opening: file, by: act.actor, at: act.at, position: act.position),
                known.map { $0.revision }.map(act.connection.stands) ?? false
            )
        }
        caller.memory.record(Reading(.contents, file), at: now)
        let unread = Unread()
        func records<Text: Kept>(_ item: Item, _: Text.Type) -> [Record<Text>] {
            rows.first { $0.0 == item }?.1.texts(unread: unread, in: caller.memory) { open.key(of: $0) } ?? []
        }
        let earlier = open.holds(.log) ? lines(entries, of: open, as: caller) : []
        var contents = FileContents(
            file: file, kind: open.kind, isRestricted: open.isRestricted, items: open.items,
            mayExport: open.isExportable(by: caller),
            identity: records(.identity, Identity.self).last, contact: records(.contact, Contact.self).last,
            consents: records(.consent, Consent.self),
            notes: records(.casework, Note.self).reversed(),
            about: records(.organisation, About.self).last,
            organisation: records(.organisation, Note.self).reversed(),
            commercial: records(.commercial, Note.self).reversed(),
            timeline: earlier, unread: unread, revision: revision)
        caller.unread.add(unread)
        if let revision {
            caller.memory.keep(
                ShownFile(
                    revision: revision, open: open, contents: contents,
                    through: entries.first?.position ?? -1))
        }
        if open.holds(.log) { contents.timeline = [opening] + earlier }
        if knownStood, let known, isWhole(known) { contents.beside = known.value as? Beside }
        return contents
    }

    /// The items whose records a file's page shows.
    private static let shown: [Item] = [
        .identity, .contact, .consent, .casework, .organisation, .commercial,
    ]

    func lines(_ rows: [LogRow], of open: OpenFile, as caller: Caller) -> [LogLine] {
        let reader = LogReader([open], as: caller)
        return rows.filter { $0.entry.isShown(to: caller.member, opening: open) }.map(reader.line)
    }

    /// A page of a file's log, newest first, for whoever holds it (clauses P4.5, S3.4). That it was read is recorded.
    /// - Parameter position: the last line of the page before; nil for the newest.
    /// - Returns: the lines, and the last one's place if there are more.
    package func fileLog(
        _ file: ID, before position: Int64? = nil, as caller: Caller
    ) async throws(CaseworkError) -> (lines: [LogLine], next: Int64?) {
        let open = try await openFile(file, holding: .log, as: caller)
        guard open.kind == .client || open.kind == .organisation else { throw .notFound }
        try await record(.log, of: open, as: caller)
        let most = LogDay.longest
        let rows = try await read {
            try LogRow.ofFile(
                file, before: position, without: Unseen(by: caller.member, in: open), limit: most + 1, $0)
        }
        let shown = lines(Array(rows.prefix(most)), of: open, as: caller)
        return (shown, rows.count > most ? shown.last?.position : nil)
    }

    /// The name on a file, for a page that is about it; nil without the item `identity`.
    package func name(of file: ID, as caller: Caller) async throws(CaseworkError) -> String? {
        let open = try await openFile(file, as: caller)
        guard open.holds(.identity) else { return nil }
        try await record(.contents, of: open, as: caller)
        return try await name(in: open, as: caller)
    }

    /// Whether a file is a person's or an organisation's.
    package func kind(of file: ID, as caller: Caller) async throws(CaseworkError) -> FileKind {
        try await openFile(file, as: caller).kind
    }

    /// Who an opened file is about.
    /// - Throws: `notFound` if that can't be read, which is counted as unread.
    func identity(in open: OpenFile, as caller: Caller) async throws(CaseworkError) -> Identity {
        let rows = try await read { try SealedRecord.current(.identity, of: open.file, $0) }
        guard let record = rows.last(Identity.self, of: open, as: caller) else { throw .notFound }
        return record.text
    }

    /// The name on an opened file; nil without the item `identity`, and where it can't be read, which is counted.
    func name(in open: OpenFile, as caller: Caller) async throws(CaseworkError) -> String? {
        do { return try await identity(in: open, as: caller).name } catch {
            guard error == .notFound else { throw error }
            return nil
        }
    }
}
