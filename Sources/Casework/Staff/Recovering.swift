import Database
import Vault

/// What is filled in by whoever brings two recovery sheets, because every guardian is lost.
package struct RecoveryForm: Sendable {
    /// The two sheets as they were typed.
    package var first: String
    package var second: String
    /// Who is to be guardian: a member's id, or empty for somebody new.
    package var member: String
    /// The name of somebody new.
    package var name: String
    /// The ids of the guardians whose keys end.
    package var ending: [String]
    package var signInName: String
    package var passphrase: String
    package var passphraseAgain: String

    package init(
        first: String, second: String, member: String = "", name: String = "", ending: [String] = [],
        signInName: String = "", passphrase: String = "", passphraseAgain: String = ""
    ) {
        self.first = first
        self.second = second
        self.member = member
        self.name = name
        self.ending = ending
        self.signInName = signInName
        self.passphrase = passphrase
        self.passphraseAgain = passphraseAgain
    }
}

/// What can be chosen once two sheets have opened.
package struct RecoveryChoices: Sendable {
    /// The numbers of the sheets.
    package let numbers: (Int, Int)
    /// Everybody on the roster, by name.
    package let colleagues: [Colleague]
    /// The guardians as they are certified now.
    package let guardians: Set<ID>
}

extension Casework {
    /// Opens two sheets and says who is there; nothing is changed.
    package func recoveryChoices(
        _ first: String, _ second: String, from source: SignInSource = .here
    ) async throws(CaseworkError) -> RecoveryChoices {
        let recovery = try await openRecovery(first, second, from: source.address)
        let reader = try await caller(
            by: recovery, as: .house,
            opened: OpenedSeed(seed: randomness.bytes(32), charity: recovery.certified.charity.key))
        return RecoveryChoices(
            numbers: recovery.numbers, colleagues: try await roster(as: reader),
            guardians: Set(recovery.certified.members(of: .guardian)))
    }

    /// Makes somebody a guardian with what two recovery sheets open: a member under new keys, or somebody new. Nothing is
    /// lost, and the keys of lost guardians end if that is chosen (clause S3.7).
    ///
    /// The entry is the house's. It says which sheets were used, and not who typed them. The set stays good until the new
    /// guardian hands over another, so that at no moment nothing would open; but it was typed into a computer.
    /// - Returns: the new guardian's session.
    package func recover(
        _ form: RecoveryForm, from source: SignInSource = .here
    ) async throws(CaseworkError) -> SessionSecret {
        let recovery = try await openRecovery(form.first, form.second, from: source.address)
        let charity = recovery.certified.charity
        let opened = OpenedSeed(seed: randomness.bytes(32), charity: charity.key)
        let choices = try await recoveryChoices(form.first, form.second, from: source)
        let known = choices.colleagues.first { $0.id.text == form.member }
        let ending = Set(choices.guardians.filter { form.ending.contains($0.text) })
        let member = known?.id ?? ID(from: randomness)
        var words = Words()
        if known == nil, !form.member.isEmpty { words.refuse("member", .notAChoice) }
        let name =
            known?.profile.name ?? words.name("name", form.name, longest: 120, required: form.member.isEmpty)
        let signInName = words.signIn(form.signInName, form.passphrase, again: form.passphraseAgain)
        guard let pepper = halves.value(named: Self.pepperName) else { throw .unavailable }
        let handle = Member.handle(of: signInName, pepper: pepper)
        if let other = try await read({ [log] in try log.staff($0).member(handle: handle) }),
            other.id != member
        {
            words.refuse("signInName", .taken)
        }
        try words.check()
        if let reason = PassphraseRule(own: ownWords([name, signInName])).problem(form.passphrase) {
            throw .invalid([Problem("passphrase", reason)])
        }
        let caller = try await caller(by: recovery, as: member, opened: opened)
        let state = try await staffState(as: caller)
        let wrap = try await wrapped(opened, member: member, passphrase: form.passphrase)
        do {
            let identity = caller.keyring.keys.identity
            let isHere = state.certified.identity(of: member) != nil
            let leaving = isHere ? ending.union([member]) : ending
            let departure = try await departure(of: leaving, state, as: caller)
            let at = try max(departure.at, state.certified.departedAt(member) ?? 0).next()
            let admission = try Admission(
                of: identity, as: .guardian, at: at, certified: departure.certified, keys: departure.keys,
                state, by: caller)
            let roster = try departure.house.key(of: .roster)
            let newcomer = Member(id: member, handle: handle, identity: identity.packed, wrap: wrap)
            let profile = Profile(name: name, role: .guardian)
            let version = known?.version ?? 0
            let ended = try await act(.recovered, on: .house, by: .house) { act in
                guard try SealedRecord.newestVersion(of: member, act.connection) ?? 0 == version else {
                    throw CaseworkError.stale
                }
                let sessions = try departure.insert(in: &act)
                for other in leaving.union([member]).sorted() {
                    try Departure.destroySeed(of: other, in: &act)
                }
                try admission.insert(in: &act)
                try newcomer.insert(in: &act)
                try SealedRecord.write(profile, id: member, after: version, with: roster, in: &act)
                recovery.note(in: &act)
                return sessions
            }
            for session in ended { forget(session) }
            return try await beginSession(member: member, opened: opened, device: source.device)
        } catch { throw CaseworkError(error) }
    }

    /// Somebody with the guardians' keys, for as long as the recovery takes.
    private func caller(
        by recovery: Recovery, as member: ID, opened: OpenedSeed
    ) async throws(CaseworkError) -> Caller {
        let (rows, genuine) = try await houseRows()
        do {
            let keyring = try Keyring(member: member, opened: opened, of: recovery.certified.charity)
            for key in recovery.guardians { keyring.join(key) }
            let house = try OpenFile(
                rows, genuine, half: halves.half(for: ID.house.bytes),
                renewing: renewing(recovery.certified, keyring))
            return Caller(
                secret: SessionSecret(from: randomness), keyring: keyring, certified: recovery.certified,
                house: house, profile: nil, hasAcknowledged: false, memory: SessionMemory())
        } catch { throw CaseworkError(error) }
    }
}
