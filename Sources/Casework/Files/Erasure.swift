import Database
import Ledger
import Synchronization
import Vault

extension Casework {
    /// Erases a client's file: its rows, its half, and every record that its entries wrote, messages and its row of the
    /// register among them; what stays is that an entry stood at each of its places in the log, and not whose, when or what
    /// (UK GDPR Art 17). The guardians' own act; not of one whom the file is kept from (clause S3.4).
    ///
    /// - Parameters:
    ///   - why: kept sealed in the charity's own log, where it outlives the file: it should name nobody.
    ///   - typed: the file's reference, typed to confirm that it is this one.
    /// - Throws: `alreadySaved` for one that is erased; `notFresh` unless they have just typed their passphrase;
    ///   `logAltered`, and nothing is erased, if what the log says of the file is not what was written.
    package func erase(
        _ file: ID, why: String, confirming typed: String, as caller: Caller
    ) async throws(CaseworkError) {
        try await checkErasable(file, as: caller)
        var words = Words()
        let why = words.passage("why", why, longest: 2000, required: true)
        let typed = PlainCharacters.of(typed).uppercased().filter { $0.isLetter || $0.isNumber }
        if typed != file.reference.uppercased().filter({ $0.isLetter || $0.isNumber }) {
            words.refuse("reference", typed.isEmpty ? .missing : .notRight)
        }
        try words.check()
        try caller.requireFresh(at: now)
        guard let house = caller.house else { throw .notFound }
        let letter = try letter(
            "File \(file.reference) was erased. Why: \(why)", to: house, by: caller)
        try await erase(file, letter: letter, as: caller)
    }

    /// When a file was erased, for guardians; nil for one that was not.
    package func erasure(of file: ID, as caller: Caller) async throws(CaseworkError) -> Instant? {
        guard caller.teams.contains(.guardian) else { throw .notFound }
        return try await read { connection in
            try connection.first("SELECT at FROM erasures WHERE file = \(file.bytes)").map {
                Instant(milliseconds: try $0.integer("at"))
            }
        }
    }

    /// Whether the caller may erase a file.
    /// - Throws: `alreadySaved` for one that was erased: only guardians learn that there was one.
    package func checkErasable(_ file: ID, as caller: Caller) async throws(CaseworkError) {
        guard caller.teams.contains(.guardian), file != .house else { throw .notFound }
        let isErased = try await read { connection in
            try connection.first("SELECT file FROM erasures WHERE file = \(file.bytes)") != nil
        }
        if isErased, halves.half(for: file.bytes) == nil { throw .alreadySaved }
        let open = try await openFile(file, as: caller)
        if try await keptFrom(open).contains(caller.member) { throw .notFound }
    }

    /// - Throws: `notFound` also for a guardian who can't open the newest keys of every item of the file, in escrow too:
    ///   who destroys a file opens it first, with what only the charity's own guardians hold.
    func erase(_ file: ID, letter: Letter? = nil, as caller: Caller) async throws(CaseworkError) {
        guard caller.teams.contains(.guardian), file != .house else { throw .notFound }
        let open = try await openFile(file, as: caller)
        let whole = try await openToGive(file, certified: caller.certified, as: caller)
        guard whole.holdsEveryItem else { throw .notFound }
        try await act(.fileErased, on: .house, by: caller.member, letter: letter) { act in
            try open.requireNotKept(from: act.actor, in: act)
            try Self.remove(file, in: &act)
        }
        indexes.forget(file, isErased: true)
        // Once the half is gone: an opening that was under way finds it gone, and forgets what it put in memory.
        defer {
            judgements.forget(file)
            keyrings.forget(file)
            caller.memory.forget(file)
        }
        // Its rows are gone: from here on it is erased, and what is left is to overwrite where they stood.
        isOverwritingOwed.withLock { $0 = true }
        let destroyed: Void? = try? await halves.destroy(file.bytes)
        if destroyed == nil, halves.half(for: file.bytes) != nil { throw .unavailable }
        await overwriteErased()
    }

    /// Overwrites what erasures have deleted, if that is owed: not while a backup or another program reads the files.
    /// Asked again every minute, and at each start.
    /// - Returns: whether nothing is owed any more.
    @discardableResult
    package func overwriteErased() async -> Bool {
        guard isOverwritingOwed.withLock({ $0 }) else { return true }
        do {
            try await halves.overwriteDeleted()
            try await database.purge()
            isOverwritingOwed.withLock { $0 = false }
            return true
        } catch { return false }
    }

    /// The halves as they are now, for their two copies, and the log by then.
    package func halvesForCopies() -> (log: LogState, halves: HalvesStore.Contents) {
        // The log first: a copy never claims to know of erasures that it does not.
        (log.state, halves.everything())
    }

