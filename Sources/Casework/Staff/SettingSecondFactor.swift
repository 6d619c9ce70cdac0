import Database
import Vault

extension Caller {
    /// The authenticator's secret that a form of this session offers; it is stored once a code of it was typed.
    package func offeredSecret(_ form: ID) throws(CaseworkError) -> OneTimeSecret {
        do { return try secret.oneTimeSecret(form) } catch { throw .unavailable }
    }

    /// Whether this member may take another's second factor away (clause S3.7): a guardian, and not their own.
    package func canResetSecondFactor(of member: ID) -> Bool {
        teams.contains(.guardian) && member != self.member && certified.identity(of: member) != nil
    }
}

extension Casework {
    /// Whether somebody must set a second factor before anything else opens: managers, guardians, trustees and whoever
    /// looks after the computer, unless the settings only offer it.
    package func owesSecondFactor(_ caller: Caller) -> Bool {
        settings.requiresSecondFactor && caller.isCertified && !caller.hasSecondFactor
            && (!caller.teams.isDisjoint(with: [.management, .guardian, .trustees])
                || caller.profile?.role == .administrator)
    }

    /// Sets one's own second factor, once a code shows that the authenticator has its secret.
    /// - Parameter form: the id under which the secret was offered.
    /// - Returns: the ten recovery codes, to be printed; they are not shown again.
    package func setSecondFactor(
        _ form: ID, passphrase: String, code: String, as caller: Caller
    ) async throws(CaseworkError) -> [String] {
        if caller.hasSecondFactor { throw .alreadySaved }
        var words = Words()
        if passphrase.isEmpty { words.refuse("passphrase", .missing) }
        let fresh = SecondFactor(secret: try caller.offeredSecret(form), randomness: randomness)
        let accepted = fresh.accepting(code, atMilliseconds: clock.now().milliseconds, after: 0)
        if code.allSatisfy(\.isWhitespace) {
            words.refuse("code", .missing)
        } else if accepted == nil {
            words.refuse("code", .notRight)
        }
        try words.check()
        guard let accepted else { throw .unavailable }
        do {
            let proof = try await prove(caller, passphrase: passphrase, code: "")
            let sealed = try proof.key.seal(fresh, member: caller.member)
            try await act(.secondFactorSet, on: .house, by: caller.member) { act in
                try proof.spend(in: &act)
                try FactorRow(caller.member, sealed: sealed, step: accepted.step).insert(in: &act)
            }
            return fresh.recovery
        } catch { throw CaseworkError(error).besidePassphrase }
    }

    /// Draws ten recovery codes in the place of one's own that are left, which open nothing from then on; the
    /// authenticator stays as it is.
    /// - Returns: the ten, to be printed; they are not shown again.
    package func renewRecoveryCodes(
        passphrase: String, code: String, as caller: Caller
    ) async throws(CaseworkError) -> [String] {
        guard caller.hasSecondFactor else { throw .notFound }
        do {
            let proof = try await prove(caller, passphrase: passphrase, code: code)
            guard let accepted = proof.accepted else { throw CaseworkError.stale }
            let renewed = accepted.factor.withFreshCodes(from: randomness)
            let sealed = try proof.key.seal(renewed, member: caller.member)
            try await act(.recoveryCodesRenewed, on: .house, by: caller.member) { act in
                guard let spent = try proof.spend(in: &act) else { throw CaseworkError.stale }
                try spent.next(sealed: sealed, step: spent.step).replace(in: &act)
            }
            return renewed.recovery
        } catch { throw CaseworkError(error).besidePassphrase }
    }

    /// Takes one's own second factor away, for example before another telephone takes its place.
    package func removeSecondFactor(
        passphrase: String, code: String, as caller: Caller
    ) async throws(CaseworkError) {
        do {
            let proof = try await prove(caller, passphrase: passphrase, code: code)
            guard proof.factor != nil else { throw CaseworkError.alreadySaved }
            try await act(.secondFactorReset, on: .house, by: caller.member) { act in
                try proof.spend(in: &act)
                guard try act.takeAway(.secondFactor(of: caller.member)) else { throw CaseworkError.stale }
            }
        } catch { throw CaseworkError(error).besidePassphrase }
    }

    /// Takes another's second factor away, whose authenticator and codes are lost, and ends their sessions.
    /// - Parameter why: sealed to the charity's own log.
    /// - Throws: `notFresh` unless the passphrase was just typed.
    package func resetSecondFactor(
        of member: ID, why: String, as caller: Caller
    ) async throws(CaseworkError) {
        guard caller.canResetSecondFactor(of: member), let house = caller.house else { throw .notFound }
        var words = Words()
        let why = words.passage("why", why, longest: 2000, required: true)
        try words.check()
        try caller.requireFresh(at: now)
        let name = try await roster(as: caller).first { $0.id == member }?.profile.name ?? member.text
        let letter = try letter("Second step taken off: \(name). Why: \(why)", to: house, by: caller)
        let ended = try await act(.secondFactorReset, on: .house, by: caller.member, letter: letter) { act in
            guard try act.takeAway(.secondFactor(of: member)) else { throw CaseworkError.alreadySaved }
            return try SessionRow.end(of: member, but: nil, in: &act)
        }
        for session in ended { forget(session) }
    }
}
