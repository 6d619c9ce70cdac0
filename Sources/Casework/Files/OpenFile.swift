import Database
import Ledger
import Vault

/// A file as one member may read it: the keys of the items that were granted to them, and nothing else
/// (clause S3.4).
///
/// Made only from the signed grants that were judged to count; a page shows what is in here, and can show no more.
package struct OpenFile: Sendable {
    package let file: ID
    package let kind: FileKind
    /// Whether no team but the guardians' holds who it is about.
    package let isRestricted: Bool
    /// A digest of the genesis and of each genuine start of an item: what a restriction rests on.
    let starts: Hash
    let half: [UInt8]
    let letterBox: (epoch: UInt32, key: [UInt8])
    /// Each item's newest epoch, and whom it was granted to.
    let newest: [Item: ItemHolders]
    /// Every grant that counts, oldest first, those in escrow last.
    let counting: [Grant]
    private let beginnings: [ItemEpoch: Int64]
    private let keys: [ItemEpoch: ItemKey]
    private let secrets: [ItemEpoch: ItemSecret]
    private var renewing: Renewing

    /// - Parameters:
    ///   - renewing: by whose keys it opens, and begins a new epoch where somebody who held the newest is to hold it no
    ///     more.
    ///   - inEscrow: opens what the guardians hold in escrow as well, to seal it to somebody else and for nothing more.
    /// - Throws: `notFound` if nothing in the file was granted to the member, or it has no half.
    init(
        _ rows: FileRows, judged: Judged, half: [UInt8]?, renewing: Renewing, inEscrow: Bool = false
    ) throws(CaseworkError) {
        guard let half else { throw .notFound }
        let keyring = renewing.keyring
        let principals = keyring.principals
        var keys: [ItemEpoch: ItemKey] = [:]
        var held: [ItemEpoch: ItemSecret] = [:]
        for grant in judged.grants where principals.contains(grant.principal) {
            guard inEscrow || grant.kind == .ordinary else { continue }
            // What it would give is in hand: each secret is the one that was committed to.
            if grant.items.allSatisfy({ held[$0] != nil }) { continue }
            // One that does not open hides nothing but itself.
            guard let sealed = try? Grant(packed: rows.grants[grant.row].packed),
                let secrets = try?
                    (sealed.kind == .escrow
                    ? keyring.secretsInEscrow(of: sealed, commitments: judged.commitments)
                    : keyring.secrets(of: sealed, commitments: judged.commitments))
            else { continue }
            for (item, secret) in secrets where held[item] == nil {
                guard let key = try? secret.itemKey(file: rows.file, item, half: half) else { continue }
                held[item] = secret
                keys[item] = key
            }
        }
        // Whoever was not given an item's newest epoch holds the item no more.
        for (item, holders) in judged.newest where keys[holders.item] == nil {
            keys = keys.filter { $0.key.item != item }
            held = held.filter { $0.key.item != item }
        }
        let shown = Self.shown(Set(keys.keys.map(\.item)), of: judged.kind)
        keys = keys.filter { shown.contains($0.key.item) }
        held = held.filter { shown.contains($0.key.item) }
        guard !keys.isEmpty else { throw .notFound }
        self.file = rows.file
        self.kind = judged.kind
        self.isRestricted = judged.isRestricted
        self.starts = judged.starts
        self.half = half
        self.letterBox = judged.letterBox
        self.newest = judged.newest
        self.beginnings = judged.beginnings
        self.counting = judged.counting
        self.keys = keys
        self.secrets = held
        self.renewing = renewing
    }

    /// The same from rows alone, by nothing that was judged before.
    init(
        _ rows: FileRows, _ genuine: GenuineRows, half: [UInt8]?, renewing: Renewing, inEscrow: Bool = false
    ) throws(CaseworkError) {
        let judged: Judged
        do { judged = try Judged(rows, genuine, certified: renewing.certified) } catch { throw .notFound }
        try self.init(rows, judged: judged, half: half, renewing: renewing, inEscrow: inEscrow)
    }

    /// The same file for another act: what one began is not another's to go on with.
    func renewed(by renewing: Renewing) -> OpenFile {
        var open = self
        open.renewing = renewing
        return open
    }

    /// The items that this member holds.
    package var items: Set<Item> { Set(keys.keys.map(\.item)) }

    /// Whether the newest key of every item is in hand.
    var holdsEveryItem: Bool { newest.values.allSatisfy { keys[$0.item] != nil } }

    package func holds(_ item: Item) -> Bool { keys.keys.contains { $0.item == item } }

    /// The key to write an item with: its newest epoch, or one that it begins if somebody who held
    /// the newest has left.
    /// It opens what was written at the epochs before, too.
    func key(of item: Item) throws(CaseworkError) -> ItemKey {
        guard let newest = newest[item], let key = keys[newest.item] else { throw .notFound }
        do {
            let writing = try begun(item)?.key(half: half) ?? key
            return writing.after(keys.values.filter { $0.item.item == item })
        } catch { throw .notFound }
    }

    /// The epoch that the next writing of an item begins; nil if the newest still serves.
    private func begun(_ item: Item) throws(VaultError) -> NewEpoch? {
        if let known = renewing.known(item) { return known }
        guard let newest = newest[item], !newest.stand(renewing.certified) else { return nil }
        return try renewing.begin(newest, of: file, half: half)
    }

    /// The letter box for what is written now.
    func openLetterBox() throws(VaultError) -> (box: (epoch: UInt32, key: [UInt8]), beginning: NewEpoch?) {
        guard holds(.log), let epoch = try begun(.log) else { return (letterBox, nil) }
        return ((epoch.start.item.epoch, epoch.start.letterBox), epoch)
    }

    /// A new epoch of an item that this member holds, without these members; nil for one that they
    /// do not hold.
    func ending(_ item: Item, for members: Set<ID>) throws(CaseworkError) -> NewEpoch? {
        try ending(item) { !members.map(Principal.member).contains($0) }
    }

    /// The same, for nobody but those who are to keep it.
    func ending(_ item: Item, keeping: (Principal) -> Bool) throws(CaseworkError) -> NewEpoch? {
        guard let newest = newest[item], keys[newest.item] != nil else { return nil }
        do { return try renewing.begin(newest, of: file, half: half, keeping: keeping) } catch {
            throw .notFound
        }
    }

    /// What was ever granted to members by name, as far as it counts.
    var byName: [Grant] { counting.filter { $0.kind == .ordinary && $0.principal.isMember } }

    /// The items that a member holds by name now.
    func items(of member: ID) -> Set<Item> {
        Set(
            newest.filter { _, holders in
                holders.grants.contains {
                    $0.principal == .member(member) && renewing.certified.stands($0)
                }
            }.keys)
    }

    /// The items that a member can open in the ordinary way, by name or through a team of theirs.
    func itemsOpen(to member: ID) -> Set<Item> {
        let certified = renewing.certified
        let held = newest.filter { _, holders in
            holders.grants.contains {
                $0.kind == .ordinary && certified.people($0.principal).contains(member)
                    && (!$0.principal.isMember || certified.stands($0))
            }
        }.keys
        return Self.shown(Set(held), of: kind)
    }

    /// Counselling is its team's (P2), and only of somebody they may know: where a file was restricted by people who hold
    /// no counselling, its keys were not renewed.
    private static func shown(_ held: Set<Item>, of kind: FileKind) -> Set<Item> {
        kind == .client && !held.contains(.identity) ? held.subtracting([.counselling]) : held
    }

    /// The items that a member has by name to hand on: those they hold now, and those they held when they last left and
    /// were not given since. What was taken back before they left is not among them, even where the clock stood still.
    func itemsLeft(by member: ID) -> Set<Item> {
        let held = items(of: member)
        guard let ended = renewing.certified.lastEnded(of: member) else { return held }
        let theirs = byName.filter { $0.principal == .member(member) }
        let left = newest.keys.filter { item in
            let epochs = beginnings.filter { $0.key.item == item && $0.value <= ended.until }
            let last = ItemEpoch(item, epochs.keys.map(\.epoch).max() ?? 1)
            let isGivenSince = theirs.contains { grant in
                grant.at > ended.until && grant.items.contains { $0.item == item }
            }
            return !isGivenSince
                && theirs.contains {
                    $0.items.contains(last) && (ended.since...ended.until).contains($0.at)
                }
        }
        return held.union(left)
    }

    /// The items that were ever given to a member by name.
    func itemsGiven(to member: ID) -> Set<Item> {
        Set(byName.filter { $0.principal == .member(member) }.flatMap(\.items).map(\.item))
    }

    /// The key of an item at an epoch, to read what was written then.
    func key(of item: ItemEpoch) -> ItemKey? { keys[item] }

    /// The keys of an item at every epoch that this member has opened; none that is only begun.
    func opened(_ item: Item) -> [ItemKey] { keys.values.filter { $0.item.item == item } }

    /// The key of the file's log at an epoch, which its letter box derives from; nil for whoever does not hold it.
    func logKey(_ epoch: UInt32) -> ItemKey? { keys[ItemEpoch(.log, epoch)] }

    /// What is certified, as the file was opened by it.
    var certified: Certified { renewing.certified }

    /// Whether an item's newest epoch is still the one that this file was opened with, or one that it began.
    func isNewest(_ item: Item, _ connection: any Connection) throws -> Bool {
        guard let epoch = (renewing.known(item)?.start.item ?? newest[item]?.item)?.epoch else { return true }
        return try ItemEpoch(item, epoch).isNewest(of: file, connection)
    }

    /// Gives items that this member holds to somebody else, at every epoch that they hold (clause S3.4).
    func give(
        _ items: Set<Item>, to principal: Principal, id: ID? = nil, at: Instant, by caller: Caller,
        _ randomness: Randomness
    ) throws(CaseworkError) -> Given {
        do {
            var given = secrets.filter { items.contains($0.key.item) }
            let beginnings = try Set(given.keys.map(\.item)).sorted().compactMap { try begun($0) }
            for epoch in beginnings { given[epoch.start.item] = epoch.secret }
            var grant = try Grant(
                id: id ?? ID(from: randomness), file: file, giving: given, to: principal, at: at.milliseconds,
                certified: renewing.certified, by: caller.keyring)
            grant.beginnings = beginnings
            return Given(grant, of: self)
        } catch { throw .notFound }
    }
}
