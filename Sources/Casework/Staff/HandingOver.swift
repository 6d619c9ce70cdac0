import Database
import Vault

/// A file that was given to somebody by name.
package struct GivenFile: Sendable {
    package let file: ID
    /// Nil where the reader does not hold who it is about.
    package let name: String?
    /// Who is not given it: they stepped back from it, or it is about them.
    package let keptFrom: Set<ID>
    package let items: Set<Item>
    /// Whether nobody else who is here was given it by name.
    package let isAlone: Bool
    /// Whether they hold any of it now.
    let isHeld: Bool
}

extension Certified {
    /// Whether somebody may be given what another held by name: a caseworker who is here.
    func canTakeOver(_ member: ID, from other: ID) -> Bool {
        member != other && teams(of: member).contains(.caseworkers)
    }
}

extension Casework {
    /// The files that a member has by name to hand on and that the caller could give to somebody else.
    package func filesGiven(to member: ID, as caller: Caller) async throws(CaseworkError) -> [GivenFile] {
        let given = try await given(to: member, as: caller)
        try await record(.handingOver, as: caller)
        return given
    }

    func given(to member: ID, as caller: Caller) async throws(CaseworkError) -> [GivenFile] {
        _ = try caller.houseKey(.certification)
        return try await filesToGive(of: member, certified: caller.certified, as: caller).map {
            file in
            let (open, items) = (file.open, file.items)
            let others = open.namedMembers.contains {
                $0 != member && open.items(of: $0).intersection(items).isWork
            }
            return GivenFile(
                file: open.file, name: file.name, keptFrom: file.keptFrom, items: items, isAlone: !others,
                isHeld: !open.items(of: member).isEmpty)
        }
    }

    /// For the guardians: files whose only worker has left or lost them, so that nobody's day holds
    /// them (clause S1.1).
    package func filesWithoutWorker(
        as caller: Caller
    ) async throws(CaseworkError) -> [(member: ID, file: GivenFile)] {
        guard caller.teams.contains(.guardian) else { return [] }
        // Nobody else has left anything behind (`OpenFile.itemsLeft`), and a file is slow to open.
        let left = try await roster(as: caller).filter {
            caller.certified.lastEnded(of: $0.id) != nil
        }
        var found: [(member: ID, file: GivenFile)] = []
        for colleague in left {
            let member = colleague.id
            // What waits to be given back to somebody with new keys has a worker.
            let isHere = caller.certified.identity(of: member) != nil
            let theirs = isHere ? Set(caller.filesToReturn(colleague).map(\.file)) : []
            for file in try await given(to: member, as: caller)
            where file.isAlone && !file.isHeld && !theirs.contains(file.file)
                && !found.contains(where: { $0.file.file == file.file })
            { found.append((member, file)) }
        }
        return found
    }

    /// Gives what a member holds of each file by name, or held when they left, to somebody else, who must be a caseworker.
    /// A file that is kept from them stays where it is. Their reminders and drafts are theirs alone and go with them.
    /// - Parameter why: sealed to each file's log.
    /// - Returns: how many files stayed, for they are kept from the successor.
    /// - Throws: `notFresh` for a guardian, who reaches into escrow for it, unless the passphrase was just typed.
    @discardableResult
    package func handOver(
        from member: ID, to successor: ID, why: String, as caller: Caller
    ) async throws(CaseworkError) -> Int {
        _ = try caller.houseKey(.certification)
        guard caller.certified.identity(of: member) == nil || caller.canSuspend(member) else {
            throw .notFound
        }
        var words = Words()
        if !caller.certified.canTakeOver(successor, from: member) { words.refuse("successor", .notAChoice) }
        let why = words.passage("why", why, longest: 2000, required: true)
        try words.check()
        let (acts, left) = try await handingOver(
            from: member, to: successor, why: " Why: \(why)", certified: caller.certified, as: caller)
        guard let first = acts.first else {
            if left > 0 { throw .invalid([Problem("successor", .keptFrom)]) }
            throw .alreadySaved
        }
        try await act(
            first.kind, on: first.file, by: caller.member, letter: first.letter,
            with: Array(acts.dropFirst()),
            first.body)
        return left
    }

    /// The acts that hand each file over, to happen with whatever else the caller does; and how many files stay, because
    /// they are kept from the successor.
    /// - Parameter certified: what counts when they happen.
    /// - Throws: `notFresh` for a guardian, whose escrow it opens.
    func handingOver(
        from member: ID, to successor: ID, why: String = "", certified: Certified, as caller: Caller
    ) async throws(CaseworkError) -> (acts: [FurtherAct], left: Int) {
        if caller.teams.contains(.guardian) { try caller.requireFresh(at: now) }
        let (from, to) = (
            try await nameOnRoster(member, as: caller), try await nameOnRoster(successor, as: caller)
        )
        let files = try await filesToGive(of: member, certified: certified, as: caller)
        let given = files.filter { !$0.keptFrom.contains(successor) }
        var acts: [FurtherAct] = []
        for (open, items, _, _) in given {
            let missing = items.subtracting(open.items(of: successor))
            // Whoever is still here lets go of what they hand over.
            let kept = open.items(of: member).intersection(items)
            for item in kept.sorted() { _ = try open.ending(item, for: [member]) }
            guard !missing.isEmpty || !kept.isEmpty else { continue }
            acts.append(
                try giving(
                    missing.union(kept), of: open, to: successor, kind: .workHandedOver, at: now,
                    words: "Handed over from \(from) to \(to): \(missing.union(kept).listed).\(why)",
                    as: caller))
        }
        return (acts, files.count - given.count)
    }

