import Crypto
import Database
import Ledger
import Synchronization
import Vault

/// Takes each transaction's new entries into the Merkle tree and signs the checkpoint, in the same transaction. What it keeps in memory advances only after the commit.
///
/// It takes in only what this process wrote, or another with the log's key has signed and marked: an entry that came into
/// the database by another hand is never signed.
package final class Integrator: Sendable {
    package let origin: String
    private let key: Curve25519.Signing.PrivateKey
    private let clock: Clock
    /// What this computer marks its entries and rows with.
    let marks: Marks
    let head: HeadKeeper
    /// The rows of records that it is known to have written.
    let genuineRecords = GenuineRecords()
    private let kept: Mutex<State>
    /// What acts of the transaction under way have written and nothing has integrated yet.
    private let pending = Mutex(Group())

    /// What checks its signatures.
    package let verifierKey: VerifierKey

    private struct State {
        var frontier: Frontier
        var standing: WhatStands
    }

    private struct Pending {
        let commitment: [UInt8]
        let items: [Evidence.Item]
    }

    private struct Group {
        var entries: [Int64: Pending] = [:]
        /// What they change of what stands, oldest first.
        var changes: [(position: Int64, item: Evidence.Item)] = []
    }

    init(_ start: LogStart, clock: Clock) throws {
        self.verifierKey = start.verifierKey
        self.origin = start.verifierKey.name
        self.key = start.key
        self.marks = start.marks
        self.head = start.head
        self.clock = clock
        self.kept = Mutex(State(frontier: start.frontier, standing: start.standing))
    }

    /// The tree as it was last committed.
    /// - Throws: `LogFault` unless the newest checkpoint bears the key's signature for it and for every entry.
    package static func frontier(
        _ connection: any Connection, signedBy key: VerifierKey
    ) throws -> Frontier {
        let entries = try Entry.nextPosition(connection)
        guard
            let row = try connection.first("SELECT * FROM checkpoints ORDER BY size DESC LIMIT 1")
        else {
            guard entries == 0 else { throw LogFault.altered }
            return Frontier()
        }
        guard let signed = try? SignedFrontier(row, by: key), Int64(signed.frontier.size) == entries else {
            throw LogFault.altered
        }
        return signed.frontier
    }

    /// The log as far as it is integrated here.
    var state: LogState { kept.withLock { LogState(size: $0.frontier.size, root: $0.frontier.root.bytes) } }

    /// What stands as it was committed last.
    var standing: WhatStands { kept.withLock { $0.standing } }

    /// How many entries are integrated here.
    var size: UInt64 { kept.withLock { $0.frontier.size } }

    /// The charity's key as this computer knows it; nil before the founding.
    package var charity: KnownCharity? { head.charity }

    /// Told of an act that begins: what was written from its position on by one that failed is gone.
    func begin(at position: Int64) {
        pending.withLock { group in
            guard group.entries[position] != nil else { return }
            group.entries = group.entries.filter { $0.key < position }
            group.changes.removeAll { $0.position >= position }
        }
    }

    /// Told by an act of the entry that it wrote.
    /// - Throws: `LogFault` for a position that the tree has passed: an entry was taken away.
    func expect(_ commitment: [UInt8], _ evidence: Evidence, at position: Int64) throws {
        guard position >= Int64(kept.withLock { $0.frontier.size }) else { throw LogFault.altered }
        pending.withLock { group in
            group.entries[position] = Pending(commitment: commitment, items: evidence.items)
            group.changes += evidence.items.filter(\.changesStanding).map { (position, $0) }
        }
    }

    /// Runs before each commit; what it returns runs after.
    /// - Throws: `LogFault` for an entry that no act told of, unless another process with the log's key has signed and
    ///   marked it.
    package func integrate(_ connection: any Connection) throws -> @Sendable () -> Void {
        var next = kept.withLock { $0 }
        let pending = pending.withLock { group in
            defer { group = Group() }
            return group.entries
        }
        let rows = try connection.rows(
            """
            SELECT position, commitment FROM entries WHERE position >= \(Int64(next.frontier.size))
            ORDER BY position
            """)
        guard !rows.isEmpty else { return {} }
        let signed = try signedSince(next.frontier.size, connection)
        for row in rows {
            let (position, commitment) = (Int64(next.frontier.size), try row.blob("commitment"))
            guard try row.integer("position") == position, let hash = Hash(commitment) else {
                throw LogFault.altered
            }
            if next.frontier.size < signed?.size ?? 0 {
                for item in try said(at: position, connection) { next.standing.take(item) }
            } else {
                guard let mine = pending[position], mine.commitment == commitment else {
                    throw LogFault.altered
                }
                for item in mine.items { next.standing.take(item) }
            }
            next.frontier.append(leafHash: Commitment(hash).leafHash)
            if let signed, signed.size == next.frontier.size, signed != next.frontier {
                throw LogFault.altered
            }
        }
        guard signed?.size ?? 0 <= next.frontier.size else { throw LogFault.altered }
        if signed?.size == next.frontier.size { return advance(to: next, note: nil) }
        let tree = next.frontier
        let note = try Checkpoint(origin: origin, size: tree.size, root: tree.root).sign(
            with: key, name: origin)
        let standing = marks.mark(.standing(tree, next.standing.hash()))
        try connection.append(
            """
            INSERT INTO checkpoints (day, size, frontier, note, standing)
            VALUES (\(clock.now().day.text), \(Int64(tree.size)), \(tree.encoded()), \(note), \(standing))
            ON CONFLICT (day) DO UPDATE SET size = excluded.size, frontier = excluded.frontier,
                                            note = excluded.note, standing = excluded.standing
            """)
        return advance(to: next, note: note)
    }

    private func advance(to next: State, note: String?) -> @Sendable () -> Void {
        { [self] in
            kept.withLock { $0 = next }
            if let note { head.advance(to: note, size: next.frontier.size) }
        }
    }

    /// What another process of the same charity has signed since, such as a command that ran beside the server.
    private func signedSince(_ size: UInt64, _ connection: any Connection) throws -> Frontier? {
        guard
            let row = try connection.first(
                "SELECT * FROM checkpoints WHERE size > \(Int64(size)) ORDER BY size DESC LIMIT 1")
        else { return nil }
        guard let signed = try? SignedFrontier(row, by: verifierKey) else { throw LogFault.altered }
        return signed.frontier
    }
}

