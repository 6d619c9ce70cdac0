import Database
import Synchronization
import Vault

/// Begins new epochs of one file's items in its holder's name (clause S3.4): each once, however often its key is asked
/// for, so that all that one act writes is sealed under the same.
final class Renewing: Sendable {
    let certified: Certified
    let keyring: Keyring
    private let clock: Clock
    private let randomness: Randomness
    private let begun = Mutex<[Item: NewEpoch]>([:])

    init(certified: Certified, keyring: Keyring, clock: Clock, randomness: Randomness) {
        self.certified = certified
        self.keyring = keyring
        self.clock = clock
        self.randomness = randomness
    }

    /// The epoch of an item that was begun already.
    func known(_ item: Item) -> NewEpoch? { begun.withLock { $0[item] } }

    /// - Parameter keeps: who is to hold the item still, of those who have not left.
    func begin(
        _ newest: ItemHolders, of file: ID, half: [UInt8],
        keeping keeps: (Principal) -> Bool = { _ in true }
    ) throws(VaultError) -> NewEpoch {
        let item = newest.item.item
        if let known = begun.withLock({ $0[item] }) { return known }
        let epoch = try NewEpoch(
            after: newest, of: file, half: half, at: clock.now().milliseconds,
            certified: certified, by: keyring, randomness: randomness, keeping: keeps)
        return begun.withLock { begun in
            if let known = begun[item] { return known }
            begun[item] = epoch
            return epoch
        }
    }
}

extension Casework {
    func renewing(_ certified: Certified, _ keyring: Keyring) -> Renewing {
        Renewing(certified: certified, keyring: keyring, clock: clock, randomness: randomness)
    }
}

extension ItemEpoch {
    /// Whether no later epoch of this item of a file has begun.
    func isNewest(of file: ID, _ connection: any Connection) throws -> Bool {
        try connection.first(
            """
            SELECT epoch FROM item_epochs WHERE file = \(file.bytes) AND item = \(Int64(item.rawValue))
              AND epoch > \(Int64(epoch)) LIMIT 1
            """) == nil
    }
}

extension NewEpoch {
    /// Writes the epoch as a part of the act that first seals something under it.
    /// - Throws: `stale` if somebody else began one in the meantime.
    func insert(in act: inout Act) throws {
        let packed = start.packed
        let number = Int64(start.item.epoch)
        if let there = try act.connection.first(
            """
            SELECT packed FROM item_epochs WHERE file = \(start.file.bytes)
              AND item = \(Int64(start.item.item.rawValue)) AND epoch = \(number)
            """)
        {
            guard try there.blob("packed") == packed else { throw CaseworkError.stale }
            return
        }
        try act.connection.execute(
            """
            INSERT INTO item_epochs (file, item, epoch, packed, entry)
            VALUES (\(start.file.bytes), \(Int64(start.item.item.rawValue)), \(number), \(packed), \(act.position))
            """)
        let digest = digestOfRow(packed)
        act.note(start.file == .house ? .houseEpoch : .epoch, try digest.name, digest)
        // A restriction rests on every start of the file's.
        if act.staff.restriction(of: start.file) != nil { try NewFile.restrict(start.file, in: &act) }
        for grant in grants { try grant.insert(in: &act) }
    }
}
