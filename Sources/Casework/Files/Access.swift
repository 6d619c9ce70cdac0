import Database
import Policy
import Vault

/// Who was given a part of a file by name.
package struct FileHolder: Sendable {
    package let member: ID
    package let items: Set<Vault.Item>
}

/// The people whom a file was given to by name, for whoever may give it to others.
package struct FilePeople: Sendable {
    package let file: ID
    package let kind: FileKind
    package let isRestricted: Bool
    package let name: String?
    package let holders: [FileHolder]
    /// Who can open what of it, and why: by name, by team and in escrow.
    package let seeing: [Seeing]
    /// What the reader could give.
    package let giveable: Set<Vault.Item>
}

/// Why somebody is given a part of a file (clauses S3.4, S4.2).
package struct AccessForm: Sendable {
    package var member = ""
    package var items: [String] = []
    package var purpose = ""
    package var why = ""

    package init() {}
}

extension OpenFile {
    /// What can be given by name: what the procedure knows as an item, and what goes with it.
    /// Counselling is its team's
    /// alone (clause P2).
    var giveable: Set<Vault.Item> { items.subtracting([.counselling]) }

    /// Whether its reader says who else works with it: whoever holds its log, so that what they
    /// give is written there.
    func canBeGiven(by caller: Caller) -> Bool { kind != .house && holds(.log) && caller.house != nil }
}

extension Casework {
    package func people(of file: ID, as caller: Caller) async throws(CaseworkError) -> FilePeople {
        let open = try await openFile(file, as: caller)
        guard open.canBeGiven(by: caller) else { throw .notFound }
        try await record(.people, of: open, as: caller)
        let members = Set(
            open.byName.compactMap { grant -> ID? in
                if case .member(let id) = grant.principal { id } else { nil }
            })
        let name = try await name(in: open, as: caller)
        return FilePeople(
            file: file, kind: open.kind, isRestricted: open.isRestricted, name: name,
            holders: members.sorted().compactMap { member in
                let items = open.items(of: member)
                return items.isEmpty ? nil : FileHolder(member: member, items: items)
            }, seeing: try await seeing(open, as: caller), giveable: open.giveable)
    }

    /// Gives a colleague named items of a file, for a purpose (clauses S3.4, S4.2): sharing within
    /// the team, which the
    /// procedure decides as every other. Where the person refused it, a manager decides.
    /// - Parameter id: drawn for the form: the grant's, so that sending it twice gives once.
    package func giveAccess(
        _ form: AccessForm, id: ID, to file: ID, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, as: caller)
        guard open.canBeGiven(by: caller) else { throw .notFound }
        var words = Words()
        let items = Set(form.items.compactMap { name in open.giveable.first { "\($0)" == name } })
        if items.isEmpty || items.count != Set(form.items).count {
            words.refuse("items", form.items.isEmpty ? .missing : .notAChoice)
        }
        let member = ID(text: form.member)
        let isColleague = member.map {
            $0 != caller.member && caller.certified.identity(of: $0) != nil
        }
        let isKeptFrom = try await keptFrom(open).contains(member ?? caller.member)
        if isColleague != true || isKeptFrom {
            words.refuse("member", form.member.isEmpty ? .missing : .notAChoice)
        }
        let purposes = try await purposes(as: caller)
        let purpose = purposes.first { $0.id.text == form.purpose }
        if purpose.map({ $0.text.state(on: now.day) }) != .approved {
            words.refuse("purpose", form.purpose.isEmpty ? .missing : .notAChoice)
        }
        let why = words.passage("why", form.why, longest: 2000, required: true)
        try words.check()
        guard let member, let purpose else { return }
        guard try await procedureAllows(items, of: open, for: purpose.id, why: why, as: caller) else {
            throw .invalid([Problem("items", .notAChoice)])
        }
        if items.isSubset(of: open.items(of: member)) { throw .alreadySaved }
        let name = try await nameOnRoster(member, as: caller)
        let given = try giving(
            items, of: open, to: member, kind: .accessGranted, at: now, id: id,
            words: "Given to \(name): \(items.listed). Purpose: \(purpose.text.name). Why: \(why)", as: caller
        )
        try await act(
            given.kind, on: file, by: caller.member, letter: given.letter, form: SentForm(id), given.body)
    }

    /// Takes back what a colleague was given of a file by name: each of those items begins a new
    /// epoch without them.
    /// What they have read they have read. Whoever takes it back holds each of those items, a guardian in escrow, and
    /// nobody takes from themself. A restricted file, whose casework no team holds, always keeps somebody who works with
    /// it.
    /// - Throws: `notFresh` for a guardian who reaches into escrow for it, unless the passphrase was just typed.
    package func endAccess(
        of member: ID, to file: ID, why: String, as caller: Caller
    ) async throws(CaseworkError) {
        var open = try await openFile(file, as: caller)
        guard open.canBeGiven(by: caller), member != caller.member else { throw .notFound }
        var words = Words()
        let why = words.passage("why", why, longest: 2000, required: true)
        let items = open.items(of: member)
        if items.isEmpty {
            throw open.itemsGiven(to: member).isEmpty ? .notFound : .alreadySaved
        }
        // Only somebody who holds it all can take it back.
        if !items.isSubset(of: open.items), caller.teams.contains(.guardian) {
            try caller.requireFresh(at: now)
            open = try await openToGive(file, certified: caller.certified, as: caller)
        }
        guard items.isSubset(of: open.items) else { throw .notFound }
        if open.isRestricted, open.namedMembers == [member] { words.refuse("why", .lastWorker) }
        try words.check()
        let name = try await nameOnRoster(member, as: caller)
        var ending: [NewEpoch] = []
        for item in items.sorted() {
            if let epoch = try open.ending(item, for: [member]) { ending.append(epoch) }
        }
        let letter = try letter(
            "Taken back from \(name): \(items.listed). Why: \(why)", to: open, by: caller)
        try await act(.accessEnded, on: file, by: caller.member, letter: letter) { [ending] act in
            for epoch in ending { try epoch.insert(in: &act) }
        }
    }

    /// What the procedure says of sharing within the team (C4, F5, F7); a manager decides what it
    /// refers to them.
    private func procedureAllows(
        _ items: Set<Vault.Item>, of open: OpenFile, for purpose: ID, why: String, as caller: Caller
    ) async throws(CaseworkError) -> Bool {
        let asked = items.compactMap { Policy.Item(rawValue: "\($0)") }
        guard !asked.isEmpty else { return true }
        let share = Asked(
            by: caller.member.text, recipient: .staff, party: "",
            parts: asked.map { Asked.Part(item: $0, need: why, words: "") }, whyNotAnonymous: "",
            ground: .service, purpose: purpose, isOral: false, answers: [:], power: "", powerItems: [])
        let today = now.day
        let facts = try await read { try ShareFacts(open, caller, today: today, $0, by: self.log) }
        let decision = rulebook.decide(facts.facts(of: share, now: now))
        let referees = Set(caller.approvals)
        return asked.allSatisfy { decision.released.contains($0) }
            || (!decision.referTo.isEmpty && !referees.isDisjoint(with: decision.referTo)
                && decision.withheld.isEmpty)
    }
}
