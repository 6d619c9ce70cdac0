import Database
import Vault

/// A client with whom nobody works by name (clause S1.1): the caseworkers' team holds the file until somebody does.
package struct ClientWithoutWorker: Sendable {
    package let file: ID
    package let name: String
    package let made: Instant
    /// Whether nobody ever did.
    package let isNew: Bool
    /// Who may take it on.
    package let workers: [ID]
}

extension Caller {
    /// Whether they are told of clients with whom nobody works: those who could, and those who see to it that somebody
    /// does.
    package var seesClientsWithoutWorker: Bool {
        house != nil && !teams.isDisjoint(with: [.caseworkers, .management])
    }
}

extension OpenFile {
    /// The colleagues who work with a client: those who hold the casework by name.
    fileprivate var workers: [ID] { namedMembers.filter { items(of: $0).contains(.casework) } }

    /// Whether nobody works with this client, as far as whoever opened it may know.
    fileprivate var isWithoutWorker: Bool { kind == .client && holds(.casework) && workers.isEmpty }

    /// Whether anybody was ever given the casework by name.
    fileprivate var hadWorker: Bool {
        byName.contains { grant in grant.items.contains { $0.item == .casework } }
    }
}

extension Casework {
    /// The clients with whom nobody works, the longest wait first. That the list was shown is recorded before.
    package func clientsWithoutWorker(as caller: Caller) async throws(CaseworkError) -> [ClientWithoutWorker]
    {
        let clients = try await withoutWorker(as: caller)
        var shown: [ClientWithoutWorker] = []
        for (open, made) in clients {
            // One whose name can't be read is counted as unread, and missing here.
            guard let name = try await name(in: open, as: caller) else { continue }
            let workers: [ID]
            do {
                let kept = try await keptFrom(open)
                workers = open.possibleWorkers(caller.certified).filter { !kept.contains($0) }
            } catch {
                // Whom it is kept from can't be known: nobody can be named for it.
                guard error == .logAltered else { throw error }
                workers = []
            }
            shown.append(
                ClientWithoutWorker(
                    file: open.file, name: name, made: made, isNew: !open.hadWorker,
                    workers: workers))
        }
        // An empty list names nobody.
        if !shown.isEmpty { try await record(.withoutWorker, as: caller) }
        return shown
    }

    /// How many they are, no more than `mostWithoutWorker`, and whether nobody ever worked with any of them: it names
    /// nobody, and leaves no entry.
    package func clientsWithoutWorkerCount(
        as caller: Caller
    ) async throws(CaseworkError) -> (count: Int, areNew: Bool) {
        guard caller.seesClientsWithoutWorker else { return (0, true) }
        let clients = try await again(.withoutWorker, as: caller) {
            () async throws(CaseworkError) -> ([Bool], from: [OpenFile]) in
            let clients = try await self.withoutWorker(as: caller)
            return (clients.map { !$0.open.hadWorker }, from: clients.map(\.open))
        }
        return (clients.count, clients.allSatisfy { $0 })
    }

