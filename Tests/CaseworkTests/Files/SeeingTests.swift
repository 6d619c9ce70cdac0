import Testing
import Vault

@testable import Casework

/// Who can see a file, who looked at it, and what somebody can open (clauses S3.4, P4.5).
@Suite struct SeeingTests: OneClient {
    let charity: Charity
    let file: ID

    private func give(_ person: Person, _ items: [String], by giver: Person = .caseworker) async throws {
        try await charity.casework.giveAccess(
            try await charity.access(person, items), id: charity.casework.newID(), to: file,
            as: try await charity.caller(giver))
    }

    private func seeing(_ person: Person) async throws -> [Seeing] {
        try await charity.casework.people(of: file, as: try await charity.caller(person)).seeing
    }

    @Test(arguments: [Person.receptionist, .otherCaseworker, .counsellor])
    func `Who does not hold a file's log learns neither who sees it nor who looked`(person: Person)
        async throws
    {
        let caller = try await charity.caller(person)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.people(of: file, as: caller)
        }
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.looks(at: file, as: caller)
        }
    }

    @Test func `Of a restricted file a manager learns nothing, and its guardian who looked`() async throws {
        let hidden = try await charity.workedClient("Zahra Idris", isRestricted: true)
        let manager = try await charity.caller(.manager)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.looks(at: hidden, as: manager)
        }
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.people(of: hidden, as: manager)
        }
        _ = try await charity.casework.readFile(hidden, as: try await charity.caller(.caseworker))
        let guardian = try await charity.caller(.guardian)
        let looks = try await charity.casework.looks(at: hidden, as: guardian)
        let expected = Set([try charity.id(.caseworker), guardian.member])
        #expect(Set(looks.people.map(\.member)) == expected)
        let contents = try await charity.casework.readFile(hidden, as: guardian)
        #expect(!contents.items.contains(.casework) && contents.notes.isEmpty)
    }

    @Test func `Who can see it: by role and by name, by whose word, when, and for what`() async throws {
        charity.time.move(seconds: 60)
        let at = charity.casework.now
        try await give(.otherCaseworker, ["health"])
        for person in [Person.caseworker, .manager, .guardian] {
            let seeing = try await seeing(person)
            let given = try #require(
                seeing.first { $0.principal == .member((try? charity.id(.otherCaseworker)) ?? .house) })
            #expect(given.items == [.health] && given.at == at && !given.isEscrow)
            #expect(given.granter == (try charity.id(.caseworker)))
            #expect(
                given.reason
                    == .said(
                        "Given to \(Person.otherCaseworker.name): health. Purpose: Housing. Why: To arrange a visit"
                    ))
            let management = try #require(
                seeing.first {
                    Set($0.people) == Set([.manager, .otherManager].compactMap { try? charity.id($0) })
                })
            #expect(management.reason == .fileMade && management.items.contains(.casework))
            #expect(!management.items.contains(.counselling))
            let escrow = seeing.filter(\.isEscrow)
            #expect(escrow.map(\.items) == [FileKind.client.items.asSet])
        }
    }

    @Test func `Who sees it agrees with what each can open, after a renewal and after it was taken back`()
        async throws
    {
        try await give(.otherCaseworker, ["health", "casework"])
        charity.time.move(seconds: 1)
        try await charity.casework.suspend(
            try charity.id(.otherManager), why: "Left", as: try await charity.caller(.guardian))
        charity.time.move(seconds: 1)
        try await charity.casework.writeNote(
            "After", id: charity.casework.newID(), in: file, as: try await charity.caller(.caseworker))
        let seeing = try await seeing(.manager)
        for person in [Person.manager, .caseworker, .otherCaseworker, .receptionist, .counsellor, .guardian] {
            let caller = try await charity.caller(person)
            let said = seeing.filter { $0.people.contains(caller.member) && !$0.isEscrow }
                .reduce(into: Set<Item>()) { $0.formUnion($1.items) }
            let held = try await charity.casework.openFile(file, as: caller).items
            #expect(said == held, "\(person)")
        }
        // Carried on under new keys, it is still the word of whoever gave it.
        let other = try charity.id(.otherCaseworker)
        #expect(seeing.filter { $0.principal == .member(other) }.map(\.items) == [[.casework, .health]])
        #expect(seeing.allSatisfy { $0.reason != .unknown })
        try await charity.casework.endAccess(
            of: other, to: file, why: "Done", as: try await charity.caller(.manager))
        #expect(try await self.seeing(.manager).allSatisfy { $0.principal != .member(other) })
    }

    @Test(arguments: ["restricted", "stepped back", "lifted", "handed over"])
    func `Whatever gave it, the reason stands there with whose word it was and when`(act: String) async throws
    {
        charity.time.move(seconds: 60)
        let (at, named) = (charity.casework.now, try charity.id(.otherCaseworker))
        var (principal, granter, words) = (Principal.member(named), try charity.id(.caseworker), "")
        switch act {
        case "restricted":
            try await restrict(try form([.caseworker, .otherCaseworker]), by: .caseworker)
            words = "Restricted. Why: Her brother works here"
        case "stepped back":
            try await stepBack(.caseworker, naming: [.otherCaseworker])
            words = "conflict of interest and steps back. Why: Her brother works here"
        case "lifted":
            try await restrict(by: .guardian)
            try await review("lift")
            let guardian = try await charity.caller(.guardian)
            (principal, granter) = (
                .team(try #require(guardian.certified.current(.management))), guardian.member
            )
            words = "The restriction is lifted. Why: Still at risk"
        case "handed over":
            try await charity.casework.suspend(
                try charity.id(.caseworker), why: "Left", handingTo: named,
                as: try await charity.caller(.manager))
            (granter, words) = (try charity.id(.manager), "Handed over from")
        default:
            Issue.record("no such act")
        }
        charity.time.move(seconds: 1)
        let seeing = try await seeing(.guardian)
        #expect(seeing.allSatisfy { $0.reason != .unknown })
        let given = try #require(seeing.first { $0.principal == principal && !$0.isEscrow })
        #expect(given.granter == granter && given.at >= at)
        guard case .said(let said) = given.reason else { throw CaseworkError.notFound }
        #expect(said.contains(words))
    }

    @Test func `Who looked: each person's last time and how often, and every time on its page`() async throws
    {
        let desk = try await charity.caller(.receptionist)
        let manager = try await charity.caller(.manager)
        let counsellor = try await charity.caller(.counsellor)
        for _ in 0..<3 { _ = try await charity.casework.readFile(file, as: desk) }
        _ = try await charity.casework.sessions(of: file, as: counsellor)
        charity.time.move(seconds: 40 * 86_400)
        _ = try await charity.casework.readFile(file, as: desk)
        let looks = try await charity.casework.looks(at: file, as: manager)
        let theirs = try #require(looks.people.first { $0.member == desk.member })
        #expect(theirs.month == 1 && theirs.year == 4 && theirs.last == charity.casework.now)
        // That there was counselling is not a manager's to know.
        #expect(!looks.people.contains { $0.member == counsellor.member })
        #expect(looks.lines.map(\.kind) == [.listShown] + Array(repeating: .fileOpened, count: 4))
        charity.time.move(seconds: 400 * 86_400)
        let later = try await charity.casework.looks(at: file, as: manager)
        #expect(later.people.map(\.member) == [manager.member] && later.lines.count == 6)
    }

    @Test func `What somebody can open counts no file that the asker may not know of`() async throws {
        let hidden = try await charity.workedClient("Zahra Idris", isRestricted: true)
        let worker = try charity.id(.caseworker)
        let manager = try await charity.caller(.manager)
        let guardian = try await charity.caller(.guardian)
        for person in [Person.receptionist, .caseworker, .counsellor] {
            let caller = try await charity.caller(person)
            await #expect(throws: CaseworkError.notFound) {
                _ = try await charity.casework.reach(of: worker, as: caller)
            }
        }
        let seen = try await charity.casework.reach(of: worker, as: manager)
        #expect(seen.byName == 1 && seen.files.map(\.file) == [file] && seen.byTeam[.caseworkers] == 1)
        #expect(seen.files.map(\.name) == ["Muhammad Husayn"])
        let whole = try await charity.casework.reach(of: worker, as: guardian)
        #expect(whole.byName == 2 && Set(whole.files.map(\.file)) == [file, hidden])
        let guardians = try await charity.casework.reach(of: guardian.member, as: manager)
        #expect(guardians.byTeam[.guardian] == 1 && guardians.files.map(\.file) == [file])
        #expect(guardians.files.first?.inEscrow.contains(.casework) == true)
        func named(_ caller: Caller) async throws -> [Int] {
            try await charity.casework.staffMatrix(as: caller).rows.filter { $0.colleague.id == worker }
                .map(\.files)
        }
        #expect(try await named(manager) == [1])
        #expect(try await named(guardian) == [2])
    }
}

extension Collection where Element == Item {
    fileprivate var asSet: Set<Item> { Set(self) }
}
