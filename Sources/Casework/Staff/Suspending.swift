import Database
import Vault

extension Certified {
    /// Whether one member may suspend another (clause S3.7): managers and guardians may; nobody themself; only a guardian
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
    /// Suspends a member at once: the charity's key certifies that they have left, and their sessions end. A column
    /// could be turned back by whoever writes the database; the certificate can't be unsaid, and taking its row away
    /// shows in the log book.
    /// - Parameter why: sealed to the charity's own log.
    package func suspend(
        _ member: ID, why: String, as caller: Caller
    ) async throws(CaseworkError) {
        let certification = try caller.houseKey(.certification)
        guard let house = caller.house else { throw .notFound }
        if caller.certified.hasLeft(member), member != caller.member { throw .alreadySaved }
        guard caller.canSuspend(member) else { throw .notFound }
        var words = Words()
        let why = words.passage("why", why, longest: 2000, required: true)
        try words.check()
        let sealedSeed = try await read { try SealedRecord.current(.certification, of: .house, $0).first }
        guard let sealedSeed else { throw .unavailable }
        let certificate: Certificate
        do {
            let charity = try CharityKey(
                seed: sealedSeed.open(CharitySeed.self, with: certification).text.seed)
            certificate = try charity.certify(.departure(member), at: now.milliseconds)
        } catch { throw CaseworkError(error) }
        let name = try await roster(as: caller).first { $0.id == member }?.profile.name ?? member.text
        let letter = try letter("Suspended: \(name). Why: \(why)", to: house, by: caller)
        let key = caller.keyring.charity
        let ended = try await act(.memberSuspended, on: .house, by: caller.member, letter: letter) { act in
            // Two who suspend each other at once: the second finds that it may not.
            let certified = Certified(try Certificate.all(act.connection), charity: key)
            if certified.hasLeft(member) { throw CaseworkError.alreadySaved }
            guard certified.allows(act.actor, toSuspend: member) else { throw CaseworkError.notFound }
            try certificate.insert(in: &act)
            return try SessionRow.end(of: member, but: nil, act.connection)
        }
        for session in ended { forget(session) }
    }
}
