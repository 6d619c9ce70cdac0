import Database
import Vault

extension Certified {
    /// Whether a manager may take up another role: two managers are needed, so that nobody rules on their own
    /// (clause P4.4). Somebody who must go at once is suspended.
    package func canSpare(_ member: ID, taking role: Role) -> Bool {
        let managers = members(of: .management)
        return !managers.contains(member) || role.teams.contains(.management) || managers.count > 2
    }
}

extension Casework {
    /// Gives a member another role: they leave their teams and are admitted to the role's, with the
    /// same keys (clause
    /// S3.5). What they held by name they hold no more; it can be handed to somebody in the same act.
    /// - Parameters:
    ///   - version: of their row of the roster as it was read; stale if somebody has changed it since.
    ///   - why: sealed to the charity's own log.
    /// - Throws: `notFresh` unless the passphrase was just typed. Suspending asks for none: it can't wait.
    package func changeRole(
        of member: ID, to role: Role, from version: UInt32, why: String, handingTo successor: ID? = nil,
        as caller: Caller
    ) async throws(CaseworkError) {
        let state = try await staffState(as: caller)
        guard caller.canSuspend(member), state.certified.allows(caller.member, toSuspend: member),
            let identity = state.certified.identity(of: member),
            let before = try await roster(as: caller).first(where: { $0.id == member })
        else { throw .notFound }
        var words = Words()
        if role == before.profile.role || !role.canBeGiven(by: caller.teams)
            || !state.certified.canSpare(member, taking: role)
        {
            words.refuse("role", .notAChoice)
        }
        let why = words.passage("why", why, longest: 2000, required: true)
        if let successor, !state.certified.canTakeOver(successor, from: member) {
            words.refuse("successor", .notAChoice)
        }
        try words.check()
        guard before.version == version else { throw .stale }
        try caller.requireFresh(at: now)
        let departure = try await departure(of: [member], state, as: caller)
        let letter = try letter(
            "Role changed: \(before.profile.name), from \(before.profile.role.rawValue) to \(role.rawValue). Why: \(why)",
            to: departure.house, by: caller)
        let profile = Profile(name: before.profile.name, role: role)
        let key = caller.keyring.charity
        do {
            let roster = try departure.house.key(of: .roster)
            let admission = try Admission(
                of: identity, as: role, at: departure.at.next(), certified: departure.certified,
                keys: departure.keys, state, by: caller)
            var handed: [FurtherAct] = []
            if let successor {
                handed = try await handingOver(
                    from: member, to: successor, certified: admission.certified, as: caller
                ).acts
            }
            let ended = try await act(
                .roleChanged, on: .house, by: caller.member, letter: letter, with: handed
            ) { act in
                let certified = try act.certified(by: key)
                guard certified.allows(act.actor, toSuspend: member) else { throw CaseworkError.notFound }
                guard try SealedRecord.newestVersion(of: member, act.connection) == version else {
                    throw CaseworkError.stale
                }
                let sessions = try departure.insert(in: &act)
                try admission.insert(in: &act)
                try SealedRecord.write(profile, id: member, after: version, with: roster, in: &act)
                return sessions
            }
            for session in ended { forget(session) }
        } catch { throw CaseworkError(error) }
    }
}
