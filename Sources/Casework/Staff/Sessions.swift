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
        let cost = try await read { [log] in try Member.cost(of: handle, log.staff($0)) }
        let credentials: Credentials?
        do {
            credentials = try await read { [log] connection in
                let staff = try log.staff(connection)
                return try Credentials(try staff.member(handle: handle), staff)
            }
        } catch .logAltered {
            // Somebody altered their row, or took away their second step: as if nobody had the name.
            credentials = nil
        }
        // A leaver's account is nobody's any more: their browser's mark makes it no other.
        let ticket = DeviceTickets(log.marks).known(source.tickets, for: handle, at: clock.now())
        let known = credentials == nil ? nil : ticket
        do {
            let proof = try await prove(
                handle, credentials, cost: cost, passphrase: passphrase, code: code,
                device: known,
                address: source.address)
            guard let charity = log.charity, proof.opened.vouches(for: charity),
                let keys = try? proof.opened.keys(of: proof.member.id)
            else { throw CaseworkError.wrongSignIn }
            let certified = try await read { [log, certifications] in
                try certifications.certified(log.staff($0), charity: charity)
            }
            guard !certified.hasEnded(keys.identity) else { throw CaseworkError.wrongSignIn }
            return try await beginSession(
                member: proof.member.id, opened: proof.opened, proof: proof, isFresh: isFresh,
                device: source.device)
        } catch {
            let error = CaseworkError(error)
            if error == .wrongSignIn { signInWasRefused(credentials?.member.id) }
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
        let confirmed =
            isFresh
            ? SessionTime.confirmed(session, of: member).packed(clock.now(), log.marks) : nil
        try await act(.signedIn, on: .house, by: member) { act in
            try proof?.spend(in: &act)
            try SessionRow.insert(
                session, of: member, wrapped: wrapped, confirmed: confirmed, device, in: &act)
        }
        return secret
    }

    /// The session guard: who a cookie stands for, with their keys.
    /// - Throws: `signedOut` for no cookie, an unknown one, and a session past a limit.
    package func caller(cookie: String?) async throws(CaseworkError) -> Caller {
        guard let secret = cookie.flatMap({ SessionSecret(cookie: $0) }) else { throw .signedOut }
        let session = secret.session
        let row: SessionRow?
        do { row = try await read { [log] in try SessionRow(session, log.staff($0)) } } catch .logAltered {
            // It stands, and its row is missing or another: signed out.
            throw .signedOut
        }
        guard let row, let charity = log.charity else { throw .signedOut }
        let now = clock.now()
        guard let used = SessionTime.seen(session).read(row.seen, log.marks),
            now <= used.adding(seconds: settings.idleLimit),
            now <= row.began.adding(seconds: settings.sessionLimit)
        else {
            try await end(session)
            throw .signedOut
        }
        if now >= used.adding(seconds: min(60, settings.idleLimit / 6)) { try await touch(session, now) }
        let held = keyrings.held(session, at: now)
        // A row that now names somebody else has been altered.
        if let held, held.caller.member != row.member { throw .signedOut }
        // Who has acknowledged the policy has done so while it is in force; who has not is asked
        // after each time.
        if let held, held.revision == row.revision, held.caller.hasAcknowledged || !held.caller.isCertified {
            return held.caller.with(row, log.marks)
        }
        let keys = try await read { [log, certifications] in
            try SessionKeyRows(row.member, log, certifications, charity: charity, $0)
        }
        do {
            let keyring =
                if let held { held.caller.keyring } else {
                    try Keyring(
                        member: row.member, opened: secret.unwrap(row.wrapped, member: row.member),
                        of: charity)
                }
            let caller = self.caller(secret, keyring, held?.caller.memory ?? SessionMemory(), keys)
            if caller.certified.hasEnded(keyring.keys.identity) {
                try await end(session)
                throw CaseworkError.signedOut
            }
            keyrings.keep(caller, row.revision, at: now)
            // Ended while its keys were opened, it has been forgotten already: whoever ends one deletes its row first.
            guard try await read({ [log] in try SessionRow(session, log.staff($0)) }) != nil else {
                forget(session)
                throw CaseworkError.signedOut
            }
            return caller.with(row, log.marks)
        } catch { throw .signedOut }
    }

    private func caller(
        _ secret: SessionSecret, _ keyring: Keyring, _ memory: SessionMemory, _ rows: SessionKeyRows
    ) -> Caller {
        let certified = rows.certified
        let teams = certified.teams(of: keyring.member)
        for seed in rows.seeds where keyring.teamKey(seed.team) == nil && teams.contains(seed.team.team) {
            try? keyring.join(seed.team, sealed: seed.sealed, certified: certified)
        }
        var house: OpenFile?
        if let (rows, genuine) = rows.house, certified.identity(of: keyring.member) == keyring.keys.identity {
            house = try? memory.open(
                rows, half: halves.half(for: ID.house.bytes), renewing: renewing(certified, keyring),
                judgements
            ) { _ in genuine }
        }
        let profile = try? rows.profile?.open(Profile.self, with: house?.key(of: .roster)).text
        let acknowledged = rows.acknowledgement.acknowledges(
            policyHash, by: keyring.member, key: try? house?.key(of: .acknowledgements),
            // Whoever has not acknowledged is asked; a session is told of what it looks for itself.
            unread: Unread())
        return Caller(
            secret: secret, keyring: keyring, certified: certified, generation: rows.generation, house: house,
            profile: profile,
            hasAcknowledged: acknowledged != nil, memory: memory)
    }

    /// Ends a session: its row, and with it the only wrapped copy of the seed that the cookie opens.
    package func signOut(_ caller: Caller, locking: Bool = false) async throws(CaseworkError) {
        try await act(locking ? .screenLocked : .signedOut, on: .house, by: caller.member) { act in
            try SessionRow.end([caller.session], in: &act)
        }
        forget(caller.session)
    }

    /// Forgets the keys of idle sessions; called every minute.
    package func forgetIdleSessions() async {
        let now = clock.now()
        indexes.keep(only: keyrings.drop(idleSince: now.adding(seconds: -settings.idleLimit)))
        if let over = try? await read({ [self] in try oversight(of: log.staff($0), at: now) }), !over.isEmpty
        {
            try? await endOver(over)
        }
        await sweepDrafts()
        await sweepForms()
        await overwriteErased()
    }

    /// The sessions that stand and are past a limit.
    private func oversight(of staff: StaffRows, at now: Instant) throws -> [ID] {
        let (there, lost) = try staff.sessions()
        return try lost
            + there.map(\.session).filter { session in
                guard let row = try SessionRow(session, staff),
                    let used = SessionTime.seen(session).read(row.seen, log.marks)
                else { return true }
                return now > used.adding(seconds: settings.idleLimit)
                    || now > row.began.adding(seconds: settings.sessionLimit)
            }
    }

    /// Ends sessions that are past a limit: nobody's act but the program's.
    private func endOver(_ sessions: [ID]) async throws(CaseworkError) {
        for session in sessions { forget(session) }
        try await act(.sessionsExpired, on: .house, by: .house) { act in
            try SessionRow.end(sessions, in: &act)
        }
    }

    private func end(_ session: ID) async throws(CaseworkError) { try await endOver([session]) }

    /// Forgets what this process holds for a session.
    func forget(_ session: ID) {
        pendingSheets.withLock { $0[session] = nil }
        keyrings.drop(session)
        indexes.forget(session: session)
    }

    private func touch(_ session: ID, _ now: Instant) async throws(CaseworkError) {
        let seen = SessionTime.seen(session).packed(now, log.marks)
        do {
            try await database.write { connection in
                _ = try connection.execute(
                    "UPDATE sessions SET seen = \(seen) WHERE session = \(session.bytes)")
            }
        } catch { throw CaseworkError(error) }
    }

    /// Where the sign-in pepper is kept in the halves store.
    static let pepperName = "sign-in pepper"
}
