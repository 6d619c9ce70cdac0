import Database
import Vault

extension Caller {
    /// Whether this member may give somebody a code for new keys: guardians, and nobody to themself
    /// (clause S3.7). The
    /// last guardian's own way back is the recovery sheets.
    package func canReadmit(_ colleague: Colleague) -> Bool {
        guard teams.contains(.guardian), holds(.certification), colleague.id != member else { return false }
        return certified.identity(of: colleague.id) != nil || certified.hasLeft(colleague.id)
    }
}

extension Casework {
    /// Makes a code with which a member whose passphrase is lost, or who was suspended, makes new
    /// keys. From now on the
    /// old ones count for nothing: the charity certifies a departure, their sessions end, what was
    /// sealed to them and
    /// the wrapped seed are destroyed. What they signed before still counts. Certifying the new
    /// keys, once the
    /// fingerprint was compared, gives them what their role holds; and after a lost passphrase what
    /// they held by name, as far as whoever certifies can give it: a guardian gives back the rest.
    /// - Parameters:
    ///   - version: of their row of the roster as it was read.
    ///   - why: sealed to the charity's own log.
    /// - Returns: the code; it is shown once and not kept.
    /// - Throws: `notFresh` unless the passphrase was just typed.
    package func readmit(
        _ member: ID, from version: UInt32, why: String, as caller: Caller
    ) async throws(CaseworkError) -> EnrolmentCode {
        let state = try await staffState(as: caller)
        guard let colleague = try await roster(as: caller).first(where: { $0.id == member }),
            caller.canReadmit(colleague), state.certified.teams(of: caller.member).contains(.guardian)
        else { throw .notFound }
        var words = Words()
        let why = words.passage("why", why, longest: 2000, required: true)
        try words.check()
        try caller.requireFresh(at: now)
        guard colleague.version == version else { throw .stale }
        let isHere = state.certified.identity(of: member) != nil
        let departure = isHere ? try await departure(of: [member], state, as: caller) : nil
        // A second code, because the first was lost, changes nothing of what is theirs.
        var held = caller.filesToReturn(colleague)
        if isHere {
            // What new keys before these did not get back yet is theirs, too.
            held = held.joined(with: try await filesHeld(by: member, certified: state.certified, as: caller))
        }
        let code = EnrolmentCode(from: randomness)
        let enrolment = Enrolment(
            name: colleague.profile.name, role: colleague.profile.role, charity: caller.keyring.charity.bytes)
        guard let house = departure?.house ?? caller.house else { throw .notFound }
        let (roster, certification) = (try house.key(of: .roster), try house.key(of: .certification))
        let next: UInt32
        do { next = try version.next() } catch { throw CaseworkError(error) }
        let profile = Profile(
            name: colleague.profile.name, role: colleague.profile.role,
            filesToReturn: try FilesToReturn(held, to: member, version: next, with: certification))
        let letter = try letter(
            "A code for new keys: \(profile.name). Why: \(why)", to: house, by: caller)
        let key = caller.keyring.charity
        let ended = try await act(.memberReadmitted, on: .house, by: caller.member, letter: letter) {
            act in
            try certification.beginning?.insert(in: &act)
            guard try SealedRecord.newestVersion(of: member, act.connection) == version else {
                throw CaseworkError.stale
            }
            let certified = try act.certified(by: key)
            guard certified.teams(of: act.actor).contains(.guardian) else { throw CaseworkError.notFound }
            guard (certified.identity(of: member) != nil) == isHere else { throw CaseworkError.stale }
            let sessions = try departure?.insert(in: &act) ?? []
            try Departure.destroySeed(of: member, in: &act)
            try enrolment.insert(code: code, member: member, in: &act)
            try SealedRecord.write(profile, id: member, after: version, with: roster, in: &act)
            return sessions
        }
        for session in ended { forget(session) }
        return code
    }

    /// What a member holds by name, by what is certified before they leave.
    private func filesHeld(
        by member: ID, certified: Certified, as caller: Caller
    ) async throws(CaseworkError) -> [HeldFile] {
        try await openedToGive(of: member, certified: certified, as: caller).compactMap { open in
            let items = open.items(of: member)
            return !items.isWork ? nil : HeldFile(file: open.file, items: Set(items.map(\.rawValue)))
        }
    }
}
