import Database
import Vault

/// How somebody can be asked who they are: their row and their second factor's.
struct Credentials: Sendable {
    let member: Member
    let factor: FactorRow?

    init?(_ member: Member?, _ staff: StaffRows) throws {
        guard let member else { return nil }
        self.member = member
        self.factor = try staff.factor(of: member.id)
    }
}

/// That somebody has just typed their passphrase and, where they have set one, their second factor.
struct Proof: Sendable {
    let member: Member
    let opened: OpenedSeed
    let key: PassphraseKey
    /// The second factor as it was, and what accepting the code makes of it.
    let factor: FactorRow?
    let accepted: SecondFactor.Accepted?
    private let resealed: [UInt8]?

    /// Tries them. Slow: for the threads of `ScryptGate`.
    /// - Parameter mayTryCode: asked once the passphrase has opened.
    init?(
        _ credentials: Credentials, passphrase: TypedPassphrase, code: String, at now: Instant,
        mayTryCode: () -> Bool
    ) {
        let member = credentials.member
        guard let key = try? passphrase.key(of: member.wrap),
            let opened = try? key.open(member.wrap, member: member.id)
        else { return nil }
        self.member = member
        self.opened = opened
        self.key = key
        self.factor = credentials.factor
        guard let factor else {
            accepted = nil
            resealed = nil
            return
        }
        guard mayTryCode(), let held = try? key.openFactor(factor.sealed, member: member.id),
            let accepted = held.accepting(code, atMilliseconds: now.milliseconds, after: factor.step),
            let sealed = accepted.factor == held
                ? factor.sealed : try? key.seal(accepted.factor, member: member.id)
        else { return nil }
        self.accepted = accepted
        self.resealed = sealed
    }

    /// Uses it up, in the act that it allows: the step or the recovery code is good for no other, at no other node.
    /// - Throws: `wrongSignIn` if it was used meanwhile, or the passphrase or the second factor changed.
    /// - Returns: the second factor as it is from then on; nil where there is none.
    @discardableResult
    func spend(in act: inout Act) throws -> FactorRow? {
        let now = try Credentials(try act.staff.member(member.id), act.staff)
        guard let now, now.member.version == member.version, now.factor?.version == factor?.version else {
            throw CaseworkError.wrongSignIn
        }
        guard let factor, let accepted, let resealed else { return nil }
        let next = try factor.next(sealed: resealed, step: accepted.step)
        try next.replace(in: &act)
        return next
    }
}

extension Casework {
    /// Tries a passphrase and a code. One evaluation of scrypt, whoever it is and whatever is wrong.
    /// - Parameters:
    ///   - account: what guesses are counted by; the handle of the name that was typed.
    ///   - credentials: nil for a name that nobody has.
    ///   - cost: what a name that nobody has is to cost: `Member.cost`.
    ///   - device: how this browser is known to have opened this account before; nil if it is not.
    /// - Throws: `wrongSignIn`, `tooManyTries`, `busy`.
    func prove(
        _ account: [UInt8], _ credentials: Credentials?, cost: ScryptCost? = nil, passphrase: String,
        code: String, device: String?, address: String
    ) async throws(CaseworkError) -> Proof {
        let now = clock.now()
        let key = Throttle.Key(account: account, source: device ?? address)
        // Whoever has the passphrase and guesses codes may come from many addresses: counted for all of them at once.
        let codeKey = Throttle.Key(account: account, source: device ?? "")
        if let wait = guesses.take(key, at: now) { throw .tooManyTries(wait) }
        let (cost, codeGuesses) = (cost ?? settings.scryptCost, codeGuesses)
        let passphrase = TypedPassphrase(passphrase)
        let proof: Proof?
        do {
            proof = try await scrypt.run(device == nil ? .stranger : .known, from: address) {
                guard let credentials else {
                    passphrase.spend(cost: cost)
                    return nil
                }
                return Proof(credentials, passphrase: passphrase, code: code, at: now) {
                    codeGuesses.take(codeKey, at: now) == nil
                }
            }
        } catch {
            guesses.giveBack(key, at: now)
            throw error
        }
        guard let proof else { throw .wrongSignIn }
        guesses.clear(key)
        codeGuesses.clear(codeKey)
        return proof
    }

    /// Asks somebody signed in for their passphrase, and code, afresh.
    func prove(
        _ caller: Caller, passphrase: String, code: String
    ) async throws(CaseworkError) -> Proof {
        // What was left out is said beside its own field, before anything is tried: it tells nothing of the other.
        var words = Words()
        if passphrase.isEmpty { words.refuse("passphrase", .missing) }
        if caller.hasSecondFactor, code.allSatisfy(\.isWhitespace) { words.refuse("code", .missing) }
        try words.check()
        guard passphrase.utf8.count <= PassphraseRule.longest else { throw .wrongSignIn }
        let credentials = try await read { [log] in
            let staff = try log.staff($0)
            return try Credentials(try staff.member(caller.member), staff)
        }
        guard let credentials else { throw .notFound }
        return try await prove(
            credentials.member.handle, credentials, passphrase: passphrase, code: code,
            device: caller.session.text, address: "")
    }
}

extension CaseworkError {
    /// A wrong passphrase in a form of somebody signed in is said beside its field.
    var besidePassphrase: CaseworkError {
        self == .wrongSignIn ? .invalid([Problem("passphrase", .notRight)]) : self
    }
}
