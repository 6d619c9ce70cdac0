/// Which grants of a file count, worked out from what is signed and certified and from nothing else.
///
/// A grant counts if its granter's certified key signed it and either the genesis foresaw it from the file's creator,
/// or the granter held each of its items by grants that count. So somebody who can only write the database can give
/// nobody anything.
package struct Provenance {
    package let genesis: Genesis
    private let epochs: [EpochStart]
    private let grants: [Grant]
    private let certified: Certified
    private var judged: [ID: Bool] = [:]

    package init(genesis: Genesis, epochs: [EpochStart], grants: [Grant], certified: Certified) {
        self.genesis = genesis
        self.epochs = epochs.filter { $0.file == genesis.file }
        // Two grants under one id: somebody has meddled, and neither counts.
        self.grants = Dictionary(grouping: grants.filter { $0.file == genesis.file }, by: \.id).values
            .filter { $0.count == 1 }.flatMap { $0 }
        self.certified = certified
    }

    /// The grants that count and name one of these principals.
    package mutating func grants(to principals: Set<Principal>) -> [Grant] {
        var counting: [Grant] = []
        for grant in grants where principals.contains(grant.principal) {
            var path: Set<ID> = []
            if counts(grant, path: &path) { counting.append(grant) }
        }
        return counting.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
    }

    /// The commitments to every item secret that counts: the genesis's and the counting epochs'.
    package mutating func commitments() -> [ItemEpoch: [UInt8]] {
        var commitments: [ItemEpoch: [UInt8]] = [:]
        for (item, commitment) in genesis.commitments { commitments[ItemEpoch(item)] = commitment }
        for epoch in epochs {
            var path: Set<ID> = []
            if counts(epoch, path: &path) { commitments[epoch.item] = epoch.commitment }
        }
        return commitments
    }

    /// The letter box now: its epoch and its X-Wing public key.
    package mutating func letterBox() -> (epoch: UInt32, key: [UInt8]) {
        var newest: (epoch: UInt32, key: [UInt8]) = (1, genesis.letterBox)
        for epoch in epochs where epoch.item.item == .log && epoch.item.epoch > newest.epoch {
            var path: Set<ID> = []
            if counts(epoch, path: &path) { newest = (epoch.item.epoch, epoch.letterBox) }
        }
        return newest
    }

    private mutating func counts(_ grant: Grant, path: inout Set<ID>) -> Bool {
        if let known = judged[grant.id] { return known }
        guard path.insert(grant.id).inserted else { return false }
        defer { path.remove(grant.id) }
        guard grant.isSigned(certified) else {
            judged[grant.id] = false
            return false
        }
        if isForeseen(grant) {
            judged[grant.id] = true
            return true
        }
        for item in grant.items where !held(item, by: grant.granter, path: &path) { return false }
        judged[grant.id] = true
        return true
    }

    private func isForeseen(_ grant: Grant) -> Bool {
        grant.granter == genesis.creator && grant.items.allSatisfy { $0.epoch == 1 }
            && genesis.shares.contains(
                .init(grant.principal, grant.kind, items: grant.items.map(\.item)))
    }

    private mutating func held(_ item: ItemEpoch, by member: ID, path: inout Set<ID>) -> Bool {
        for epoch in epochs where epoch.item == item && epoch.starter == member {
            if counts(epoch, path: &path) { return true }
        }
        for grant in grants where grant.items.contains(item) && reaches(grant.principal, member) {
            if counts(grant, path: &path) { return true }
        }
        return false
    }

    private mutating func counts(_ epoch: EpochStart, path: inout Set<ID>) -> Bool {
        guard epoch.item.epoch > 1, epoch.isSigned(certified) else { return false }
        return held(ItemEpoch(epoch.item.item, epoch.item.epoch - 1), by: epoch.starter, path: &path)
    }

    private func reaches(_ principal: Principal, _ member: ID) -> Bool {
        switch principal {
        case .member(let id): id == member
        case .team(let team): certified.belongs(member, to: team)
        case .recovery: false
        }
    }
}
