import Crypto
import Database
import Vault

/// What the database holds of a file's keys: nothing in it is believed before `OpenFile` has verified it.
struct FileRows: Sendable {
    let file: ID
    let genesis: [UInt8]
    let grants: [[UInt8]]
    let epochs: [[UInt8]]
    /// How many certificates there were in the same snapshot.
    let certificates: Int64

    /// Nil if there is no such file. It takes the same statements then: those are no way to tell (clause S3.4).
    init?(_ file: ID, _ connection: any Connection) throws {
        let found = try connection.first(
            """
            SELECT genesis, (SELECT COUNT(*) FROM certificates) AS certificates
            FROM files WHERE file = \(file.bytes)
            """)
        self.grants = try connection.rows(
            "SELECT packed FROM grants WHERE file = \(file.bytes) ORDER BY grant_id"
        )
        .map { try $0.blob("packed") }
        self.epochs = try connection.rows("SELECT packed FROM item_epochs WHERE file = \(file.bytes)")
            .map { try $0.blob("packed") }
        guard let row = found else { return nil }
        self.file = file
        self.genesis = try row.blob("genesis")
        self.certificates = try row.integer("certificates")
    }

    /// Whether any grant names one of these: whether there is anything to judge. Nothing is verified here. Who may open
    /// is for `Judged` to say; whoever is told no here is as somebody who asks for a file that is not there.
    func mayOpen(to principals: Set<Principal>) -> Bool {
        grants.contains { packed in
            (try? Grant(packed: packed)).map { principals.contains($0.principal) } ?? false
        }
    }

    /// SHA-256 over everything that a judgement reads: each of these rows in its order, and what is certified. What was
    /// judged stands for exactly this; a row more, a row less or a bit changed is another state.
    func state(_ certified: Certified) -> [UInt8] {
        var hash = SHA256()
        func add(_ bytes: [UInt8]) {
            withUnsafeBytes(of: UInt32(truncatingIfNeeded: bytes.count).bigEndian) {
                hash.update(bufferPointer: $0)
            }
            hash.update(data: bytes)
        }
        add(certified.digest)
        add(file.bytes)
        add(genesis)
        for rows in [grants, epochs] {
            add([UInt8(truncatingIfNeeded: rows.count >> 8), UInt8(truncatingIfNeeded: rows.count)])
            for row in rows { add(row) }
        }
        return Array(hash.finalize())
    }
}
