import Database
import Ledger

extension Entry {
    /// The entry at a place, if it is what the log's key signed; nil for one that was altered, erased or put there.
    ///
    /// Only what lies between the checkpoints on either side of it is recomputed: that something was altered elsewhere
    /// makes no entry less true.
    static func signed(
        at position: UInt64, by key: VerifierKey, _ connection: any Connection
    ) throws -> Entry? {
        let place = Int64(position)
        func frontier(_ checkpoints: SQL) throws -> Frontier? {
            try connection.rows(checkpoints).lazy.compactMap { try? SignedFrontier($0, by: key).frontier }
                .first
        }
        guard
            let after = try frontier("SELECT * FROM checkpoints WHERE size > \(place) ORDER BY size"),
            let opening = try? Opening(connection, at: position)
        else { return nil }
        var tree =
            try frontier("SELECT * FROM checkpoints WHERE size <= \(place) ORDER BY size DESC") ?? Frontier()
        let rows = try connection.rows(
            """
            SELECT position, commitment FROM entries
            WHERE position >= \(Int64(tree.size)) AND position < \(Int64(after.size)) ORDER BY position
            """)
        for row in rows {
            guard try row.integer("position") == Int64(tree.size),
                let hash = Hash(try row.blob("commitment")),
                tree.size != position || hash == opening.commitment.hash
            else { return nil }
            tree.append(leafHash: Commitment(hash).leafHash)
        }
        guard tree == after else { return nil }
        return try connection.first("SELECT * FROM entries WHERE position = \(place)").flatMap {
            try Entry($0)
        }
    }
}
