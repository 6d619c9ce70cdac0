import Ledger
import Vault

/// The rows of the staff's small tables that stand, by the entries of the log: so a row that was taken away shows as
/// well as one that was put there (docs/keys.md, *What stands*).
///
/// It holds digests and no row. It is worked out from entries that this computer marked, and never from the rows.
struct WhatStands: Sendable {
    /// What tells the rows of a table apart.
    struct Name: Hashable, Comparable {
        let id: ID
        /// The pair of sheets of a row of `recovery`, the version of a charity's key, the beginning of a digest that says
        /// whom a file is kept from; 0 for all others.
        let place: UInt32

        static func < (left: Name, right: Name) -> Bool {
            (left.id, left.place) < (right.id, right.place)
        }
    }

    private struct Rows {
        var digests: [Name: Hash] = [:]
        /// Counts its changes.
        var generation = 0
        /// Of all of them, in their order; nil where it is to be worked out.
        var hash: Hash?
    }

    private var tables: [Evidence.Table: Rows] = [:]
    private var places: [Hash: (table: Evidence.Table, name: Name)] = [:]

    func digest(_ table: Evidence.Table, _ id: ID, place: UInt32 = 0) -> Hash? {
        tables[table]?.digests[Name(id: id, place: place)]
    }

    func digests(_ table: Evidence.Table) -> [Name: Hash] { tables[table]?.digests ?? [:] }

    func generation(_ table: Evidence.Table) -> Int { tables[table]?.generation ?? 0 }

    /// Takes in what the next entry says that its act did.
    mutating func take(_ item: Evidence.Item) {
        switch item.table {
        case .removed:
            if let place = places[item.digest] { set(place.table, place.name, nil) }
        case .erased:
            for table in [Evidence.Table.restriction, .keptFrom] {
                for name in digests(table).keys where name.id == item.id { set(table, name, nil) }
            }
        default:
            guard item.stands else { return }
            set(item.table, Name(item), item.digest)
        }
    }

    private mutating func set(_ table: Evidence.Table, _ name: Name, _ digest: Hash?) {
        let before = tables[table]?.digests[name]
        guard before != digest else { return }
        if let before { places[before] = nil }
        if let digest { places[digest] = (table, name) }
        tables[table, default: Rows()].digests[name] = digest
        tables[table, default: Rows()].generation += 1
        tables[table]?.hash = nil
    }

    /// SHA-256 over what stands: of each table that has a row its number and the SHA-256 of its rows, ascending.
    mutating func hash() -> Hash {
        var packer = Packer("amanah/1/standing")
        for table in Evidence.Table.standing {
            guard let rows = tables[table], !rows.digests.isEmpty else { continue }
            let hash = rows.hash ?? Self.hash(of: rows.digests)
            if rows.hash == nil { tables[table]?.hash = hash }
            packer.add(table.rawValue)
            packer.add(hash)
        }
        return Hash(hashing: packer.bytes)
    }

    private static func hash(of digests: [Name: Hash]) -> Hash {
        var packer = Packer("amanah/1/standing-rows")
        for (name, digest) in digests.sorted(by: { $0.key < $1.key }) {
            packer.add(name.id)
            packer.add(name.place)
            packer.add(digest)
        }
        return Hash(hashing: packer.bytes)
    }
}

extension WhatStands.Name {
    init(_ item: Evidence.Item) {
        self.init(id: item.id, place: item.table.hasPlaces ? item.version : 0)
    }
}

extension Evidence.Item {
    /// Whether it can change what stands.
    var changesStanding: Bool { stands || table == .removed || table == .erased }

    /// Whether it names a row of which the log knows at any time whether it stands.
    var stands: Bool { table.stands && (table != .file || id == .house) }
}

extension Evidence.Table {
    /// The tables of which the log knows at any time which rows stand; of `files` the house's row alone.
    static let standing = allCases.filter(\.stands).sorted { $0.rawValue < $1.rawValue }

    /// Exhaustive, so that a new table asks.
    fileprivate var stands: Bool {
        switch self {
        case .file, .certificate, .member, .recovery, .secondFactor, .enrolment, .session, .restriction,
            .houseEpoch, .charity, .keptFrom:
            true
        case .record, .grant, .epoch, .teamSeed, .erasedEntry, .erased, .removed, .logState, .logKey,
            .counted:
            false
        }
    }

    /// Whether several of its rows have one id.
    fileprivate var hasPlaces: Bool { self == .recovery || self == .charity || self == .keptFrom }
}

/// What stands as a transaction sees it: as it was committed last, and what the acts before it in the same group wrote.
struct StandingView: Sendable {
    let base: WhatStands
    /// The later entries' words, oldest first.
    var later: [Evidence.Item] = []

    func digest(_ table: Evidence.Table, _ id: ID, place: UInt32 = 0) -> Hash? {
        guard !later.isEmpty else { return base.digest(table, id, place: place) }
        return whole.digest(table, id, place: place)
    }

    func digests(_ table: Evidence.Table) -> [WhatStands.Name: Hash] { whole.digests(table) }

    /// Names what stands in a table: another number says that it changed.
    func generation(_ table: Evidence.Table) -> Int { whole.generation(table) }

    private var whole: WhatStands {
        var whole = base
        for item in later { whole.take(item) }
        return whole
    }
}
