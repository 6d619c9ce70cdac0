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
    /// Whether there were more lines than a page holds.
    package let isCutOff: Bool
    /// The day's last signed checkpoint, as text (C2SP tlog-checkpoint); nil if nothing happened by then.
    package let checkpoint: String?

    package static let longest = 1000
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

    func matches(_ entry: Entry) -> Bool {
        (actor.map { $0 == entry.actor } ?? true) && (kind.map { $0 == entry.kind } ?? true)
            && (file.map { $0 == entry.file } ?? true)
    }
}

extension Casework {
    /// Reads a day of the log book.
    package func logDay(
        _ day: Day, filter: LogFilter, as caller: Caller
    ) async throws(CaseworkError) -> LogDay {
        guard caller.house != nil else { throw .notFound }
        let principals = caller.keyring.principals
        let (rows, checkpoint) = try await read { connection in
            (
                try LogRow.within(
                    day.moments, readableBy: principals, or: caller.member, limit: LogDay.longest + 1,
                    connection),
                try connection.first(
                    "SELECT note FROM checkpoints WHERE day <= \(day.text) ORDER BY day DESC LIMIT 1"
                )?.text("note")
            )
        }
        let matching = rows.prefix(LogDay.longest).filter { filter.matches($0.entry) }
        let opened = try await openFiles(Set(matching.map(\.entry.file)), as: caller)
        // A file is named only for a line that is shown: its name alone would tell of the line.
        let wanted = matching.filter {
            $0.entry.isShown(to: caller.member, opening: opened[$0.entry.file])
        }
        let files = Set(wanted.map(\.entry.file))
        var names: [ID: String] = [:]
        let identities = try await read { connection in
            try opened.values.filter { files.contains($0.file) && $0.holds(.identity) }.compactMap { open in
                try SealedRecord.current(.identity, of: open.file, connection).last.map { (open.file, $0) }
            }
        }
        for (file, row) in identities {
            guard let open = opened[file] else { continue }
            names[file] = (try? row.open(Identity.self, with: open.key(of: row.item)))?.text.name
        }
        let reader = LogReader(opened.values, certified: caller.certified)
        return LogDay(
            day: day,
            lines: wanted.map(reader.line),
            names: names, isCutOff: rows.count > LogDay.longest, checkpoint: checkpoint)
    }

    /// Those of the files that the caller may open.
    func openFiles(_ files: Set<ID>, as caller: Caller) async throws(CaseworkError) -> [ID: OpenFile] {
        var opened: [ID: OpenFile] = [:]
        if let house = caller.house { opened[.house] = house }
        let wanted = files.subtracting([.house]).sorted()
        let rows = try await read { connection in try wanted.compactMap { try FileRows($0, connection) } }
        for row in rows {
            opened[row.file] = try? OpenFile(
                row, half: halves.half(for: row.file.bytes), keyring: caller.keyring,
                certified: caller.certified, renewing: renewing(caller.certified, caller.keyring))
        }
        return opened
    }
}
