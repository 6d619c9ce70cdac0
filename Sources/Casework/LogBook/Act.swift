import Database
import Ledger
import Vault

/// One act in progress: the rows it writes and the entry it will leave, in one transaction (clause P4.5). There is no
/// other way to write a row that the log book speaks of.
struct Act {
    let connection: any Connection
    let actor: ID
    let at: Instant
    /// The position that the act's entry will have.
    let position: Int64
    private(set) var evidence = Evidence()

    init(connection: any Connection, actor: ID, at: Instant) throws {
        self.connection = connection
        self.actor = actor
        self.at = at
        self.position = try Entry.nextPosition(connection)
    }

    mutating func note(_ table: Evidence.Table, _ id: ID, version: UInt32 = 1, _ digest: [UInt8]) {
        evidence.add(table, id, version: version, digest)
    }
}

extension Casework {
    /// Runs an act: its rows and its entry commit together or not at all, and it returns after they have.
    ///
    /// - Parameters:
    ///   - letter: the details, sealed to the file's letter box before the transaction begins.
    ///   - draft: the actor's draft that this act saves; it goes in the same transaction.
    @discardableResult
    func act<Result: Sendable>(
        _ kind: EntryKind, on file: ID, by actor: ID, letter: Letter? = nil,
        finishing draft: DraftPlace? = nil,
        _ body: @escaping @Sendable (inout Act) throws -> Result
    ) async throws(CaseworkError) -> Result {
        let salt = randomness.bytes(Commitment.saltByteCount)
        let at = clock.now()
        let log = log
        let finished = finishedForms
        do {
            return try await database.write { connection in
                if file != .house, !kind.makesFile {
                    // Erased since it was opened: nothing more is said of it.
                    let row = try connection.first("SELECT file FROM files WHERE file = \(file.bytes)")
                    guard row != nil else { throw CaseworkError.notFound }
                }
                var act = try Act(connection: connection, actor: actor, at: at)
                let result = try body(&act)
                if let draft {
                    try SealedDraft.remove(draft, of: actor, connection)
                    if let form = draft.form { finished.add(form) }
                }
                let entry = Entry(
                    at: at, actor: actor, kind: kind, file: file, clause: kind.clause, letter: letter,
                    evidence: act.evidence)
                let commitment = try entry.append(to: connection, at: act.position, salt: salt)
                try log.expect(commitment, at: act.position)
                return result
            }
        } catch { throw CaseworkError(error) }
    }

    /// Reads one consistent snapshot.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws(CaseworkError) -> Result {
        do { return try await database.read(body) } catch { throw CaseworkError(error) }
    }
}

extension CaseworkError {
    /// What a failure of a lower layer means to an operation.
    init(_ error: any Error) {
        switch error {
        case let error as CaseworkError: self = error
        case is VaultError: self = .notFound
        case DatabaseError.conflict: self = .alreadySaved
        default: self = .unavailable
        }
    }
}
