import Database
import Ledger
import Vault

/// The log as it is recomputed, entry by entry: its tree, what does not agree, and the rows that its entries leave.
struct RecomputedLog {
    static let query: SQL = """
        SELECT position, at, actor, kind, file, clause, letter, letter_epoch, sealed, evidence, salt, commitment,
               mark
        FROM entries ORDER BY position
        """

    var faults: [Verification.Fault] = []
    var rows = ExpectedRows()
    /// What its entries say that stands.
    var standing = WhatStands()
    private var tree = Frontier()
    private var missing: [UInt64] = []
    private var erased: Set<UInt64> = []
    /// An entry that is not there leaves no place to those that follow.
    private(set) var isBroken = false
    private let signed: [UInt64: Hash]
    private let isKeepingRows: Bool

    /// - Parameter signed: the roots that checkpoints sign, by size.
    init(signed: [UInt64: Hash], isKeepingRows: Bool) {
        self.signed = signed
        self.isKeepingRows = isKeepingRows
    }

    /// Takes in the next entry.
    mutating func take(_ entry: CheckedEntry) {
        guard !isBroken else { return }
        let position = tree.size
        guard let leaf = entry.leaf, entry.position == Int64(position) else {
            isBroken = true
            return faults.append(.entry(position: position))
        }
        tree.append(leafHash: leaf)
        if let root = signed[tree.size], root != tree.root { faults.append(.checkpoint) }
        switch entry.says {
        case .nothing: missing.append(position)
        case .anotherThing: faults.append(.entry(position: position))
        case .items(let items):
            if !entry.isMarked { faults.append(.unmarked(position: position)) }
            for item in items {
                if item.table == .erasedEntry { erased.insert(UInt64(item.version)) }
                if isKeepingRows {
                    rows.add(item, at: position)
                    standing.take(item)
                }
            }
        }
    }

    /// What was found, when the last entry has been taken in.
    var ended: Verification {
        let missing = Set(missing)
        var faults = faults + missing.subtracting(erased).map { .entry(position: $0) }
        faults += erased.subtracting(missing).map { .putBack(position: $0) }
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
}

/// What a row of `entries` comes to by itself, whatever stands before it.
struct CheckedEntry: Sendable {
    let position: Int64?
    /// Nil for a commitment that is none.
    let leaf: Hash?
    let says: Says
    /// Whether it bears this computer's mark, where that is asked.
    let isMarked: Bool

    enum Says: Sendable {
        /// Erased.
        case nothing
        /// Other words than were committed to.
        case anotherThing
        case items([Evidence.Item])
    }

    /// - Parameter marks: nil where marks are not asked for.
    init(_ row: Row, _ marks: Marks?) {
        position = try? row.integer("position")
        let commitment = (try? row.bytes("commitment")).flatMap { Hash($0) }
        leaf = commitment.map { Commitment($0).leafHash }
        if let marks {
            let mark = (try? row.optionalBytes("mark") ?? []) ?? []
            if let position, let commitment {
                isMarked = marks.made(mark, on: .entry(position, commitment.bytes))
            } else {
                isMarked = false
            }
        } else {
            isMarked = true
        }
        do {
            let entry = try Entry.recomputed(row)
            says = try entry.map { .items(try Evidence(packed: $0.evidence).items) } ?? .nothing
        } catch { says = .anotherThing }
    }
}
