import Ledger
import Vault

/// The rows that an act wrote, by digest: what lets `ledger verify` name a row that was put back,
/// changed or removed.
package struct Evidence: Sendable {
    /// Which table a row is in. The numbers are written into entries and never change.
    package enum Table: UInt8, CaseIterable, Sendable {
        case record = 1
        case file = 2
        case grant = 3
        case epoch = 4
        case certificate = 5
        case member = 6
        case teamSeed = 7
        case recovery = 8
        /// Not a row: the position of an entry that this act erased, in the version's place.
        case erasedEntry = 9
        /// Not a row: a file, or a record of it or about it, that this act erased.
        case erased = 10
        /// A second step that somebody set, at its newest count.
        case secondFactor = 11
        /// A code for enrolling that waits.
        case enrolment = 12
        /// A session, without what its use changes.
        case session = 13
        /// That a file is restricted, and since which start of who it is about.
        case restriction = 16
        /// A later epoch of an item of the house.
        case houseEpoch = 17
        /// Not a row: whom a file is kept from is said by the row of `records`, or the stepping back, of this digest.
        case keptFrom = 18
        /// Not a row: the charity's certifying key, its number in the version's place.
        case charity = 92
        /// Not a row: a state of the log that the act speaks of, its size in the version's place and its root.
        case logState = 90
        /// Not a row: the public key that signs the log from this entry on.
        case logKey = 91
        /// Not a row: how many times what the entry says was done, in the version's place.
        case counted = 95
        /// Not a row there any more: the digest is that of a row which this act removed.
        case removed = 14

        /// Whether an erasure removes such rows (UK GDPR Art 17).
        var goesWithItsFile: Bool {
            switch self {
            case .record, .file, .grant, .epoch, .restriction, .keptFrom: true
            default: false
            }
        }
    }

    /// One row at one version.
    package struct Item: Hashable, Sendable {
        package let table: Table
        package let id: ID
        package let version: UInt32
        /// SHA-256 over the row's columns.
        package let digest: Hash
    }

    package private(set) var items: [Item] = []

    package init() {}

    mutating func add(_ table: Table, _ id: ID, version: UInt32 = 1, _ digest: Hash) {
        items.append(Item(table: table, id: id, version: version, digest: digest))
    }

    private static let itemBytes = 53

    /// 53 bytes an item: table, id, version, digest.
    var packed: [UInt8] {
        var packer = Packer()
        for item in items {
            packer.add(item.table.rawValue)
            packer.add(item.id)
            packer.add(item.version)
            packer.add(item.digest)
        }
        return packer.bytes
    }

    init(packed: [UInt8]) throws(VaultError) {
        var unpacker = Unpacker(packed)
        guard packed.count % Self.itemBytes == 0 else { throw .refused }
        items.reserveCapacity(packed.count / Self.itemBytes)
        for _ in 0..<packed.count / Self.itemBytes {
            let table = Table(rawValue: try unpacker.integer())
            let (id, version) = (try unpacker.id(), try unpacker.integer(UInt32.self))
            guard let table, let digest = Hash(try unpacker.run(Hash.byteCount)) else { throw .refused }
            items.append(Item(table: table, id: id, version: version, digest: digest))
        }
    }
}

/// SHA-256 over a row's columns, each with its length, so that no two rows share a form.
struct RowDigest {
    private var packer = Packer("amanah/1/row")

    mutating func add(_ column: [UInt8]) { packer.add(counted: column) }

    mutating func add(_ column: ArraySlice<UInt8>) { packer.add(counted: column) }

    mutating func add(_ id: ID) {
        packer.add(UInt32(16))
        packer.add(id)
    }

    var hash: Hash { Hash(hashing: packer.bytes) }
}

/// The digest of a row of these columns.
func digestOfRow(_ columns: [UInt8]...) -> Hash {
    var digest = RowDigest()
    for column in columns { digest.add(column) }
    return digest.hash
}

extension Hash {
    /// What a row that has no id of its own is called by in an entry: half of its digest.
    var name: ID {
        get throws {
            guard let id = ID(bytes[..<16]) else { throw CaseworkError.unavailable }
            return id
        }
    }
}

extension Packer {
    mutating func add(_ hash: Hash) { add(fixed: hash.bytes) }
}
