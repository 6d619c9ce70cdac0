import Crypto
import Database
import Ledger
import Synchronization
import Vault

/// Takes each transaction's new entries into the Merkle tree and signs the checkpoint, in the same transaction. What
/// it keeps in memory advances only after the commit.
///
/// It takes in only what this process wrote, or another with the log's key has signed: an entry that came into the
/// database by another hand is never signed.
package final class Integrator: Sendable {
    package let origin: String
    private let key: Curve25519.Signing.PrivateKey
    private let clock: Clock
    private let frontier: Mutex<Frontier>
    /// The commitments of the entries that acts have written and nothing has integrated yet, by position.
    private let expected = Mutex<[Int64: [UInt8]]>([:])

    /// What checks its signatures.
    package let verifierKey: VerifierKey

    package init(
        origin: String, key: Curve25519.Signing.PrivateKey, clock: Clock, frontier: Frontier
    ) throws {
        self.verifierKey = try VerifierKey(name: origin, publicKey: key.publicKey)
        self.origin = origin
        self.key = key
        self.clock = clock
        self.frontier = Mutex(frontier)
    }

    /// The tree as it was last committed.
    /// - Throws: `LogFault` unless the newest checkpoint bears the key's signature for it and for every entry.
    package static func frontier(
        _ connection: any Connection, signedBy key: VerifierKey
    ) throws -> Frontier {
        let entries = try Entry.nextPosition(connection)
        guard
            let row = try connection.first("SELECT * FROM checkpoints ORDER BY size DESC LIMIT 1")
        else {
            guard entries == 0 else { throw LogFault() }
            return Frontier()
        }
        guard let signed = try? SignedFrontier(row, by: key), Int64(signed.frontier.size) == entries else {
            throw LogFault()
        }
        return signed.frontier
    }

    /// The log as far as it is integrated here.
    var state: LogState { frontier.withLock { LogState(size: $0.size, root: $0.root.bytes) } }

    /// Told by an act of the entry that it wrote.
    /// - Throws: `LogFault` for a position that the tree has passed: an entry was taken away.
    func expect(_ commitment: [UInt8], at position: Int64) throws {
        guard position >= Int64(frontier.withLock { $0.size }) else { throw LogFault() }
        expected.withLock { $0[position] = commitment }
    }

    /// Runs before each commit; what it returns runs after.
    /// - Throws: `LogFault` for an entry that no act told of, unless another process with the log's key has signed it.
    package func integrate(_ connection: any Connection) throws -> @Sendable () -> Void {
        var tree = frontier.withLock { $0 }
        let expected = expected.withLock { expected in
            defer { expected = [:] }
            return expected
        }
        let rows = try connection.rows(
            "SELECT position, commitment FROM entries WHERE position >= \(Int64(tree.size)) ORDER BY position"
        )
        guard !rows.isEmpty else { return {} }
        let signed = try signedSince(tree.size, connection)
        for row in rows {
            let commitment = try row.blob("commitment")
            let isKnown = tree.size < signed?.size ?? 0 || expected[Int64(tree.size)] == commitment
            guard isKnown, try row.integer("position") == Int64(tree.size), let hash = Hash(commitment) else {
                throw LogFault()
            }
            tree.append(leafHash: Commitment(hash).leafHash)
            if let signed, signed.size == tree.size, signed != tree { throw LogFault() }
        }
        guard signed?.size ?? 0 <= tree.size else { throw LogFault() }
        let integrated = tree
        let advance: @Sendable () -> Void = { [self] in frontier.withLock { $0 = integrated } }
        if signed?.size == tree.size { return advance }
        let note = try Checkpoint(origin: origin, size: tree.size, root: tree.root).sign(
            with: key, name: origin)
        try connection.append(
            """
            INSERT INTO checkpoints (day, size, frontier, note)
            VALUES (\(clock.now().day.text), \(Int64(tree.size)), \(tree.encoded()), \(note))
            ON CONFLICT (day) DO UPDATE SET size = excluded.size, frontier = excluded.frontier,
                                            note = excluded.note
            """)
        return advance
    }

    /// What another process of the same charity has signed since, such as a command that ran beside the server.
    private func signedSince(_ size: UInt64, _ connection: any Connection) throws -> Frontier? {
        guard
            let row = try connection.first(
                "SELECT * FROM checkpoints WHERE size > \(Int64(size)) ORDER BY size DESC LIMIT 1")
        else { return nil }
        guard let signed = try? SignedFrontier(row, by: verifierKey) else { throw LogFault() }
        return signed.frontier
    }
}

/// A row of `checkpoints` whose statements of a tree agree: the note, signed by the log's key, the size and the frontier.
struct SignedFrontier {
    let frontier: Frontier

    init(_ row: Row, by key: VerifierKey) throws {
        let checkpoint = try Checkpoint(verifying: try row.text("note"), with: [key], origin: key.name)
        self.frontier = try Frontier(decoding: try row.blob("frontier"))
        guard frontier.size == checkpoint.size, frontier.root == checkpoint.root,
            try row.integer("size") == Int64(frontier.size)
        else { throw LogFault() }
    }
}
