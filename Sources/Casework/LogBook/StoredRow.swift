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
        /// Which entry its own column says that it was written by; nil for a table that says nothing of it.
        var entry: Int64?

        /// Visits every row of a table that entries speak of; nil for one that no act can have written.
        /// - Parameter isHouse: whether only the house's own row is meant, of `files`.
        static func each(
            of table: Table, isHouse: Bool = false, _ connection: any Connection,
            _ visit: (StoredRow?) -> Void
        ) throws {
            guard let (all, read) = reader(of: table) else { return }
            let query = isHouse ? all + " WHERE file = \(ID.house.bytes)" : all
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
                            digest: record.digest)
                    }
                )
            case .file:
                (
                    "SELECT file, kind, restricted, genesis, made, entry FROM files",
                    { row in
                        let file = try row.id("file")
                        let digest = NewFile.rowDigest(
                            file, kind: try row.integer("kind"), isRestricted: try row.integer("restricted"),
                            try row.bytes("genesis"), made: try row.integer("made"))
                        return StoredRow(
                            table: table, id: file, version: 1, digest: digest,
                            entry: try row.integer("entry"))
                    }
                )
            case .grant:
                (
                    "SELECT grant_id, file, principal, items, packed, entry FROM grants",
                    { row in
                        let id = try row.id("grant_id")
                        let digest = Grant.rowDigest(
                            id, try row.id("file"), try row.bytes("principal"),
                            items: try row.integer("items"), try row.bytes("packed"))
                        return StoredRow(
                            table: table, id: id, version: 1, digest: digest, entry: try row.integer("entry"))
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
                    "SELECT file, item, epoch, packed, entry FROM item_epochs WHERE file <> \(ID.house.bytes)",
                    { try epoch($0, table) }
                )
            case .houseEpoch:
                (
                    "SELECT file, item, epoch, packed, entry FROM item_epochs WHERE file = \(ID.house.bytes)",
                    { try epoch($0, table) }
                )
            case .secondFactor:
                (
                    "SELECT * FROM second_factors",
                    { row in
                        let factor = try FactorRow(row)
                        return StoredRow(table: table, id: factor.member, version: 1, digest: factor.digest)
                    }
                )
            case .enrolment:
                (
                    "SELECT * FROM enrolments",
                    { row in
                        let code = try WaitingCode(row)
                        return StoredRow(table: table, id: code.code, version: 1, digest: code.digest)
                    }
                )
            case .session:
                (
                    "SELECT session, member, wrapped, began, device FROM sessions",
                    { row in
                        StoredRow(
                            table: table, id: try row.id("session"), version: 1,
                            digest: try SessionRow.digest(row))
                    }
                )
            case .restriction:
                (
                    "SELECT file, since FROM restrictions",
                    { row in
                        let (file, since) = (try row.id("file"), try row.blob("since"))
                        return StoredRow(
                            table: table, id: file, version: 1, digest: digestOfRow(file.bytes, since))
                    }
                )
            case .erasedEntry, .erased, .removed, .logState, .logKey, .charity, .counted, .keptFrom: nil
            }
        }

        /// The digest covers what was signed: the columns must say the same.
        private static func epoch(_ row: Row, _ table: Table) throws -> StoredRow {
            let packed = try row.blob("packed")
            let start = try EpochStart(packed: packed)
            guard try row.id("file") == start.file,
                try row.integer("item") == Int64(start.item.item.rawValue),
                try row.count("epoch") == start.item.epoch
            else { throw CaseworkError.unavailable }
            let digest = digestOfRow(packed)
            return StoredRow(
                table: table, id: try digest.name, version: 1, digest: digest, entry: try row.integer("entry")
            )
        }
    }
}
