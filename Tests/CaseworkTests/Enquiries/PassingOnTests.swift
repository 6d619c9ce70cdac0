import Policy
import Testing
import Vault

@testable import Casework

/// What comes of a special caller at the desk: who can't wait, and whose answer is passed on (clauses P4.1, P4.3).
@Suite struct PassingOnTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    private func police(_ about: Ground, _ change: (inout CallerForm) -> Void = { _ in }) -> CallerForm {
        var form = CallerForm(.police)
        (form.who, form.organisation, form.reach, form.check) = ("PC Brown", "Police", "101", "rungBack")
        (form.name, form.about) = ("Muhammad Husayn", about.rawValue)
        change(&form)
        return form
    }

    private func taken(_ form: CallerForm, by person: Person = .receptionist) async throws -> ID {
        let id = charity.casework.newID()
        charity.time.move(seconds: 60)
        try await charity.casework.recordCaller(form, id: id, as: try await charity.caller(person))
        return id
    }

    private func answer(_ id: ID, _ words: String, version: UInt32 = 1) async throws {
        _ = try await charity.casework.answerCaller(
            id, version: version, file: nil, wordsForDesk: words, as: try await charity.caller(.guardian))
    }

    private func toPassOn(_ person: Person) async throws -> [ID] {
        try await charity.casework.answersToPassOn(as: try await charity.caller(person)).map(\.id)
    }

    @Test func `The urgent come first, then the longest wait, and a ruling moves nobody back`() async throws {
        let usual = try await taken(police(.crimeInvestigation))
        var council = CallerForm(.official)
        (council.who, council.organisation, council.reach) = ("Ms Hill", "Council", "101")
        (council.check, council.name, council.recipient) = ("rungBack", "Muhammad Husayn", "council")
        council.about = Ground.safeguardingChild.rawValue
        let ruled = try await taken(council)
        let later = try await taken(police(.crimeInvestigation))
        let child = try await taken(police(.missingPerson))
        let danger = try await taken(police(.emergency) { $0.publicSafety = "yes" })
        let grown = try await taken(police(.missingPerson) { $0.age = AgeBand.adult.rawValue })
        try await charity.casework.rule(
            onCaller: ruled, version: 1, items: [], reason: "No", as: try await charity.caller(.manager))
        let waiting = try await charity.casework.waitingCallers(as: try await charity.caller(.guardian))
        #expect(waiting.map(\.id) == [child, danger, usual, ruled, later, grown])
        let asked = waiting.map(\.asked)
        #expect(asked[3] > asked[2] && asked[3] < asked[4])
        for person in [Person.guardian, .manager] {
            let urgent = try await charity.casework.urgentCallers(as: try await charity.caller(person))
            #expect(urgent.map(\.id) == [child, danger])
        }
        for person in [Person.receptionist, .caseworker, .counsellor] {
            #expect(try await charity.casework.urgentCallers(as: try await charity.caller(person)).isEmpty)
        }
    }

    @Test func `The words wait for the desk and for whoever wrote the caller down, until they are passed on`()
        async throws
    {
        let silent = try await taken(police(.crimeInvestigation))
        let id = try await taken(police(.crimeInvestigation), by: .manager)
        #expect(try await toPassOn(.receptionist).isEmpty)
        try await answer(silent, "")
        try await answer(id, "Say that I rang back.")
        #expect(try await toPassOn(.receptionist) == [id])
        #expect(try await toPassOn(.manager) == [id])
        #expect(try await toPassOn(.otherManager).isEmpty)
        #expect(try await toPassOn(.guardian).isEmpty)
        for person in [Person.guardian, .otherManager, .caseworker] {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.passOnAnswer(id, version: 2, as: try await charity.caller(person))
            }
        }
        try await charity.casework.passOnAnswer(id, version: 2, as: try await charity.caller(.receptionist))
        #expect(try await toPassOn(.receptionist).isEmpty)
        #expect(try await toPassOn(.manager).isEmpty)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.passOnAnswer(
                id, version: 2, as: try await charity.caller(.receptionist))
        }
        #expect(try await charity.entryKinds().count { $0 == .callerAnswerPassedOn } == 1)
        #expect(try await charity.verification().holds)
    }

    @Test(arguments: [
        (Ground.crimeInvestigation, "P4.1"), (.missingPerson, "P4.3"), (.emergency, "S1.3"),
    ])
    func `The log has each caller under the clause that is theirs`(ground: Ground, clause: String)
        async throws
    {
        let id = try await taken(police(ground))
        try await answer(id, "")
        let day = try await charity.casework.logDay(
            charity.casework.now.day, filter: LogFilter(), as: try await charity.caller(.guardian))
        let lines = day.lines.filter { [.callerRecorded, .callerAnswered].contains($0.kind) }
        #expect(lines.map(\.clause) == [clause, clause])
    }

    @Test func `A caller from whom nothing may go hears the one statement of the desk`() async throws {
        let id = try await taken(police(.crimeInvestigation) { $0.suspicion = "no" })
        let words = try await charity.casework.answerCaller(
            id, version: 1, file: nil, wordsForDesk: "", as: try await charity.caller(.guardian))
        #expect(words == Decision.statement)
        #expect(
            words.hasPrefix(
                "We can neither confirm nor deny whether this person has been in contact with us."))
    }
}
