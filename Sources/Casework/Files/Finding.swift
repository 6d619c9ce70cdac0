import Database
import Names
import Synchronization
import Vault

/// What a search found: its files, likeliest first.
package struct Finding: Sendable, RandomAccessCollection {
    /// The most files that a search lists.
    package static let most = 1000

    private let files: [FoundFile]
    /// What was asked for, taken apart.
    package let sought: Sought
    /// Whether every file that may match is among them.
    package let isWhole: Bool
    /// How many files could not be looked at, because what they are found by could not be read. They may be found by
    /// what was read of them before, or not at all.
    package let unread: Int

    init(_ files: [FoundFile] = [], sought: Sought = Sought(), isWhole: Bool = true, unread: Int = 0) {
        self.files = Array(files.prefix(Self.most))
        self.sought = sought
        self.isWhole = isWhole && files.count <= Self.most
        self.unread = unread
    }

    package var startIndex: Int { files.startIndex }
    package var endIndex: Int { files.endIndex }
    package subscript(position: Int) -> FoundFile { files[position] }
}

/// A file that a search found.
package struct FoundFile: Sendable {
    package let file: ID
    package let row: RegisterRow
    package var likeness: Likeness
    /// 0 to 100.
    package let score: Int

    /// How near a file is to what was asked for.
    package enum Likeness: Int, Sendable, Comparable {
        case same = 0
        case possible = 1

        package static func < (left: Likeness, right: Likeness) -> Bool { left.rawValue < right.rawValue }
    }
}

extension Casework {
    /// Finds files by name, however it is spelt, by when somebody was born, by reference or by telephone number; each
    /// narrows a name, and finds alone. What was asked for is recorded, sealed, before anything is shown.
    package func find(_ query: String, as caller: Caller) async throws(CaseworkError) -> Finding {
        var keys = try caller.namedKeys(of: .register)
        var words = Words()
        let query = words.line("name", query, longest: 200)
        let sought = Sought(query, today: now.day)
        try words.check()
        guard !query.isEmpty, let house = caller.house else { return Finding() }
        let searched = Searched(name: query, whose: try await whose(query, as: caller))
        let letter = try letter(searched.words, to: house, by: caller)
        try await act(.namesSearched, on: .house, by: caller.member, letter: letter) { _ in }
        var searcher = caller
        if indexes.haveMore(than: keys.names) {
            // These keys are from before a new epoch, or there is none for it.
            searcher = try await self.caller(cookie: caller.secret.cookie)
            keys = try searcher.namedKeys(of: .register)
        }
        let index = indexes.index(for: caller.session, presenting: keys.names)
        // A session that ended meanwhile reads nothing, and keeps nothing in memory.
        defer { if !keyrings.holds(caller.session) { indexes.forget(session: caller.session) } }
        let (reader, opened) = (searcher, keys)
        return try await longWork.alone(caller.member) { () async throws(CaseworkError) -> Finding in
            try await self.follow(index, with: opened, for: reader.member)
            let closed = try await self.indexRestricted(as: reader)
            return try await self.search(Search(sought, index: index, closed: closed), as: reader)
        }
    }

    /// What is searched, and where.
    private struct Search: Sendable {
        let sought: Sought
        let index: SharedIndex
        /// The restricted files: whatever stands in the register, none of them is found there (clause S3.4).
        let closed: Set<ID>

        init(_ sought: Sought, index: SharedIndex, closed: Set<ID>) {
            self.sought = sought
            self.index = index
            self.closed = closed
        }
    }

    private func search(_ search: Search, as caller: Caller) async throws(CaseworkError) -> Finding {
        let sought = search.sought
        let memory = caller.memory
        func look(_ find: @escaping @Sendable (NameRegister) -> [FoundFile]) async -> [FoundFile] {
            await longWork.run(for: caller.member) {
                search.index.register.withLock { find($0) }.filter { !search.closed.contains($0.file) }
                    + memory.restricted.withLock { find($0) }
            }
        }
        var unread =
            search.index.register.withLock { $0.unread.count }
            + memory.restricted.withLock { $0.unread.count }
        var isWhole = true
        var found: [FoundFile] = []
        if !sought.references.isEmpty {
            found = await look { register in
                register.all { file, _ in sought.references.contains(Array(file.bytes.prefix(5))) }
            }
        }
        if found.isEmpty, !sought.isReferenceOnly {
            if !sought.name.isEmpty {
                // What narrows a name is looked for among all who have it.
                let limit = sought.narrows ? 20_000 : Finding.most + 1
                found = await look { $0.find(sought.name, limit: limit) }
                isWhole = found.count < limit
            } else if sought.born != nil, sought.number == nil {
                found = await look { $0.all { _, row in sought.matches(row) ?? false } }
            }
            if let number = sought.number {
                let numbered = try await files(with: number, as: caller)
                unread += numbered.unread
                let files = Set(numbered.found.map(\.file))
                found = sought.name.isEmpty ? numbered.found : found.filter { files.contains($0.file) }
            }
            found = sought.narrowed(found)
        }
        // An erased file's half is gone at once, whatever an index that is being filled still holds.
        let standing = found.filter { halves.half(for: $0.file.bytes) != nil }.sorted {
            ($0.likeness, -$0.score, $0.row.name, $0.row.born, $0.file)
                < ($1.likeness, -$1.score, $1.row.name, $1.row.born, $1.file)
        }
        return Finding(standing, sought: sought, isWhole: isWhole, unread: unread)
    }

    /// Opens the restricted files that are granted to this member now, and forgets those that are no more; for everyone
    /// else they do not exist (clause S3.4).
    /// - Returns: every restricted file, whosever.
    private func indexRestricted(as caller: Caller) async throws(CaseworkError) -> Set<ID> {
        let principals = caller.keyring.principals
        let (closed, opened, named) = try await read { connection in
            let closed = try connection.rows("SELECT file FROM files WHERE restricted = 1").compactMap {
                ID(try $0.blob("file"))
            }
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
            return (Set(closed), opened, Dictionary(uniqueKeysWithValues: named))
        }
        let known = caller.memory.restricted.withLock { register in
            let known = register.entryOfFile
            for file in Set(known.keys).union(register.unread.keys) where opened[file] == nil {
                register.remove(file)
            }
            return known
        }
        for (file, entry) in named where known[file] != entry {
            guard let open = opened[file] else { continue }
            let identity = try? await identity(in: open, as: caller)
            let read = identity.map { NameRegister.Read.found(Findable(RegisterRow($0, of: open.kind))) }
            caller.memory.restricted.withLock {
                $0.take(read ?? .unread(isShut: false), of: file, at: entry)
            }
        }
        // What stands is no column of theirs: also where somebody altered the file's row, or put an old name back.
        return closed.union(log.standing.digests(.restriction).keys.map(\.id))
    }
}
