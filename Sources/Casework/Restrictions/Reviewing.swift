import Database
import Vault

/// What a guardian decides on looking at a restriction again.
package struct RestrictionReview: Sendable {
    /// `keep` or `lift`.
    package var decision = ""
    package var why = ""
    /// The next review, if it is kept.
    package var reviewOn = ""
    /// The version that the form showed; 0 for a file that was restricted when it was made.
    package var version: UInt32 = 0

    package init() {}
}

extension Casework {
    /// The restrictions that stand, the next review first, for the guardians they are not about (clauses S3.4, S3.7).
    /// Reading who they are about is an opening of each.
    package func restrictions(as caller: Caller) async throws(CaseworkError) -> [RestrictionLine] {
        guard caller.teams.contains(.guardian) else { throw .notFound }
        var lines: [RestrictionLine] = []
        for (file, made) in try await restrictedFiles() {
            guard let line = try await line(of: file, made: made, as: caller) else { continue }
            lines.append(line)
        }
        if !lines.isEmpty { try await record(.restrictions, as: caller) }
        return lines.sorted { ($0.reviewOn, $0.name ?? "", $0.file) < ($1.reviewOn, $1.name ?? "", $1.file) }
    }

    /// One restriction, to look at again.
    package func restriction(
        of file: ID, as caller: Caller
    ) async throws(CaseworkError) -> RestrictionLine {
        guard caller.teams.contains(.guardian),
            let made = try await restrictedFiles().first(where: { $0.file == file })?.made,
            let line = try await line(of: file, made: made, as: caller)
        else { throw .notFound }
        return line
    }

    private func restrictedFiles() async throws(CaseworkError) -> [(file: ID, made: Instant)] {
        try await read { connection in
            try connection.rows("SELECT file, made FROM files WHERE restricted = 1").compactMap { row in
                try ID(row.blob("file")).map { ($0, Instant(milliseconds: try row.integer("made"))) }
            }
        }
    }

    private func line(
        of file: ID, made: Instant, as caller: Caller
    ) async throws(CaseworkError) -> RestrictionLine? {
        guard let open = try? await openFile(file, as: caller), open.isRestricted, open.holds(.log) else {
            return nil
        }
        let record = try await read { [log] in try open.restriction($0, by: log) }
        // Whoever holds no counselling can't end its team's keys: until a guardian does, it is due.
        let isDue = open.newest.values.contains(where: \.isTeams)
        let until = record.flatMap { Day($0.text.reviewOn) } ?? made.day.adding(days: Restriction.longest)
        let kept = try await keptFrom(open)
        if kept.contains(caller.member) { return nil }
        return RestrictionLine(
            file: file, name: try await name(in: open, as: caller),
            reviewOn: isDue ? (record?.at ?? made).day : until,
            record: record, named: open.namedMembers, keptFrom: kept,
            canBeLifted: kept.allSatisfy { caller.certified.identity(of: $0) == nil })
    }

    /// Keeps a restriction until another day, or lifts it: then the teams hold what they hold of every file. A file is
    /// not lifted while somebody is here whom it is kept from.
    /// - Parameter id: drawn for the form: the record's, where there was none.
    /// - Throws: `notFresh` unless the passphrase was just typed, for either reaches into escrow.
    package func review(
        _ form: RestrictionReview, id: ID, restrictionOf file: ID, as caller: Caller
    ) async throws(CaseworkError) {
        let line = try await restriction(of: file, as: caller)
        try caller.requireFresh(at: now)
        var words = Words()
        let isKept = form.decision == "keep"
        if !isKept, form.decision != "lift" || !line.canBeLifted {
            words.refuse("decision", form.decision.isEmpty ? .missing : .notAChoice)
        }
        let why = words.passage("why", form.why, longest: 2000, required: true)
        let day =
            isKept
            ? words.comingDate(
                "reviewOn", form.reviewOn, today: now.day, within: Restriction.longest, required: true)
            : now.day
        try words.check()
        guard let day, form.version == line.record?.version ?? 0 else { throw .stale }
        let open = try await openToGive(file, certified: caller.certified, as: caller)
        var text =
            line.record?.text ?? Restriction(reviewOn: "", why: "Since it was made.", keptFrom: [])
        (text.reviewOn, text.isLifted) = (day.text, !isKept)
        let act =
            try await isKept
            ? keeping(open, text, line, id: id, why: why, as: caller)
            : lifting(open, text, line, id: id, why: why, as: caller)
        try await self.act(
            act.kind, on: file, by: caller.member, letter: act.letter, form: SentForm(id), act.body)
        if !isKept { indexes.forget(file) }
    }

    /// Closes what whoever restricted it could not close, too: the counselling team's keys.
    private func keeping(
        _ open: OpenFile, _ text: Restriction, _ line: RestrictionLine, id: ID, why: String,
        as caller: Caller
    ) throws(CaseworkError) -> FurtherAct {
        var ended: [NewEpoch] = []
        let (record, kept) = (line.record, line.keptFrom)
        for (item, holders) in open.newest.sorted(by: { $0.key < $1.key }) where holders.isTeams {
            let epoch = try open.ending(item) { principal in
                switch principal {
                case .team(let team): team.team == .guardian
                case .member(let member): !kept.contains(member)
                case .recovery: true
                }
            }
            if let epoch { ended.append(epoch) }
        }
        let epochs = ended
        let log = try open.key(of: .log)
        let letter = try letter(
            "The restriction is kept until \(text.reviewOn). Why: \(why)", to: open, by: caller)
        return FurtherAct(kind: .restrictionReviewed, file: open.file, letter: letter) { act in
            try open.requireNotKept(from: act.actor, in: act)
            for epoch in epochs { try epoch.insert(in: &act) }
            try text.write(record?.id ?? id, after: record?.version, with: log, in: &act)
        }
    }

    private func lifting(
        _ open: OpenFile, _ text: Restriction, _ line: RestrictionLine, id: ID, why: String,
        as caller: Caller
    ) async throws(CaseworkError) -> FurtherAct {
        let shares = try ClientFile.shares(
            worker: line.named.first, isRestricted: false, certified: caller.certified)
        var given: [Given] = []
        for share in shares {
            guard case .team(let team) = share.principal, team.team != .guardian else { continue }
            given.append(
                try open.give(Set(share.items), to: share.principal, at: now, by: caller, randomness))
        }
        let grants = given
        let identity = try await identity(in: open, as: caller)
        let register: ItemKey
        do { register = try caller.houseKey(.register).about(open.file, half: open.half) } catch {
            throw .notFound
        }
        let log = try open.key(of: .log)
        let letter = try letter("The restriction is lifted. Why: \(why)", to: open, by: caller)
        let (file, record) = (open.file, line.record)
        return FurtherAct(kind: .restrictionLifted, file: file, letter: letter) { act in
            try open.requireNotKept(from: act.actor, in: act)
            for grant in grants { try grant.insert(in: &act) }
            try NewFile.mark(file, isRestricted: false, in: &act)
            try RegisterRow(identity).write(for: file, with: register, in: &act)
            try text.write(record?.id ?? id, after: record?.version, with: log, in: &act)
        }
    }
}
