import Database
import Vault

/// A file as one member may read it: the keys of the items that were granted to them, and nothing else (clause S3.4).
///
/// Made only from the signed grants that were judged to count; a page shows what is in here, and can show no more.
package struct OpenFile: Sendable {
    package let file: ID
    package let kind: FileKind
    package let isRestricted: Bool
    let half: [UInt8]
    let letterBox: (epoch: UInt32, key: [UInt8])
    private let keys: [ItemEpoch: ItemKey]
    private let secrets: [ItemEpoch: ItemSecret]

    /// - Throws: `notFound` if nothing in the file was granted to the member, or it has no half.
    init(
        _ rows: FileRows, judged: Judged, half: [UInt8]?, keyring: Keyring
    ) throws(CaseworkError) {
        guard let half else { throw .notFound }
        let principals = keyring.principals
        var keys: [ItemEpoch: ItemKey] = [:]
        var held: [ItemEpoch: ItemSecret] = [:]
        for grant in judged.grants where principals.contains(grant.principal) {
            // What it would give is in hand: each secret is the one that was committed to.
            if grant.items.allSatisfy({ held[$0] != nil }) { continue }
            // One that does not open hides nothing but itself.
            guard let sealed = try? Grant(packed: rows.grants[grant.row]),
                let secrets = try? keyring.secrets(of: sealed, commitments: judged.commitments)
            else { continue }
            for (item, secret) in secrets where held[item] == nil {
                guard let key = try? secret.itemKey(file: rows.file, item, half: half) else { continue }
                held[item] = secret
                keys[item] = key
            }
        }
        guard !keys.isEmpty else { throw .notFound }
        self.file = rows.file
        self.kind = judged.kind
        self.isRestricted = rows.isRestricted
        self.half = half
        self.letterBox = judged.letterBox
        self.keys = keys
        self.secrets = held
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

    /// The key of the file's log at an epoch, which its letter box derives from; nil for whoever does not hold it.
    func logKey(_ epoch: UInt32) -> ItemKey? { keys[ItemEpoch(.log, epoch)] }

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
}
