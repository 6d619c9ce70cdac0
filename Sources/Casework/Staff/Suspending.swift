import Database
import Vault

extension Certified {
    /// Whether a member was ever of a team that opens the charity's certifying key, which is not made anew (docs/keys.md).
    package func couldCertify(_ member: ID) -> Bool {
        [Team.management, .guardian].flatMap(epochs).contains { belongs(member, to: $0) }
    }

    /// Whether one member may suspend another (clause S3.7): managers and guardians may; nobody
    /// themself; only a guardian
    /// a guardian, and never the last.
    func allows(_ member: ID, toSuspend other: ID) -> Bool {
        let teams = teams(of: member)
        guard other != member, identity(of: other) != nil,
            !teams.isDisjoint(with: [.management, .guardian])
        else { return false }
        let guardians = members(of: .guardian)
        return !guardians.contains(other) || teams.contains(.guardian) && guardians.count > 1
    }
}

extension Caller {
    /// Whether this member may suspend another.
    package func canSuspend(_ member: ID) -> Bool {
        holds(.certification) && certified.allows(self.member, toSuspend: member)
    }
}

extension Casework {
    /// Suspends a member at once: the charity's key certifies that they have left, their sessions
    /// end, what was sealed
    /// to them and what their passphrase opened is destroyed, and every key that they held is
    /// followed by another. A
    /// column could be turned back by whoever writes the database; the certificate can't be unsaid,
    /// and taking its row
    /// away shows in the log book.
    /// - Parameters:
    ///   - why: sealed to the charity's own log.
    ///   - successor: who takes over the files that were given to them by name, as far as the
    /// caller can give them.
    package func suspend(
        _ member: ID, why: String, handingTo successor: ID? = nil, as caller: Caller
    ) async throws(CaseworkError) {
        let state = try await staffState(as: caller)
        if state.certified.hasLeft(member), member != caller.member { throw .alreadySaved }
        guard caller.canSuspend(member), state.certified.allows(caller.member, toSuspend: member) else {
            throw .notFound
        }
        var words = Words()
        let why = words.passage("why", why, longest: 2000, required: true)
        if let successor, !state.certified.canTakeOver(successor, from: member) {
            words.refuse("successor", .notAChoice)
        }
        try words.check()
        let departure = try await departure(of: [member], state, as: caller)
        let colleague = try await roster(as: caller).first { $0.id == member }
        let roster = try departure.house.key(of: .roster)
        let name = colleague?.profile.name ?? member.text
        let letter = try letter("Suspended: \(name). Why: \(why)", to: departure.house, by: caller)
        var handed: [FurtherAct] = []
        if let successor {
            handed = try await handingOver(
                from: member, to: successor, certified: departure.certified, as: caller
            ).acts
        }
        let key = caller.keyring.charity
        let ended = try await act(
            .memberSuspended, on: .house, by: caller.member, letter: letter, with: handed
        ) { act in
            // Two who suspend each other at once: the second finds that it may not.
            let certified = try act.certified(by: key)
            if certified.hasLeft(member) { throw CaseworkError.alreadySaved }
            guard certified.allows(act.actor, toSuspend: member) else { throw CaseworkError.notFound }
            let sessions = try departure.insert(in: &act)
            try Departure.destroySeed(of: member, in: &act)
            if let colleague, colleague.profile.filesToReturn != nil {
                // Nothing waits any more to be given back to them.
                guard try SealedRecord.newestVersion(of: member, act.connection) == colleague.version
                else { throw CaseworkError.stale }
                try SealedRecord.write(
                    Profile(name: colleague.profile.name, role: colleague.profile.role), id: member,
                    after: colleague.version, with: roster, in: &act)
            }
            return sessions
        }
        for session in ended { forget(session) }
    }

    /// What colleagues call somebody.
    func nameOnRoster(_ member: ID, as caller: Caller) async throws(CaseworkError) -> String {
        try await roster(as: caller).first { $0.id == member }?.profile.name ?? member.text
    }
}
