/// Which grants of a file count, worked out from what is signed and certified and from nothing else.
///
/// A grant counts if its granter's certified key signed it and either the genesis foresaw it from the file's
/// creator, or the granter held each of its items by grants that count. A new epoch counts only from somebody
/// who held the one before, and goes only to whoever held the one before. So somebody who can only write the
/// database can give nobody anything.
package struct Provenance {
    package let genesis: Genesis
    private let epochs: [ItemEpoch: [EpochStart]]
    private let grants: [Grant]
    private let certified: Certified
    private var judgement: Judgement?

    package init(genesis: Genesis, epochs: [EpochStart], grants: [Grant], certified: Certified) {
        self.genesis = genesis
        self.epochs = Dictionary(grouping: epochs.filter { $0.file == genesis.file }, by: \.item)
        // Two grants under one id: somebody has meddled, and neither counts.
        self.grants = Dictionary(grouping: grants.filter { $0.file == genesis.file }, by: \.id).values
            .filter { $0.count == 1 }.flatMap { $0 }
        self.certified = certified
    }

    /// The grants that count and name one of these principals, oldest first; those in escrow only if asked
    /// for.
    package mutating func grants(to principals: Set<Principal>, inEscrow: Bool = false) -> [Grant] {
        let judged = judged()
        return grants.filter { grant in
            (grant.kind == .escrow) == inEscrow && principals.contains(grant.principal)
                && grant.items.allSatisfy { judged.counting[$0]?.contains(grant.id) ?? false }
        }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    /// The grants that count, to whomever, in escrow too.
    package mutating func countingGrants() -> [Grant] {
        let principals = Set(grants.map(\.principal))
        return grants(to: principals) + grants(to: principals, inEscrow: true)
    }

    /// The commitments to every item secret that counts: the genesis's and the counting epochs'.
    package mutating func commitments() -> [ItemEpoch: [UInt8]] {
        var commitments: [ItemEpoch: [UInt8]] = [:]
        for (item, commitment) in genesis.commitments { commitments[ItemEpoch(item)] = commitment }
        for (item, start) in judged().starts { commitments[item] = start.commitment }
        return commitments
    }

    /// Each item's newest epoch that counts, with the grants of it that count, in escrow too.
    package mutating func newest() -> [Item: ItemHolders] {
        let judged = judged()
        var newest: [Item: ItemHolders] = [:]
        for item in genesis.commitments.keys {
            let epoch = judged.starts.keys.filter { $0.item == item }.map(\.epoch).max() ?? 1
            let place = ItemEpoch(item, epoch)
            let counting = judged.counting[place] ?? []
            newest[item] = ItemHolders(item: place, grants: grants.filter { counting.contains($0.id) })
        }
        return newest
    }

    /// When each later epoch that counts was begun, as its starter says.
    package mutating func beginnings() -> [ItemEpoch: Int64] { judged().starts.mapValues(\.at) }

    /// The letter box now: its epoch and its X-Wing public key.
    package mutating func letterBox() -> (epoch: UInt32, key: [UInt8]) {
        let starts = judged().starts.filter { $0.key.item == .log }
        guard let newest = starts.max(by: { $0.key < $1.key }) else { return (1, genesis.letterBox) }
        return (newest.key.epoch, newest.value.letterBox)
    }

    private mutating func judged() -> Judgement {
        if let judgement { return judgement }
        var judgement = Judgement(
            genesis: genesis, certified: certified,
            grants: grants.filter {
                certified.knows($0.principal) && ($0.kind == .ordinary || $0.principal.isGuardians)
            })
        for item in genesis.commitments.keys.sorted() { judgement.judge(item, starts: epochs) }
        self.judgement = judgement
        return judgement
    }
}

/// The work of `Provenance`: one item at a time, one epoch after another. What holds at an epoch depends on
/// that epoch and the one before, so the order of the rows does not matter and forged rows can't make it
/// slow: each signature is verified once at most, and only if its signer is somebody whose word would count.
private struct Judgement {
    let genesis: Genesis
    let certified: Certified
    /// The grants that speak of each item and epoch.
    let grants: [ItemEpoch: [Grant]]
    /// The one start of each later epoch that counts.
    private(set) var starts: [ItemEpoch: EpochStart] = [:]
    /// The ids of the grants that count for each item and epoch.
    private(set) var counting: [ItemEpoch: Set<ID>] = [:]
    private var signed: [ID: Bool] = [:]

    init(genesis: Genesis, certified: Certified, grants: [Grant]) {
        self.genesis = genesis
        self.certified = certified
        var speaking: [ItemEpoch: [Grant]] = [:]
        for grant in grants { for item in grant.items { speaking[item, default: []].append(grant) } }
        self.grants = speaking
    }

    mutating func judge(_ item: Item, starts: [ItemEpoch: [EpochStart]]) {
        var place = ItemEpoch(item)
        var holders = spread(place, from: [], before: nil)
        while let epoch = try? place.epoch.next() {
            place = ItemEpoch(item, epoch)
            guard let start = start(of: starts[place] ?? [], before: holders) else { return }
            self.starts[place] = start
            holders = spread(place, from: [.member(start.starter)], before: holders)
        }
    }

    /// The start that counts. Where meddling has left several, the latest: somebody who has left can date
    /// theirs before they left, and not after.
    private func start(of starts: [EpochStart], before: Set<Principal>) -> EpochStart? {
        let latestFirst = starts.sorted {
            $0.at == $1.at ? $1.commitment.lexicographicallyPrecedes($0.commitment) : $0.at > $1.at
        }
        return latestFirst.first { reach(before, $0.starter, at: $0.at) && $0.isSigned(certified) }
    }

    /// Who holds this item and epoch, once every grant by a holder has been followed.
    private mutating func spread(
        _ place: ItemEpoch, from first: Set<Principal>, before: Set<Principal>?
    ) -> Set<Principal> {
        var holders = first
        var pending = grants[place] ?? []
        var grew: Bool
        repeat {
            grew = false
            var rest: [Grant] = []
            for grant in pending {
                let given = isForeseen(grant) || reach(holders, grant.granter, at: grant.at)
                guard given, mayReceive(grant, before: before) else {
                    rest.append(grant)
                    continue
                }
                guard isSigned(grant) else { continue }
                counting[place, default: []].insert(grant.id)
                if holders.insert(grant.principal).inserted { grew = true }
            }
            pending = rest
        } while grew
        return holders
    }

    private func isForeseen(_ grant: Grant) -> Bool {
        grant.granter == genesis.creator && grant.items.allSatisfy { $0.epoch == 1 }
            && genesis.shares.contains(
                .init(grant.principal, grant.kind, items: grant.items.map(\.item)))
    }

    /// A new epoch goes to nobody who did not hold the one before: the principal itself, the same team under
    /// another key, or a member of a team that did.
    private func mayReceive(_ grant: Grant, before: Set<Principal>?) -> Bool {
        guard let before else { return true }
        return before.contains { holder in
            switch (holder, grant.principal) {
            case (.team(let earlier), .team(let later)): earlier.team == later.team
            case (.team(let team), .member(let member)): certified.belonged(member, to: team, at: grant.at)
            default: holder == grant.principal
            }
        }
    }

    private func reach(_ principals: Set<Principal>, _ member: ID, at: Int64) -> Bool {
        principals.contains { principal in
            switch principal {
            case .member(let id): id == member
            case .team(let team): certified.belonged(member, to: team, at: at)
            case .recovery: false
            }
        }
    }

    private mutating func isSigned(_ grant: Grant) -> Bool {
        if let known = signed[grant.id] { return known }
        let isSigned = grant.isSigned(certified)
        signed[grant.id] = isSigned
        return isSigned
    }
}
