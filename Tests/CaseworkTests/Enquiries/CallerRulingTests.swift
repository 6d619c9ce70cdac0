import Policy
import Testing
import Vault

@testable import Casework

/// A special caller whom the procedure refers (clauses P4.2, P4.3, P4.4, S1.3): who decides, and who then looks anybody up.
@Suite struct CallerRulingTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    /// The council about a child at risk: management may decide.
    private static var child: CallerForm { official(.council, about: .safeguardingChild) }

    private static func official(_ recipient: Recipient, about ground: Ground) -> CallerForm {
        var form = CallerForm(.official)
        (form.who, form.organisation, form.reach) = ("Ms Hill", "Lantern Council", "01632 960001")
        (form.check, form.name) = ("rungBack", "Muhammad Husayn")
        (form.recipient, form.about) = (recipient.rawValue, ground.rawValue)
        return form
    }

    /// The police about a missing person of unknown age.
    private static var ageless: CallerForm {
        var form = CallerForm(.police)
        (form.who, form.organisation, form.reach, form.check) = ("PC Brown", "Police", "101", "rungBack")
        (form.name, form.about, form.reportedMissing) = ("Muhammad Husayn", "missingPerson", "yes")
        return form
    }

    private func taken(_ form: CallerForm = child, by person: Person = .receptionist) async throws -> ID {
        let id = charity.casework.newID()
        try await charity.casework.recordCaller(form, id: id, as: try await charity.caller(person))
        return id
    }

    private func rule(
        _ id: ID, _ items: [String] = ["existence", "recentContact"], version: UInt32 = 1,
        reason: String = "The child may be at risk", as person: Person
    ) async throws {
        try await charity.casework.rule(
            onCaller: id, version: version, items: items, reason: reason, as: try await charity.caller(person)
        )
    }

    private func toAnswer(_ id: ID) async throws -> CallerToAnswer {
        try await charity.casework.callerToAnswer(id, as: try await charity.caller(.guardian))
    }

    @Test(arguments: [Person.receptionist, .caseworker, .counsellor, .guardian])
    func `Whoever the procedure does not name rules on nothing, and is offered nothing`(person: Person)
        async throws
    {
        let id = try await taken()
        let caller = try await charity.caller(person)
        #expect(try await charity.casework.callersToRule(as: caller).isEmpty)
        await #expect(throws: CaseworkError.notFound) { try await rule(id, as: person) }
        // Who decides on something else reads a list of decisions, without this one.
        #expect(try await charity.entryKinds().last { $0 != .listShown } == .callerRecorded)
    }

    @Test func `Nobody rules on a caller that they wrote down, a colleague does`() async throws {
        let id = try await taken(by: .manager)
        #expect(
            try await charity.casework.callersToRule(as: try await charity.caller(.manager)).isEmpty)
        await #expect(throws: CaseworkError.notFound) { try await rule(id, as: .manager) }
        let other = try await charity.caller(.otherManager)
        #expect(try await charity.casework.callersToRule(as: other).map(\.id) == [id])
        try await rule(id, as: .otherManager)
        #expect(try await toAnswer(id).record.text.ruling?.by == charity.id(.otherManager).text)
    }

    @Test func `A ruling needs a reason and names what was referred`() async throws {
        let id = try await taken()
        await #expect(throws: CaseworkError.invalid([Problem("reason", .missing)])) {
            try await rule(id, [], reason: " \n", as: .manager)
        }
        for items in [["casework"], ["existence", "identity"], [""]] {
            await #expect(throws: CaseworkError.notFound) { try await rule(id, items, as: .manager) }
        }
        #expect(try await charity.entryKinds().last == .callerRecorded)
    }

    @Test func `Of two managers who decide at once, one is too late`() async throws {
        let id = try await taken()
        charity.database.beforeNextWrite { try await rule(id, [], as: .otherManager) }
        await #expect(throws: CaseworkError.stale) { try await rule(id, as: .manager) }
        await #expect(throws: CaseworkError.self) { try await rule(id, version: 2, as: .manager) }
        #expect(try await toAnswer(id).record.text.ruling?.items == [])
    }

    @Test func `Refused: the guardian reads why, looks nobody up, and says the statement`() async throws {
        let file = try await charity.client()
        let id = try await taken()
        try await rule(id, [], reason: "They could not say which child", as: .manager)
        let guardian = try await charity.caller(.guardian)
        let seen = try await toAnswer(id)
        #expect(seen.decision.released.isEmpty)
        #expect(seen.reason == "For Ms Hill, Lantern Council. They could not say which child")
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.lookUp(for: id, as: guardian)
        }
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.answerCaller(
                id, version: 2, file: file, wordsForDesk: "", as: guardian)
        }
        let words = try await charity.casework.answerCaller(
            id, version: 2, file: nil, wordsForDesk: "", as: guardian)
        #expect(words == Decision.statement)
    }

    @Test func `Approved: the guardian alone looks the person up and answers only what was approved`()
        async throws
    {
        let file = try await charity.client()
        let id = try await taken()
        let guardian = try await charity.caller(.guardian)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.lookUp(for: id, as: guardian)
        }
        let before = try await charity.entryCount()
        try await rule(id, ["existence"], as: .manager)
        #expect(try await charity.entryKinds(after: before - 1) == [.callerApproved])
        let manager = try await charity.caller(.manager)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.lookUp(for: id, as: manager)
        }
        let found = try await charity.casework.lookUp(for: id, as: guardian)
        #expect(found.finding.map(\.file) == [file])
        // What the guardian opened before the ruling is stale.
        await #expect(throws: CaseworkError.stale) {
            _ = try await charity.casework.answerCaller(
                id, version: 1, file: file, wordsForDesk: "", as: guardian)
        }
        let words = try await charity.casework.answerCaller(
            id, version: 2, file: file, wordsForDesk: "", as: guardian)
        #expect(words.contains("is known to us") && !words.contains("28 days"))
        #expect(try await charity.verification().holds)
    }

    @Test func `The desk can't open the reason, and its page is the same before and after`() async throws {
        let id = try await taken()
        let desk = try await charity.caller(.receptionist)
        let before = try await charity.casework.specialCaller(id, as: desk).decision
        try await rule(id, reason: "Qzreason", as: .manager)
        let after = try await charity.casework.specialCaller(id, as: desk)
        #expect(Decided(after.decision) == Decided(before))
        #expect(!String(describing: after.record.text).contains("Qzreason"))
        let day = try await charity.casework.logDay(charity.casework.now.day, filter: LogFilter(), as: desk)
        #expect(day.lines.allSatisfy { $0.details?.contains("Qzreason") != true })
    }

    @Test func `A referral that rests on something unknown can only be refused`() async throws {
        let id = try await taken(Self.ageless)
        let manager = try await charity.caller(.manager)
        let seen = try await charity.casework.callerToRule(id, as: manager)
        #expect(seen.waiting == [.recentContact] && seen.approvable.isEmpty)
        await #expect(throws: CaseworkError.notFound) { try await rule(id, ["recentContact"], as: .manager) }
        try await rule(id, [], as: .manager)
    }

    @Test func `A legal duty without a checked power is the guardian's to decide, not management's`()
        async throws
    {
        let id = try await taken(Self.official(.court, about: .legalDuty))
        await #expect(throws: CaseworkError.notFound) { try await rule(id, as: .manager) }
        try await rule(id, as: .guardian)
        #expect(try await toAnswer(id).decision.released == [.existence, .recentContact])
    }

    @Test func `An approval runs out after seven days, and goes with its author`() async throws {
        let id = try await taken()
        try await rule(id, as: .manager)
        #expect(try await !toAnswer(id).decision.released.isEmpty)
        let guardian = try await charity.caller(.guardian)
        charity.time.move(seconds: Disclosure.Ruling.lifetime + 1)
        let late = try await charity.casework.callerToAnswer(id, as: guardian)
        #expect(late.decision.released.isEmpty && late.reason?.hasSuffix("The child may be at risk") == true)
    }
}
