import Database
import Vault

/// That a session's owner has typed their passphrase afresh: a time, with the session's own mark on it, so
/// that a row can't be made fresh by whoever writes the database.
enum Confirmation {
    /// How long it lasts, in seconds: five minutes.
    static let lifetime: Int64 = 5 * 60

    static func packed(_ at: Instant, by secret: SessionSecret) -> [UInt8] {
        var packer = Packer()
        packer.add(at.milliseconds)
        packer.add(fixed: secret.mark(words(at.milliseconds)))
        return packer.bytes
    }

    static func read(_ packed: [UInt8]?, by secret: SessionSecret) -> Instant? {
        guard let packed else { return nil }
        var unpacker = Unpacker(packed)
        guard let at = try? unpacker.integer(Int64.self),
            secret.made(unpacker.rest(), for: words(at))
        else { return nil }
        return Instant(milliseconds: at)
    }

    private static func words(_ milliseconds: Int64) -> [UInt8] {
        var packer = Packer("amanah/1/confirmed")
        packer.add(milliseconds)
        return packer.bytes
    }
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
            let mark = Confirmation.packed(clock.now(), by: caller.secret)
            try await act(.identityConfirmed, on: .house, by: caller.member) { act in
                try proof.spend(in: act)
                let kept = try act.connection.execute(
                    "UPDATE sessions SET confirmed = \(mark) WHERE session = \(caller.session.bytes)")
                guard kept == 1 else { throw CaseworkError.signedOut }
            }
        } catch { throw error.besidePassphrase }
    }
}
