import Database
import Vault

/// A row of the log book as it is stored.
struct LogRow: Sendable {
    let position: Int64
    let entry: Entry

    private static let columns: SQL =
        "position, at, actor, kind, file, clause, letter, letter_epoch, sealed, evidence"

    /// A file's newest entries, newest first.
    static func ofFile(_ file: ID, limit: Int, _ connection: any Connection) throws -> [LogRow] {
        try connection.rows(
            """
            SELECT \(sql: columns) FROM entries WHERE file = \(file.bytes) ORDER BY position DESC LIMIT \(limit)
            """
        ).compactMap { try LogRow($0) }
    }

    /// The entry at a place; nil if it was erased.
    static func at(_ position: Int64, _ connection: any Connection) throws -> LogRow? {
        try connection.first("SELECT \(sql: columns) FROM entries WHERE position = \(position)").flatMap {
            try LogRow($0)
        }
    }

    /// The entries of a span of time in order: those that the member made, and those of the files whose log was
    /// granted to one of these principals.
    static func within(
        _ span: Range<Instant>, readableBy principals: Set<Principal>, or member: ID, limit: Int,
        _ connection: any Connection
    ) throws -> [LogRow] {
        let log = Grant.mask([.log])
        let principals = principals.map(\.packed)
        return try connection.rows(
            """
            SELECT \(sql: columns) FROM entries
            WHERE at >= \(span.lowerBound.milliseconds) AND at < \(span.upperBound.milliseconds)
              AND (actor = \(member.bytes) OR file IN (
                  SELECT file FROM grants WHERE principal IN \(list: principals)
                  AND items & \(log) <> 0))
            ORDER BY position LIMIT \(limit)
            """
        ).compactMap { try LogRow($0) }
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

/// Turns rows into lines for one reader: each file's letter box is made once.
struct LogReader: Sendable {
    private let boxes: [ID: [UInt32: LetterBox]]
    private let certified: Certified

    init(_ opened: some Sequence<OpenFile>, certified: Certified) {
        self.boxes = Dictionary(
            opened.map { ($0.file, $0.letterBoxes) }, uniquingKeysWith: { first, _ in first })
        self.certified = certified
    }

    /// The details show only if the letter's own signature is the actor's: a column proves nothing.
    func line(_ row: LogRow) -> LogLine {
        let details = row.entry.letter.flatMap { letter -> String? in
            guard let box = boxes[row.entry.file]?[letter.epoch],
                let (writer, words) = try? box.read(letter, certified: certified), writer == row.entry.actor
            else { return nil }
            return String(decoding: words, as: UTF8.self)
        }
        return LogLine(row, details: details)
    }
}
