import Database
import Vault

/// A file as it is shown: only what the reader's keys opened.
package struct FileContents: Sendable {
    package let file: ID
    package let isRestricted: Bool
    package let items: Set<Item>
    package let identity: Record<Identity>?
    package let contact: Record<Contact>?
    package let consents: [Record<Consent>]
    package let notes: [Record<Note>]
    /// What was done, newest first; empty without the item `log`.
    package let timeline: [LogLine]
}

extension Casework {
    /// Opens a file to read it. That it was opened is recorded before anything is shown (clause S3.4).
    package func readFile(_ file: ID, as caller: Caller) async throws(CaseworkError) -> FileContents {
        let open = try await openFile(file, as: caller)
        guard open.kind == .client else { throw .notFound }
        try await act(.fileOpened, on: file, by: caller.member) { _ in }
        let (rows, entries) = try await read { connection in
            let items = open.items
            return (
                try [Item.identity, .contact, .consent, .casework].filter(items.contains).flatMap {
                    try SealedRecord.current($0, of: file, connection)
                },
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
            file: file, isRestricted: open.isRestricted, items: open.items,
            identity: records(.identity, Identity.self).last, contact: records(.contact, Contact.self).last,
            consents: records(.consent, Consent.self),
            notes: records(.casework, Note.self).reversed(),
            timeline: entries.map(reader.line))
    }

    /// The name on a file, for a page that is about it; nil without the item `identity`.
    package func name(of file: ID, as caller: Caller) async throws(CaseworkError) -> String? {
        let open = try await openFile(file, as: caller)
        return open.holds(.identity) ? try await identity(in: open).name : nil
    }

    /// Who an opened file is about.
    func identity(in open: OpenFile) async throws(CaseworkError) -> Identity {
        let row = try await read { try SealedRecord.current(.identity, of: open.file, $0).last }
        guard let row else { throw .notFound }
        return try row.open(Identity.self, with: open.key(of: row.item)).text
    }
}
