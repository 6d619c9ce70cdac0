import Database
import Vault

extension Casework {
    /// Changes one's own passphrase: the same seed under a new wrap, and the second factor with it. Every other session of
    /// the member ends.
    /// - Parameter again: the new one, typed a second time.
    package func changePassphrase(
        _ current: String, code: String = "", to new: String, again: String, as caller: Caller
    ) async throws(CaseworkError) {
        var words = Words()
        if current.isEmpty {
            words.refuse("passphrase", .missing)
        } else if current.utf8.count > PassphraseRule.longest {
            words.refuse("passphrase", .notRight)
        }
        let own = ownWords([caller.profile?.name ?? ""])
        if let reason = PassphraseRule(own: own).problem(new) {
            words.refuse("newPassphrase", reason)
        } else if new != again {
            words.refuse("newPassphraseAgain", .different)
        } else if new.composed == current.composed {
            words.refuse("newPassphrase", .taken)
        }
        try words.check()
        do {
            let proof = try await prove(caller, passphrase: current, code: code)
            let (cost, randomness) = (settings.scryptCost, randomness)
            let key = try await scrypt.run {
                try? PassphraseKey(new.composed, cost: cost, randomness: randomness)
            }
            guard let key, let wrap = try? key.wrap(proof.opened, member: caller.member) else {
                throw CaseworkError.unavailable
            }
            let factor = try proof.resealed(under: key)
            let ended = try await act(.passphraseChanged, on: .house, by: caller.member) { act in
                let spent = try proof.spend(in: &act)
                try proof.member.rewrap(wrap, in: &act)
                if let factor, let spent {
                    try spent.next(sealed: factor, step: spent.step).replace(in: &act)
                }
                return try SessionRow.end(of: caller.member, but: caller.session, in: &act)
            }
            for session in ended { forget(session) }
        } catch { throw CaseworkError(error).besidePassphrase }
    }

    /// The words that a passphrase here must not rest on: the charity's and the person's.
    func ownWords(_ others: [String]) -> [String] { [settings.organisation, settings.town] + others }
}

extension Proof {
    /// The second factor that is left, sealed under another passphrase's key; nil if there is none.
    fileprivate func resealed(under key: PassphraseKey) throws(VaultError) -> [UInt8]? {
        guard let accepted else { return nil }
        return try key.seal(accepted.factor, member: member.id)
    }
}

extension Member {
    /// Puts another wrap in the place of this one.
    fileprivate func rewrap(_ wrap: PassphraseWrap, in act: inout Act) throws {
        let next = Member(id: id, handle: handle, identity: identity, wrap: wrap, version: try version.next())
        let kept = try act.connection.execute(
            """
            UPDATE members SET wrap = \(wrap.packed), version = \(Int64(next.version))
            WHERE member = \(id.bytes) AND version = \(Int64(version))
            """)
        guard kept == 1 else { throw CaseworkError.stale }
        act.note(.member, id, version: next.version, next.digest)
    }
}