    /// One act that gives items of a file to a member by name.
    func giving(
        _ items: Set<Item>, of open: OpenFile, to member: ID, kind: EntryKind, at: Instant, id: ID? = nil,
        words: String, as caller: Caller
    ) throws(CaseworkError) -> FurtherAct {
        let given = try open.give(
            items, to: .member(member), id: id, at: at, by: caller, randomness)
        let letter = try letter(words, to: open, by: caller)
        return FurtherAct(kind: kind, file: open.file, letter: letter) { try given.insert(in: &$0) }
    }

    /// Opens a file to give of it: a guardian seals on what the guardians hold in escrow, and reads
    /// none of it.
    func openToGive(
        _ file: ID, certified: Certified, as caller: Caller
    ) async throws(CaseworkError) -> OpenFile {
        try await read { [self] connection in
            guard let rows = try FileRows(file, connection) else { throw CaseworkError.notFound }
            let open = try OpenFile(
                rows, log.genuine(rows, connection), half: halves.half(for: file.bytes),
                renewing: renewing(certified, caller.keyring), inEscrow: caller.teams.contains(.guardian))
            try requireUnrestrictedOrSince(open, connection)
            return open
        }
    }

    /// Every file that was ever given to a member by name, as far as the caller can give of it.
    func openedToGive(
        of member: ID, certified: Certified, as caller: Caller
    ) async throws(CaseworkError) -> [OpenFile] {
        let principal = Principal.member(member).packed
        let files = try await read { connection in
            try connection.rows(
                """
                SELECT DISTINCT file FROM grants WHERE principal = \(principal) AND items <> 0
                  AND file <> \(ID.house.bytes)
                """
            ).compactMap { ID(try $0.blob("file")) }
        }
        var opened: [OpenFile] = []
        for file in files {
            if let open = try? await openToGive(file, certified: certified, as: caller) {
                opened.append(open)
            }
        }
        return opened
    }

    /// What a member has by name to hand on, file by file, and the caller can give. What they were asked to rule on is
    /// their team's, and no work with the file.
    func filesToGive(
        of member: ID, certified: Certified, as caller: Caller
    ) async throws(CaseworkError) -> [(open: OpenFile, items: Set<Item>, name: String?, keptFrom: Set<ID>)] {
        var given: [(open: OpenFile, items: Set<Item>, name: String?, keptFrom: Set<ID>)] = []
        for open in try await openedToGive(of: member, certified: certified, as: caller)
        where open.saysWhomItIsKeptFrom {
            var items = open.itemsLeft(by: member).filter(open.holds)
            if !items.isSubset(of: open.items(of: member)) {
                let gone = try await handedOver(by: member, open, certified)
                items.subtract(gone.subtracting(open.items(of: member)))
            }
            guard items.isWork else { continue }
            let name = try await name(in: open, as: caller)
            given.append((open, items, name, try await keptFrom(open)))
        }
        return given.sorted { ($0.name ?? "", $0.open.file) < ($1.name ?? "", $1.open.file) }
    }

    /// The items of a file that somebody took over since a member left.
    func handedOver(
        by member: ID, _ open: OpenFile, _ certified: Certified
    ) async throws(CaseworkError) -> Set<Item> {
        Set(try await grantsHandedOver(by: member, open, certified).flatMap(\.items).map(\.item))
    }

    /// By what somebody took a file over since a member left: the file's entries name the grants.
    func grantsHandedOver(
        by member: ID, _ open: OpenFile, _ certified: Certified
    ) async throws(CaseworkError) -> [Grant] {
        guard let left = certified.departedAt(member) else { return [] }
        let file = open.file
        let kind = Int64(EntryKind.workHandedOver.rawValue)
        let named = try await read { [log] connection in
            try log.entries(
                where: "file = \(file.bytes) AND kind = \(kind) AND at >= \(left)", connection
            ).flatMap { try Evidence(packed: $0.entry.evidence).items.filter { $0.table == .grant } }
        }
        let grants = Set(named.map(\.id))
        return open.byName.filter { grants.contains($0.id) }
    }
}

extension Set<Item> {
    /// For a letter: the items by name.
    var listed: String { sorted().map { "\($0)" }.joined(separator: ", ") }
}
