import Crypto
import Synchronization

/// A signed-in member's keys, in memory while the session lasts: their own, their teams', and the item
/// secrets that they opened. Dropping it forgets them.
package final class Keyring: Sendable {
    package let keys: MemberKeys
    /// The key that this computer knows, which the member's seed vouches for too.
    package let charity: KnownCharity
    private let teams: Mutex<[TeamEpoch: TeamKey]> = Mutex([:])
    private let bundles: Mutex<[[UInt8]: [ItemEpoch: ItemSecret]]> = Mutex([:])

    package var member: ID { keys.member }

    /// - Throws: `refused` for a seed that vouches for another charity's key.
    package init(member: ID, opened: OpenedSeed, of charity: KnownCharity) throws(VaultError) {
        guard opened.charity == charity.key else { throw .refused }
        self.keys = try opened.keys(of: member)
        self.charity = charity
    }

    /// Takes up a team's key from the seed that was sealed to this member.
    package func join(_ team: TeamEpoch, sealed: [UInt8], certified: Certified) throws(VaultError) {
        guard certified.belongs(member, to: team) else { throw .refused }
        let key = try TeamKey(
            team, sealed: sealed, to: .member(member), with: keys.opening, certified: certified)
        teams.withLock { $0[team] = key }
    }

    /// Takes up a key that this member has just made.
    package func join(_ key: TeamKey) {
        teams.withLock { $0[key.team] = key }
    }

    package func teamKey(_ team: TeamEpoch) -> TeamKey? { teams.withLock { $0[team] } }

    /// Whom a grant must name for this member to open it.
    package var principals: Set<Principal> {
        teams.withLock { Set($0.keys.map(Principal.team)) }.union([.member(member)])
    }

    /// Opens the team seed that is sealed to a team this member belongs to (stewardship), to admit somebody.
    package func stewardedKey(
        _ team: TeamEpoch, sealed: [UInt8], through steward: TeamEpoch, certified: Certified
    ) throws(VaultError) -> TeamKey {
        guard let key = teamKey(steward) else { throw .refused }
        return try TeamKey(
            team, sealed: sealed, to: .team(steward), with: key.opening, certified: certified)
    }

    /// The secrets in a grant that counts and names this member or one of their teams. Opened once, then
    /// remembered by the grant's whole text, so that another under the same id is opened afresh.
    ///
    /// A grant in escrow is refused: it is never opened on the way to something else.
    package func secrets(
        of grant: Grant, commitments: [ItemEpoch: [UInt8]]
    ) throws(VaultError) -> [ItemEpoch: ItemSecret] {
        guard grant.kind == .ordinary else { throw .refused }
        let name = grant.digest
        if let known = bundles.withLock({ $0[name] }) {
            guard grant.matches(known, commitments: commitments) else { throw .refused }
            return known
        }
        let secrets = try open(grant, commitments: commitments)
        bundles.withLock { $0[name] = secrets }
        return secrets
    }

    /// The secrets in a guardians' escrow grant that counts: not remembered, so that each use is an opening.
    package func secretsInEscrow(
        of grant: Grant, commitments: [ItemEpoch: [UInt8]]
    ) throws(VaultError) -> [ItemEpoch: ItemSecret] {
        guard grant.kind == .escrow else { throw .refused }
        return try open(grant, commitments: commitments)
    }

    private func open(
        _ grant: Grant, commitments: [ItemEpoch: [UInt8]]
    ) throws(VaultError) -> [ItemEpoch: ItemSecret] {
        let key: Sealing.PrivateKey?
        switch grant.principal {
        case .member(let id): key = id == member ? keys.opening : nil
        case .team(let team): key = teamKey(team)?.opening
        case .recovery: key = nil
        }
        guard let key else { throw .refused }
        return try grant.secrets(with: key, commitments: commitments)
    }

    /// Forgets every item secret: the next opening starts from the grants.
    package func forgetItems() { bundles.withLock { $0 = [:] } }
}
