import Database
import Policy
import Vault

/// Who can read what was asked, to rule on it: until they have.
extension Casework {
    /// Whoever decides must be able to read what was asked, and nothing more: a team that does not hold the file's item
    /// `disclosure` is given it. Of a restricted file it is single members of the team, and nobody whom it is kept from
    /// (clauses S3.4, P4.4).
    /// - Returns: what is given; and the referred items that nobody of those whom the procedure names could rule on,
    ///   which are a guardian's.
    func referralGrants(
        _ decision: Decision, of open: OpenFile, as caller: Caller
    ) async throws(CaseworkError) -> (grants: [Given], forGuardian: [String]) {
        let kept = try await keptFrom(open)
        var grants: [Given] = []
        var able: Set<String> = []
        for referee in decision.referTo {
            guard let team = caller.certified.current(referee.team) else { continue }
            let members = Set(caller.certified.members(of: referee.team))
            var to: [Principal] = []
            if referee == .guardian || !open.isRestricted && open.isHeld(.disclosure, by: referee.team) {
                able.insert(referee.rawValue)
            } else if !open.isRestricted, kept.isDisjoint(with: members) {
                able.insert(referee.rawValue)
                to = [.team(team)]
            } else if open.saysWhomItIsKeptFrom {
                let deciding = members.subtracting(kept)
                if !deciding.isSubset(of: [caller.member]) { able.insert(referee.rawValue) }
                to = deciding.sorted().filter { !open.items(of: $0).contains(.disclosure) }.map {
                    .member($0)
                }
            }
            for principal in to {
                grants.append(try open.give([.disclosure], to: principal, at: now, by: caller, randomness))
            }
        }
        let decided = Decided(decision)
        return (grants, decided.referred.filter { able.isDisjoint(with: decided.referees[$0] ?? []) })
    }
}

extension OpenFile {
    /// The teams that something of this file still waits for, once these items of one disclosure are ruled on.
    func asked(
        after id: ID, ruling items: [String], _ connection: any Connection, by log: Integrator
    ) throws -> Set<Team> {
        let unread = Unread()
        let all = try SealedRecord.current(.disclosure, of: file, connection, by: log).texts(
            Disclosure.self, unread: unread
        ) { key(of: $0) }
        // What can't be read may wait for anybody.
        if unread.count > 0 { return Set(Team.allCases) }
        return Set(
            all.flatMap { record in
                record.text.waiting.filter { record.id != id || !items.contains($0) }
                    .flatMap { record.text.decided.referees[$0] ?? [] }
            }.compactMap { Referee(rawValue: $0)?.team })
    }

    /// Of a restricted file: who holds what is shared of it once something is ruled on. Whoever held it only to rule
    /// holds it no more, unless something else of it still waits for their team. Nil where nobody is to let go of it.
    /// - Parameter asked: the teams that something still waits for.
    func staying(asked: Set<Team>) -> (@Sendable (Principal) -> Bool)? {
        guard isRestricted else { return nil }
        @Sendable func stays(_ principal: Principal) -> Bool {
            switch principal {
            case .member(let member):
                items(of: member).isWork || !asked.isDisjoint(with: certified.teams(of: member))
            case .team(let team): team.team == .guardian
            case .recovery: true
            }
        }
        return newest[.disclosure]?.grants.contains { !stays($0.principal) } == true ? stays : nil
    }

    /// Whether a team holds an item in the ordinary way.
    fileprivate func isHeld(_ item: Vault.Item, by team: Team) -> Bool {
        newest[item]?.grants.contains {
            guard $0.kind == .ordinary, case .team(let epoch) = $0.principal else { return false }
            return epoch.team == team
        } ?? false
    }
}

extension Disclosure {
    /// What waits for one of those who decide, by whose name they rule in: their own, or, for a guardian, that of those
    /// who can't.
    func waiting(byNameFor referee: Referee) -> [(name: Referee, items: [String])] {
        let items = waiting(for: [referee])
        let names = items.map { item in
            let named = decided.referees[item] ?? []
            return named.contains(referee.rawValue)
                ? referee : named.lazy.compactMap(Referee.init(rawValue:)).first ?? referee
        }
        return Referee.allCases.compactMap { name in
            let left = zip(items, names).filter { $0.1 == name }.map(\.0)
            return left.isEmpty ? nil : (name, left)
        }
    }

    /// Whether a ruling is one of somebody who may: of the team in whose name it is, or a guardian in their place.
    func stands(_ ruling: Ruling, certified: Certified) -> Bool {
        guard let by = ID(text: ruling.by), by.text != asked.by,
            let referee = Referee(rawValue: ruling.approval)
        else { return false }
        let teams = certified.teams(of: by)
        return teams.contains(referee.team)
            || teams.contains(.guardian) && Set(ruling.items).isSubset(of: forGuardian ?? [])
    }
}
