/// Everything that the charity's key has certified: the only place a public key is taken from.
package struct Certified: Sendable {
    package let charity: CharityPublicKey
    private var members: [ID: MemberIdentity] = [:]
    private var teams: [TeamEpoch: [UInt8]] = [:]
    private var memberships: Set<Membership> = []
    private var recovery: [UInt8]?

    private struct Membership: Hashable {
        let member: ID
        let team: TeamEpoch
    }

    /// Verifies each certificate; one that the charity did not sign is passed over, as if it were not there.
    package init(_ certificates: some Sequence<Certificate>, charity: CharityPublicKey) {
        self.charity = charity
        for certificate in certificates { add(certificate) }
    }

    package mutating func add(_ certificate: Certificate) {
        guard let statement = try? charity.statement(of: certificate) else { return }
        switch statement {
        case .member(let identity): members[identity.member] = identity
        case .team(let team, let key): teams[team] = key
        case .membership(let member, let team): memberships.insert(Membership(member: member, team: team))
        case .recovery(let key): recovery = key
        }
    }

    package func identity(of member: ID) -> MemberIdentity? { members[member] }

    package func belongs(_ member: ID, to team: TeamEpoch) -> Bool {
        memberships.contains(Membership(member: member, team: team))
    }

    /// The newest certified epoch of a team.
    package func current(_ team: Team) -> TeamEpoch? {
        teams.keys.filter { $0.team == team }.max { $0.epoch < $1.epoch }
    }

    /// The teams that a member belongs to now, at their newest epochs.
    package func teams(of member: ID) -> Set<Team> {
        Set(Team.allCases.filter { team in current(team).map { belongs(member, to: $0) } ?? false })
    }

    /// The members of a team at its newest epoch.
    package func members(of team: Team) -> [ID] {
        guard let team = current(team) else { return [] }
        return memberships.filter { $0.team == team }.map(\.member).sorted()
    }

    /// The X-Wing public key to seal to.
    package func openingKey(of principal: Principal) throws(VaultError) -> [UInt8] {
        let key =
            switch principal {
            case .member(let member): members[member]?.openingKey
            case .team(let team): teams[team]
            case .recovery: recovery
            }
        guard let key else { throw .refused }
        return key
    }
}