    /// What an erasure does to the rows, and says in its entry. It destroys what the file's entries name and signs that it
    /// did, so each entry must still be the one that was committed to.
    /// - Throws: `LogFault` for an entry that somebody altered, or made to look like this file's; nothing is done.
    static func remove(_ file: ID, in act: inout Act) throws {
        let connection = act.connection
        let nothing = Hash()
        var records: Set<ID> = [file]
        for row in try connection.rows("SELECT * FROM entries WHERE file = \(file.bytes)") {
            // What an entry that nobody here wrote names is not this file's to take along: it would be signed as erased.
            guard let entry = act.log.genuine(row, connection),
                let position = UInt32(exactly: try row.integer("position")), Int64(position) < act.position
            else { throw LogFault.altered }
            act.note(.erasedEntry, .house, version: position, nothing)
            let items = try Evidence(packed: entry.evidence).items
            for item in items {
                if try act.keepsOfHouse(item) { continue }
                if item.table.goesWithItsFile { records.insert(item.id) }
            }
        }
        for record in records.sorted() {
            act.note(.erased, record, nothing)
            try connection.execute("DELETE FROM records WHERE record = \(record.bytes)")
        }
        try connection.execute(
            """
            UPDATE entries SET file = NULL, letter = NULL, letter_epoch = NULL, sealed = NULL,
                               evidence = NULL, salt = NULL,
                               at = 0, actor = \([UInt8](repeating: 0, count: 16)), kind = 0, clause = ''
            WHERE file = \(file.bytes)
            """)
        for table: SQL in [
            "DELETE FROM grants WHERE file = \(file.bytes)",
            "DELETE FROM item_epochs WHERE file = \(file.bytes)",
            "DELETE FROM reminders WHERE file = \(file.bytes)",
            "DELETE FROM restrictions WHERE file = \(file.bytes)",
            "DELETE FROM files WHERE file = \(file.bytes)",
        ] { try connection.execute(table) }
        try connection.execute(
            """
            INSERT INTO erasures (file, at) VALUES (\(file.bytes), \(act.at.milliseconds))
            """)
    }

    /// An erasure that was cut off after its act: the half goes now. Runs at each start, before anyone signs in.
    ///
    /// A half can't be brought back, so a row of `erasures` is not enough: an entry that the log's key signed must say
    /// it too. Whatever else was altered in the database does not keep it from being done.
    func completeErasures() async throws {
        let halves = halves
        let key = log.verifierKey
        let (erased, waiting) = try await database.read { connection -> ([[UInt8]], [[UInt8]]) in
            let erased = try connection.rows("SELECT file FROM erasures").map { try $0.blob("file") }
            let waiting = Set(
                erased.filter { halves.half(for: $0) != nil || !halves.wasDestroyed($0) })
            return (erased, waiting.isEmpty ? [] : try Self.erased(of: waiting, signedBy: key, connection))
        }
        for file in waiting { try await halves.destroy(file) }
        guard let gone = erased.first(where: { halves.half(for: $0) == nil }) else { return }
        // Deleted, and perhaps not yet overwritten when it was cut off. Best effort: somebody may be reading.
        try? await halves.destroy(gone)
        try? await database.purge()
    }

    /// Those of these files that a signed entry says were erased.
    private static func erased(
        of files: Set<[UInt8]>, signedBy key: VerifierKey, _ connection: any Connection
    ) throws -> [[UInt8]] {
        let rows = try connection.rows(
            "SELECT position FROM entries WHERE kind = \(Int64(EntryKind.fileErased.rawValue))")
        let said = try rows.flatMap { row -> [Evidence.Item] in
            guard let position = UInt64(exactly: try row.integer("position")),
                let entry = try Entry.signed(at: position, by: key, connection), entry.kind == .fileErased
            else { return [] }
            return try Evidence(packed: entry.evidence).items
        }
        return files.intersection(said.filter { $0.table == .erased }.map(\.id.bytes)).sorted {
            $0.lexicographicallyPrecedes($1)
        }
    }

    /// How many files a row calls erased while their half is still there: cut off and not completed, or written by
    /// somebody else. None, once a start has completed what the log says.
    package static func unfinishedErasures(
        _ connection: any Connection, halves: HalvesStore.Contents
    ) throws -> Int {
        try connection.rows("SELECT file FROM erasures").count {
            halves.halves[try $0.blob("file")] != nil
        }
    }

    /// The same of this charity, for the start to tell.
    package func unfinishedErasures() async throws -> Int {
        let halves = halves.everything()
        return try await database.read { try Self.unfinishedErasures($0, halves: halves) }
    }
}

extension Act {
    /// An entry of the file may have begun an epoch of the house as well: it stays, and this act's entry names it from now
    /// on in the place of the one that goes.
    /// - Returns: whether the row is one of the house.
    fileprivate mutating func keepsOfHouse(_ item: Evidence.Item) throws -> Bool {
        let house = ID.house.bytes
        switch item.table {
        case .houseEpoch:
            let rows = try connection.rows(
                "SELECT epoch, item, packed FROM item_epochs WHERE file = \(house)")
            for row in rows where digestOfRow(try row.blob("packed")) == item.digest {
                try connection.execute(
                    """
                    UPDATE item_epochs SET entry = \(position) WHERE file = \(house)
                      AND item = \(try row.integer("item")) AND epoch = \(try row.integer("epoch"))
                    """)
                note(item.table, item.id, version: item.version, item.digest)
            }
            return true
        case .grant:
            let isHouses =
                try connection.execute(
                    """
                    UPDATE grants SET entry = \(position) WHERE grant_id = \(item.id.bytes) AND file = \(house)
                    """) == 1
            if isHouses { note(item.table, item.id, version: item.version, item.digest) }
            return isHouses
        default: return false
        }
    }
}
