import Database
import Policy
import Vault

/// What a share form offers.
package struct Shareable: Sendable {
    /// Nil without the item `identity`.
    package let name: String?
    /// The items of the file that the caller may share.
    package let items: [Policy.Item]
    package let purposes: [Record<Purpose>]
    /// Whom the person agreed to sharing with.
    package let agreed: [Agreed]
}

/// A decision as the asker sees it before anything leaves.
package struct SharePreview: Sendable {
    package let asked: Asked
    package let decision: Decision
    /// The questions that nobody has answered and that it may come to rest on.
    package let unanswered: [Asked.Question]
    /// What an approval of what is referred would let go.
    package let outlook: Outlook
    /// Whom the person agreed to sharing with, where what was asked is not it.
    package let agreedElsewhere: [AgreedElsewhere]
}

extension Casework {
    /// What a share form offers: the items of the file that the caller may share, the purposes there are, and whom the
    /// person agreed to sharing with. That the file was opened is recorded first.
    package func shareable(_ file: ID, as caller: Caller) async throws(CaseworkError) -> Shareable {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let items = Policy.Item.allCases.filter { $0.held.map(open.holds) ?? false }
        let today = now.day
        let facts = try await read { try ShareFacts(open, caller, today: today, $0, by: self.log) }
        try await record(.contents, of: open, as: caller)
        return Shareable(
            name: facts.identity?.name, items: items, purposes: facts.purposes, agreed: facts.agreed)
    }

    /// What to ask of a share that is begun: of everybody who they are, and then whatever the decision may come to rest
    /// on, also once somebody has approved it. What is not asked now would be missing from an approval.
    package func shareQuestions(
        _ form: ShareForm, of file: ID, as caller: Caller
    ) async throws(CaseworkError) -> [Asked.Question] {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        var asked = try form.checked(by: caller.member, held: open.items, isBegun: true)
        asked.answers = [:]
        let begun = asked
        let now = now
        var facts = try await read {
            try ShareFacts(open, caller, today: now.day, $0, by: self.log).facts(of: begun, now: now)
        }
        facts.needToKnow = true
        let resting = rulebook.resting(on: Asked.Question.facts, in: facts)
        return Asked.Question.allCases.filter { $0 == .verified || resting.contains($0.fact) }
    }

    /// What the procedure says of a share, now. Nothing leaves yet; that the file was opened is recorded first.
    package func previewShare(
        _ form: ShareForm, of file: ID, as caller: Caller
    ) async throws(CaseworkError) -> SharePreview {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let preview = try await preview(form, in: open, as: caller)
        try await record(.contents, of: open, as: caller)
        return preview
    }

    private func preview(
        _ form: ShareForm, in open: OpenFile, as caller: Caller
    ) async throws(CaseworkError) -> SharePreview {
        let asked = try form.checked(by: caller.member, held: open.items)
        let now = now
        let gathered = try await read { try ShareFacts(open, caller, today: now.day, $0, by: self.log) }
        let decision = rulebook.decide(gathered.facts(of: asked, now: now))
        let resting = rulebook.resting(on: Asked.Question.facts, in: decision.facts)
        let decided = Decided(decision)
        return SharePreview(
            asked: asked, decision: decision,
            unanswered: Asked.Question.allCases.filter {
                asked.answers[$0] == nil && resting.contains($0.fact)
            },
            outlook: decided.outlook(of: decided.referred, by: rulebook),
            agreedElsewhere: gathered.elsewhere(asked, decision, by: rulebook))
    }

