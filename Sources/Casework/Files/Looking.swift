import Database
import Vault

/// Who looked at a file, and how often (clauses S3.4, P4.5).
package struct Looks: Sendable {
    /// One person's readings of the last year.
    package struct Looker: Sendable {
        package let member: ID
        package let last: Instant
        package let month: Int
        package let year: Int
    }

    /// Latest first.
    package let people: [Looker]
    /// A page of all readings, newest first.
    package let lines: [LogLine]
    /// The last line's place if there are more.
    package let next: Int64?
}

extension Casework {
    /// Who looked at a file, for whoever holds its log: the guardians too, who open none of its notes by it. Only what
    /// they may see was done is counted (clause P2).
    /// - Parameter position: the last line of the page before; nil for the newest.
    package func looks(
        at file: ID, before position: Int64? = nil, as caller: Caller
    ) async throws(CaseworkError) -> Looks {
        let open = try await openFile(file, holding: .log, as: caller)
        guard open.kind != .house else { throw .notFound }
        try await record(.looks, of: open, as: caller)
        let kinds = EntryKind.looking.filter { $0.needed.map(open.holds) ?? true }
        let (now, most) = (now, LogDay.longest)
        let (people, rows) = try await read { connection in
            (
                try connection.rows(
                    """
                    SELECT actor, MAX(at) AS last, COUNT(*) AS year,
                      SUM(CASE WHEN at >= \(now.adding(seconds: -30 * 86_400).milliseconds) THEN 1 ELSE 0 END) AS month
                    FROM entries WHERE file = \(file.bytes)
                      AND kind IN \(list: kinds.map { Int64($0.rawValue) })
                      AND at >= \(now.adding(seconds: -365 * 86_400).milliseconds)
                    GROUP BY actor ORDER BY last DESC, actor
                    """
                ).compactMap { row -> Looks.Looker? in
                    guard let member = ID(try row.blob("actor")) else { return nil }
                    return Looks.Looker(
                        member: member, last: Instant(milliseconds: try row.integer("last")),
                        month: Int(try row.integer("month")), year: Int(try row.integer("year")))
                },
                try LogRow.ofFile(file, before: position, kinds: kinds, limit: most + 1, connection)
            )
        }
        let page = Array(rows.prefix(most))
        let reader = LogReader([open], as: caller)
        return Looks(
            people: people, lines: page.map(reader.line),
            next: rows.count > most ? page.last?.position : nil)
    }
}
