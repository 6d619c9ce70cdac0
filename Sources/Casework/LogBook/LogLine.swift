import Database
import Ledger
import Vault

/// A row of the log book as it is stored.
struct LogRow: Sendable {
    let position: Int64
    let entry: Entry

    private static let columns: SQL =
        "position, at, actor, kind, file, clause, letter, letter_epoch, sealed, evidence"

    /// A file's newest entries, newest first.
    /// - Parameters:
    ///   - position: nil for the newest of all; else those before it.
    ///   - kinds: nil for all.
    ///   - unseen: what the reader is not to see takes no place among them.
    static func ofFile(
        _ file: ID, before position: Int64? = nil, kinds: [EntryKind]? = nil, without unseen: Unseen? = nil,
        limit: Int, _ connection: any Connection
    ) throws -> [LogRow] {
        let these: SQL = kinds.map { " AND kind IN \(list: $0.map { Int64($0.rawValue) })" } ?? ""
        return try connection.rows(
            """
            SELECT \(sql: columns) FROM entries
            WHERE file = \(file.bytes) AND position < \(position ?? .max)\(sql: these)\(sql: unseen?.condition ?? "")
            ORDER BY position DESC LIMIT \(limit)
            """
        ).compactMap { try LogRow($0) }
    }

    /// A file's entries after a position, newest first.
    static func ofFile(
        _ file: ID, after position: Int64, without unseen: Unseen, limit: Int, _ connection: any Connection
    ) throws -> [LogRow] {
        try connection.rows(
            """
            SELECT \(sql: columns) FROM entries
            WHERE file = \(file.bytes) AND position > \(position)\(sql: unseen.condition)
            ORDER BY position DESC LIMIT \(limit)
            """
        ).compactMap { try LogRow($0) }
    }

    /// The entry at a place; nil if it was erased.
    static func at(_ position: Int64, _ connection: any Connection) throws -> LogRow? {
        try connection.first("SELECT \(sql: columns) FROM entries WHERE position = \(position)").flatMap {
            try LogRow($0)
        }
    }

    /// The entries of these kinds in a span of time, in order, on the charity's own file and on those whose log was
    /// granted to one of these principals.
    /// - Parameter actors: nil for everybody's.
    static func within(
        _ span: Range<Instant>, kinds: [EntryKind], by actors: Set<ID>? = nil,
        readableBy principals: Set<Principal>, _ connection: any Connection
    ) throws -> [LogRow] {
        let these: SQL = actors.map { " AND actor IN \(list: $0.map(\.bytes))" } ?? ""
        return try connection.rows(
            """
            SELECT \(sql: columns) FROM entries
            WHERE kind IN \(list: kinds.map { Int64($0.rawValue) })
              AND at >= \(span.lowerBound.milliseconds) AND at < \(span.upperBound.milliseconds)
              AND (file = \(ID.house.bytes)
                   OR \(sql: Grant.isListed("entries.file", for: principals, [.log])))\(sql: these)
            ORDER BY position
            """
        ).compactMap { try LogRow($0) }
    }

    /// The entries of a span of time in order: those that the member made, and those of the files whose log was
    /// granted to one of these principals.
    /// - Parameter position: the last one that was read before.
    /// - Returns: them, and the last position that was looked at; nil if there was none.
    static func within(
        _ span: Range<Instant>, _ filter: LogFilter, after position: Int64,
        readableBy principals: Set<Principal>, or member: ID, limit: Int, _ connection: any Connection
    ) throws -> (rows: [LogRow], last: Int64?) {
        let rows = try connection.rows(
            """
            SELECT \(sql: columns) FROM entries
            WHERE at >= \(span.lowerBound.milliseconds) AND at < \(span.upperBound.milliseconds)
              AND position > \(position) AND (
                \(sql: Grant.isListed("entries.file", for: principals, [.log]))
                OR actor = \(member.bytes) AND (file = \(ID.house.bytes)
                  OR \(sql: Grant.isListed("entries.file", for: principals))))\(sql: filter.condition)
            ORDER BY position LIMIT \(limit)
            """)
        return (try rows.compactMap { try LogRow($0) }, try rows.last?.integer("position"))
    }

    private init?(_ row: Row) throws {
        guard let entry = try Entry(row) else { return nil }
        self.position = try row.integer("position")
        self.entry = entry
    }
}

