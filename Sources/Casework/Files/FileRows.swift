import Crypto
import Database
import Ledger
import Vault

/// What the database holds of a file's keys: nothing in it is believed before `OpenFile` has verified it.
struct FileRows: Sendable {
    let file: ID
    let genesis: [UInt8]
    let grants: [GrantRow]
    let epochs: [EpochRow]
    /// How many certificates there were in the same snapshot.
    let certificates: Int64
    /// The file's row but for its genesis, and the entry that wrote it last.
    private let row: (kind: Int64, isRestricted: Int64, made: Int64, entry: Int64)

    /// A row of `grants`, and the entry that wrote it last.
    struct GrantRow: Sendable {
        let id: [UInt8]
        let principal: [UInt8]
        let items: Int64
        let packed: [UInt8]
        let entry: Int64
    }

    /// A row of `item_epochs`, and the entry that wrote it.
    struct EpochRow: Sendable {
        let packed: [UInt8]
        let entry: Int64
    }

    /// Nil if there is no such file. It takes the same statements then: those are no way to tell (clause S3.4).
    init?(_ file: ID, _ connection: any Connection) throws {
        let found = try connection.first(
            """
            SELECT kind, restricted, made, genesis, entry, (SELECT COUNT(*) FROM certificates) AS certificates
            FROM files WHERE file = \(file.bytes)
            """)
        self.grants = try connection.rows(
            """
            SELECT grant_id, principal, items, packed, entry FROM grants WHERE file = \(file.bytes)
            ORDER BY grant_id
            """
        ).map { row in
            GrantRow(
                id: try row.blob("grant_id"), principal: try row.blob("principal"),
                items: try row.integer("items"), packed: try row.blob("packed"),
                entry: try row.integer("entry"))
        }
        self.epochs = try connection.rows(
            "SELECT packed, entry FROM item_epochs WHERE file = \(file.bytes)"
        ).map { EpochRow(packed: try $0.blob("packed"), entry: try $0.integer("entry")) }
        guard let row = found else { return nil }
        self.file = file
        self.genesis = try row.blob("genesis")
        self.certificates = try row.integer("certificates")
        self.row = (
            try row.integer("kind"), try row.integer("restricted"), try row.integer("made"),
            try row.integer("entry")
        )
    }

    /// Whether any grant names one of these: whether there is anything to judge. Nothing is verified here. Who may open
    /// is for `Judged` to say; whoever is told no here is as somebody who asks for a file that is not there.
    func mayOpen(to principals: Set<Principal>) -> Bool {
        grants.contains { row in
            (try? Grant(packed: row.packed)).map { principals.contains($0.principal) } ?? false
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
        func add(_ number: Int64) {
            withUnsafeBytes(of: number.bigEndian) { hash.update(bufferPointer: $0) }
        }
        add(certified.digest)
        add(file.bytes)
        add(genesis)
        for number in [row.kind, row.isRestricted, row.made, row.entry, Int64(grants.count)] { add(number) }
        for grant in grants {
            add(grant.id)
            add(grant.principal)
            add(grant.items)
            add(grant.packed)
            add(grant.entry)
        }
        for epoch in epochs {
            add(epoch.packed)
            add(epoch.entry)
        }
        return Array(hash.finalize())
    }

    /// Of the row of `files`.
    var rowDigest: Hash {
        NewFile.rowDigest(
            file, kind: row.kind, isRestricted: row.isRestricted, genesis[...], made: row.made)
    }

    /// A digest of the genesis and of each start that counts here, in no order: what a restriction rests on.
    /// - Parameter isGenuine: of each of `epochs`.
    func starts(_ isGenuine: [Bool]) -> Hash {
        let starts = zip(epochs, isGenuine).compactMap { $1 ? digestOfRow($0.packed).bytes : nil }
        return digestOfRow(genesis, starts.sorted { $0.lexicographicallyPrecedes($1) }.flatMap(\.self))
    }

    fileprivate var entries: Set<Int64> {
        Set([row.entry] + grants.map(\.entry) + epochs.map(\.entry))
    }

    fileprivate func genuine(by said: [Int64: Set<Evidence.Item>]) -> GenuineRows {
        func says(_ entry: Int64, _ table: Evidence.Table, _ id: ID?, _ digest: Hash) -> Bool {
            guard let id else { return false }
            return said[entry]?.contains(.init(table: table, id: id, version: 1, digest: digest)) ?? false
        }
        return GenuineRows(
            genesis: says(row.entry, .file, file, rowDigest),
            grants: grants.map { grant in
                guard let id = ID(grant.id) else { return false }
                return says(
                    grant.entry, .grant, id,
                    Grant.rowDigest(
                        id, file, grant.principal[...], items: grant.items, grant.packed[...]))
            },
            epochs: epochs.map { epoch in
                let digest = digestOfRow(epoch.packed)
                return says(
                    epoch.entry, file == .house ? .houseEpoch : .epoch, try? digest.name, digest)
            })
    }
}

/// Which of a file's rows an entry of the log wrote, which this computer marked: in the order of `FileRows`. A row that
/// no entry wrote counts for nothing, whoever signed it: it was forged, planted, or dated back.
struct GenuineRows: Sendable {
    let genesis: Bool
    let grants: [Bool]
    let epochs: [Bool]

    /// How many rows are passed over.
    var passedOver: Int { (genesis ? 0 : 1) + grants.count { !$0 } + epochs.count { !$0 } }
}

extension Integrator {
    /// Asks the entries that a file's rows name. About 10 µs an entry.
    func genuine(_ rows: FileRows, _ connection: any Connection) throws -> GenuineRows {
        rows.genuine(by: try said(at: rows.entries, connection))
    }
}

extension Integrator {
    /// The house's rows as they stand; nil before the founding.
    /// - Throws: `StaffRows.Differs` where one that stands is missing or is another: then the house opens for nobody.
    func house(_ connection: any Connection) throws -> (FileRows, GenuineRows)? {
        guard let rows = try FileRows(.house, connection) else { return nil }
        let genuine = try genuine(rows, connection)
        try staff(connection).requireWhole(rows, genuine)
        return (rows, genuine)
    }
}

extension Casework {
    /// The house's rows as they are now, for what opens them by something else than was certified before.
    func houseRows() async throws(CaseworkError) -> (FileRows, GenuineRows) {
        let found = try await read { [log] in try log.house($0) }
        guard let found else { throw .notFound }
        return found
    }
}
