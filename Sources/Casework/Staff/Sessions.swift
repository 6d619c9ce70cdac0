import Database
import Synchronization
import Vault

extension Casework {
    /// Signs in by sign-in name, passphrase and, where one is set, second factor, all typed in one form: nobody learns
    /// which of them was wrong.
    ///
    /// A name that nobody has costs the same time and gives the same answer as a wrong passphrase.
    /// - Parameter isFresh: the session begins as one whose passphrase was typed afresh, for a command that does one
    ///   thing and ends.
    /// - Returns: the session's secret, for the browser's cookie.
    package func signIn(
        name: String, passphrase: String, code: String = "", isFresh: Bool = false,
        from source: SignInSource = .here
    ) async throws(CaseworkError) -> SessionSecret {
        guard let pepper = halves.value(named: Self.pepperName),
            passphrase.utf8.count <= PassphraseRule.longest,
            name.utf8.count <= 1024
        else { throw .wrongSignIn }
        let handle = Member.handle(of: name, pepper: pepper)
        let (credentials, cost) = try await read {
            (try Credentials(try Member.with(handle: handle, $0), $0), try Member.cost(of: handle, $0))
        }
        do {
            let proof = try await prove(
                handle, credentials, cost: cost, passphrase: passphrase, code: code,
                device: DeviceTickets(pepper: pepper).known(source.tickets, for: handle),
                address: source.address)
            let certificates = try await read { try Certificate.all($0) }
            let certified = certifications.certified(certificates, charity: proof.opened.charity)
            guard let keys = try? proof.opened.keys(of: proof.member.id), !certified.hasEnded(keys.identity)
            else {
                throw CaseworkError.wrongSignIn
            }
            return try await beginSession(
                member: proof.member.id, opened: proof.opened, proof: proof, isFresh: isFresh,
                device: source.device)
        } catch {
            let error = CaseworkError(error)
            if error == .wrongSignIn {
                try await act(.signInRefused, on: .house, by: credentials?.member.id ?? .house) { _ in }
            }
            throw error
        }
    }

    /// Starts a session for a member whose seed has just been opened or made.
    /// - Parameter proof: what opened it; used up in the same act.
    func beginSession(
        member: ID, opened: OpenedSeed, proof: Proof? = nil, isFresh: Bool = false,
        device: Device = .unknown
    ) async throws(CaseworkError) -> SessionSecret {
        let secret = SessionSecret(from: randomness)
        let wrapped: [UInt8]
        do { wrapped = try secret.wrap(opened, member: member) } catch { throw .unavailable }
        let session = secret.session
        let confirmed = isFresh ? Confirmation.packed(clock.now(), by: secret) : nil
        try await act(.signedIn, on: .house, by: member) { act in
            try proof?.spend(in: act)
            try act.connection.execute(
                """
                INSERT INTO sessions (session, member, wrapped, began, used, confirmed, device)
                VALUES (\(session.bytes), \(member.bytes), \(wrapped), \(act.at.milliseconds),
                        \(act.at.milliseconds), \(confirmed), \(device.number))
                """)
        }
        return secret
    }

    /// The session guard: who a cookie stands for, with their keys.
    /// - Throws: `signedOut` for no cookie, an unknown one, and a session past a limit.
    package func caller(cookie: String?) async throws(CaseworkError) -> Caller {
        guard let secret = cookie.flatMap({ SessionSecret(cookie: $0) }) else { throw .signedOut }
        let session = secret.session
        let row = try await read { try SessionRow(session, $0) }
        guard let row else { throw .signedOut }
        let now = clock.now()
        guard now <= row.used.adding(seconds: settings.idleLimit),
            now <= row.began.adding(seconds: settings.sessionLimit)
        else {
            try await end(session)
            throw .signedOut
        }
        if now >= row.used.adding(seconds: min(60, settings.idleLimit / 2)) { try await touch(session, now) }
        let held = keyrings.held(session, at: now)
        // A row that now names somebody else has been altered.
        if let held, held.caller.member != row.member { throw .signedOut }
        // Who has acknowledged the policy has done so while it is in force; who has not is asked
        // after each time.
        if let held, held.revision == row.revision, held.caller.hasAcknowledged || !held.caller.isCertified {
            return held.caller.with(row)
        }
        let keys = try await read { try SessionKeyRows(row.member, $0) }
        do {
            let keyring =
                if let held { held.caller.keyring } else {
                    try Keyring(
                        member: row.member, opened: secret.unwrap(row.wrapped, member: row.member))
                }
            let caller = self.caller(secret, keyring, held?.caller.memory ?? SessionMemory(), keys)
            if caller.certified.hasEnded(keyring.keys.identity) {
                try await end(session)
                throw CaseworkError.signedOut
            }
            keyrings.keep(caller, row.revision, at: now)
            // Ended while its keys were opened, it has been forgotten already: whoever ends one deletes its row first.
            guard try await read({ try SessionRow(session, $0) }) != nil else {
                forget(session)
                throw CaseworkError.signedOut
            }
            return caller.with(row)
        } catch { throw .signedOut }
    }

