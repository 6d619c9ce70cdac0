import Database
import Policy
import Vault

/// A decision as the asker sees it before anything leaves.
package struct SharePreview: Sendable {
    package let asked: Asked
    package let decision: Decision
}

extension Casework {
    /// What the procedure says of a share, now. Nothing leaves and nothing is recorded yet.
    package func previewShare(
        _ form: ShareForm, of file: ID, as caller: Caller
    ) async throws(CaseworkError) -> SharePreview {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let asked = try form.checked(by: caller.member, held: open.items)
        let now = now
        let facts = try await read {
            try ShareFacts(open, caller, today: now.day, $0).facts(of: asked, now: now)
        }
        return SharePreview(asked: asked, decision: rulebook.decide(facts))
    }

    /// Carries out what the procedure says: releases, refers or withholds, and records it in the log book and in the
    /// file in one act. The facts are read again inside it: if they have changed, nothing happens.
    ///
    /// - Parameters:
    ///   - id: drawn for the form, so that sending it twice shares once.
    ///   - seen: the decision that the asker was shown.
    package func share(
        _ form: ShareForm, of file: ID, id: ID, seen: Disclosure.Decided, as caller: Caller
    ) async throws(CaseworkError) -> Disclosure {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let asked = try form.checked(by: caller.member, held: open.items)
        let key = try open.key(of: .disclosure)
        let now = now
        let expected = try await previewShare(form, of: file, as: caller).decision
        guard Disclosure.Decided(expected) == seen else { throw .stale }
        let kind = EntryKind(of: expected)
        let letter = try letter(asked.summary(of: expected), to: open, by: caller)
        let grants = try await referralGrants(expected, of: open, as: caller)
        return try await act(kind, on: file, by: caller.member, letter: letter) { [rulebook] act in
            let facts = try ShareFacts(open, caller, today: now.day, act.connection).facts(
                of: asked, now: now)
            let decision = rulebook.decide(facts)
            guard Disclosure.Decided(decision) == seen else { throw CaseworkError.stale }
            var disclosure = Disclosure(
                asked: asked, decided: Disclosure.Decided(decision),
                stage: decision.referred.isEmpty
                    ? (decision.released.isEmpty ? .withheld : .released) : .referred)
            if let permit = decision.permit(file: file.bytes) {
                disclosure.release = try .init(asked, permit: permit, of: file, in: act)
            }
            for grant in grants { try grant.insert(in: &act) }
            try SealedRecord.write(disclosure, id: id, with: key, in: &act)
            return disclosure
        }
    }

    /// Releases what was approved: the asker's own act, decided again with the approval among the facts.
    package func releaseApproved(
        _ id: ID, version: UInt32, of file: ID, as caller: Caller
    ) async throws(CaseworkError) -> Disclosure {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let key = try open.key(of: .disclosure)
        let now = now
        let letter = try letter("Shared what was approved.", to: open, by: caller)
        return try await act(.shareReleased, on: file, by: caller.member, letter: letter) { [rulebook] act in
            var disclosure = try Disclosure.newest(id, version: version, of: open, key, act.connection)
            guard disclosure.stage == .approved, disclosure.asked.by == caller.member.text else {
                throw CaseworkError.notFound
            }
            let facts = try ShareFacts(open, caller, today: now.day, act.connection)
                .facts(of: disclosure.asked, ruling: disclosure.ruling, now: now)
            guard let permit = rulebook.decide(facts).permit(file: file.bytes) else {
                throw CaseworkError.stale
            }
            disclosure.release = try .init(disclosure.asked, permit: permit, of: file, in: act)
            disclosure.stage = .released
            try SealedRecord.write(disclosure, id: id, version: version + 1, with: key, in: &act)
            return disclosure
        }
    }

    /// What was asked, decided and shared of a file, newest first.
    package func disclosures(
        of file: ID, as caller: Caller
    ) async throws(CaseworkError) -> [Record<Disclosure>] {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let rows = try await read { try SealedRecord.current(.disclosure, of: file, $0) }
        return rows.reversed().compactMap { try? $0.open(Disclosure.self, with: open.key(of: $0.item)) }
    }

    /// One disclosure, for its letter or its ruling. That it was looked at is recorded first.
    package func disclosure(
        _ id: ID, of file: ID, as caller: Caller
    ) async throws(CaseworkError) -> (record: Record<Disclosure>, decision: Decision) {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        try await act(.fileOpened, on: file, by: caller.member) { _ in }
        let now = now
        let (row, gathered) = try await read {
            (try SealedRecord.newest(id, $0), try ShareFacts(open, caller, today: now.day, $0))
        }
        guard let row, row.item.item == .disclosure else { throw .notFound }
        let record = try row.open(Disclosure.self, with: open.key(of: row.item))
        let facts = gathered.facts(of: record.text.asked, ruling: record.text.ruling, now: now)
        return (record, rulebook.decide(facts))
    }
}

extension Disclosure {
    /// A disclosure at the version that was read; stale if there is a newer one.
    static func newest(
        _ id: ID, version: UInt32, of open: OpenFile, _ key: ItemKey, _ connection: any Connection
    ) throws -> Disclosure {
        guard let row = try SealedRecord.newest(id, connection), row.item.item == .disclosure else {
            throw CaseworkError.notFound
        }
        guard row.version == version else { throw CaseworkError.stale }
        return try row.open(Disclosure.self, with: open.key(of: row.item) ?? key).text
    }
}

extension Disclosure.Release {
    /// What the permit lets go, in the asker's words, and nothing else. Without a permit nothing is released.
    init(_ asked: Asked, permit: Permit, of file: ID, in act: Act) throws {
        guard permit.recipient == asked.recipient else { throw CaseworkError.notFound }
        self.init(
            by: act.actor.text, at: act.at.milliseconds,
            parts: asked.parts.filter { permit.allows($0.item, of: file.bytes) }.map {
                Part(item: $0.item.rawValue, words: $0.words)
            })
    }
}

extension Asked {
    /// One line for the file's log: what was asked and what the procedure said.
    func summary(of decision: Decision) -> String {
        let what = parts.map(\.item.rawValue).joined(separator: ", ")
        let clauses = Disclosure.Decided(decision).clauses.joined(separator: ", ")
        return "Asked to share \(what) with \(party) (\(recipient.rawValue)), on the ground "
            + "\(ground.rawValue). \(decision.outcome.rawValue): \(clauses)."
    }
}

extension EntryKind {
    init(of decision: Decision) {
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
    init(_ open: OpenFile, _ caller: Caller, today: Day, _ connection: any Connection) throws {
        func texts<Text: Decodable>(_ item: Vault.Item, _: Text.Type) throws -> [Record<Text>] {
            guard open.holds(item) else { return [] }
            return try SealedRecord.current(item, of: open.file, connection).map {
                try $0.open(Text.self, with: open.key(of: $0.item))
            }
        }
        self.init(
            kind: open.kind, identity: try texts(.identity, Identity.self).last?.text,
            consents: try texts(.consent, Consent.self), purposes: try Purpose.all(caller, connection),
            today: today)
    }
}
