import Crypto
import Database
import Ledger
import Synchronization
import Vault

/// What recomputing the whole log found.
package struct Verification: Sendable, Equatable {
    /// Entries that were recomputed.
    package let entries: UInt64
    /// The tree's root, 32 bytes.
    package let root: [UInt8]
    /// The first thing that does not agree; nil if all does.
    package let fault: Fault?

    package enum Fault: Sendable, Equatable {
        /// An entry's words are not the ones committed to, or an entry is missing without a
        /// later erasure naming it.
        case entry(position: UInt64)
        /// A row is not as the entry at `position` left it: put back, changed or removed.
        case row(table: Evidence.Table, position: UInt64)
        /// A row that no entry speaks of.
        case unrecorded(table: Evidence.Table)
        /// A checkpoint is not the log key's, or signs another tree; or the newest entries are not signed.
        case checkpoint
    }

    package var holds: Bool { fault == nil }
}

/// Recomputes the log from the database and compares every row with the entry that wrote it. Needs no
/// member's key.
package struct Verifier {
    private let key: VerifierKey

    package init(origin: String, key: Curve25519.Signing.PublicKey) throws {
        self.init(key: try VerifierKey(name: origin, publicKey: key))
    }

    package init(key: VerifierKey) { self.key = key }

    package func verify(_ connection: any Connection) throws -> Verification {
        var tree = Frontier()
        var faults: [Verification.Fault] = []
        var missing: [UInt64] = []
        var erased: Set<UInt64> = []
        var gone: Set<ID> = []
        var removed: Set<[UInt8]> = []
        var rows: [RowName: (digest: [UInt8], position: UInt64)] = [:]
        let (signed, areSigned) = try roots(connection)
        if !areSigned { faults.append(.checkpoint) }
        while !faults.contains(.entry(position: tree.size)) {
            let page = try connection.rows(
                "SELECT * FROM entries WHERE position >= \(Int64(tree.size)) ORDER BY position LIMIT 4096")
            guard !page.isEmpty else { break }
            for (row, checked) in zip(page, page.mapOnAllCores(CheckedEntry.init)) {
                let position = tree.size
                guard let leaf = checked.leaf, try row.integer("position") == Int64(position) else {
                    faults.append(.entry(position: position))
                    break
                }
                tree.append(leafHash: leaf)
                if let root = signed[tree.size], root != tree.root { faults.append(.checkpoint) }
                switch checked.says {
                case .nothing: missing.append(position)
                case .anotherThing: faults.append(.entry(position: position))
                case .items(let items):
                    for item in items {
                        switch item.table {
                        case .erasedEntry: erased.insert(UInt64(item.version))
                        case .erased: gone.insert(item.id)
                        case .removed: removed.insert(item.digest)
                        case .logState, .logKey: break
                        default:
                            if let earlier = RowName(replacedBy: item) { rows[earlier] = nil }
                            rows[RowName(item)] = (item.digest, position)
                        }
                    }
                }
            }
        }
        faults += missing.filter { !erased.contains($0) }.map { .entry(position: $0) }
        if let fault = try compare(
            rows.filter { !removed.contains($0.value.digest) }, gone: gone, with: connection)
        {
            faults.append(fault)
        }
        switch signed.keys.max() ?? 0 {
        // Signed once, and not there any more.
        case let size where size > tree.size: faults.append(.entry(position: tree.size))
        case let size where size < tree.size: faults.append(.checkpoint)
        default: break
        }
        return Verification(
            entries: tree.size, root: tree.root.bytes,
            fault: faults.min { $0.place < $1.place })
    }

    /// What a row of `entries` comes to by itself, whatever stands before it.
    private struct CheckedEntry: Sendable {
        /// Nil for a commitment that is none.
        let leaf: Hash?
        let says: Says

        enum Says: Sendable {
            /// Erased.
            case nothing
            /// Other words than were committed to.
            case anotherThing
            case items([Evidence.Item])
        }

        init(_ row: Row) {
            let commitment = (try? row.blob("commitment")).flatMap { Hash($0) }
            leaf = commitment.map { Commitment($0).leafHash }
            do {
                let entry = try Entry.recomputed(row)
                says = try entry.map { .items(try Evidence(packed: $0.evidence).items) } ?? .nothing
            } catch { says = .anotherThing }
        }
    }

    private struct RowName: Hashable {
        let table: Evidence.Table
        let id: ID
        let version: UInt32

        init(_ item: Evidence.Item) { (table, id, version) = (item.table, item.id, item.version) }

        /// The row that this one took the place of: a member has one, at its newest version.
        init?(replacedBy item: Evidence.Item) {
            guard item.table == .member, item.version > 1 else { return nil }
            (table, id, version) = (item.table, item.id, item.version - 1)
        }

        init(_ row: Evidence.StoredRow) { (table, id, version) = (row.table, row.id, row.version) }
    }

    /// Compares the rows that entries speak of with the rows that are there.
    private func compare(
        _ recorded: [RowName: (digest: [UInt8], position: UInt64)], gone: Set<ID>,
        with connection: any Connection
    ) throws -> Verification.Fault? {
        // An erasure excuses what it removes, and no member's, certificate's or team's row that shares an id.
        var left = recorded.filter { !($0.key.table.goesWithItsFile && gone.contains($0.key.id)) }
        var worst: Verification.Fault?
        func found(_ fault: Verification.Fault) {
            if worst.map({ fault.place < $0.place }) ?? true { worst = fault }
        }
        for table in Evidence.Table.allCases {
            try Evidence.StoredRow.each(of: table, connection) { row in
                guard let row, let expected = left.removeValue(forKey: RowName(row)) else {
                    return found(.unrecorded(table: table))
                }
                if expected.digest != row.digest { found(.row(table: table, position: expected.position)) }
            }
        }
        for (name, expected) in left { found(.row(table: name.table, position: expected.position)) }
        return worst
    }

    /// The roots that checkpoints sign, by size, and whether each of them is the log key's word.
    private func roots(_ connection: any Connection) throws -> ([UInt64: Hash], areSigned: Bool) {
        var roots: [UInt64: Hash] = [:]
        var areSigned = true
        for row in try connection.rows("SELECT * FROM checkpoints") {
            if let tree = try? SignedFrontier(row, by: key).frontier {
                roots[tree.size] = tree.root
            } else {
                areSigned = false
            }
        }
        return (roots, areSigned)
    }
}

extension Verification.Fault {
    /// Earlier entries first; then what no entry speaks of; the checkpoint last.
    fileprivate var place: UInt64 {
        switch self {
        case .entry(let position), .row(_, let position): position
        case .unrecorded: .max - 1
        case .checkpoint: .max
        }
    }
}

extension Casework {
    /// Recomputes the whole log now, and says whether it holds.
    package func verifyLog(as caller: Caller) async throws(CaseworkError) -> Verification {
        guard caller.house != nil else { throw .notFound }
        let verifier = Verifier(key: log.verifierKey)
        return try await read { try verifier.verify($0) }
    }
}