/// A line of the log book as its reader sees it.
package struct LogLine: Sendable {
    /// The entry's place in the log, counted from 0.
    package let position: Int64
    package let at: Instant
    package let actor: ID
    package let kind: EntryKind
    package let clause: String
    /// Nil for the charity's own.
    package let file: ID?
    /// The details, if the reader's keys open the file's letter box and the writer's signature holds.
    package let details: String?

    /// The line of an opening that has just been recorded.
    init(opening file: ID, by actor: ID, at: Instant, position: Int64) {
        self.position = position
        self.at = at
        self.actor = actor
        self.kind = .fileOpened
        self.clause = EntryKind.fileOpened.clause
        self.file = file
        self.details = nil
    }

    fileprivate init(_ row: LogRow, details: String?) {
        let entry = row.entry
        self.position = row.position
        self.at = entry.at
        self.actor = entry.actor
        self.kind = entry.kind
        self.clause = entry.clause
        self.file = entry.file == .house ? nil : entry.file
        self.details = details
    }
}

extension Unseen {
    /// What a row of `entries` must be, after other conditions.
    fileprivate var condition: SQL {
        kinds.isEmpty
            ? "" : " AND (actor = \(reader.bytes) OR NOT kind IN \(list: kinds.map { Int64($0.rawValue) }))"
    }
}

extension LogFilter {
    /// What a row of `entries` must be, after other conditions.
    fileprivate var condition: SQL {
        var condition: SQL = ""
        if let actor { condition = condition + " AND actor = \(actor.bytes)" }
        if let kind { condition = condition + " AND kind = \(Int64(kind.rawValue))" }
        if let file { condition = condition + " AND file = \(file.bytes)" }
        return condition
    }
}

/// Turns rows into lines for one reader, who opens each letter once in a session.
struct LogReader: Sendable {
    private let opened: [ID: OpenFile]
    private let caller: Caller

    init(_ opened: some Sequence<OpenFile>, as caller: Caller) {
        self.opened = Dictionary(opened.map { ($0.file, $0) }, uniquingKeysWith: { first, _ in first })
        self.caller = caller
    }

    /// Of a search, what it was and whose name: for the list of the unusual alone.
    func searched(_ row: LogRow) -> Searched? {
        guard row.entry.kind == .namesSearched, let letter = row.entry.letter,
            let log = opened[row.entry.file]?.logKey(letter.epoch),
            let read = try? read(letter, with: log), read.writer == row.entry.actor
        else { return nil }
        return Searched(read.words)
    }

    /// The details show only if the letter's own signature is the actor's: a column proves nothing.
    func line(_ row: LogRow) -> LogLine {
        let details = row.entry.letter.flatMap { letter -> String? in
            guard let log = opened[row.entry.file]?.logKey(letter.epoch),
                let read = try? read(letter, with: log), read.writer == row.entry.actor
            else { return nil }
            switch row.entry.kind {
            case .namesSearched: return Searched(read.words).name
            // Which file it was, somebody else may have asked for who may not know of it either.
            case .openingRefused where !caller.teams.contains(.guardian): return nil
            default: return read.words
            }
        }
        return LogLine(row, details: details ?? row.entry.timesInWords)
    }

    private struct Read: Sendable {
        let writer: ID
        let words: String
    }

    private func read(_ letter: Letter, with log: ItemKey) throws -> Read {
        try caller.memory.text(of: log.file, letter.digest.bytes) {
            let (writer, words) = try box(log).read(letter, certified: caller.certified)
            return Read(writer: writer, words: String(decoding: words, as: UTF8.self))
        }
    }

    /// Deriving a letter box costs as much as half a letter.
    private func box(_ log: ItemKey) throws -> LetterBox {
        var name = Packer("letter box")
        name.add(log.item.epoch)
        return try caller.memory.text(of: log.file, name.bytes) { try LetterBox(log) }
    }
}

extension Entry {
    /// Of sign-ins that were counted together, how many; nil for what was done once.
    fileprivate var timesInWords: String? {
        guard let counted else { return nil }
        return kind == .signInRefused
            ? "\(counted) within an hour, at names that nobody here has or at one name again and again."
            : "\(counted) more within the hour."
    }
}
