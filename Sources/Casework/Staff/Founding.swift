import Database
import FoundationEssentials
import Ledger
import Vault

/// What an enrolment code opens: who the newcomer is, and the charity's public key unless there is none yet.
struct Enrolment: Codable, Sendable {
    let name: String
    let role: Role
    /// 32 bytes, or empty for the first guardian, whose enrolment makes the charity's key.
    let charity: [UInt8]
}

extension Casework {
    /// Makes the first guardian's enrolment code. Once.
    /// - Parameter guardian: the first guardian's name.
    package func found(guardian: String) async throws(CaseworkError) -> EnrolmentCode {
        var words = Words()
        let name = words.name("guardian", guardian, longest: 120, required: true)
        try words.check()
        do {
            if halves.value(named: Self.pepperName) == nil {
                try await halves.put(randomness.bytes(32), named: Self.pepperName)
            }
        } catch { throw CaseworkError(error) }
        let code = EnrolmentCode(from: randomness)
        let enrolment = Enrolment(name: name, role: .guardian, charity: [])
        let member = ID(from: randomness)
        try await act(.memberInvited, on: .house, by: member) { act in
            guard try act.connection.first("SELECT file FROM files LIMIT 1") == nil else {
                throw CaseworkError.alreadySaved
            }
            try WaitingCode.void(in: &act)
            try enrolment.insert(code: code, member: member, in: &act)
        }
        return code
    }

    /// The first enrolment: makes the charity's key, its teams' keys and its own file.
    func foundCharity(
        _ enrolment: Enrolment, member: ID, seed: [UInt8], code: ID, handle: [UInt8], passphrase: String
    ) async throws(CaseworkError) -> SessionSecret {
        let charitySeed = randomness.bytes(32)
        // The half of a founding that was cut off counts: nothing else of it was kept.
        let half = halves.half(for: ID.house.bytes) ?? randomness.bytes(32)
        do {
            let charity = try CharityKey(seed: charitySeed)
            let opened = OpenedSeed(seed: seed, charity: charity.publicKey)
            // As this computer knows it once the act is done.
            guard let known = try LogHead().founded(with: charity.publicKey, at: 0).charity else {
                throw CaseworkError.unavailable
            }
            let keyring = try Keyring(member: member, opened: opened, of: known)
            let wrap = try await wrapped(opened, member: member, passphrase: passphrase)
            var statements: [Statement] = [.member(keyring.keys.identity)]
            var teams: [TeamKey] = []
            for team in Team.allCases {
                let key = try TeamKey(TeamEpoch(team), seed: randomness.bytes(32))
                teams.append(key)
                statements.append(.team(key.team, openingKey: key.publicKey))
            }
            for team in enrolment.role.teams { statements.append(.membership(member, of: TeamEpoch(team))) }
            let certificates = try statements.map { try charity.certify($0, at: now.milliseconds) }
            let certified = Certified(certificates, charity: known)
            for key in teams where enrolment.role.teams.contains(key.team.team) { keyring.join(key) }
            try await halves.put(half, for: ID.house.bytes)
            let house = try NewFile(
                kind: .house, half: half, shares: House.shares(certified: certified),
                at: now.milliseconds, certified: certified, by: keyring, randomness: randomness)
            let row = Member(id: member, handle: handle, identity: keyring.keys.identity.packed, wrap: wrap)
            let seedRecord = ID(from: randomness)
            let position = try await act(.charityFounded, on: .house, by: member) { [teams, log] act in
                // Founded meanwhile, by another code or another process.
                guard log.charity == nil, let key = Hash(known.bytes),
                    try act.connection.first("SELECT file FROM files LIMIT 1") == nil
                else { throw CaseworkError.wrongCode }
                act.note(.charity, .house, key)
                try Enrolment.consume(code, in: &act)
                for certificate in certificates { try certificate.insert(in: &act) }
                for key in teams {
                    for steward in key.team.team.stewards {
                        try key.insert(sealedTo: .team(TeamEpoch(steward)), certified: certified, in: &act)
                    }
                    if enrolment.role.teams.contains(key.team.team) {
                        try key.insert(sealedTo: .member(member), certified: certified, in: &act)
                    }
                }
                try house.insert(in: &act, isRestricted: false)
                try SealedRecord.write(
                    CharitySeed(seed: charitySeed), id: seedRecord, with: house.key(of: .certification),
                    in: &act)
                try SealedRecord.write(
                    Profile(name: enrolment.name, role: enrolment.role), id: member,
                    with: house.key(of: .roster), in: &act)
                try row.insert(in: &act)
                return act.position
            }
            try await knowCharity(known.key, since: position)
            return try await beginSession(member: member, opened: opened)
        } catch { throw CaseworkError(error) }
    }

    /// Keeps the charity's key outside the database, once its founding is committed: in `log.head`, which is believed, and
    /// with the halves, as a witness. A start completes this where it was cut off.
    func knowCharity(_ key: CharityPublicKey, since position: Int64) async throws {
        guard let position = UInt64(exactly: position) else { throw CaseworkError.unavailable }
        try log.head.found(key, at: position)
        try await halves.put(key.bytes, named: Self.charityName)
    }

    /// Where the halves store witnesses the charity's first key.
    package static let charityName = "charity key"

    /// Wraps a seed under a passphrase, on the threads for that.
    func wrapped(
        _ opened: OpenedSeed, member: ID, passphrase: String
    ) async throws(CaseworkError) -> PassphraseWrap {
        let cost = settings.scryptCost
        let randomness = randomness
        let wrap = try await scrypt.run {
            try? PassphraseWrap(
                member: member, opened: opened, passphrase: passphrase.composed, cost: cost,
                randomness: randomness)
        }
        guard let wrap else { throw .unavailable }
        return wrap
    }
}
