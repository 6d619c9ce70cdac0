import Database
import FoundationEssentials
import Vault

/// Where somebody stands between their invitation and their first day.
package enum Standing: Sendable {
    /// Their code has not been used.
    case invited
    /// They have enrolled; a key holder must compare this fingerprint with them and certify.
    case toCertify(fingerprint: String)
    case certified
    /// They have left, or may not come in for now (clause S3.7).
    case suspended
}

/// One member of staff as colleagues see them.
package struct Colleague: Sendable {
    package let id: ID
    package let profile: Profile
    package let standing: Standing
}

extension Casework {
    /// Everybody on the roster, by name.
    package func roster(as caller: Caller) async throws(CaseworkError) -> [Colleague] {
        let key = try caller.houseKey(.roster)
        let (rows, members) = try await read {
            (try SealedRecord.current(.roster, of: .house, $0), try Member.all($0))
        }
        let enrolled = Dictionary(uniqueKeysWithValues: members.map { ($0.id, $0) })
        return rows.compactMap { row -> Colleague? in
            guard let profile = try? row.open(Profile.self, with: key, in: caller.memory).text else {
                return nil
            }
            let standing: Standing
            if caller.certified.identity(of: row.id) != nil {
                standing = .certified
            } else if caller.certified.hasLeft(row.id) {
                standing = .suspended
            } else if let identity = enrolled[row.id].flatMap({ try? MemberIdentity(packed: $0.identity) }) {
                standing = .toCertify(fingerprint: identity.fingerprint)
            } else {
                standing = .invited
            }
            return Colleague(id: row.id, profile: profile, standing: standing)
        }.sorted { ($0.profile.name, $0.id) < ($1.profile.name, $1.id) }
    }

    /// Puts somebody on the roster and makes their enrolment code, to be handed over in person (clause S3.5).
    /// - Returns: the code; it is shown once and not kept.
    package func invite(
        id: ID, name: String, role: Role, as caller: Caller
    ) async throws(CaseworkError) -> EnrolmentCode {
        let key = try caller.houseKey(.roster)
        _ = try caller.houseKey(.certification)
        var words = Words()
        let name = words.line("name", name, longest: 120, required: true)
        if !role.canBeGiven(by: caller.teams) { words.refuse("role", .notAChoice) }
        try words.check()
        let code = EnrolmentCode(from: randomness)
        let enrolment = Enrolment(name: name, role: role, charity: caller.keyring.charity.bytes)
        try await act(.memberInvited, on: .house, by: caller.member) { act in
            try enrolment.insert(code: code, member: id, in: &act)
            try SealedRecord.write(Profile(name: name, role: role), id: id, with: key, in: &act)
        }
        return code
    }

    /// Certifies a newcomer whose fingerprint the caller has compared with them: their keys, their teams, and the
    /// teams' seeds sealed to them.
    /// - Parameter fingerprint: the one that was compared; refused if the keys have changed since.
    package func certify(
        _ member: ID, fingerprint: String, as caller: Caller
    ) async throws(CaseworkError) {
        let certification = try caller.houseKey(.certification)
        let rosterKey = try caller.houseKey(.roster)
        let rows = try await read { connection in
            (
                try Member.with(id: member, connection),
                try SealedRecord.current(.certification, of: .house, connection).first,
                try SealedRecord.newest(member, connection),
                try Team.allCases.flatMap { team in
                    try TeamKey.seeds(of: team, connection)
                }
            )
        }
        guard let row = rows.0, let sealedSeed = rows.1, let profileRow = rows.2,
            let identity = try? MemberIdentity(packed: row.identity), identity.member == member,
            identity.fingerprint == fingerprint
        else { throw .notFound }
        if caller.certified.identity(of: member) != nil { throw .alreadySaved }
        // The same keys do not come back: re-admission will need new ones.
        if caller.certified.hasLeft(member) { throw .notFound }
        let role = try profileRow.open(Profile.self, with: rosterKey).text.role
        guard role.canBeGiven(by: caller.teams) else { throw .notFound }
        do {
            let charity = try CharityKey(
                seed: sealedSeed.open(CharitySeed.self, with: certification).text.seed)
            var certificates = [try charity.certify(.member(identity), at: now.milliseconds)]
            var keys: [TeamKey] = []
            for team in role.teams {
                guard let current = caller.certified.current(team) else { throw CaseworkError.unavailable }
                keys.append(try caller.teamKey(current, seeds: rows.3))
                certificates.append(
                    try charity.certify(.membership(member, of: current), at: now.milliseconds))
            }
            var certified = caller.certified
            for certificate in certificates { certified.add(certificate) }
            try await act(.memberCertified, on: .house, by: caller.member) {
                [certificates, keys, certified] act in
                for certificate in certificates { try certificate.insert(in: &act) }
                for key in keys {
                    try key.insert(sealedTo: .member(member), certified: certified, in: &act)
                }
            }
        } catch { throw CaseworkError(error) }
    }
}

extension Caller {
    /// A team's key: the caller's own as a member of it, or through a team of theirs that is its steward.
    func teamKey(
        _ team: TeamEpoch, seeds: [TeamKey.Sealed]
    ) throws(CaseworkError) -> TeamKey {
        if let key = keyring.teamKey(team) { return key }
        for seed in seeds where seed.team == team {
            guard case .team(let steward) = seed.principal else { continue }
            if let key = try? keyring.stewardedKey(
                team, sealed: seed.sealed, through: steward, certified: certified)
            {
                return key
            }
        }
        throw .notFound
    }
}
