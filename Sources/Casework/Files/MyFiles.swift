import Database
import Vault

/// A page of *my clients*: each file, with the name on it.
package struct MyFiles: Sendable, RandomAccessCollection {
    /// The most files on a page.
    static let most = 100

    private let files: [(file: ID, name: String)]
    /// How many files there are on all pages.
    package let all: Int
    /// The log's place that the next page begins before; nil if there is none.
    package let next: Int64?

    init(_ files: [(file: ID, name: String)], of all: Int, next: Int64?) {
        self.files = files
        self.all = all
        self.next = next
    }

    package var startIndex: Int { files.startIndex }
    package var endIndex: Int { files.endIndex }
    package subscript(position: Int) -> (file: ID, name: String) { files[position] }
}

extension Casework {
    /// The files granted to the caller themself, not through a team, newest contact first: *my clients*.
    /// - Parameter position: where the page before ended; nil for the newest.
    package func myFiles(
        before position: Int64? = nil, as caller: Caller
    ) async throws(CaseworkError) -> MyFiles {
        try await myFiles(before: position, most: MyFiles.most, as: caller)
    }

    func myFiles(
        before position: Int64? = nil, most: Int, as caller: Caller
    ) async throws(CaseworkError) -> MyFiles {
        let principal = Principal.member(caller.member).packed
        // What the caller may not know of moves no file up.
        let hidden = EntryKind.needingItems.map { Int64($0.rawValue) }
        // The log goes on without what is remembered, so the order is of this moment. The last entry of each file is
        // looked up, however many it has.
        let (page, all) = try await read { connection in
            let rows = try connection.rows(
                """
                WITH given AS (SELECT DISTINCT file FROM grants
                               WHERE principal = \(principal) AND items <> 0 AND file <> \(ID.house.bytes))
                SELECT file, last, (SELECT COUNT(*) FROM given) AS files FROM (
                  SELECT file, COALESCE((SELECT position FROM entries WHERE entries.file = given.file
                                         AND NOT kind IN \(list: hidden) ORDER BY position DESC LIMIT 1), -1) AS last
                  FROM given) AS ordered
                WHERE last < \(position ?? .max) ORDER BY last DESC LIMIT \(Int64(most + 1))
                """)
            let page = try rows.compactMap { row in
                try ID(try row.blob("file")).map { ($0, try row.integer("last")) }
            }
            return (page, Int(clamping: try rows.first?.integer("files") ?? 0))
        }
        let files = page.prefix(most).map { $0.0 }
        let next = page.count > most ? page[most - 1].1 : nil
        let names = try await again(.names(Set(files)), as: caller) {
            () async throws(CaseworkError) -> ([ID: String], from: [OpenFile]) in
            let rows = try await self.read { connection in
                try files.compactMap { file -> (open: OpenFile, rows: SealedRows)? in
                    guard let open = try self.openFiles([file], as: caller, connection)[file],
                        // What was taken back from them is theirs no more, though their team knows who it is.
                        open.holds(.identity), !open.items(of: caller.member).isEmpty
                    else { return nil }
                    return (open, try SealedRecord.current(.identity, of: file, connection))
                }
            }
            var names: [ID: String] = [:]
            for (open, identity) in rows {
                names[open.file] =
                    identity.last(Identity.self, of: open, as: caller)?.text.name
            }
            return (names, from: rows.map(\.open))
        }
        // An empty list names nobody.
        if !names.isEmpty { try await record(.myClients, as: caller) }
        return MyFiles(files.compactMap { file in names[file].map { (file, $0) } }, of: all, next: next)
    }
}
