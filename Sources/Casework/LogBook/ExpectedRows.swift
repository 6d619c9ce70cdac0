import Database
import Ledger
import Vault

/// The rows as the entries of a log leave them, one after another: what `ledger verify` compares the database with.
struct ExpectedRows {
    private var rows: [Name: (digest: Hash, position: UInt64)] = [:]
    /// Files and records that were erased, and where the log says so: what has the id later is something new.
    private var erased: [ID: UInt64] = [:]
    private var removed: Set<Hash> = []

    /// What tells rows of a table apart.
    private struct Name: Hashable {
        let id: ID
        let version: UInt32
        let table: Evidence.Table

        /// Two words of random bytes, and one for what is left.
        func hash(into hasher: inout Hasher) {
            hasher.combine(id)
            hasher.combine(UInt64(version) << 8 | UInt64(table.rawValue))
        }
    }

    /// Takes in what the entry at `position` says that its act did.
    mutating func add(_ item: Evidence.Item, at position: UInt64) {
        switch item.table {
        case .erased: erased[item.id] = position
        case .removed: removed.insert(item.digest)
        case .erasedEntry, .logState, .logKey, .charity, .counted, .keptFrom: break
        default:
            // A member has one row, at its newest version.
            if item.table == .member, item.version > 1 {
                rows[Name(id: item.id, version: item.version - 1, table: .member)] = nil
            }
            rows[Name(id: item.id, version: item.version, table: item.table)] = (item.digest, position)
        }
    }

    /// Compares them with the rows that are there; nothing is left of them afterwards.
    /// - Parameter without: tables that this database need not have any row of.
    /// - Returns: the first fault, if there is one.
    mutating func compare(
        with connection: any Connection, without: Set<Evidence.Table> = []
    ) throws -> Verification.Fault? {
        var worst: Verification.Fault?
        func found(_ fault: Verification.Fault) {
            if worst.map({ fault.place < $0.place }) ?? true { worst = fault }
        }
        for table in Evidence.Table.allCases where !without.contains(table) {
            try Evidence.StoredRow.each(of: table, connection) { row in
                guard let row,
                    let expected = rows.removeValue(
                        forKey: Name(id: row.id, version: row.version, table: table)),
                    !isGone(table, row.id, expected)
                else { return found(.unrecorded(table: table)) }
                let isWhereItSays = row.entry.map { $0 == Int64(clamping: expected.position) } ?? true
                if expected.digest != row.digest || !isWhereItSays {
                    found(.row(table: table, position: expected.position))
                }
            }
        }
        for (name, expected) in rows
        where !without.contains(name.table) && !isGone(name.table, name.id, expected) {
            found(.row(table: name.table, position: expected.position))
        }
        return worst
    }

    /// Whether an entry says that the row was taken away. An erasure excuses what it removes, and no member's,
    /// certificate's or team's row that shares an id.
    private func isGone(
        _ table: Evidence.Table, _ id: ID, _ row: (digest: Hash, position: UInt64)
    ) -> Bool {
        removed.contains(row.digest)
            || table.goesWithItsFile && erased[id].map { row.position < $0 } ?? false
    }
}
