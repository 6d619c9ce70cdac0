import Database
import Vault

extension Caller {
    /// Whether this colleague's unused code is theirs to withdraw: whoever may make such a code may take it back.
    package func canWithdrawCode(of colleague: Colleague) -> Bool {
        guard holds(.certification), case .invited = colleague.standing else { return false }
        return colleague.profile.role.canBeGiven(by: teams)
    }

    /// Whether they may turn away this colleague, who has enrolled and was not let in.
    package func canTurnAway(_ colleague: Colleague) -> Bool {
        guard holds(.certification), case .toCertify = colleague.standing else { return false }
        return colleague.profile.role.canBeGiven(by: teams)
    }
}

extension Casework {
    /// Withdraws the codes that wait for somebody, because one was lost or should not have been made: they enrol nobody
    /// (clause S3.5). Whoever was to come back with one is suspended as before.
    /// - Parameter why: sealed to the charity's own log.
    /// - Throws: `alreadySaved` if no code waits, or it was used meanwhile; `notFresh` unless the passphrase was just
    ///   typed.
    package func withdrawCode(of member: ID, why: String, as caller: Caller) async throws(CaseworkError) {
        let letter = try await letter(about: member, why: why, as: caller, if: caller.canWithdrawCode) {
            "The code of \($0) was withdrawn."
        }
        try await act(.codeWithdrawn, on: .house, by: caller.member, letter: letter) { act in
            guard try Enrolment.withdraw(member, in: &act) > 0 else { throw CaseworkError.alreadySaved }
        }
    }

    /// Turns away somebody who has enrolled and was not let in: their session ends, and what their passphrase opened is
    /// destroyed, with any other code of theirs (clause S3.5). They held nothing.
    /// - Parameter why: sealed to the charity's own log.
    /// - Throws: `alreadySaved` if somebody has let them in or turned them away; `notFresh` unless the passphrase was just
    ///   typed.
    package func turnAway(_ member: ID, why: String, as caller: Caller) async throws(CaseworkError) {
        let letter = try await letter(about: member, why: why, as: caller, if: caller.canTurnAway) {
            "\($0) was turned away."
        }
        let key = caller.keyring.charity
        let ended = try await act(.newcomerTurnedAway, on: .house, by: caller.member, letter: letter) { act in
            let certified = try act.certified(by: key)
            guard certified.identity(of: member) == nil, try act.staff.member(member) != nil
            else { throw CaseworkError.alreadySaved }
            try Enrolment.withdraw(member, in: &act)
            try Departure.destroySeed(of: member, in: &act)
            return try SessionRow.end(of: member, but: nil, in: &act)
        }
        for session in ended { forget(session) }
    }

    /// What the charity's log is to say of somebody on the roster, and why, once it is known that the caller may.
    /// - Parameter words: by the colleague's name.
    private func letter(
        about member: ID, why: String, as caller: Caller, if may: (Colleague) -> Bool,
        _ words: (String) -> String
    ) async throws(CaseworkError) -> Letter {
        guard let colleague = try await roster(as: caller).first(where: { $0.id == member }) else {
            throw .notFound
        }
        guard may(colleague), let house = caller.house else {
            throw colleague.isWaiting || !caller.holds(.certification) ? .notFound : .alreadySaved
        }
        var typed = Words()
        let why = typed.passage("why", why, longest: 2000, required: true)
        try typed.check()
        try caller.requireFresh(at: now)
        return try letter("\(words(colleague.profile.name)) Why: \(why)", to: house, by: caller)
    }
}

extension Colleague {
    /// Whether they are on their way in.
    fileprivate var isWaiting: Bool {
        switch standing {
        case .invited, .toCertify: true
        default: false
        }
    }
}