    /// Carries out what the procedure says: releases, refers or withholds, and records it in the log book and in the
    /// file in one act. The facts are read again inside it: if they have changed, nothing happens.
    ///
    /// - Parameters:
    ///   - id: drawn for the form, so that sending it twice shares once.
    ///   - seen: the mark of the decision that the asker was shown.
    @discardableResult
    package func share(
        _ form: ShareForm, of file: ID, id: ID, seen: String, finishing draft: DraftPlace? = nil,
        as caller: Caller
    ) async throws(CaseworkError) -> Disclosure {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let asked = try form.checked(by: caller.member, held: open.items)
        let key = try open.key(of: .disclosure)
        let now = now
        let expected = try await preview(form, in: open, as: caller).decision
        guard Decided(expected).mark == seen else { throw .stale }
        let letter = try letter(asked.summary(of: expected), to: open, by: caller)
        let (grants, forGuardian) = try await referralGrants(expected, of: open, as: caller)
        let kept = asked.kept(isReferred: !expected.referred.isEmpty)
        let (confided, apart) = (Confided(asked, of: id), ID(from: randomness))
        let counselling = confided == nil ? nil : try open.key(of: .counselling)
        return try await act(
            EntryKind(of: expected), on: file, by: caller.member, letter: letter, form: SentForm(id),
            finishing: draft
        ) { [rulebook] act in
            let facts = try ShareFacts(open, caller, today: now.day, act.connection, by: act.log).facts(
                of: asked, now: now)
            let decision = rulebook.decide(facts)
            let decided = Decided(decision)
            guard decided.mark == seen else { throw CaseworkError.stale }
            var disclosure = Disclosure(asked: kept, decided: decided)
            disclosure.askedAt = act.at.milliseconds
            if !forGuardian.isEmpty { disclosure.forGuardian = forGuardian }
            if let counselling, let confided {
                disclosure.apart = apart
                try SealedRecord.write(confided, id: apart, with: counselling, in: &act)
            }
            if let permit = decision.permit(file: file.bytes) {
                disclosure.releases = [
                    try .init(kept, permit: permit, decided: decided, of: file, in: act)
                ]
            }
            for grant in grants { try grant.insert(in: &act) }
            try SealedRecord.write(disclosure, id: id, with: key, in: &act)
            return disclosure
        }
    }

    /// What was asked, decided and shared of a file, newest first.
    package func disclosures(
        of file: ID, as caller: Caller
    ) async throws(CaseworkError) -> [Record<Disclosure>] {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let rows = try await read { try SealedRecord.current(.disclosure, of: file, $0, by: self.log) }
        try await record(.contents, of: open, as: caller)
        return rows.texts(of: open, as: caller).reversed()
    }

    /// One disclosure, for its letter or its ruling. That it was looked at is recorded first.
    package func disclosure(
        _ id: ID, of file: ID, as caller: Caller
    ) async throws(CaseworkError) -> OpenDisclosure {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        try await act(.fileOpened, on: file, by: caller.member) { _ in }
        let now = now
        let (row, gathered, purposes) = try await read {
            (
                try SealedRecord.newest(id, $0, by: self.log),
                try ShareFacts(open, caller, today: now.day, $0, by: self.log),
                try Purpose.all(caller, $0, by: self.log)
            )
        }
        guard let row, row.item.item == .disclosure else { throw .notFound }
        let record = try row.open(Disclosure.self, with: open.key(of: row.item))
        let asked = record.text.asked
        let isOwn = asked.by == caller.member.text
        var whole = record.text
        if let apart = whole.apart, open.holds(.counselling) {
            whole = whole.with(try await confided(apart, to: id, in: open, as: caller))
        }
        let ready =
            isOwn
            ? gathered.ready(record.text, file: file, by: rulebook, certified: caller.certified, now: now)
            : []
        let toRule = isOwn ? [] : record.text.waiting(for: caller.approvals)
        // By the consents that this reader holds: what was asked holds none of them.
        let elsewhere =
            record.text.stage == .withheld
            ? gathered.elsewhere(asked, rulebook.decide(gathered.facts(of: asked, now: now)), by: rulebook)
            : []
        return OpenDisclosure(
            file: file,
            record: Record(
                id: record.id, version: record.version, author: record.author, at: record.at, text: whole),
            isWhole: whole.apart == nil || open.holds(.counselling),
            purpose: purposes.first { $0.id == asked.purpose }?.text.name,
            toRule: toRule, outlook: record.text.outlook(of: toRule, by: rulebook), ready: ready,
            lacking: isOwn
                ? gathered.lacking(record.text, by: rulebook, certified: caller.certified, now: now) : [],
            agreedElsewhere: elsewhere)
    }
}

