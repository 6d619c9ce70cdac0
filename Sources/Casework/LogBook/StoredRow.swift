import Database
import Vault

extension Evidence {
    /// A row as it stands in the database now, with its digest worked out afresh.
    struct StoredRow {
        let table: Table
        let id: ID
        let version: UInt32
        let digest: [UInt8]

        /// Visits every row of a table that entries speak of.
        static func each(
            of table: Table, _ connection: any Connection, _ visit: (StoredRow) throws -> Void
        ) throws {
            switch table {
            case .record:
                var after: (record: [UInt8], version: Int64) = ([], 0)
                while true {
                    let page = try connection.rows(
                        """
                        SELECT * FROM records
                        WHERE record > \(after.record) OR (record = \(after.record) AND version > \(after.version))
                        ORDER BY record, version LIMIT 4096
                        """)
                    for row in page {
                        let record = try SealedRecord(row)
                        guard let file = ID(try row.blob("file")) else { throw CaseworkError.unavailable }
                        try visit(
                            StoredRow(
                                table: table, id: record.id, version: record.version,
                                digest: record.digest(file: file)))
                        after = (record.id.bytes, Int64(record.version))
                    }
                    if page.isEmpty { return }
                }
            case .file:
                try rows("SELECT * FROM files", connection) { row in
                    let (file, genesis) = (try row.blob("file"), try row.blob("genesis"))
                    let isRestricted = try row.integer("restricted") != 0
                    try visit(
                        StoredRow(
                            table, file, 1, NewFile.rowDigest(file, genesis, isRestricted: isRestricted)))
                }
            case .grant:
                try rows("SELECT * FROM grants", connection) { row in
                    let id = try row.blob("grant_id")
                    let digest = Grant.rowDigest(
                        id, try row.blob("file"), try row.blob("principal"),
                        items: try row.integer("items"), try row.blob("packed"))
                    try visit(StoredRow(table, id, 1, digest))
                }
            case .certificate:
                try rows("SELECT * FROM certificates", connection) { row in
                    let digest = Certificate(
                        payload: try row.blob("payload"), signature: try row.blob("signature")
                    ).digest
                    try visit(StoredRow(table, Array(digest.prefix(16)), 1, digest))
                }
            case .member:
                for member in try Member.all(connection) {
                    try visit(
                        StoredRow(table: table, id: member.id, version: member.version, digest: member.digest)
                    )
                }
            case .teamSeed:
                for seed in try TeamKey.Sealed.all(connection) {
                    try visit(
                        StoredRow(table, Array(seed.digest.prefix(16)), seed.team.epoch, seed.digest))
                }
            case .recovery:
                try rows("SELECT * FROM recovery", connection) { row in
                    let place = UInt32(truncatingIfNeeded: try row.integer("place"))
                    try visit(StoredRow(table, ID.house.bytes, place, digestOfRow(try row.blob("wrap"))))
                }
            case .epoch:
                try rows("SELECT * FROM item_epochs", connection) { row in
                    let digest = digestOfRow(try row.blob("packed"))
                    try visit(StoredRow(table, Array(digest.prefix(16)), 1, digest))
                }
            case .erasedEntry, .erased: return
            }
        }

        private init(_ table: Table, _ id: [UInt8], _ version: UInt32, _ digest: [UInt8]) throws {
            guard let id = ID(id) else { throw CaseworkError.unavailable }
            self.init(table: table, id: id, version: version, digest: digest)
        }

        init(table: Table, id: ID, version: UInt32, digest: [UInt8]) {
            self.table = table
            self.id = id
            self.version = version
            self.digest = digest
        }

        private static func rows(
            _ query: SQL, _ connection: any Connection, _ visit: (Row) throws -> Void
        ) throws {
            for row in try connection.rows(query) { try visit(row) }
        }
    }
}
