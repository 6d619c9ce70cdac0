import Database
import Names
import Synchronization
import Vault

extension Casework {
    /// Finds files by name, however it is spelt; part of it will do. What was asked for is recorded, sealed, before
    /// anything is shown.
    package func find(_ query: String, as caller: Caller) async throws(CaseworkError) -> [FoundFile] {
        let register = try caller.houseKey(.register)
        var words = Words()
        let query = words.line("name", query, longest: 200)
        try words.check()
        guard !query.isEmpty, let house = caller.house else { return [] }
        let searched = Searched(name: query, whose: try await whose(query, as: caller))
        let letter = try letter(searched.words, to: house, by: caller)
        try await act(.namesSearched, on: .house, by: caller.member, letter: letter) { _ in }
        try await followRegister(with: register)
        try await indexRestricted(as: caller)
        let found =
            indexes.register.withLock { $0.find(query, limit: 20) }
            + indexes.restricted.withLock {
                $0[caller.session]?.find(query, limit: 20) ?? []
            }
        // An erased file's half is gone at once, whatever an index that is being filled still holds.
        return Array(
            found.filter { halves.half(for: $0.file.bytes) != nil }.sorted {
                ($0.likeness, -$0.score, $0.row.name) < ($1.likeness, -$1.score, $1.row.name)
            }
            .prefix(20))
    }

    /// Opens the restricted files that are granted to this member now, and forgets those that are no more; for everyone
    /// else they do not exist (clause S3.4).
    private func indexRestricted(as caller: Caller) async throws(CaseworkError) {
        let principals = caller.keyring.principals
        let (opened, named) = try await read { connection in
            let files = try connection.rows(
                """
                SELECT file FROM files WHERE restricted = 1
                  AND \(sql: Grant.isListed("files.file", for: principals, [.identity]))
                """
            ).compactMap { ID(try $0.blob("file")) }
            let opened = try self.openFiles(Set(files), as: caller, connection).filter {
                $0.value.holds(.identity)
            }
            // When each was named last: by whichever session or process.
            let named = try connection.rows(
                """
                SELECT file, MAX(entry) AS entry FROM records
                WHERE item = \(Int64(Item.identity.rawValue)) AND file IN \(list: opened.keys.map(\.bytes))
                GROUP BY file
                """
            ).compactMap { row in try ID(try row.blob("file")).map { ($0, try row.integer("entry")) } }
            return (opened, Dictionary(uniqueKeysWithValues: named))
        }
        let known = indexes.restricted.withLock { sessions in
            let known = sessions[caller.session]?.entryOfFile ?? [:]
            for file in known.keys where opened[file] == nil { sessions[caller.session]?.remove(file) }
            return known
        }
        for (file, entry) in named where known[file] != entry {
            guard let open = opened[file], let identity = try? await identity(in: open) else { continue }
            let row = Findable(RegisterRow(identity, of: open.kind))
            indexes.restricted.withLock {
                $0[caller.session, default: NameRegister()].take(row, of: file, at: entry)
            }
        }
    }

    /// The files granted to the caller themself, not through a team, newest contact first: *my clients*.
    package func myFiles(as caller: Caller) async throws(CaseworkError) -> [(file: ID, name: String)] {
        let principal = Principal.member(caller.member).packed
        // What the caller may not know of moves no file up.
        let hidden = EntryKind.needingItems.map { Int64($0.rawValue) }
        // The log goes on without what is remembered, so the order is of this moment. The last entry of each file is
        // looked up, however many it has.
        let files = try await read { connection in
            try connection.rows(
                """
                SELECT file, (SELECT position FROM entries WHERE entries.file = given.file
                                AND NOT kind IN \(list: hidden) ORDER BY position DESC LIMIT 1) AS last
                FROM (SELECT DISTINCT file FROM grants WHERE principal = \(principal) AND items <> 0) AS given
                WHERE file <> \(ID.house.bytes) ORDER BY last DESC LIMIT 100
                """
            ).compactMap { ID(try $0.blob("file")) }
        }
        let names = try await again(.names(Set(files)), as: caller) {
            () async throws(CaseworkError) -> ([ID: String], from: [OpenFile]) in
            let rows = try await self.read { connection in
                try files.compactMap { file -> (open: OpenFile, row: SealedRecord)? in
                    guard let open = try self.openFiles([file], as: caller, connection)[file],
                        open.holds(.identity)
                    else { return nil }
                    return try SealedRecord.current(.identity, of: file, connection).last.map { (open, $0) }
                }
            }
            var names: [ID: String] = [:]
            for (open, row) in rows {
                names[open.file] =
                    try? row.open(Identity.self, with: open.key(of: row.item), in: caller.memory).text.name
            }
            return (names, from: rows.map(\.open))
        }
        // An empty list names nobody.
        if !names.isEmpty { try await record(.myClients, as: caller) }
        return files.compactMap { file in names[file].map { (file, $0) } }
    }
}

extension Identity {
    /// Whether a name said at the desk may be this person's, however it is spelt.
    func isCalled(_ name: String) -> Bool {
        let asked = PersonName(name)
        return ([self.name] + otherNames.split(separator: ",").map(String.init)).contains {
            PersonName($0).compare(asked).verdict != .different
        }
    }
}
