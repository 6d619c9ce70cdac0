import Crypto
import Database
import Ledger

/// The whole tree of the log book as its newest checkpoint signs it: what proofs and the export are made of (clause
/// P4.5). It holds commitments and no word of any entry.
package struct LogTree: Sendable {
    /// The head, its signature checked and its root recomputed.
    package let checkpoint: Checkpoint
    /// The head as it is handed out: C2SP signed-note.
    package let note: String
    /// What the leaves hold, in order.
    package let commitments: [Commitment]
    let leafHashes: [Hash]
    let key: VerifierKey

    /// Reads the log and checks it against its checkpoint.
    /// - Throws: `LogFault` if no checkpoint is signed yet, or if the newest does not sign these entries.
    package init(_ connection: any Connection, key: VerifierKey) throws {
        guard
            let note = try connection.first("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1")?
                .text("note"),
            let checkpoint = try? Checkpoint(verifying: note, with: [key], origin: key.name)
        else { throw LogFault.altered }
        var commitments: [Commitment] = []
        while true {
            let page = try connection.rows(
                """
                SELECT position, commitment FROM entries WHERE position >= \(Int64(commitments.count))
                ORDER BY position LIMIT 4096
                """)
            if page.isEmpty { break }
            for row in page {
                guard let commitment = Hash(try row.blob("commitment")),
                    try row.integer("position") == Int64(commitments.count)
                else { throw LogFault.altered }
                commitments.append(Commitment(commitment))
            }
        }
        let leafHashes = commitments.map(\.leafHash)
        guard UInt64(commitments.count) == checkpoint.size,
            MerkleTree.root(of: leafHashes) == checkpoint.root
        else { throw LogFault.altered }
        self.note = note
        self.checkpoint = checkpoint
        self.commitments = commitments
        self.leafHashes = leafHashes
        self.key = key
    }

    /// The same with the key that the log is signed by.
    package init(
        _ connection: any Connection, origin: String, key: Curve25519.Signing.PublicKey
    ) throws { try self.init(connection, key: VerifierKey(name: origin, publicKey: key)) }

    /// Shows that an entry is in the log: a C2SP tlog-proof.
    /// - Parameter opening: the salt and the entry that the leaf commits to; nil to show the commitment alone.
    package func proof(of position: UInt64, opening: Opening? = nil) throws -> String {
        let proof = try InclusionProof.make(index: position, leafHashes: leafHashes)
        let commitment = commitments[Int(position)]
        if let opening { guard opening.commitment == commitment else { throw LogFault.altered } }
        return proof.text(
            index: position, checkpoint: note, extra: opening?.bytes ?? commitment.hash.bytes)
    }

    /// Shows that the log extends an older checkpoint: its proof, as a request to a C2SP tlog-witness.
    package func proof(since older: Checkpoint) throws(ProofError) -> String {
        let proof = try ConsistencyProof.make(from: older.size, leafHashes: leafHashes)
        try proof.verify(
            olderSize: older.size, olderRoot: older.root, newerSize: checkpoint.size,
            newerRoot: checkpoint.root)
        return proof.text(olderSize: older.size, checkpoint: note)
    }

    /// Whether the log begins with exactly the entries of an older checkpoint.
    package func extends(_ older: Checkpoint) -> Bool {
        older.size <= checkpoint.size
            && MerkleTree.root(of: leafHashes.prefix(Int(older.size))) == older.root
    }
}

/// What opens a commitment: the salt, then the entry's bytes. It tells what the entry says, pseudonyms and all, and so
/// is given out only when somebody asks for it.
package struct Opening: Sendable {
    let bytes: [UInt8]
    let commitment: Commitment

    /// Nil for an entry that is not there, or was erased: its salt is gone, and with it every way to open it.
    package init?(_ connection: any Connection, at position: UInt64) throws {
        guard let position = Int64(exactly: position),
            let row = try connection.first("SELECT * FROM entries WHERE position = \(position)"),
            let entry = try Entry(row), let salt = Hash(try row.optionalBlob("salt") ?? [])
        else { return nil }
        self.bytes = salt.bytes + entry.body
        self.commitment = Commitment(salt: salt, entry: entry.body)
    }
}
