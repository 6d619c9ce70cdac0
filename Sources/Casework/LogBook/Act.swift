import Database
import Ledger
import Vault

/// One act in progress: the rows it writes and the entry it will leave, in one transaction (clause P4.5). There is no
/// other way to write a row that the log book speaks of.
struct Act {
    let connection: any Connection
    let actor: ID
    /// The file that it is done to, or the house.
    let file: ID
    let at: Instant
    /// The position that the act's entry will have.
    let position: Int64
    /// The log that it goes into.
    let log: Integrator
    private let standing: StandingView
    private(set) var evidence = Evidence()

    init(connection: any Connection, actor: ID, file: ID, at: Instant, in log: Integrator) throws {
        self.connection = connection
        self.actor = actor
        self.file = file
        self.at = at
        self.log = log
        self.position = try Entry.nextPosition(connection)
        log.begin(at: position)
        self.standing = StandingView(base: log.standing, later: try log.later(before: position, connection))
    }

    /// The staff's small tables as they stand in this act, with what it has written so far.
    var staff: StaffRows {
        var standing = standing
        standing.later += evidence.items
        return StaffRows(connection: connection, standing: standing)
    }

    var marks: Marks { log.marks }

    /// What is certified now, by the charity's key that this computer knows.
    func certified(by charity: KnownCharity) throws -> Certified { try staff.certified(by: charity) }

    mutating func note(_ table: Evidence.Table, _ id: ID, version: UInt32 = 1, _ digest: Hash) {
        evidence.add(table, id, version: version, digest)
    }

    /// Takes away a row of the staff's small tables, and says so; also one whose row somebody took away before, so that it
    /// does not stand any more if it is put back.
    /// - Returns: false where none stood.
    @discardableResult
    mutating func takeAway(_ row: StaffRow) throws -> Bool {
        let (table, column, id, evidence) = row.place
        guard let digest = staff.standing.digest(evidence, id) else { return false }
        try connection.execute("DELETE FROM \(sql: table) WHERE \(sql: column) = \(id.bytes)")
        note(.removed, id, digest)
        return true
    }

    /// Refuses what the act wrote under an id that names something else: a file, one that was erased, a grant, or a
    /// record of another file or item. A file's row of the register is a part of the file. Asked of each act when its
    /// rows are written, so no operation has to ask.
    fileprivate func requireOwnIDs() throws {
        let named = evidence.items.filter { $0.table == .record || $0.table == .file || $0.table == .grant }
        // A record's first version is alone by its primary key: so the desk, which looks nobody up, reads no record.
        let firsts = Set(named.filter { $0.table == .record && $0.version == 1 }.map(\.id))
        let others = Set(named.filter { $0.table != .record || $0.version > 1 }.map(\.id))
        for id in firsts.union(others) {
            let things: SQL = """
                SELECT file, 0 AS item FROM files WHERE file = \(id.bytes)
                UNION ALL SELECT file, 0 FROM erasures WHERE file = \(id.bytes)
                UNION ALL SELECT file, 0 FROM grants WHERE grant_id = \(id.bytes)
                """
            let records: SQL = """
                 UNION ALL SELECT file, item FROM records
                WHERE record = \(id.bytes) AND item <> \(Int64(Item.register.rawValue)) GROUP BY file, item
                """
            let isFirst = !others.contains(id)
            guard try connection.rows(isFirst ? things : things + records).count <= (isFirst ? 0 : 1) else {
                throw CaseworkError.unavailable
            }
        }
    }
}

/// An act that happens in the same transaction as another, on a file of its own, with its own entry.
struct FurtherAct: Sendable {
    let kind: EntryKind
    let file: ID
    let letter: Letter?
    let body: @Sendable (inout Act) throws -> Void
}

extension Casework {
    /// Runs an act: its rows and its entry commit together or not at all, and it returns after they have.
    ///
    /// - Parameters:
    ///   - clause: where what was done is not under the usual one of its kind.
    ///   - letter: the details, sealed to the file's letter box before the transaction begins.
    ///   - form: the form that the actor sent; a second act of it is refused as `alreadySaved`.
    ///   - draft: the actor's draft that this act saves; it goes in the same transaction.
    ///   - others: further acts that happen in the same transaction, each with its own entry.
    @discardableResult
    func act<Result: Sendable>(
        _ kind: EntryKind, on file: ID, by actor: ID, under clause: String? = nil, letter: Letter? = nil,
        form: SentForm? = nil, finishing draft: DraftPlace? = nil, with others: [FurtherAct] = [],
        _ body: @escaping @Sendable (inout Act) throws -> Result
    ) async throws(CaseworkError) -> Result {
        let salts = (0...others.count).map { _ in randomness.bytes(Commitment.saltByteCount) }
        let at = clock.now()
        let log = log
        let finished = finishedForms
        let result: Result
        do {
            result = try await database.write { connection in
                func run<Value>(
                    _ kind: EntryKind, _ file: ID, _ letter: Letter?, clause: String? = nil, salt: [UInt8],
                    _ body: (inout Act) throws -> Value
                ) throws -> Value {
                    if file != .house, !kind.makesFile {
                        // Erased since it was opened: nothing more is said of it.
                        let row = try connection.first("SELECT file FROM files WHERE file = \(file.bytes)")
                        guard row != nil else { throw CaseworkError.notFound }
                    }
                    var act = try Act(connection: connection, actor: actor, file: file, at: at, in: log)
                    let result = try body(&act)
                    try letter?.beginning?.insert(in: &act)
                    try act.requireOwnIDs()
                    let entry = Entry(
                        at: at, actor: actor, kind: kind, file: file, clause: clause ?? kind.clause,
                        letter: letter,
                        evidence: act.evidence)
                    let commitment = try entry.append(
                        to: connection, at: act.position, salt: salt, log.marks)
                    try log.expect(commitment, act.evidence, at: act.position)
                    return result
                }
                let result = try run(kind, file, letter, clause: clause, salt: salts[0]) { act in
                    try form?.begin(by: actor, at: at, connection)
                    let result = try body(&act)
                    if let draft {
                        try SealedDraft.remove(draft, of: actor, connection)
                        if let form = draft.form { finished.add(form, by: salts[0]) }
                    }
                    return result
                }
                for (other, salt) in zip(others, salts.dropFirst()) {
                    try run(other.kind, other.file, other.letter, salt: salt, other.body)
                }
                return result
            }
        } catch {
            finished.takeBack(salts[0])
            throw CaseworkError(error)
        }
        // What takes something away is answered once this computer knows that it is done (docs/keys.md, *Never back*).
        if kind.takesAway || others.contains(where: \.kind.takesAway) { await log.head.cover(log.size) }
        return result
    }

    /// Reads one consistent snapshot. Where a row is not as the log says that it stands, somebody may have just changed it:
    /// it is read once more with nobody else writing, and then it is a fault.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws(CaseworkError) -> Result {
        do { return try await database.read(body) } catch is StaffRows.Differs {
            do { return try await database.write(body) } catch { throw CaseworkError(error) }
        } catch { throw CaseworkError(error) }
    }
}

extension CaseworkError {
    /// What a failure of a lower layer means to an operation.
    init(_ error: any Error) {
        switch error {
        case let error as CaseworkError: self = error
        case is VaultError: self = .notFound
        case is LogFault, is StaffRows.Differs, DatabaseError.alteredSchema: self = .logAltered
        default: self = .unavailable
        }
    }
}
