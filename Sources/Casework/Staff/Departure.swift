import Database
import Vault

/// What it takes for somebody to leave their teams, prepared before the act that writes it. There is one
/// path, for suspension, a change of role and new keys (clause S3.7):
///
/// - the charity certifies that they have left, so that nothing they sign from now on counts;
/// - each team of theirs, and each team whose seed those teams hold, begins a new epoch that the others
/// belong to;
/// - every item that they could open begins a new epoch: the charity's own now, a file's with its next
/// writing;
/// - their sessions end, and what is sealed to them is deleted.
struct Departure: Sendable {
    let members: Set<ID>
    /// When, in milliseconds since 1970: the same for all that it certifies.
    let at: Int64
    /// What is certified once it has happened.
    let certified: Certified
    /// The keys of the new epochs, for whoever is admitted to them in the same act.
    let keys: [TeamEpoch: TeamKey]
    /// The charity's own file, opened with what is certified then.
    let house: OpenFile
    private let basis: Int
    private let certificates: [Certificate]
    private let seals: [TeamKey.Sealed]
    private let epochs: [NewEpoch]

    /// - Parameter teams: that go on under new keys besides those of whoever leaves.
    init(
        of members: Set<ID>, rolling teams: Set<Team> = [], _ state: StaffState,
        house rows: (FileRows, GenuineRows), half: [UInt8]?, at: Instant, by caller: Caller,
        clock: Clock, randomness: Randomness
    ) throws {
        let before = state.certified
        // Never before the keys that it ends were certified, whatever the clock says.
        let at = members.reduce(at.milliseconds) { max($0, before.certifiedAt($1) ?? 0) }
        var statements: [Statement] = members.sorted().map { .departure($0) }
        var keys: [TeamEpoch: TeamKey] = [:]
        var sealed: [(TeamKey, Principal)] = []
        let ended = Team.reached(from: members.reduce(teams) { $0.union(before.teams(of: $1)) })
        var newest: [Team: TeamEpoch] = [:]
        for team in Team.allCases {
            guard let current = before.current(team) else { throw CaseworkError.unavailable }
            newest[team] = ended.contains(team) ? TeamEpoch(team, try current.epoch.next()) : current
        }
        for team in ended.sorted() {
            guard let epoch = newest[team] else { continue }
            let key = try TeamKey(epoch, seed: randomness.bytes(32))
            keys[epoch] = key
            statements.append(.team(epoch, openingKey: key.publicKey))
            for other in before.members(of: team) where !members.contains(other) {
                statements.append(.membership(other, of: epoch))
                sealed.append((key, .member(other)))
            }
            for steward in team.stewards { newest[steward].map { sealed.append((key, .team($0))) } }
            if team == .guardian, before.readiness.hasSheets { sealed.append((key, .recovery)) }
        }
        certificates = try statements.map { try state.charity.certify($0, at: at) }
        var certified = before
        for certificate in certificates { certified.add(certificate) }
        seals = try sealed.map { try $0.0.sealed(to: $0.1, certified) }
        let renewing = Renewing(
            certified: certified, keyring: caller.keyring, clock: clock, randomness: randomness)
        house = try OpenFile(rows.0, rows.1, half: half, renewing: renewing)
        epochs = try house.items.sorted().compactMap { [house] in try house.key(of: $0).beginning }
        self.members = members
        self.at = at
        self.certified = certified
        self.keys = keys
        self.basis = state.count
    }

    /// Writes it as a part of an act.
    /// - Returns: the sessions that it ended, for this process to forget.
    /// - Throws: `stale` if anything was certified since it was prepared.
    func insert(in act: inout Act) throws -> [ID] {
        guard act.staff.certificateCount == basis else { throw CaseworkError.stale }
        for certificate in certificates { try certificate.insert(in: &act) }
        for member in members.sorted() {
            for row in try TeamKey.seeds(sealedTo: .member(member), act.connection) {
                act.note(.removed, member, version: row.team.epoch, row.digest)
            }
            try act.connection.execute(
                "DELETE FROM team_seeds WHERE principal = \(Principal.member(member).packed)")
        }
        for seal in seals { try seal.insert(in: &act) }
        for epoch in epochs { try epoch.insert(in: &act) }
        return try members.sorted().flatMap { try SessionRow.end(of: $0, but: nil, in: &act) }
    }

    /// Destroys what their passphrase opens: the wrapped seed, the code that would make another, and with the
    /// seed's own keys their drafts and reminders, which nobody else could ever read.
    static func destroySeed(of member: ID, in act: inout Act) throws {
        try act.takeAway(.member(member))
        try act.takeAway(.secondFactor(of: member))
        try WaitingCode.void(for: member, in: &act)
        for table: SQL in ["drafts", "reminders"] {
            try act.connection.execute("DELETE FROM \(sql: table) WHERE member = \(member.bytes)")
        }
    }
}

extension Team {
    /// The teams whose seeds somebody in these can come by: these, and those that they are stewards of.
    static func reached(from teams: Set<Team>) -> Set<Team> {
        let more = teams.union(allCases.filter { !teams.isDisjoint(with: $0.stewards) })
        return more == teams ? teams : reached(from: more)
    }
}

/// Everything that is certified at one moment, and the key that certifies.
struct StaffState: Sendable {
    let certified: Certified
    let charity: CharityKey
    /// How many certificates there were.
    let count: Int
    /// The teams' seeds, as they are sealed.
    let seeds: [TeamKey.Sealed]
}

extension Casework {
    /// What the charity has certified now, for those who hold its key.
    func staffState(as caller: Caller) async throws(CaseworkError) -> StaffState {
        let certification = try caller.houseKey(.certification)
        let (certificates, sealed, seeds) = try await read { [log] connection in
            (
                try log.staff(connection).certificates(),
                try SealedRecord.current(.certification, of: .house, connection).first,
                try Team.allCases.flatMap { try TeamKey.seeds(of: $0, connection) }
            )
        }
        guard let sealed else { throw .unavailable }
        let charity: CharityKey
        do {
            charity = try CharityKey(seed: sealed.open(CharitySeed.self, with: certification).text.seed)
        } catch { throw .unavailable }
        return StaffState(
            certified: Certified(certificates, charity: caller.keyring.charity), charity: charity,
            count: certificates.count, seeds: seeds)
    }

    func departure(
        of members: Set<ID>, rolling teams: Set<Team> = [], _ state: StaffState, as caller: Caller
    ) async throws(CaseworkError) -> Departure {
        let house = try await houseRows()
        do {
            return try Departure(
                of: members, rolling: teams, state, house: house, half: halves.half(for: ID.house.bytes),
                at: now,
                by: caller, clock: clock, randomness: randomness)
        } catch { throw CaseworkError(error) }
    }
}
