import Testing
import Vault

@testable import Casework

/// Looking again whether a restriction is needed, and lifting it (clause S3.7).
@Suite struct ReviewingTests: OneClient {
    let charity: Charity
    let file: ID

    @Test(arguments: [Person.manager, .caseworker, .receptionist])
    func `Restrictions are the guardians' to see and to review`(person: Person) async throws {
        try await restrict()
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.restrictions(as: try await charity.caller(person))
        }
        await #expect(throws: CaseworkError.notFound) { try await review("keep", by: person) }
        await #expect(throws: CaseworkError.notFound) { try await review("lift", by: person) }
    }

    @Test func `The guardian whom a file is kept from neither lists its restriction nor reviews it`()
        async throws
    {
        try await restrict(try form(relatedTo: .guardian))
        let guardian = try await charity.caller(.guardian)
        #expect(try await charity.casework.restrictions(as: guardian).isEmpty)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.restriction(of: file, as: guardian)
        }
        await #expect(throws: CaseworkError.notFound) { try await review("keep") }
        await #expect(throws: CaseworkError.notFound) { try await review("lift") }
    }

    @Test func `A restriction names whom the file is kept from, and nobody who is to work with it`()
        async throws
    {
        var form = try form()
        form.relatedTo = "nobody"
        await #expect(throws: CaseworkError.invalid([Problem("relatedTo", .notAChoice)])) {
            try await restrict(form)
        }
        form.relatedTo = try charity.id(.caseworker).text
        await #expect(throws: CaseworkError.invalid([Problem("named", .keptFrom)])) {
            try await restrict(form)
        }
        form.relatedTo = try charity.id(.otherCaseworker).text
        try await restrict(form)
        let guardian = try await charity.caller(.guardian)
        let line = try await charity.casework.restriction(of: file, as: guardian)
        #expect(line.keptFrom == [try charity.id(.otherCaseworker)] && !line.canBeLifted)
        await #expect(throws: CaseworkError.invalid([Problem("decision", .notAChoice)])) {
            try await review("lift")
        }
        // They leave: nobody is here any more whom the teams would give it to.
        try await charity.casework.suspend(
            try charity.id(.otherCaseworker), why: "Left", as: try await charity.caller(.manager))
        charity.time.move(seconds: 1)
        try await review("lift")
        let found = try await charity.casework.find("Husayn", as: try await charity.caller(.receptionist))
        #expect(found.map(\.file) == [file])
    }

    @Test func `A review says what it decides and why, of what it saw`() async throws {
        try await restrict()
        await #expect(
            throws: CaseworkError.invalid([Problem("decision", .missing), Problem("why", .missing)])
        ) {
            try await review("", why: "")
        }
        await #expect(throws: CaseworkError.stale) { try await review("keep", version: 0) }
        let other = try await charity.client(.filled("Amina Begum"))
        var lift = RestrictionReview()
        (lift.decision, lift.why) = ("lift", "It is not restricted")
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.review(
                lift, id: charity.casework.newID(), restrictionOf: other,
                as: try await charity.fresh(.guardian))
        }
    }

    @Test func `A restriction is due, is kept with a reason, and is due again`() async throws {
        try await restrict()
        let atMaking = try await charity.workedClient("Bilal Khan", isRestricted: true)
        let today = charity.casework.now.day
        let guardian = try await charity.caller(.guardian)
        var lines = try await charity.casework.restrictions(as: guardian)
        #expect(Set(lines.map(\.file)) == [file, atMaking])
        // The manager holds no counselling, so a guardian is asked at once to end its team's keys.
        #expect(lines.first { $0.file == file }?.reviewOn == today)
        #expect(lines.first { $0.file == atMaking }?.reviewOn == today.adding(days: 90))
        try await review("keep")
        await #expect(throws: CaseworkError.stale) { try await review("keep") }
        lines = try await charity.casework.restrictions(as: guardian)
        #expect(lines.first?.file == file && lines.first?.reviewOn == today.adding(days: 30))
        #expect(try await charity.entryKinds().filter { $0 == .restrictionReviewed }.count == 1)
        // The manager who restricted it held no counselling; the guardian has closed that, too.
        let open = try await charity.casework.openToGive(file, certified: guardian.certified, as: guardian)
        #expect(open.newest.values.allSatisfy { !$0.isTeams })
        #expect(try await charity.verification().holds)
    }

    @Test func `What a guardian restricts is due on the day that she says`() async throws {
        try await restrict(by: .guardian)
        let line = try await charity.casework.restriction(
            of: file, as: try await charity.caller(.guardian))
        #expect(line.reviewOn == line.record.flatMap { Day($0.text.reviewOn) })
        #expect(line.reviewOn > charity.casework.now.day)
    }

    @Test func `Lifted, it is as any other file, counselling too`() async throws {
        var before: [Person: Set<Item>] = [:]
        for person in Person.allCases { before[person] = try await items(person) }
        try await restrict(by: .guardian)
        try await review("lift")
        for person in Person.allCases { #expect(try await items(person) == before[person], "\(person)") }
        #expect(try await finders() == Set(Person.allCases))
        #expect(try await charity.casework.restrictions(as: try await charity.caller(.guardian)).isEmpty)
        #expect(try await charity.verification().holds)
        // And it can be restricted again.
        try await restrict()
        #expect(try await finders() == [.caseworker, .guardian])
    }

    @Test func `Lifted, it is found once by a session that had found it restricted`() async throws {
        try await restrict(by: .guardian)
        let guardian = try await charity.caller(.guardian)
        #expect(try await charity.casework.find("Husayn", as: guardian).map(\.file) == [file])
        try await review("lift")
        #expect(try await charity.casework.find("Husayn", as: guardian).map(\.file) == [file])
    }
}