    /// Somebody works with a client from now on with whom nobody did (clauses S1.1, S3.4): a caseworker themself, or
    /// one whom a manager names. They hold by name what their team held, and the team holds no more of it than who the
    /// person is and how to reach them, as if they had been named at the first contact.
    /// - Throws: `alreadySaved` if somebody works with them already.
    package func takeOn(_ file: ID, worker: ID, as caller: Caller) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .casework, as: caller)
        guard open.kind == .client, open.canBeGiven(by: caller), caller.seesClientsWithoutWorker,
            worker == caller.member || caller.teams.contains(.management)
        else { throw .notFound }
        guard open.isWithoutWorker else { throw .alreadySaved }
        var words = Words()
        if try await keptFrom(open).contains(worker) {
            words.refuse("worker", .keptFrom)
        } else if !open.possibleWorkers(caller.certified).contains(worker) {
            words.refuse("worker", .notAChoice)
        }
        try words.check()
        let name = try await nameOnRoster(worker, as: caller)
        // What the team is to hold no more begins a new epoch, before it is given.
        for item in ClientFile.worked where open.holds(item) {
            _ = try open.ending(item) { principal in
                if case .team(let team) = principal { team.team != .caseworkers } else { true }
            }
        }
        let given = try giving(
            Set(ClientFile.known + ClientFile.worked).intersection(open.items), of: open, to: worker,
            kind: .accessGranted, at: now, words: "Taken on by \(name): nobody worked with them.", as: caller)
        try await act(given.kind, on: file, by: caller.member, letter: given.letter, given.body)
        // The team holds no more of it than before a first contact: no older database is to give it back unnoticed.
        await log.head.cover(log.size)
    }

    /// The files of clients without a worker that the caller may know of, opened; the longest wait first.
    private func withoutWorker(
        as caller: Caller
    ) async throws(CaseworkError) -> [(open: OpenFile, made: Instant)] {
        guard caller.seesClientsWithoutWorker else { throw .notFound }
        let casework = Grant.mask([.casework])
        let mine = caller.keyring.principals.filter { !$0.isMember }.map(\.packed)
        let members = caller.certified.members(of: .staff).map { Principal.member($0).packed }
        let ended: [EntryKind] = [.accessEnded, .workHandedOver, .conflictDeclared]
        return try await read { connection in
            // A grant that was taken back is listed still: those files are opened to see.
            let rows = try connection.rows(
                """
                SELECT file, made FROM files
                WHERE kind = \(Int64(FileKind.client.rawValue))
                  AND file IN (SELECT file FROM grants WHERE principal IN \(list: mine) AND items & \(casework) <> 0)
                  AND (NOT EXISTS (SELECT 1 FROM grants WHERE grants.file = files.file
                                     AND principal IN \(list: members) AND items & \(casework) <> 0)
                       OR file IN (SELECT file FROM entries WHERE kind IN \(list: ended.map { Int64($0.rawValue) })))
                ORDER BY made, file
                """)
            var clients: [(open: OpenFile, made: Instant)] = []
            for row in rows where clients.count < Self.mostWithoutWorker {
                let file = try row.id("file")
                guard let open = try self.openFiles([file], as: caller, connection)[file],
                    open.isWithoutWorker, open.holds(.identity)
                else { continue }
                clients.append((open, Instant(milliseconds: try row.integer("made"))))
            }
            return clients
        }
    }

    /// The most clients of the list: whoever takes on these comes to the next.
    package static let mostWithoutWorker = 100

    /// The caller's files that somebody else gave them to work with, and in which they have done nothing since: new to
    /// them until they open it.
    package func newToMe(as caller: Caller) async throws(CaseworkError) -> Set<ID> {
        guard caller.teams.contains(.caseworkers) else { return [] }
        let given = try await again(.newToMe, as: caller) {
            () async throws(CaseworkError) -> ([ID: Int64], from: [OpenFile]) in
            try await self.givenAndUntouched(as: caller)
        }
        guard !given.isEmpty else { return [] }
        // The log goes on without what is remembered: what they have done since is looked up.
        let member = caller.member
        return try await read { connection in
            let last = try Self.lastDone(
                by: member, "SELECT file FROM files WHERE file IN \(list: given.keys.map(\.bytes))",
                connection)
            return Set(given.keys.filter { last[$0] ?? .min < given[$0] ?? .max })
        }
    }

    /// When a member last did something in each of the files that a query finds; none where they never did. The entries of
    /// a file are read from the newest back, and no further than theirs.
    private static func lastDone(
        by member: ID, _ files: SQL, _ connection: any Connection
    ) throws -> [ID: Int64] {
        let newest: SQL = """
            SELECT at FROM entries WHERE entries.file = found.file AND actor = \(member.bytes)
            ORDER BY position DESC LIMIT 1
            """
        var last: [ID: Int64] = [:]
        for row in try connection.rows("SELECT file, (" + newest + ") AS last FROM (" + files + ") AS found")
        {
            last[try row.id("file")] = try row.optionalInteger("last")
        }
        return last
    }

    /// The files that somebody else gave the caller, with when that was, and in which they had done nothing since.
    private func givenAndUntouched(
        as caller: Caller
    ) async throws(CaseworkError) -> ([ID: Int64], from: [OpenFile]) {
        let (member, principal) = (caller.member, Principal.member(caller.member))
        return try await read { connection in
            let rows = try connection.rows(
                """
                SELECT file, packed FROM grants
                WHERE principal = \(principal.packed) AND items <> 0 AND file <> \(ID.house.bytes)
                """)
            let last = try Self.lastDone(
                by: member,
                """
                SELECT DISTINCT file FROM grants
                WHERE principal = \(principal.packed) AND items <> 0 AND file <> \(ID.house.bytes)
                """, connection)
            var perhaps: Set<ID> = []
            for row in rows {
                guard let grant = try? Grant(packed: row.blob("packed")), grant.granter != member else {
                    continue
                }
                let file = try row.id("file")
                if grant.at > last[file, default: .min] { perhaps.insert(file) }
            }
            // A grant may only have carried on, in a new epoch, what they held before.
            let opened = try self.openFiles(perhaps, as: caller, connection)
            var given: [ID: Int64] = [:]
            for (file, open) in opened {
                let grants = open.grantsInForce(caller.certified).filter { grant, items in
                    grant.principal == principal && grant.granter != member && items.isWork
                        && grant.at > last[file, default: .min]
                }
                given[file] = grants.map { $0.0.at }.max()
            }
            return (given, from: Array(opened.values))
        }
    }
}

extension OpenFile {
    /// The caseworkers who can open the casework now, through their team: taking it on gives it to nobody new.
    fileprivate func possibleWorkers(_ certified: Certified) -> [ID] {
        certified.members(of: .caseworkers).filter { itemsOpen(to: $0).contains(.casework) }
    }
}
