import Database
import Vault

/// That a session's owner has typed their passphrase afresh (`SessionTime`): whoever writes the database, with the cookie
/// in hand, makes none.
enum Confirmation {
    /// How long it lasts, in seconds: five minutes.
    static let lifetime: Int64 = 5 * 60
}

extension Caller {
    /// Whether they typed their passphrase within the last five minutes, for this session (clause S3.7): what escrow,
    /// export and recovery ask for, and erasing, inviting, certifying, re-admitting, taking a second step off, a change of
    /// role and drawing sheets; a guardian's restricting, lifting and handing over reach into escrow. Signing in does not
    /// count.
    package func isFresh(at now: Instant) -> Bool {
        guard let confirmed else { return false }
        return confirmed <= now && now < confirmed.adding(seconds: Confirmation.lifetime)
    }

    /// - Throws: `notFresh`; a page answers it with the question for the passphrase, and comes back.
    package func requireFresh(at now: Instant) throws(CaseworkError) {
        guard isFresh(at: now) else { throw .notFresh }
    }
}

extension Casework {
    /// Marks the session as fresh, by passphrase and, where there is one, second factor.
    package func confirm(
        passphrase: String, code: String = "", as caller: Caller
    ) async throws(CaseworkError) {
        do {
            let proof = try await prove(caller, passphrase: passphrase, code: code)
            let mark = SessionTime.confirmed(caller.session, of: caller.member).packed(clock.now(), log.marks)
            try await act(.identityConfirmed, on: .house, by: caller.member) { act in
                try proof.spend(in: &act)
                let kept = try act.connection.execute(
                    "UPDATE sessions SET confirmed = \(mark) WHERE session = \(caller.session.bytes)")
                guard kept == 1 else { throw CaseworkError.signedOut }
            }
        } catch { throw error.besidePassphrase }
    }
}