/// What entries say that can be believed: those that this computer marked, and those that the transaction under way has
/// written.
extension Integrator {
    /// The staff's small tables as a transaction may read them.
    func staff(_ connection: any Connection) throws -> StaffRows {
        var view = StandingView(base: kept.withLock { $0.standing })
        if connection.isWriting { view.later = try later(before: Entry.nextPosition(connection), connection) }
        return StaffRows(connection: connection, standing: view)
    }

    /// What entries that are not integrated here yet change of what stands: those of the group under way, and those of
    /// another process.
    func later(before next: Int64, _ connection: any Connection) throws -> [Evidence.Item] {
        let size = Int64(self.size)
        guard size < next else { return [] }
        let group = pending.withLock { group in
            group.entries.count == Int(next - size) ? group.changes.map(\.item) : nil
        }
        if let group { return group }
        return try (size..<next).flatMap { try said(at: $0, connection) }.filter(\.changesStanding)
    }

    /// The entry of a whole row of `entries`.
    /// - Returns: nil for one that was erased, and for one that nobody here wrote: other words, or no mark.
    func genuine(_ row: Row, _ connection: any Connection) -> Entry? {
        guard let position = try? row.integer("position"), let entry = try? Entry.recomputed(row),
            let commitment = try? row.blob("commitment"), isMarked(row, position, commitment, connection)
        else { return nil }
        return entry
    }

    private func isMarked(
        _ row: Row, _ position: Int64, _ commitment: [UInt8], _ connection: any Connection
    ) -> Bool {
        if connection.isWriting, let mine = pending.withLock({ $0.entries[position] }) {
            return mine.commitment == commitment
        }
        return marks.made((try? row.optionalBlob("mark") ?? []) ?? [], on: .entry(position, commitment))
    }

    /// The entries that a condition on `entries` finds, oldest first, for what rests on them.
    /// - Throws: `LogFault` for one that is not genuine: what it said once can't be known.
    func entries(
        where condition: SQL, _ connection: any Connection
    ) throws -> [(position: Int64, entry: Entry)] {
        try connection.rows("SELECT * FROM entries WHERE " + condition + " ORDER BY position").map { row in
            guard let entry = genuine(row, connection) else { throw LogFault.altered }
            return (try row.integer("position"), entry)
        }
    }

    /// The rows that genuine entries name, each with the digest that it had then, by the entry's position.
    func said(
        at positions: Set<Int64>, _ connection: any Connection
    ) throws -> [Int64: Set<Evidence.Item>] {
        var said: [Int64: Set<Evidence.Item>] = [:]
        let sorted = positions.sorted()
        // An engine takes so many values in one statement, and no more.
        for start in stride(from: 0, to: sorted.count, by: 1000) {
            let part = sorted[start..<min(start + 1000, sorted.count)]
            for row in try connection.rows("SELECT * FROM entries WHERE position IN \(list: part)") {
                guard let entry = genuine(row, connection),
                    let evidence = try? Evidence(packed: entry.evidence)
                else { continue }
                said[try row.integer("position")] = Set(evidence.items)
            }
        }
        return said
    }

    /// The same of one entry, in its order.
    /// - Throws: `LogFault` for an entry that is not genuine; one that was erased says nothing.
    private func said(at position: Int64, _ connection: any Connection) throws -> [Evidence.Item] {
        if connection.isWriting, let mine = pending.withLock({ $0.entries[position] }) { return mine.items }
        guard let row = try connection.first("SELECT * FROM entries WHERE position = \(position)") else {
            throw LogFault.altered
        }
        guard isMarked(row, position, try row.blob("commitment"), connection) else { throw LogFault.altered }
        return try Entry.recomputed(row).map { try Evidence(packed: $0.evidence).items } ?? []
    }
}

extension Packer {
    /// What an entry's mark is made on.
    static func entry(_ position: Int64, _ commitment: [UInt8]) -> Packer {
        var packer = Packer("amanah/1/entry-mark")
        packer.add(position)
        packer.add(fixed: commitment)
        return packer
    }

    /// What the mark on all that stands is made on.
    static func standing(_ tree: Frontier, _ hash: Hash) -> Packer {
        var packer = Packer("amanah/1/standing-mark")
        packer.add(tree.size)
        packer.add(tree.root)
        packer.add(hash)
        return packer
    }
}

/// A row of `checkpoints` whose statements of a tree agree: the note, signed by the log's key, the size and the frontier.
struct SignedFrontier {
    let frontier: Frontier
    /// The mark on what stood; believed only when it is recomputed.
    let standing: [UInt8]

    init(_ row: Row, by key: VerifierKey) throws {
        let checkpoint = try Checkpoint(verifying: try row.text("note"), with: [key], origin: key.name)
        self.frontier = try Frontier(decoding: try row.blob("frontier"))
        self.standing = try row.optionalBlob("standing") ?? []
        guard frontier.size == checkpoint.size, frontier.root == checkpoint.root,
            try row.integer("size") == Int64(frontier.size)
        else { throw LogFault.altered }
    }
}
