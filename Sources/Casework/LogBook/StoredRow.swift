import Database
import Vault

extension Evidence {
    /// A row as it stands in the database now, with its digest worked out afresh.
    struct StoredRow {
        let table: Table
        let id: ID
        let version: UInt32
        let digest: [UInt8]

        /// Visits every row of a table that entries speak of; nil for one that no act can have written.
        static func each(
            of table: Table, _ connection: any Connection, _ visit: (StoredRow?) -> Void
        ) throws {
            func rows(_ query: SQL, _ read: @Sendable (Row) throws -> StoredRow) throws {
                for row in try connection.rows(query).mapOnAllCores({ try? read($0) }) { visit(row) }
            }
            /// The same for a table that may be large, a page at a time; what comes first has no condition, so that a
            /// key which is no key is visited too.
            func pages(
                by key: String, _ query: (_ after: [UInt8]?) -> SQL,
                _ read: @Sendable (Row) throws -> StoredRow
            ) throws {
                var after: [UInt8]?
                while true {
                    let page = try connection.rows(query(after))
                    guard let last = page.last else { return }
                    for row in page.mapOnAllCores({ try? read($0) }) { visit(row) }
                    after = try last.blob(key)
                }
            }
            switch table {
            case .record:
                var after: (record: [UInt8], version: Int64) = ([], 0)
                while true {
                    let page = try connection.rows(
                        """
                        SELECT * FROM records
                        WHERE (record, version) > (\(after.record), \(after.version))
                        ORDER BY record, version LIMIT 4096
                        """)
                    guard let last = page.last else { return }
                    for row in page.mapOnAllCores({ try? record($0) }) { visit(row) }
                    after = (try last.blob("record"), try last.integer("version"))
                }
            case .file:
                try pages(by: "file") {
                    "SELECT * FROM files" + ($0.map { " WHERE file > \($0)" } ?? "")
                        + " ORDER BY file LIMIT 4096"
                } _: { row in
                    let file = try row.blob("file")
                    let digest = NewFile.rowDigest(
                        file, kind: try row.integer("kind"), isRestricted: try row.integer("restricted"),
                        try row.blob("genesis"), made: try row.integer("made"))
                    return try StoredRow(table, file, 1, digest)
                }
            case .grant:
                try pages(by: "grant_id") {
                    "SELECT * FROM grants" + ($0.map { " WHERE grant_id > \($0)" } ?? "")
                        + " ORDER BY grant_id LIMIT 4096"
                } _: { row in
                    let id = try row.blob("grant_id")
                    let digest = Grant.rowDigest(
                        id, try row.blob("file"), try row.blob("principal"),
                        items: try row.integer("items"), try row.blob("packed"))
                    return try StoredRow(table, id, 1, digest)
                }
            case .certificate:
                try rows("SELECT * FROM certificates") { row in
                    let digest = Certificate(
                        payload: try row.blob("payload"), signature: try row.blob("signature")
                    ).digest
                    guard try row.blob("digest") == digest else { throw CaseworkError.unavailable }
                    return try StoredRow(table, Array(digest.prefix(16)), 1, digest)
                }
            case .member:
                try rows("SELECT * FROM members") { row in
                    let member = try Member(row)
                    return StoredRow(
                        table: table, id: member.id, version: member.version, digest: member.digest)
                }
            case .teamSeed:
                try rows("SELECT * FROM team_seeds") { row in
                    let seed = try TeamKey.Sealed(row)
                    return try StoredRow(table, Array(seed.digest.prefix(16)), seed.team.epoch, seed.digest)
                }
            case .recovery:
                try rows("SELECT * FROM recovery") { row in
                    try StoredRow(
                        table, ID.house.bytes, try row.count("place"), digestOfRow(try row.blob("wrap")))
                }
            case .epoch:
                try rows("SELECT * FROM item_epochs") { row in
                    let packed = try row.blob("packed")
                    // The digest covers what was signed: the columns must say the same.
                    let start = try EpochStart(packed: packed)
                    guard try row.blob("file") == start.file.bytes,
                        try row.integer("item") == Int64(start.item.item.rawValue),
                        try row.count("epoch") == start.item.epoch
                    else { throw CaseworkError.unavailable }
                    let digest = digestOfRow(packed)
                    return try StoredRow(table, Array(digest.prefix(16)), 1, digest)
                }
            case .erasedEntry, .erased, .removed, .logState, .logKey: return
            }
        }

        private static func record(_ row: Row) throws -> StoredRow {
            let record = try SealedRecord(row)
            guard let file = ID(try row.blob("file")) else { throw CaseworkError.unavailable }
            return StoredRow(
                table: .record, id: record.id, version: record.version, digest: record.digest(file: file))
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
    }
}
