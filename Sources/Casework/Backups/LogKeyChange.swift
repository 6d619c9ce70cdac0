import Crypto
import Database
import Ledger

/// The log goes on under another key, where the one before it is lost: the tree stays as it is, and its newest state is
/// signed anew. The checkpoints before are dropped, as the new key can't vouch for them; those that trustees hold still
/// agree with the tree.
package enum LogKeyChange {
    /// - Throws: `LogFault` unless the newest checkpoint bears the old key's signature for every entry.
    package static func make(
        in connection: any Connection, from old: VerifierKey, to key: Curve25519.Signing.PrivateKey,
        at: Instant
    ) throws {
        let tree = try Integrator.frontier(connection, signedBy: old)
        let note = try Checkpoint(origin: old.name, size: tree.size, root: tree.root).sign(
            with: key, name: old.name)
        try connection.execute("DELETE FROM checkpoints")
        try connection.execute(
            """
            INSERT INTO checkpoints (day, size, frontier, note)
            VALUES (\(at.day.text), \(Int64(tree.size)), \(tree.encoded()), \(note))
            """)
    }
}
