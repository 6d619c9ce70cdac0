import Database
import Testing
import Vault

@testable import Casework

/// Giving a colleague a part of a file for a purpose, and taking it back (clauses S3.4, S4.2).
@Suite struct GivenAccessTests {
    private let charity: Charity
    private let file: ID
    private let purpose: ID

    init() async throws {
        charity = try await Charity()
        charity.time.move(seconds: 1)
        file = try await charity.workedClient()
        purpose = try await charity.purpose()
    }

    private func form(_ person: Person, _ items: [String] = ["health", "casework"]) throws -> AccessForm {
        var form = AccessForm()
        (form.member, form.items) = (try charity.id(person).text, items)
        (form.purpose, form.why) = (purpose.text, "To arrange a visit")
        return form
    }

    private func give(
        _ form: AccessForm, id: ID? = nil, by person: Person = .caseworker
    ) async throws {
        try await charity.casework.giveAccess(
            form, id: id ?? charity.casework.newID(), to: file, as: try await charity.caller(person))
    }

    private func end(_ person: Person, by other: Person = .caseworker, why: String = "Done") async throws {
        try await charity.casework.endAccess(
            of: try charity.id(person), to: file, why: why, as: try await charity.caller(other))
    }

    @Test(arguments: [Person.receptionist, .otherCaseworker, .counsellor])
    func `Who does not hold the file's log gives nothing of it and takes nothing back`(
        person: Person
    ) async throws {
        await #expect(throws: CaseworkError.notFound) { try await give(try form(.manager), by: person) }
        await #expect(throws: CaseworkError.notFound) { try await end(.caseworker, by: person) }
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.people(of: file, as: try await charity.caller(person))
        }
    }

    @Test func `An empty form says what is missing`() async throws {
        await #expect(
            throws: CaseworkError.invalid(
                ["items", "member", "purpose", "why"].map { Problem($0, .missing) })
        ) { try await give(AccessForm()) }
    }

    @Test
    func
        `Not to oneself, not counselling, not what one does not hold, not for a purpose that is not approved`()
        async throws
    {
        let proposed = try await charity.purpose(days: nil)
        var unapproved = try form(.otherCaseworker)
        unapproved.purpose = proposed.text
        for (form, field) in [
            (try form(.caseworker), "member"), (try form(.otherCaseworker, ["counselling"]), "items"),
            (try form(.otherCaseworker, ["certification"]), "items"), (unapproved, "purpose"),
        ] {
            await #expect(throws: CaseworkError.invalid([Problem(field, .notAChoice)])) {
                try await give(form)
            }
        }
        #expect(try await charity.entryKinds().last != .accessGranted)
    }

    @Test
    func `Given once, however often the form is sent; and the entry says to whom, what, for what and why`()
        async throws
    {
        let id = charity.casework.newID()
        try await give(try form(.otherCaseworker), id: id)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await give(try form(.otherCaseworker), id: id)
        }
        let other = try await charity.caller(.otherCaseworker)
        let contents = try await charity.casework.readFile(file, as: other)
        #expect(contents.items == [.identity, .contact, .casework, .health] && contents.notes.count == 1)
        let manager = try await charity.caller(.manager)
        let lines = try await charity.casework.readFile(file, as: manager).timeline
        let line = try #require(lines.first { $0.kind == .accessGranted })
        #expect(line.actor == (try charity.id(.caseworker)))
        let words =
            "Given to \(Person.otherCaseworker.name): casework, health. Purpose: Housing. Why: To arrange a visit"
        #expect(line.details == words)
        // The grant is in the entry's evidence: by whom, when and for what follow from it.
        let evidence = try await charity.database.read { connection in
            try Evidence(
                packed: try #require(
                    try connection.first("SELECT evidence FROM entries WHERE position = \(line.position)")
                ).blob("evidence"))
        }
        #expect(evidence.items.contains { $0.table == .grant && $0.id == id })
    }

    @Test func `Taken back, the item is closed to them, and what is written next even to their own program`()
        async throws
    {
        try await give(try form(.otherCaseworker))
        let other = try await charity.caller(.otherCaseworker)
        charity.time.move(seconds: 1)
        await #expect(throws: CaseworkError.invalid([Problem("why", .missing)])) {
            try await end(.otherCaseworker, why: "")
        }
        try await end(.otherCaseworker)
        #expect(try await charity.casework.readFile(file, as: other).items == [.identity, .contact])
        await #expect(throws: CaseworkError.alreadySaved) { try await end(.otherCaseworker) }
        try await charity.casework.writeNote(
            "After", id: charity.casework.newID(), in: file, as: try await charity.caller(.manager))
        try await charity.expectNothingAfter(in: file, opensFor: other.keyring)
        let worker = try await charity.caller(.caseworker)
        #expect(try await charity.casework.readFile(file, as: worker).notes.count == 2)
        // And given again, it opens again.
        charity.time.move(seconds: 1)
        try await give(try form(.otherCaseworker))
        #expect(try await charity.casework.readFile(file, as: other).notes.count == 2)
        #expect(try await charity.verification().holds)
    }

    @Test func `Where the person refused sharing within the team, a manager decides`() async throws {
        var contact = FirstContactForm.filled("Daud Warsame", worker: try charity.id(.caseworker))
        contact.answer = "refused"
        let refused = try await charity.client(contact, by: .manager)
        let form = try form(.otherCaseworker, ["casework"])
        await #expect(throws: CaseworkError.invalid([Problem("items", .notAChoice)])) {
            try await charity.casework.giveAccess(
                form, id: charity.casework.newID(), to: refused, as: try await charity.caller(.caseworker))
        }
        try await charity.casework.giveAccess(
            form, id: charity.casework.newID(), to: refused, as: try await charity.caller(.manager))
        let other = try await charity.caller(.otherCaseworker)
        #expect(try await charity.casework.readFile(refused, as: other).notes.count == 1)
    }

    @Test func `A restricted file always keeps somebody who works with it: who takes back holds it too`()
        async throws
    {
        let restricted = try await charity.workedClient("Zahra Idris", isRestricted: true)
        try await charity.casework.giveAccess(
            try form(.manager, ["casework"]), id: charity.casework.newID(), to: restricted,
            as: try await charity.caller(.caseworker))
        for (person, refusal) in [
            (Person.guardian, CaseworkError.notFresh), (.manager, .notFound), (.caseworker, .notFound),
        ] {
            await #expect(throws: refusal) {
                try await charity.casework.endAccess(
                    of: try charity.id(.caseworker), to: restricted, why: "Done",
                    as: try await charity.caller(person))
            }
        }
        try await charity.casework.endAccess(
            of: try charity.id(.manager), to: restricted, why: "Done",
            as: try await charity.caller(.caseworker))
    }
}
