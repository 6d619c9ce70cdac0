import Crypto
import Database
import Ledger
import Synchronization
import Vault

/// Takes each transaction's new entries into the Merkle tree and signs the checkpoint, in the same transaction. What
/// it keeps in memory advances only after the commit.
package final class Integrator: Sendable {
    package let origin: String
    private let key: Curve25519.Signing.PrivateKey
    private let clock: Clock
    private let frontier: Mutex<Frontier>

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
    package static func frontier(_ connection: any Connection) throws -> Frontier {
        guard
            let row = try connection.first("SELECT frontier FROM checkpoints ORDER BY size DESC LIMIT 1")
        else { return Frontier() }
        return try Frontier(decoding: try row.blob("frontier"))
    }

    /// Runs before each commit; what it returns runs after.
    package func integrate(_ connection: any Connection) throws -> @Sendable () -> Void {
        var tree = frontier.withLock { $0 }
        let rows = try connection.rows(
            "SELECT commitment FROM entries WHERE position >= \(Int64(tree.size)) ORDER BY position")
        guard !rows.isEmpty else { return {} }
        for row in rows {
            guard let hash = Hash(try row.blob("commitment")) else { throw CaseworkError.unavailable }
            tree.append(leafHash: Commitment(hash).leafHash)
        }
        let note = try Checkpoint(origin: origin, size: tree.size, root: tree.root).sign(
            with: key, name: origin)
        try connection.execute(
            """
            INSERT INTO checkpoints (day, size, frontier, note)
            VALUES (\(clock.now().day.text), \(Int64(tree.size)), \(tree.encoded()), \(note))
            ON CONFLICT (day) DO UPDATE SET size = excluded.size, frontier = excluded.frontier,
                                            note = excluded.note
            """)
        let integrated = tree
        return { [self] in frontier.withLock { $0 = integrated } }
    }
}
