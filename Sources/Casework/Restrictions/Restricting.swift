import Database
import Vault

extension Casework {
    /// What somebody who may restrict a file sees before: who works with it, and who could.
    package func restricting(_ file: ID, as caller: Caller) async throws(CaseworkError) -> Restricting {
        let open = try await openToClose(file, as: caller)
        guard open.canBeClosed else { throw .notFound }
        return try await choices(of: open, as: caller)
    }

    func choices(of open: OpenFile, as caller: Caller) async throws(CaseworkError) -> Restricting {
        let kept = try await keptFrom(open)
        let able = caller.certified.members(of: .caseworkers) + caller.certified.members(of: .management)
        return Restricting(
            file: open.file, isRestricted: open.isRestricted, named: open.namedMembers,
            choices: Set(able).subtracting(kept).sorted(), keptFrom: kept, isTheirs: open.canBeClosed)
    }

    /// The file with what its reader can close it by; a guardian's keys in escrow are among them, and nothing of it is
    /// read by them.
    /// - Throws: `notFresh` for a guardian, unless the passphrase was just typed.
    func openToClose(_ file: ID, as caller: Caller) async throws(CaseworkError) -> OpenFile {
        let open = try await openFile(file, as: caller)
        guard caller.teams.contains(.guardian), open.kind == .client else { return open }
        try caller.requireFresh(at: now)
        return try await openToGive(file, certified: caller.certified, as: caller)
    }

    /// Restricts a file (clauses S3.4, S3.7): from now on it is there for nobody but those who are named and the
    /// guardians. Each of its items begins a new epoch, sealed to them alone; its row of the register goes. What others
    /// read before, they have read.
    /// - Parameter id: drawn for the form, so that sending it twice restricts once.
    /// - Throws: `notFresh` for a guardian, who reaches into escrow for it, unless the passphrase was just typed.
    package func restrict(
        _ form: RestrictionForm, id: ID, file: ID, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openToClose(file, as: caller)
        guard open.canBeClosed else { throw .notFound }
        guard !open.isRestricted else { throw .alreadySaved }
        let choices = try await choices(of: open, as: caller)
        let checked = try form.checked(choices, staff: caller.certified.members(of: .staff), today: now.day)
        let kept = choices.keptFrom.union([checked.relatedTo].compactMap { $0 })
        let act = try await closing(
            open, to: checked.named, id: id, kind: .fileRestricted,
            text: Restriction(
                reviewOn: checked.reviewOn.text, why: checked.why, keptFrom: kept.map(\.text).sorted()),
            words: "Restricted. Why: \(checked.why)", as: caller)
        try await self.act(
            act.kind, on: file, by: caller.member, letter: act.letter, form: SentForm(id), act.body)
        indexes.forget(file)
    }

    /// The one act that closes a file to everybody but those named and the guardians.
    func closing(
        _ open: OpenFile, to named: Set<ID>, id: ID, kind: EntryKind, text: Restriction, words: String,
        as caller: Caller
    ) async throws(CaseworkError) -> FurtherAct {
        let file = open.file
        @Sendable func stays(_ principal: Principal) -> Bool {
            switch principal {
            case .member(let member): named.contains(member)
            case .team(let team): team.team == .guardian
            case .recovery: true
            }
        }
        // The new epochs are begun first: what is given and written after goes by them.
        let held = Dictionary(uniqueKeysWithValues: named.map { ($0, open.items(of: $0)) })
        var ended: [NewEpoch] = []
        for item in open.items.sorted() {
            if let epoch = try open.ending(item, keeping: stays) { ended.append(epoch) }
        }
        let epochs = ended
        var given: [Given] = []
        for member in named.sorted() {
            let missing = open.giveable.subtracting(held[member] ?? [])
            guard !missing.isEmpty else { continue }
            given.append(try open.give(missing, to: .member(member), at: now, by: caller, randomness))
        }
        let grants = given
        let log = try open.key(of: .log)
        let register = try gone(file, open.half, as: caller)
        var names: [String] = []
        for member in named.sorted() { names.append(try await nameOnRoster(member, as: caller)) }
        let letter = try letter(
            "\(words) It is given to: \(names.joined(separator: ", ")).", to: open, by: caller)
        let wasRestricted = open.isRestricted
        return FurtherAct(kind: kind, file: file, letter: letter) { act in
            try Grant.takeOffLists(of: file, unless: stays, in: &act)
            for epoch in epochs { try epoch.insert(in: &act) }
            for grant in grants { try grant.insert(in: &act) }
            try text.write(id, with: log, in: &act)
            guard !wasRestricted else { return }
            try NewFile.mark(file, isRestricted: true, in: &act)
            try SealedRecord.takeOut(file, leaving: register, in: &act)
        }
    }

    /// The key of a file's row of the register.
    private func gone(_ file: ID, _ half: [UInt8], as caller: Caller) throws(CaseworkError) -> ItemKey {
        do { return try caller.houseKey(.register).about(file, half: half) } catch { throw .notFound }
    }
}

extension SealedRecord {
    /// Takes a file out of the register: every row that named it goes, and one that says nothing else stays in their
    /// place, so that every process forgets the name.
    static func takeOut(_ file: ID, leaving register: ItemKey, in act: inout Act) throws {
        let rows = try act.connection.rows("SELECT * FROM records WHERE record = \(file.bytes)")
        var newest: UInt32 = 0
        for row in try rows.map({ try SealedRecord($0) }) {
            newest = max(newest, row.version)
            act.note(.removed, file, version: row.version, row.digest)
        }
        try act.connection.execute("DELETE FROM records WHERE record = \(file.bytes)")
        try write(packed: RegisterRow.gone, id: file, after: newest, about: file, with: register, in: &act)
    }
}

extension RestrictionForm {
    /// - Parameter staff: whom it could be about, if that is asked.
    func checked(
        _ choices: Restricting, staff: [ID] = [], today: Day
    ) throws(CaseworkError) -> (named: Set<ID>, why: String, reviewOn: Day, relatedTo: ID?) {
        var words = Words()
        let named = Set(named.compactMap { ID(text: $0) })
        if named.isEmpty || named.count != Set(self.named).count || !named.isSubset(of: choices.choices) {
            words.refuse("named", self.named.isEmpty ? .missing : .notAChoice)
        }
        let related = ID(text: relatedTo)
        if !relatedTo.isEmpty, !(related.map(staff.contains) ?? false) {
            words.refuse("relatedTo", .notAChoice)
        } else if let related, named.contains(related) {
            words.refuse("named", .keptFrom)
        }
        let why = words.passage("why", why, longest: 2000, required: true)
        let day = words.comingDate(
            "reviewOn", reviewOn, today: today, within: Restriction.longest, required: true)
        try words.check()
        return (named, why, day ?? today, related)
    }
}
