import Crypto

/// Everything that the charity's key has certified: the only place a public key is taken from.
///
/// Certificates are never withdrawn, so that what somebody signed while they worked here keeps counting; a
/// newer one, or a departure, ends what an older one allows from its own time on.
package struct Certified: Sendable {
    package let charity: KnownCharity
    /// Each member's keys, oldest first: a lost passphrase means new keys, and the old signatures still
    /// stand.
    private var identities: [ID: [Dated<MemberIdentity>]] = [:]
    private var departures: [ID: [Int64]] = [:]
    private var teams: [TeamEpoch: Dated<[UInt8]>] = [:]
    /// Each with the time of its first certificate.
    private var memberships: [Membership: Int64] = [:]
    private var recovery: Dated<[UInt8]>?
    /// How many certificates were looked at, those that do not count among them. Rows of certificates are
    /// only ever added, so another number of them means that something else is certified now.
    package private(set) var seen: Int64 = 0
    /// A digest of the charity's key and every certificate that counts, in their order: where two are alike,
    /// what is judged by them is alike.
    package private(set) var digest: [UInt8]

    private struct Membership: Hashable {
        let member: ID
        let team: TeamEpoch
    }

    private struct Dated<Value: Sendable>: Sendable {
        let value: Value
        let at: Int64
    }

    /// Verifies each certificate; one that the charity did not sign is passed over, as if it were not there.
    package init(_ certificates: some Sequence<Certificate>, charity: KnownCharity) {
        self.charity = charity
        self.digest = charity.bytes
        for certificate in certificates { add(certificate) }
    }

    package mutating func add(_ certificate: Certificate) {
        seen += 1
        guard let (statement, at) = try? charity.key.dated(certificate) else { return }
        digest = Array(SHA256.hash(data: digest + certificate.payload + certificate.signature))
        switch statement {
        case .member(let identity):
            var known = identities[identity.member] ?? []
            let place = known.firstIndex { $0.at > at } ?? known.endIndex
            known.insert(Dated(value: identity, at: at), at: place)
            identities[identity.member] = known
        case .team(let team, let key):
            if let known = teams[team], known.at > at { return }
            teams[team] = Dated(value: key, at: at)
        case .membership(let member, let team):
            let membership = Membership(member: member, team: team)
            memberships[membership] = min(memberships[membership] ?? at, at)
        case .recovery(let key):
            if let known = recovery, known.at > at { return }
            recovery = Dated(value: key, at: at)
        case .departure(let member): departures[member, default: []].append(at)
        }
    }

    /// The member's newest keys; nil for somebody unknown or gone.
    package func identity(of member: ID) -> MemberIdentity? {
        guard let newest = identities[member]?.last else { return nil }
        return departures[member, default: []].contains { $0 >= newest.at } ? nil : newest.value
    }

    /// Whether the member was certified once, and a departure has ended the newest of their keys.
    package func hasLeft(_ member: ID) -> Bool {
        identities[member] != nil && identity(of: member) == nil
    }

    /// When the newest of the member's keys were certified.
    package func certifiedAt(_ member: ID) -> Int64? { identities[member]?.last?.at }

    /// When the member last left.
    package func departedAt(_ member: ID) -> Int64? { departures[member]?.max() }

    /// The keys that the member last left with: when they were certified, and when they ended.
    package func lastEnded(of member: ID) -> (since: Int64, until: Int64)? {
        guard let until = departedAt(member),
            let keys = identities[member]?.last(where: { $0.at <= until })
        else { return nil }
        return (keys.at, until)
    }

    /// Whether these keys were certified once, and are not the member's any more: they have left, or have
    /// other keys.
    package func hasEnded(_ identity: MemberIdentity) -> Bool {
        identities[identity.member, default: []].contains { $0.value == identity }
            && self.identity(of: identity.member) != identity
    }

    /// Whether these very keys were ever certified.
    package func wasCertified(_ identity: MemberIdentity) -> Bool {
        identities[identity.member, default: []].contains { $0.value == identity }
    }

    /// Whether keys certified as this member's made the signature, and the member had not left by then.
    /// - Parameter at: when the signer says it was; nil where the message bears no time.
    func signed(_ signature: [UInt8], of message: [UInt8], by member: ID, at: Int64? = nil) -> Bool {
        identities[member, default: []].contains { identity in
            if let at, departures[member, default: []].contains(where: { identity.at <= $0 && $0 <= at }) {
                return false
            }
            return identity.value.verifies(signature, of: message)
        }
    }

    package func belongs(_ member: ID, to team: TeamEpoch) -> Bool {
        memberships[Membership(member: member, team: team)] != nil
    }

    /// Whether a member of that team's epoch could still act for the team then: no, once a newer epoch
    /// without them was certified.
    func belonged(_ member: ID, to team: TeamEpoch, at: Int64) -> Bool {
        let later = teams.filter { other, dated in
            other.team == team.team && other.epoch > team.epoch && dated.at > 0 && dated.at <= at
        }
        guard let newest = later.keys.max(by: { $0.epoch < $1.epoch }) else {
            return belongs(member, to: team)
        }
        return belongs(member, to: team) && belongs(member, to: newest)
    }

    /// The newest certified epoch of a team.
    package func current(_ team: Team) -> TeamEpoch? {
        teams.keys.filter { $0.team == team }.max { $0.epoch < $1.epoch }
    }

    /// Everybody whose keys were ever certified.
    package var everyMember: [ID] { identities.keys.sorted() }

    /// Every certified epoch of a team, oldest first.
    package func epochs(of team: Team) -> [TeamEpoch] {
        teams.keys.filter { $0.team == team }.sorted { $0.epoch < $1.epoch }
    }

    /// The teams that a member belongs to now, at their newest epochs.
    package func teams(of member: ID) -> Set<Team> {
        guard identity(of: member) != nil else { return [] }
        return Set(Team.allCases.filter { team in current(team).map { belongs(member, to: $0) } ?? false })
    }

    /// The teams that a member belonged to at a time: by the keys that they had then, and each team's epoch
    /// of then.
    package func teams(of member: ID, at: Int64) -> Set<Team> {
        let left = departures[member, default: []]
        let wasHere = identities[member, default: []].contains { identity in
            identity.at <= at && !left.contains { identity.at <= $0 && $0 <= at }
        }
        guard wasHere else { return [] }
        return Set(
            Team.allCases.filter { team in
                let epochs = teams.filter { $0.key.team == team && $0.value.at <= at }.keys
                guard let then = epochs.max(by: { $0.epoch < $1.epoch }),
                    let since = memberships[Membership(member: member, team: then)]
                else { return false }
                return since <= at
            })
    }

    /// The members of a team at its newest epoch.
    package func members(of team: Team) -> [ID] {
        guard let team = current(team) else { return [] }
        return memberships.keys.filter { $0.team == team && identity(of: $0.member) != nil }.map(\.member)
            .sorted()
    }

    /// Whether keys of this principal were ever certified.
    func knows(_ principal: Principal) -> Bool {
        switch principal {
        case .member(let member): identities[member] != nil
        case .team(let team): teams[team] != nil
        case .recovery: recovery != nil
        }
    }

    /// The X-Wing public key to seal to.
    package func openingKey(of principal: Principal) throws(VaultError) -> [UInt8] {
        let key =
            switch principal {
            case .member(let member): identity(of: member)?.openingKey
            case .team(let team): teams[team]?.value
            case .recovery: recovery?.value
            }
        guard let key else { throw .refused }
        return key
    }
}
