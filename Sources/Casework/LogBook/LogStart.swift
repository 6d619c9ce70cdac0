import Crypto
import Database
import Ledger
import Vault

/// The log book as a process finds it at its start, compared with what this computer knows of it: the log never goes
/// back, and never becomes another (docs/keys.md, *Never back*).
package struct LogStart: Sendable {
    let key: Curve25519.Signing.PrivateKey
    let verifierKey: VerifierKey
    let marks: Marks
    let head: HeadKeeper
    let frontier: Frontier
    let standing: WhatStands

    /// - Parameter file: `log.head`.
    /// - Throws: `LogFault` for a log that this computer does not know.
    init(
        _ connection: any Connection, key: Curve25519.Signing.PrivateKey, origin: String,
        head file: ReplacedFile
    ) throws {
        guard var head = try HeadKeeper.read(file) else { throw LogFault.noHead }
        self.key = key
        verifierKey = try VerifierKey(name: origin, publicKey: key.publicKey)
        marks = Marks(seed: Array(key.rawRepresentation), branch: head.branch)
        frontier = try Integrator.frontier(connection, signedBy: verifierKey)
        let known = try head.compared(with: frontier, connection, by: verifierKey)
        // Cut off between the founding's commit and the file: the entry says which key it was.
        if head.keys.isEmpty, let first = try Self.founding(since: known, connection, marks) {
            head = try head.founded(with: first.key, at: first.position)
        }
        let newest = try connection.first("SELECT * FROM checkpoints ORDER BY size DESC LIMIT 1")
        var standing = try WhatStands(rowsOf: connection, head)
        var mark: [UInt8] = []
        if let newest { mark = try SignedFrontier(newest, by: verifierKey).standing }
        if !marks.made(mark, on: .standing(frontier, standing.hash())), frontier.size > 0 {
            standing = try WhatStands(entriesOf: connection, marks)
        }
        self.standing = standing
        if let newest { head.checkpoint = try newest.text("note") }
        self.head = HeadKeeper(file, head: head)
    }

    /// The key that the charity was founded with, by an entry that this computer marked; nil if there is none.
    private static func founding(
        since size: UInt64, _ connection: any Connection, _ marks: Marks
    ) throws -> LogHead.Key? {
        let kind = Int64(EntryKind.charityFounded.rawValue)
        let rows = try connection.rows(
            "SELECT * FROM entries WHERE kind = \(kind) AND position >= \(Int64(size)) ORDER BY position")
        for row in rows {
            guard let position = UInt64(exactly: try row.integer("position")),
                marks.made(
                    try row.optionalBlob("mark") ?? [],
                    on: .entry(Int64(position), try row.blob("commitment"))),
                let entry = try? Entry.recomputed(row), entry.kind == .charityFounded,
                let key = try Evidence(packed: entry.evidence).items.first(where: { $0.table == .charity })
            else { continue }
            return LogHead.Key(position: position, key: CharityPublicKey(bytes: key.digest.bytes))
        }
        return nil
    }
}

extension LogHead {
    /// Compares a log with this head: it may have grown since, and nothing else.
    /// - Returns: how many entries the head knows.
    /// - Throws: `LogFault`.
    func compared(
        with tree: Frontier, _ connection: any Connection, by key: VerifierKey
    ) throws -> UInt64 {
        guard !checkpoint.isEmpty else { return 0 }
        guard let known = try? Checkpoint(verifying: checkpoint, with: [key], origin: key.name) else {
            throw LogFault.badHead
        }
        guard known.size <= tree.size else { throw LogFault.shorter(database: tree.size, head: known.size) }
        guard try Self.root(at: known.size, connection, by: key) == known.root else {
            throw LogFault.anotherHistory
        }
        return known.size
    }

    /// The root of the log's first entries, recomputed from the nearest older checkpoint.
    private static func root(at size: UInt64, _ connection: any Connection, by key: VerifierKey) throws
        -> Hash
    {
        var tree = Frontier()
        for row in try connection.rows(
            "SELECT * FROM checkpoints WHERE size <= \(Int64(size)) ORDER BY size DESC")
        {
            guard let signed = try? SignedFrontier(row, by: key).frontier else { continue }
            tree = signed
            break
        }
        while tree.size < size {
            let rows = try connection.rows(
                """
                SELECT position, commitment FROM entries
                WHERE position >= \(Int64(tree.size)) AND position < \(Int64(size)) ORDER BY position LIMIT 4096
                """)
            guard !rows.isEmpty else { throw LogFault.altered }
            for row in rows {
                guard try row.integer("position") == Int64(tree.size),
                    let hash = Hash(try row.blob("commitment"))
                else { throw LogFault.altered }
                tree.append(leafHash: Commitment(hash).leafHash)
            }
        }
        return tree.root
    }
}

extension WhatStands {
    /// What the rows that are there come to; believed only if the newest checkpoint's mark is made on it.
    init(rowsOf connection: any Connection, _ head: LogHead) throws {
        for table in Evidence.Table.standing {
            try Evidence.StoredRow.each(of: table, isHouse: table == .file, connection) { row in
                guard let row else { return }
                let item = Evidence.Item(
                    table: row.table, id: row.id, version: row.version, digest: row.digest)
                if item.stands { take(item) }
            }
        }
        for item in try EntryKind.saidWhomFilesAreKeptFrom(connection) { take(item) }
        for (place, key) in head.keys.enumerated() {
            guard let digest = Hash(key.key.bytes), let version = UInt32(exactly: place + 1) else { continue }
            take(Evidence.Item(table: .charity, id: .house, version: version, digest: digest))
        }
    }

    /// What the whole log says: where rows were put there or taken away.
    /// - Throws: `LogFault` for an entry that bears no mark, says something else than was committed to, or says nothing
    ///   though no erasure names it: it may have spoken of what stands.
    init(entriesOf connection: any Connection, _ marks: Marks) throws {
        var isWhole = true
        var next: Int64 = 0
        var silent: Set<UInt64> = []
        try connection.pages(RecomputedLog.query, { $0.map { CheckedEntry($0, marks) } }) { entries in
            for entry in entries {
                // One that was taken away may have said that something stands no more.
                if entry.position.map({ Int64($0) }) != next { isWhole = false }
                next += 1
                switch entry.says {
                case .nothing: silent.insert(UInt64(truncatingIfNeeded: entry.position ?? -1))
                case .anotherThing: isWhole = false
                case .items(let items):
                    for item in items {
                        if item.table == .erasedEntry { silent.remove(UInt64(item.version)) }
                        take(item)
                    }
                }
                if !entry.isMarked { isWhole = false }
            }
        }
        guard isWhole, silent.isEmpty else { throw LogFault.altered }
    }
}
