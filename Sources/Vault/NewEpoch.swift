import Crypto

/// A new epoch of one item at the moment it is begun: a holder draws its secret, signs its start and seals
/// the secret to everybody who still holds the epoch before. Somebody who has left opens nothing that is
/// written from here on.
///
/// It is written in the same act as the first thing sealed under it.
package struct NewEpoch: Sendable {
    package let start: EpochStart
    package let grants: [Grant]
    package let secret: ItemSecret

    /// - Parameters:
    ///   - newest: the item's newest epoch that counts, with the grants of it that count.
    ///   - keeps: who of those who held it is to hold it still; everybody, unless said.
    ///   - half: the file's 32 bytes in the halves store.
    ///   - at: milliseconds since 1970.
    package init(
        after newest: ItemHolders, of file: ID, half: [UInt8], at: Int64,
        certified: Certified, by starter: Keyring, randomness: Randomness,
        keeping keeps: (Principal) -> Bool = { _ in true }
    ) throws(VaultError) {
        let item = ItemEpoch(newest.item.item, try newest.item.epoch.next())
        let secret = try ItemSecret(randomness.bytes(32))
        var letterBox: [UInt8] = []
        if item.item == .log {
            letterBox = try LetterBox(secret.itemKey(file: file, item, half: half)).publicKey
        }
        self.secret = secret
        self.start = try EpochStart(
            file: file, item: item, secret: secret, letterBox: letterBox, at: at, signedBy: starter.keys)
        var grants: [Grant] = []
        for holder in newest.holders(certified).sorted(by: { $0.order < $1.order })
        where keeps(holder.principal) {
            grants.append(
                try Grant(
                    id: ID(from: randomness), file: file, principal: holder.principal, kind: holder.kind,
                    secrets: [item: secret], at: at, certified: certified, signedBy: starter.keys))
        }
        self.grants = grants
    }

    /// The key of the epoch.
    package func key(half: [UInt8]) throws(VaultError) -> ItemKey {
        try secret.itemKey(file: start.file, start.item, half: half).beginning(self)
    }
}

/// An item's newest epoch that counts, and the grants of it that count, in escrow too.
package struct ItemHolders: Sendable {
    package let item: ItemEpoch
    package let grants: [Grant]

    /// Whether everybody it was granted to is still to hold it. Where not, the next writing begins a new
    /// epoch.
    package func stand(_ certified: Certified) -> Bool { grants.allSatisfy(certified.stands) }

    struct Holder: Hashable {
        let principal: Principal
        let kind: Grant.Kind

        /// Some order, so that the same draw makes the same epoch.
        var order: String { Hex.text(principal.packed + [kind.rawValue]) }
    }

    /// Who is to hold the next epoch: the members whose grant stands, and each team at its newest epoch.
    func holders(_ certified: Certified) -> Set<Holder> {
        Set(
            grants.compactMap { grant in
                switch grant.principal {
                case .member:
                    certified.stands(grant) ? Holder(principal: grant.principal, kind: grant.kind) : nil
                case .team(let team):
                    certified.current(team.team).map { Holder(principal: .team($0), kind: grant.kind) }
                case .recovery: Holder(principal: grant.principal, kind: grant.kind)
                }
            })
    }
}

extension Certified {
    /// Whether a grant still gives: to a member, if it was given since the newest of their keys was certified
    /// and they have not left; to a team, if it names the team's newest epoch.
    package func stands(_ grant: Grant) -> Bool {
        switch grant.principal {
        case .member(let member):
            identity(of: member) != nil && (certifiedAt(member).map { $0 <= grant.at } ?? false)
        case .team(let team): current(team.team) == team
        case .recovery: true
        }
    }
}
