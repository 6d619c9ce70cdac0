import Database
import Testing
import Vault

@testable import Casework

/// Changing what an organisation is, what it is called and who speaks for it (clauses S1.1, S1.3).
@Suite struct OrganisationEditingTests {
    private let charity: Charity
    private let file: ID

    init() async throws {
        charity = try await Charity()
        file = try await charity.casework.makeOrganisation(
            OrganisationTests.form(worker: try charity.id(.caseworker)), id: charity.casework.newID(),
            as: try await charity.caller(.receptionist))
    }

    private static func form(_ name: String = "Lantern Trust", givers: String = "The clerk")
        -> OrganisationForm
    {
        var form = OrganisationForm()
        (form.name, form.sort, form.number, form.consentGivers) = (name, "charity", "1234567", givers)
        return form
    }

    private func change(
        _ form: OrganisationForm = form(), identity: UInt32 = 1, about: UInt32 = 1, of other: ID? = nil,
        as person: Person = .caseworker
    ) async throws {
        try await charity.casework.changeOrganisation(
            form, of: other ?? file, from: .init(identity: identity, about: about),
            as: try await charity.caller(person))
    }

    @Test(arguments: [Person.receptionist, .counsellor, .guardian, .otherCaseworker])
    func `Whoever does not hold its affairs neither sees nor changes it`(person: Person) async throws {
        let caller = try await charity.caller(person)
        await #expect(throws: CaseworkError.notFound) { try await change(as: person) }
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.organisation(file, as: caller)
        }
    }

    @Test func `A person's file is not changed as an organisation's, nor the other way round`() async throws {
        let client = try await charity.workedClient()
        await #expect(throws: CaseworkError.notFound) { try await change(of: client) }
        let worker = try await charity.caller(.caseworker)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.changeIdentity(
                IdentityForm(name: "A", otherNames: "", born: ""), of: file, from: 1, as: worker)
        }
    }

    @Test func `What can't be kept is refused, field by field`() async throws {
        var form = Self.form(" ", givers: String(repeating: "a", count: 1001))
        (form.sort, form.number) = ("pirates", "1\u{202E}2")
        let problems = [
            Problem("name", .missing), Problem("sort", .notAChoice),
            Problem("number", .unreadable(after: "1")),
            Problem("consentGivers", .tooLong(1000)),
        ]
        await #expect(throws: CaseworkError.invalid(problems)) { try await change(form) }
    }

    @Test(arguments: [(UInt32(0), UInt32(1)), (1, 0), (2, 1), (1, 2)])
    func `A form that was filled from another version changes nothing`(identity: UInt32, about: UInt32)
        async throws
    {
        await #expect(throws: CaseworkError.stale) {
            try await change(identity: identity, about: about)
        }
        let now = try await charity.casework.organisation(file, as: try await charity.caller(.manager))
        #expect(now.versions == .init(identity: 1, about: 1))
    }

    @Test func `Of two who change it at once, one is told`() async throws {
        charity.database.beforeNextWrite { try await change(Self.form("First"), as: .manager) }
        await #expect(throws: CaseworkError.stale) { try await change(Self.form("Second")) }
        let now = try await charity.casework.organisation(file, as: try await charity.caller(.caseworker))
        #expect(now.identity.text.name == "First")
    }

    @Test func `Names, sort and who may consent change in one act, and it is found by the new name`()
        async throws
    {
        try await charity.casework.writeNote(
            "A later note", about: .organisation, id: charity.casework.newID(), in: file,
            as: try await charity.caller(.caseworker))
        try await change()
        let manager = try await charity.caller(.manager)
        let now = try await charity.casework.organisation(file, as: manager)
        #expect(now.identity.text == Identity(name: "Lantern Trust", otherNames: "", born: ""))
        #expect(now.about.text == About(sort: .charity, number: "1234567", consentGivers: "The clerk"))
        #expect(now.versions == .init(identity: 2, about: 2))
        let found = try await charity.casework.find("Lantern Trust", as: manager)
        #expect(found.map(\.file) == [file] && found.map(\.row.kind) == [.organisation])
        #expect(try await charity.casework.find("Husayn Community Trust", as: manager).isEmpty)
        let contents = try await charity.casework.readFile(file, as: manager)
        #expect(contents.organisation.map(\.text.words) == ["A later note", "First note"])
        #expect(contents.timeline.contains { $0.kind == .organisationChanged && $0.clause == "S1.3" })
        #expect(try await charity.verification().holds)
    }
}
