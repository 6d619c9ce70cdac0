import Database
import FoundationEssentials
import Vault

/// Where somebody stands between their invitation and their first day.
package enum Standing: Sendable {
    /// Their code has not been used.
    case invited
    /// They were never let in, and no code waits for them: it was withdrawn, has run out, or they were turned away.
    case withoutCode
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
    /// Of their row of the roster, for a form that changes it.
    package let version: UInt32
    /// When that row was written: of somebody who was never let in, when they were invited.
    package let at: Instant
    package let standing: Standing
}

extension Profile {
    /// Everybody's on the roster, as the caller reads it.
    static func all(
        _ caller: Caller, _ connection: any Connection, by log: Integrator
    ) throws -> [Record<Profile>] {
        let key = try caller.houseKey(.roster)
        return try SealedRecord.current(.roster, of: .house, connection, by: log).texts(
            unread: caller.unread, in: caller.memory
        ) { _ in key }
    }
}

extension Casework {
    /// Everybody on the roster, by name.
    package func roster(as caller: Caller) async throws(CaseworkError) -> [Colleague] {
        let time = now
        let (profiles, members, waiting) = try await read { [log] connection in
            let staff = try log.staff(connection)
            return (
                try Profile.all(caller, connection, by: log), try staff.members(),
                Set(try staff.codes().there.filter { $0.expires >= time.milliseconds }.map(\.member))
            )
        }
        let enrolled = Dictionary(uniqueKeysWithValues: members.map { ($0.id, $0) })
        return profiles.map { row in
            let standing: Standing
            if caller.certified.identity(of: row.id) != nil {
                standing = .certified
            } else if let identity = enrolled[row.id].flatMap({ try? MemberIdentity(packed: $0.identity) }),
                !caller.certified.wasCertified(identity)
            {
                standing = .toCertify(fingerprint: identity.fingerprint)
            } else if waiting.contains(row.id) {
                standing = .invited
            } else {
                standing = caller.certified.hasLeft(row.id) ? .suspended : .withoutCode
            }
            return Colleague(
                id: row.id, profile: row.text, version: row.version, at: row.at, standing: standing)
        }.sorted { ($0.profile.name, $0.id) < ($1.profile.name, $1.id) }
    }

    /// Puts somebody on the roster and makes their enrolment code, to be handed over in person (clause S3.5).
    /// - Returns: the code; it is shown once and not kept.
    /// - Throws: `notFresh` unless the passphrase was just typed: a screen left open lets nobody in for good.
    package func invite(
        id: ID, name: String, role: Role, as caller: Caller
    ) async throws(CaseworkError) -> EnrolmentCode {
        let key = try caller.houseKey(.roster)
        _ = try caller.houseKey(.certification)
        var words = Words()
        let name = words.name("name", name, longest: 120, required: true)
        if !role.canBeGiven(by: caller.teams) { words.refuse("role", .notAChoice) }
        try words.check()
        try caller.requireFresh(at: now)
        let code = EnrolmentCode(from: randomness)
        let enrolment = Enrolment(name: name, role: role, charity: caller.keyring.charity.bytes)
        try await act(.memberInvited, on: .house, by: caller.member, form: SentForm(id)) { act in
            try enrolment.insert(code: code, member: id, in: &act)
            try SealedRecord.write(Profile(name: name, role: role), id: id, with: key, in: &act)
        }
        return code
    }

    /// Certifies a newcomer whose fingerprint the caller has compared with them: their keys, their
    /// teams, and the
    /// teams' seeds sealed to them.
    /// - Parameters:
    ///   - fingerprint: the one that was compared; refused if the keys have changed since.
    ///   - role, version: of the row of the roster that was on the page. Everybody on the staff holds the roster's key, so
    ///     that row may have become another.
    /// - Throws: `stale` for another row; `notFresh` unless the passphrase was just typed.
    package func certify(
        _ member: ID, fingerprint: String, role: Role, version: UInt32, as caller: Caller
    ) async throws(CaseworkError) {
        let rosterKey = try caller.houseKey(.roster)
        let state = try await staffState(as: caller)
        let rows = try await read { [log] connection in
            (try log.staff(connection).member(member), try SealedRecord.newest(member, connection, by: log))
        }
        guard let row = rows.0, let profileRow = rows.1,
            let identity = try? MemberIdentity(packed: row.identity), identity.member == member,
            identity.fingerprint == fingerprint
        else { throw .notFound }
        if state.certified.identity(of: member) != nil { throw .alreadySaved }
        // The same keys do not come back: whoever is let in again has made new ones.
        if state.certified.wasCertified(identity) { throw .notFound }
        let profile = try profileRow.open(Profile.self, with: rosterKey).text
        guard profile.role == role, profileRow.version == version else { throw .stale }
        guard profile.role.canBeGiven(by: caller.teams) else { throw .notFound }
        try caller.requireFresh(at: now)
        do {
            let at = max(now.milliseconds, try (state.certified.departedAt(member) ?? 0).next())
            let admission = try Admission(
                of: identity, as: profile.role, at: at, certified: state.certified, state, by: caller)
            var returned: [FurtherAct] = []
            // They come back once: whatever ends after this stays ended. What this caller can't give waits for a guardian.
            var rest: Profile?
            let certification = try caller.houseKey(.certification)
            if profile.filesToReturn != nil {
                let given = try await givingBack(
                    caller.filesToReturn(profile, of: member, version: profileRow.version), to: member,
                    at: Instant(milliseconds: at), certified: admission.certified,
                    as: caller)
                returned = given.acts
                let isLeft = !given.left.isEmpty && !caller.teams.contains(.guardian)
                rest = Profile(
                    name: profile.name, role: profile.role,
                    filesToReturn: try FilesToReturn(
                        isLeft ? given.left : [], to: member, version: profileRow.version.next(),
                        with: certification))
            }
            try await act(.memberCertified, on: .house, by: caller.member, with: returned) {
                [rest] act in
                let certified = try act.certified(by: caller.keyring.charity)
                if certified.identity(of: member) != nil { throw CaseworkError.alreadySaved }
                guard act.staff.certificateCount == state.count else { throw CaseworkError.stale }
                // Turned away meanwhile.
                guard try act.staff.member(member)?.identity == row.identity else {
                    throw CaseworkError.stale
                }
                try admission.insert(in: &act)
                if let rest {
                    try certification.beginning?.insert(in: &act)
                    guard try SealedRecord.newestVersion(of: member, act.connection) == profileRow.version
                    else { throw CaseworkError.stale }
                    try SealedRecord.write(
                        rest, id: member, after: profileRow.version, with: rosterKey, in: &act)
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
