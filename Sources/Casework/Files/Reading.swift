import Database
import Vault

/// A file as it is shown: only what the reader's keys opened.
package struct FileContents: Sendable {
    package let file: ID
    package let kind: FileKind
    package let isRestricted: Bool
    package let items: Set<Item>
    package let identity: Record<Identity>?
    package let contact: Record<Contact>?
    package let consents: [Record<Consent>]
    package let notes: [Record<Note>]
    /// What an organisation is; nil without the item `organisation`.
    package let about: Record<About>?
    /// Notes on an organisation's affairs, and those that are commercially sensitive (clauses S1.4, S2.4).
    package let organisation: [Record<Note>]
    package let commercial: [Record<Note>]
    /// What was done, newest first; empty without the item `log`.
    package let timeline: [LogLine]
}

extension Casework {
    /// Opens a file to read it. That it was opened is recorded before anything is shown (clause S3.4).
    package func readFile(_ file: ID, as caller: Caller) async throws(CaseworkError) -> FileContents {
        let open = try await openFile(file, as: caller)
        guard open.kind == .client || open.kind == .organisation else { throw .notFound }
        try await act(.fileOpened, on: file, by: caller.member) { _ in }
        let (rows, entries) = try await read { connection in
            let items = open.items
            return (
                try [Item.identity, .contact, .consent, .casework, .organisation, .commercial].filter(
                    items.contains
                ).flatMap { try SealedRecord.current($0, of: file, connection) },
                items.contains(.log) ? try LogRow.ofFile(file, limit: 200, connection) : []
            )
        }
        func records<Text: Decodable>(_ item: Item, _: Text.Type) -> [Record<Text>] {
            rows.filter { $0.item.item == item }.compactMap {
                try? $0.open(Text.self, with: open.key(of: $0.item))
            }
        }
        let reader = LogReader(entries.isEmpty ? [] : [open], certified: caller.certified)
        return FileContents(
            file: file, kind: open.kind, isRestricted: open.isRestricted, items: open.items,
            identity: records(.identity, Identity.self).last, contact: records(.contact, Contact.self).last,
            consents: records(.consent, Consent.self),
            notes: records(.casework, Note.self).reversed(),
            about: records(.organisation, About.self).last,
            organisation: records(.organisation, Note.self).reversed(),
            commercial: records(.commercial, Note.self).reversed(),
            timeline: entries.filter { $0.entry.isShown(to: caller.member, opening: open) }
                .map(reader.line))
    }

    /// The name on a file, for a page that is about it; nil without the item `identity`.
    package func name(of file: ID, as caller: Caller) async throws(CaseworkError) -> String? {
        let open = try await openFile(file, as: caller)
        return open.holds(.identity) ? try await identity(in: open).name : nil
    }

    /// Whether a file is a person's or an organisation's.
    package func kind(of file: ID, as caller: Caller) async throws(CaseworkError) -> FileKind {
        try await openFile(file, as: caller).kind
    }

    /// Who an opened file is about.
    func identity(in open: OpenFile) async throws(CaseworkError) -> Identity {
        let row = try await read { try SealedRecord.current(.identity, of: open.file, $0).last }
        guard let row else { throw .notFound }
        return try row.open(Identity.self, with: open.key(of: row.item)).text
    }
}
