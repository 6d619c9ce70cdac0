import Database
import Ledger
import Vault

/// One entry of the log book (clause P4.5): who did what to which file, when, under which clause. No personal data:
/// the file is a pseudonym and the details are a letter that only the file's own log key opens.
package struct Entry: Sendable {
    package let at: Instant
    package let actor: ID
    package let kind: EntryKind
    package let file: ID
    package let clause: String
    package let letter: Letter?
    let evidence: [UInt8]

    /// The bytes that are committed to: version, time, actor, kind, file, clause, SHA-256 of the letter, evidence.
    var body: [UInt8] {
        var packer = Packer()
        packer.add(UInt8(1))
        packer.add(at.milliseconds)
        packer.add(actor)
        packer.add(kind.rawValue)
        packer.add(file)
        packer.add(counted: Array(clause.utf8))
        packer.add(letter?.digest ?? Hash())
        packer.add(counted: evidence)
        return packer.bytes
    }

    /// The position that the next entry will have, counted from 0.
    static func nextPosition(_ connection: any Connection) throws -> Int64 {
        let row = try connection.first("SELECT MAX(position) AS last FROM entries")
        guard let last = try row?.optionalInteger("last") else { return 0 }
        // No log is so long, and none begins below nothing: somebody put an entry there.
        guard let next = try? last.next(), next > 0 else { throw LogFault.altered }
        return next
    }

    /// Adds the entry at its position, with this computer's mark; the integrator takes it into the tree before the
    /// transaction commits.
    /// - Returns: its commitment.
    func append(
        to connection: any Connection, at position: Int64, salt: [UInt8], _ marks: Marks
    ) throws -> [UInt8] {
        guard let salted = Hash(salt) else { throw CaseworkError.unavailable }
        let commitment = Commitment(salt: salted, entry: body).hash.bytes
        let mark = marks.mark(.entry(position, commitment))
        try connection.append(
            """
            INSERT INTO entries (position, at, actor, kind, file, clause, letter, letter_epoch, sealed, evidence,
                                 salt, commitment, mark)
            VALUES (\(position), \(at.milliseconds), \(actor.bytes),
                    \(Int64(kind.rawValue)), \(file.bytes), \(clause), \(letter?.id.bytes),
                    \(letter.map { Int64($0.epoch) }), \(letter?.sealed), \(evidence), \(salt), \(commitment),
                    \(mark))
            """)
        return commitment
    }

    /// Reads a row of `entries`; nil if the entry has been erased.
    init?(_ row: Row) throws {
        guard let file = try row.optionalBytes("file").flatMap({ ID($0) }) else { return nil }
        guard let actor = ID(try row.bytes("actor")),
            let kind = EntryKind(rawValue: try row.count("kind"))
        else { throw CaseworkError.unavailable }
        self.at = Instant(milliseconds: try row.integer("at"))
        self.actor = actor
        self.kind = kind
        self.file = file
        self.clause = try row.text("clause")
        if let id = try row.optionalBytes("letter").flatMap({ ID($0) }),
            let sealed = try row.optionalBlob("sealed"),
            try row.optionalInteger("letter_epoch") != nil
        {
            self.letter = Letter(id: id, epoch: try row.count("letter_epoch"), sealed: sealed)
        } else {
            self.letter = nil
        }
        self.evidence = try row.optionalBlob("evidence") ?? []
    }

    /// The entry of a whole row of `entries`, recomputed: what its commitment was made of.
    /// - Returns: nil if it has been erased.
    /// - Throws: `LogFault` for a row that says anything else.
    static func recomputed(_ row: Row) throws -> Entry? {
        guard let entry = try Entry(row) else {
            try requireErased(row)
            return nil
        }
        // A letter has all its columns, or none of them: no other is committed to.
        let parts = [
            try row.optionalBytes("letter") != nil, try row.optionalBlob("sealed") != nil,
            try row.optionalInteger("letter_epoch") != nil,
        ]
        guard parts.allSatisfy({ $0 == (entry.letter != nil) }) else { throw LogFault.altered }
        guard let salt = Hash(try row.optionalBytes("salt") ?? []),
            Commitment(salt: salt, entry: entry.body).hash == Hash(try row.bytes("commitment"))
        else { throw LogFault.altered }
        return entry
    }

    /// An entry that was erased says nothing more: each column is as an erasure leaves it.
    private static func requireErased(_ row: Row) throws {
        guard try row.integer("at") == 0, try row.integer("kind") == 0, try row.text("clause").isEmpty,
            try row.bytes("actor").allSatisfy({ $0 == 0 }), try row.optionalInteger("letter_epoch") == nil,
            try ["letter", "sealed", "evidence", "salt"].allSatisfy({ try row.optionalBytes($0) == nil })
        else { throw LogFault.altered }
    }

    init(
        at: Instant, actor: ID, kind: EntryKind, file: ID, clause: String, letter: Letter?, evidence: Evidence
    ) {
        self.at = at
        self.actor = actor
        self.kind = kind
        self.file = file
        self.clause = clause
        self.letter = letter
        self.evidence = evidence.packed
    }
}

extension Letter {
    /// SHA-256 of its id, epoch and sealed words: what the entry commits to.
    var digest: Hash {
        var packer = Packer()
        packer.add(id)
        packer.add(epoch)
        packer.add(counted: sealed)
        return Hash(hashing: packer.bytes)
    }
}

extension Entry {
    /// The newest entry of a kind, for what a page or a command says of it.
    /// - Throws: `LogFault` for one that is not genuine.
    static func newest(_ kind: EntryKind, _ connection: any Connection, _ marks: Marks) throws -> Entry? {
        let row = try connection.first(
            "SELECT * FROM entries WHERE kind = \(Int64(kind.rawValue)) ORDER BY position DESC LIMIT 1")
        guard let row else { return nil }
        guard let entry = try recomputed(row),
            marks.made(
                try row.optionalBlob("mark") ?? [],
                on: .entry(try row.integer("position"), try row.blob("commitment")))
        else { throw LogFault.altered }
        return entry
    }
}
