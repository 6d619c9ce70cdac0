import Database
import Ledger
import Vault

/// The log at one size: what a backup, a trial of it and a restore speak of (clause P4.5).
package struct LogState: Hashable, Sendable {
    /// How many entries it has.
    package let size: UInt64
    /// The tree's root, 32 bytes.
    package let root: [UInt8]

    package init(size: UInt64, root: [UInt8]) {
        self.size = size
        self.root = root
    }

    /// The log in a database as it was when it had `size` entries; nil if it never had so many.
    package init?(of size: UInt64, in connection: any Connection) throws {
        var tree = Frontier()
        while tree.size < size {
            let page = try connection.rows(
                """
                SELECT commitment FROM entries WHERE position >= \(Int64(tree.size)) AND position < \(Int64(size))
                ORDER BY position LIMIT 4096
                """)
            guard !page.isEmpty else { return nil }
            for row in page {
                guard let hash = Hash(try row.blob("commitment")) else { return nil }
                tree.append(leafHash: Commitment(hash).leafHash)
            }
        }
        self.init(size: size, root: tree.root.bytes)
    }
}