/// A disclosure as one member sees it.
package struct OpenDisclosure: Sendable {
    package let file: ID
    package let record: Record<Disclosure>
    /// False where the words are kept from this reader, who does not hold counselling (clause P2).
    package let isWhole: Bool
    /// The purpose's name on the register.
    package let purpose: String?
    /// The items that this member may rule on: never of what they asked for themself.
    package let toRule: [String]
    /// What approving these would let go.
    package let outlook: Outlook
    /// What was approved and may be released now; empty for everybody but the asker.
    package let ready: [Ready]
    /// What was approved and lacks an answer before it can go; empty for everybody but the asker.
    package let lacking: [Outlook.Lacking]
    /// Of what was withheld: whom they agreed to sharing with, where what was asked is not it. Empty for a reader who does
    /// not hold their consents.
    package let agreedElsewhere: [AgreedElsewhere]
}

extension Disclosure {
    /// A disclosure at the version that was read; stale if there is a newer one.
    static func newest(
        _ id: ID, version: UInt32, of open: OpenFile, _ connection: any Connection,
        by log: Integrator
    ) throws -> Disclosure {
        guard let row = try SealedRecord.newest(id, connection, by: log), row.item.item == .disclosure else {
            throw CaseworkError.notFound
        }
        let disclosure = try row.open(Disclosure.self, with: open.key(of: row.item)).text
        guard row.version == version else { throw CaseworkError.stale }
        return disclosure
    }
}

extension Disclosure.Release {
    /// What the permit lets go, in the asker's words, and nothing else. Without a permit nothing is released.
    /// - Parameter only: those of them that are meant; nil for all.
    init(
        _ asked: Asked, permit: Permit, decided: Decided, only: [String]? = nil, of file: ID, in act: Act
    ) throws {
        guard permit.recipient == asked.recipient else { throw CaseworkError.notFound }
        self.init(
            by: act.actor.text, at: act.at.milliseconds, decided: decided,
            parts: asked.parts.filter {
                permit.allows($0.item, of: file.bytes) && only?.contains($0.item.rawValue) != false
            }.map { Part(item: $0.item.rawValue, words: $0.words) })
    }
}

extension Asked {
    /// One line for the file's log: what was asked and what the procedure said.
    func summary(of decision: Decision) -> String {
        let what = parts.map(\.item.rawValue).joined(separator: ", ")
        let clauses = decision.deciding.map(\.clause).joined(separator: ", ")
        return "Asked to share \(what) with \(party) (\(recipient.rawValue)), on the ground "
            + "\(ground.rawValue). \(decision.outcome.rawValue): \(clauses)."
    }
}

extension EntryKind {
    /// What a decision on a share is in the log book.
    package init(of decision: Decision) {
        switch (decision.referred.isEmpty, decision.released.isEmpty) {
        case (false, false): self = .shareReleasedInPart
        case (false, true): self = .shareReferred
        case (true, false): self = .shareReleased
        case (true, true): self = .shareWithheld
        }
    }
}

extension ShareFacts {
    /// Gathers what is on record now; opened with the caller's own keys.
    init(
        _ open: OpenFile, _ caller: Caller, today: Day, _ connection: any Connection, by log: Integrator
    ) throws {
        /// Nil where one row can't be read, as where the caller holds none: it may be a *no*, so nothing is known.
        func texts<Text: Kept>(_ item: Vault.Item, _: Text.Type) throws -> [Record<Text>]? {
            guard open.holds(item) else { return nil }
            let unread = Unread()
            let texts = try SealedRecord.current(item, of: open.file, connection, by: log).texts(
                Text.self, unread: unread
            ) { open.key(of: $0) }
            caller.unread.add(unread)
            return unread.count == 0 ? texts : nil
        }
        self.init(
            kind: open.kind, identity: try texts(.identity, Identity.self)?.last?.text,
            consents: try texts(.consent, Consent.self),
            purposes: try Purpose.all(caller, connection, by: log),
            today: today)
    }
}
