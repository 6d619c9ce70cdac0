import Database
import Ledger
import Vault

extension Evidence {
    /// A row as it stands in the database now, with its digest worked out afresh.
    struct StoredRow: Sendable {
        let table: Table
        let id: ID
        let version: UInt32
        let digest: Hash

        /// Visits every row of a table that entries speak of; nil for one that no act can have written.
        static func each(
            of table: Table, _ connection: any Connection, _ visit: (StoredRow?) -> Void
        ) throws {
            guard let (query, read) = reader(of: table) else { return }
            try connection.pages(query, { rows in rows.map { try? read($0) } }) { rows in
                for row in rows { visit(row) }
            }
        }

        private typealias Reader = @Sendable (Row) throws -> StoredRow

        private static func reader(of table: Table) -> (SQL, Reader)? {
            switch table {
            case .record:
                (
                    "SELECT record, version, file, item, epoch, author, at, entry, sealed FROM records",
                    { row in
                        let record = try SealedRecord(row)
                        return StoredRow(
                            table: table, id: record.id, version: record.version,
                            digest: record.digest(file: try row.id("file")))
                    }
                )
            case .file:
                (
                    "SELECT file, kind, restricted, genesis, made FROM files",
                    { row in
                        let file = try row.id("file")
                        let digest = NewFile.rowDigest(
                            file, kind: try row.integer("kind"), isRestricted: try row.integer("restricted"),
                            try row.bytes("genesis"), made: try row.integer("made"))
                        return StoredRow(table: table, id: file, version: 1, digest: digest)
                    }
                )
            case .grant:
                (
                    "SELECT grant_id, file, principal, items, packed FROM grants",
                    { row in
                        let id = try row.id("grant_id")
                        let digest = Grant.rowDigest(
                            id, try row.id("file"), try row.bytes("principal"),
                            items: try row.integer("items"), try row.bytes("packed"))
                        return StoredRow(table: table, id: id, version: 1, digest: digest)
                    }
                )
            case .certificate:
                (
                    "SELECT digest, payload, signature FROM certificates",
                    { row in
                        let digest = Certificate(
                            payload: try row.blob("payload"), signature: try row.blob("signature")
                        ).digest
                        guard Hash(try row.bytes("digest")) == digest else { throw CaseworkError.unavailable }
                        return StoredRow(table: table, id: try digest.name, version: 1, digest: digest)
                    }
                )
            case .member:
                (
                    "SELECT member, handle, identity, wrap, version FROM members",
                    { row in
                        let member = try Member(row)
                        return StoredRow(
                            table: table, id: member.id, version: member.version, digest: member.digest)
                    }
                )
            case .teamSeed:
                (
                    "SELECT team, epoch, principal, sealed FROM team_seeds",
                    { row in
                        let seed = try TeamKey.Sealed(row)
                        let digest = seed.digest
                        return StoredRow(
                            table: table, id: try digest.name, version: seed.team.epoch, digest: digest)
                    }
                )
            case .recovery:
                (
                    "SELECT place, wrap FROM recovery",
                    { row in
                        StoredRow(
                            table: table, id: .house, version: try row.count("place"),
                            digest: digestOfRow(try row.blob("wrap")))
                    }
                )
            case .epoch:
                (
                    "SELECT file, item, epoch, packed FROM item_epochs",
                    { row in
                        let packed = try row.blob("packed")
                        // The digest covers what was signed: the columns must say the same.
                        let start = try EpochStart(packed: packed)
                        guard try row.id("file") == start.file,
                            try row.integer("item") == Int64(start.item.item.rawValue),
                            try row.count("epoch") == start.item.epoch
                        else { throw CaseworkError.unavailable }
                        let digest = digestOfRow(packed)
                        return StoredRow(table: table, id: try digest.name, version: 1, digest: digest)
                    }
                )
            case .erasedEntry, .erased, .removed, .logState, .logKey: nil
            }
        }
    }
}