    private func caller(
        _ secret: SessionSecret, _ keyring: Keyring, _ memory: SessionMemory, _ rows: SessionKeyRows
    ) -> Caller {
        let certified = certifications.certified(rows.certificates, charity: keyring.charity)
        let teams = certified.teams(of: keyring.member)
        for seed in rows.seeds where keyring.teamKey(seed.team) == nil && teams.contains(seed.team.team) {
            try? keyring.join(seed.team, sealed: seed.sealed, certified: certified)
        }
        var house: OpenFile?
        if let rows = rows.house, certified.identity(of: keyring.member) == keyring.keys.identity {
            house = try? memory.open(
                rows, half: halves.half(for: ID.house.bytes), renewing: renewing(certified, keyring),
                judgements)
        }
        let profile = try? rows.profile?.open(Profile.self, with: house?.key(of: .roster)).text
        let acknowledged = rows.acknowledgement.acknowledges(
            policyHash, by: keyring.member, key: try? house?.key(of: .acknowledgements))
        return Caller(
            secret: secret, keyring: keyring, certified: certified, house: house, profile: profile,
            hasAcknowledged: acknowledged != nil, memory: memory)
    }

    /// Ends a session: its row, and with it the only wrapped copy of the seed that the cookie opens.
    package func signOut(_ caller: Caller, locking: Bool = false) async throws(CaseworkError) {
        try await act(locking ? .screenLocked : .signedOut, on: .house, by: caller.member) { act in
            try act.connection.execute("DELETE FROM sessions WHERE session = \(caller.session.bytes)")
        }
        forget(caller.session)
    }

    /// Forgets the keys of idle sessions; called every minute.
    package func forgetIdleSessions() async {
        let now = clock.now()
        if !keyrings.drop(idleSince: now.adding(seconds: -settings.idleLimit)) { indexes.clear() }
        let idle = now.adding(seconds: -settings.idleLimit).milliseconds
        let old = now.adding(seconds: -settings.sessionLimit).milliseconds
        _ = try? await database.write {
            try $0.execute("DELETE FROM sessions WHERE used < \(idle) OR began < \(old)")
        }
        await sweepDrafts()
        await overwriteErased()
    }

    private func end(_ session: ID) async throws(CaseworkError) {
        forget(session)
        do {
            try await database.write { connection in
                _ = try connection.execute("DELETE FROM sessions WHERE session = \(session.bytes)")
            }
        } catch { throw CaseworkError(error) }
    }

    /// Forgets what this process holds for a session.
    func forget(_ session: ID) {
        pendingSheets.withLock { $0[session] = nil }
        indexes.forget(session: session)
        if !keyrings.drop(session) { indexes.clear() }
    }

    private func touch(_ session: ID, _ now: Instant) async throws(CaseworkError) {
        do {
            try await database.write { connection in
                _ = try connection.execute(
                    "UPDATE sessions SET used = \(now.milliseconds) WHERE session = \(session.bytes)")
            }
        } catch { throw CaseworkError(error) }
    }

    /// Where the sign-in pepper is kept in the halves store.
    static let pepperName = "sign-in pepper"
}
