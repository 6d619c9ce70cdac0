import Database
import Vault

/// A day of the log book as one reader sees it (clause P4.5): their own acts, and the acts on the files
/// whose log was
/// granted to them.
package struct LogDay: Sendable {
    package let day: Day
    package let lines: [LogLine]
    /// The names of the files that the reader may know by name.
    package let names: [ID: String]
    /// The place of the last line, if there are more lines than a page holds: the next page comes after it.
    package let next: Int64?
    /// The day's last signed checkpoint, as text (C2SP tlog-checkpoint); nil if nothing happened by then.
    package let checkpoint: String?

    /// The most lines of a page.
    package static let longest = 200
}

/// Which lines of a day are wanted.
package struct LogFilter: Hashable, Sendable {
    package var actor: ID?
    package var kind: EntryKind?
    package var file: ID?

    package init(actor: ID? = nil, kind: EntryKind? = nil, file: ID? = nil) {
        self.actor = actor
        self.kind = kind
        self.file = file
    }
}

extension Casework {
    /// Reads a page of a day of the log book.
    /// - Parameter position: the last line of the page before; nil for the day's first page.
    package func logDay(
        _ day: Day, filter: LogFilter, after position: Int64? = nil, as caller: Caller
    ) async throws(CaseworkError) -> LogDay {
        guard caller.house != nil else { throw .notFound }
        let page = try await read { try LogPage(day, filter, after: position ?? -1, as: caller, self, $0) }
        try await record(.logBook, as: caller)
        var names: [ID: String] = [:]
        for (file, identity) in page.identities {
            guard let open = page.opened[file] else { continue }
            names[file] =
                identity.last(Identity.self, of: open, as: caller)?.text.name
        }
        let reader = LogReader(page.opened.values, as: caller)
        return LogDay(
            day: day, lines: page.rows.map(reader.line), names: names, next: page.next,
            checkpoint: page.checkpoint)
    }
}

/// A page of a day's rows that one reader may see, out of one snapshot.
private struct LogPage: Sendable {
    private(set) var rows: [LogRow] = []
    private(set) var opened: [ID: OpenFile] = [:]
    private(set) var next: Int64?
    /// Of the files that are named by a line: a name alone would tell of the line.
    let identities: [(file: ID, rows: SealedRows)]
    let checkpoint: String?

    /// Whether a row is shown is known only when its file is open, so rows are taken until the page is full.
    init(
        _ day: Day, _ filter: LogFilter, after position: Int64, as caller: Caller, _ casework: Casework,
        _ connection: any Connection
    ) throws {
        let principals = caller.keyring.principals
        var last = position
        var isMore = true
        while isMore, next == nil {
            let found = try LogRow.within(
                day.moments, filter, after: last, readableBy: principals, or: caller.member,
                limit: LogDay.longest + 1, connection)
            let new = Set(found.rows.map(\.entry.file)).subtracting(opened.keys)
            opened.merge(try casework.openFiles(new, as: caller, connection)) { first, _ in first }
            for row in found.rows
            where row.entry.isShown(to: caller.member, opening: opened[row.entry.file]) {
                if rows.count == LogDay.longest { next = rows.last?.position }
                if next == nil { rows.append(row) }
            }
            last = found.last ?? last
            isMore = found.last != nil
        }
        let opened = opened
        identities = try Set(rows.map(\.entry.file)).compactMap { file in
            guard opened[file]?.holds(.identity) == true else { return nil }
            return (file, try SealedRecord.current(.identity, of: file, connection))
        }
        checkpoint = try Casework.checkpoint(by: day.text, connection)
    }
}
