import Database
import Vault

/// A file as one member may read it: the keys of the items that were granted to them, and nothing else (clause S3.4).
///
/// Made only by verifying the signed grants; a page shows what is in here, and can show no more.
package struct OpenFile: Sendable {
    package let file: ID
    package let kind: FileKind
    package let isRestricted: Bool
    let half: [UInt8]
    let letterBox: (epoch: UInt32, key: [UInt8])
    private let keys: [ItemEpoch: ItemKey]
    private let secrets: [ItemEpoch: ItemSecret]

    /// - Throws: `notFound` if nothing in the file was granted to the member, or anything fails to verify.
    init(
        _ rows: FileRows, half: [UInt8]?, keyring: Keyring, certified: Certified
    ) throws(CaseworkError) {
        guard let half else { throw .notFound }
        do {
            let genesis = try Genesis(packed: rows.genesis, of: rows.file, certified: certified)
            var provenance = Provenance(
                genesis: genesis, epochs: rows.epochs.compactMap { try? EpochStart(packed: $0) },
                grants: rows.grants.compactMap { try? Grant(packed: $0) }, certified: certified)
            let commitments = provenance.commitments()
            var keys: [ItemEpoch: ItemKey] = [:]
            var held: [ItemEpoch: ItemSecret] = [:]
            for grant in provenance.grants(to: keyring.principals) {
                // One that does not open hides nothing but itself.
                let secrets = (try? keyring.secrets(of: grant, commitments: commitments)) ?? [:]
                for (item, secret) in secrets {
                    held[item] = secret
                    keys[item] = try secret.itemKey(file: rows.file, item, half: half)
                }
            }
            self.file = rows.file
            self.kind = genesis.kind
            self.isRestricted = rows.isRestricted
            self.half = half
            self.letterBox = provenance.letterBox()
            self.keys = keys
            self.secrets = held
        } catch { throw .notFound }
        guard !keys.isEmpty else { throw .notFound }
    }

    /// The items that this member holds.
    package var items: Set<Item> { Set(keys.keys.map(\.item)) }

    package func holds(_ item: Item) -> Bool { keys.keys.contains { $0.item == item } }

    /// The key to write an item with: its newest epoch.
    func key(of item: Item) throws(CaseworkError) -> ItemKey {
        guard let newest = keys.keys.filter({ $0.item == item }).max(), let key = keys[newest] else {
            throw .notFound
        }
        return key
    }

    /// The key of an item at an epoch, to read what was written then.
    func key(of item: ItemEpoch) -> ItemKey? { keys[item] }

    /// Gives items that this member holds to somebody else, at every epoch that they hold (clause S3.4).
    func give(
        _ items: Set<Item>, to principal: Principal, at: Instant, by caller: Caller, _ randomness: Randomness
    ) throws(CaseworkError) -> Grant {
        do {
            return try Grant(
                id: ID(from: randomness), file: file, giving: secrets.filter { items.contains($0.key.item) },
                to: principal, at: at.milliseconds, certified: caller.certified, by: caller.keyring)
        } catch { throw .notFound }
    }

    /// The letter boxes that this member can open, by epoch.
    var letterBoxes: [UInt32: LetterBox] {
        var boxes: [UInt32: LetterBox] = [:]
        for (item, key) in keys where item.item == .log { boxes[item.epoch] = try? LetterBox(key) }
        return boxes
    }
}
