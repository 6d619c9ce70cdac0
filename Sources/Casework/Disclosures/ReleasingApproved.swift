import Policy
import Vault

/// What one ruling lets go now: decided afresh, with the approval among the facts.
package struct Ready: Sendable {
    package let items: [String]
    package let decided: Decided
    let permit: Permit
}

extension [Ready] {
    /// What a form carries of what its reader saw.
    package var mark: String {
        map { "\($0.decided.mark) \($0.items.joined(separator: " "))" }.joined(separator: " ")
    }
}

extension Casework {
    /// Releases what was approved: the asker's own act, decided again with each approval among the facts. Nothing
    /// happens if that no longer says what the asker saw.
    @discardableResult
    package func releaseApproved(
        _ id: ID, version: UInt32, of file: ID, seen: String, as caller: Caller
    ) async throws(CaseworkError) -> Disclosure {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let key = try open.key(of: .disclosure)
        let now = now
        let before = try await read {
            try Disclosure.newest(id, version: version, of: open, $0, by: self.log)
        }
        guard before.asked.by == caller.member.text, !before.approved.isEmpty else { throw .notFound }
        let kind: EntryKind = before.waiting.isEmpty ? .shareReleased : .shareReleasedInPart
        let letter = try letter(
            "Shared what was approved with \(before.asked.party): \(before.approved.joined(separator: ", ")).",
            to: open, by: caller)
        let certified = caller.certified
        return try await act(kind, on: file, by: caller.member, letter: letter) { [rulebook] act in
            var disclosure = try Disclosure.newest(
                id, version: version, of: open, act.connection, by: act.log)
            let ready = try ShareFacts(open, caller, today: now.day, act.connection, by: act.log)
                .ready(disclosure, file: file, by: rulebook, certified: certified, now: now)
            guard !ready.isEmpty, ready.mark == seen else { throw CaseworkError.stale }
            for each in ready {
                disclosure.releases.append(
                    try .init(
                        disclosure.asked, permit: each.permit, decided: each.decided, only: each.items,
                        of: file, in: act))
            }
            try SealedRecord.write(disclosure, id: id, after: version, with: key, in: &act)
            return disclosure
        }
    }
}

extension Casework {
    /// Answers what an approval lacked: the asker's own act, after which what was approved can be released.
    ///
    /// Only the answers that let it go are kept: any other leaves everything as it is.
    /// - Parameter answers: by question, `yes` or `no`.
    package func complete(
        _ id: ID, version: UInt32, of file: ID, answers: [String: String], as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .disclosure, as: caller)
        let key = try open.key(of: .disclosure)
        let now = now
        let (before, gathered) = try await read {
            (
                try Disclosure.newest(id, version: version, of: open, $0, by: self.log),
                try ShareFacts(open, caller, today: now.day, $0, by: self.log)
            )
        }
        guard before.asked.by == caller.member.text, version < .max else { throw .notFound }
        let lacking = gathered.lacking(before, by: rulebook, certified: caller.certified, now: now)
        guard !lacking.isEmpty else { throw .stale }
        var words = Words()
        let needs = lacking.reduce(into: [:]) { $0.merge($1.needs) { first, _ in first } }
        for question in Asked.Question.allCases {
            guard let needed = needs[question] else { continue }
            let answer = answers[question.rawValue] ?? ""
            if answer != (needed ? "yes" : "no") {
                words.refuse(
                    "answer.\(question.rawValue)", ["yes", "no"].contains(answer) ? .notEnough : .missing)
            }
        }
        try words.check()
        let listed = needs.keys.map(\.fact.plainName).sorted().joined(separator: ", ")
        let letter = try letter("Answered what the approval lacked: \(listed).", to: open, by: caller)
        try await act(.referralCompleted, on: file, by: caller.member, letter: letter) { act in
            var disclosure = try Disclosure.newest(
                id, version: version, of: open, act.connection, by: act.log)
            disclosure.found =
                (disclosure.found ?? []) + [
                    Disclosure.Found(by: act.actor.text, at: act.at.milliseconds, answers: needs)
                ]
            try SealedRecord.write(disclosure, id: id, after: version, with: key, in: &act)
        }
    }
}

extension ShareFacts {
    /// What rulings that count have approved, and cannot go before its asker has answered something.
    func lacking(
        _ disclosure: Disclosure, by rulebook: Rulebook, certified: Certified, now: Instant
    ) -> [Outlook.Lacking] {
        disclosure.rulings.flatMap { ruling -> [Outlook.Lacking] in
            guard now <= ruling.expires, disclosure.stands(ruling, certified: certified),
                let approval = Approval(rawValue: ruling.approval)
            else { return [] }
            return Outlook(
                ruling.items.filter { !disclosure.hasReleased($0) }.map { ($0, approval) },
                on: facts(of: disclosure.answered, now: now), by: rulebook
            ).lacking
        }
    }

    /// What the rulings on a disclosure let go now. A ruling counts while it is in time, and while whoever made it is
    /// one of those who may, and is not the asker.
    func ready(
        _ disclosure: Disclosure, file: ID, by rulebook: Rulebook, certified: Certified, now: Instant
    ) -> [Ready] {
        disclosure.rulings.compactMap { ruling in
            guard disclosure.stands(ruling, certified: certified) else { return nil }
            let decision = rulebook.decide(facts(of: disclosure.answered, ruling: ruling, now: now))
            guard let permit = decision.permit(file: file.bytes) else { return nil }
            let released = Set(decision.released.map(\.rawValue))
            let items = ruling.items.filter { released.contains($0) && !disclosure.hasReleased($0) }
            return items.isEmpty
                ? nil : Ready(items: items, decided: Decided(decision), permit: permit)
        }
    }
}
