import Testing
import Vault

@testable import Casework

/// Organisations' files (clauses S1.4, S2.4, S3.2).
@Suite struct OrganisationTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    static func form(_ name: String = "Husayn Community Trust", worker: ID? = nil) -> OrganisationForm {
        var form = OrganisationForm()
        (form.name, form.sort, form.phone, form.note) = (name, "community", "020 7946 0000", "First note")
        form.consentGivers = "The chair, Amal Noor"
        form.worker = worker?.text ?? ""
        return form
    }

    private func made(
        _ name: String = "Husayn Community Trust", worker: Person? = nil, by person: Person = .receptionist
    ) async throws -> ID {
        try await charity.casework.makeOrganisation(
            Self.form(name, worker: try worker.map(charity.id)), id: charity.casework.newID(),
            as: try await charity.caller(person))
    }

    private static let known: Set<Item> = [.identity, .contact]
    private static let work: Set<Item> = [.organisation, .directory, .consent, .log, .disclosure]

    private static func expected(_ person: Person, hasWorker: Bool) -> Set<Item> {
        switch person {
        case .guardian: [.identity, .consent, .log, .disclosure]
        case .manager, .otherManager: known.union(work).union([.commercial])
        case .receptionist, .counsellor: known
        case .caseworker: hasWorker ? known.union(work).union([.commercial]) : known.union(work)
        case .otherCaseworker: hasWorker ? known : known.union(work)
        }
    }

    @Test(arguments: [true, false])
    func `Each role opens the items of its work and no other`(hasWorker: Bool) async throws {
        let file = try await made(worker: hasWorker ? .caseworker : nil)
        let manager = try await charity.caller(.manager)
        try await charity.casework.writeNote(
            "Their prices", about: .commercial, id: charity.casework.newID(), in: file, as: manager)
        for person in Person.allCases {
            let expected = Self.expected(person, hasWorker: hasWorker)
            let contents = try await charity.casework.readFile(file, as: try await charity.caller(person))
            #expect(contents.kind == .organisation)
            #expect(contents.items == expected, "\(person)")
            #expect((contents.about != nil) == expected.contains(.organisation), "\(person)")
            #expect(contents.organisation.map(\.text.words) == (contents.about == nil ? [] : ["First note"]))
            #expect(!contents.commercial.isEmpty == expected.contains(.commercial), "\(person)")
            #expect(contents.notes.isEmpty, "\(person)")
        }
    }

    @Test(arguments: Person.allCases, [Item.organisation, .commercial, .casework, .counselling, .directory])
    func `A note is written by those who hold its item, and on nothing else`(
        person: Person, item: Item
    ) async throws {
        let file = try await made(worker: .caseworker)
        let caller = try await charity.caller(person)
        let writes = [.organisation, .commercial].contains(item)
        guard writes, Self.expected(person, hasWorker: true).contains(item) else {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.writeNote(
                    "A", about: item, id: charity.casework.newID(), in: file, as: caller)
            }
            return
        }
        try await charity.casework.writeNote(
            "A", about: item, id: charity.casework.newID(), in: file, as: caller)
        #expect(try await charity.entryKinds().last == .organisationNoteWritten)
    }

    @Test func `A form that can't be kept is refused, field by field, and leaves nothing`() async throws {
        var form = OrganisationForm()
        (form.name, form.sort, form.worker) = (" ", "pirates", "nobody")
        form.consentGivers = "a\u{202E}b"
        let before = try await charity.entryCount()
        do {
            try await charity.casework.makeOrganisation(
                form, id: charity.casework.newID(), as: try await charity.caller(.receptionist))
            Issue.record("made")
        } catch {
            let problems = try #require((error as? CaseworkError)?.invalidFields)
            #expect(problems == ["name", "sort", "consentGivers", "worker"])
        }
        #expect(try await charity.entryCount() == before)
    }

    @Test func `The same form twice makes one file`() async throws {
        let (id, caller) = (charity.casework.newID(), try await charity.caller(.receptionist))
        try await charity.casework.makeOrganisation(Self.form(), id: id, as: caller)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.makeOrganisation(Self.form(), id: id, as: caller)
        }
        #expect(try await charity.casework.find("Husayn Community Trust", as: caller).count == 1)
    }

    @Test func `The register finds both kinds and tells them apart`() async throws {
        let organisation = try await made()
        let person = try await charity.client()
        let found = try await charity.casework.find(
            "Husayn", as: try await charity.caller(.receptionist))
        #expect(Set(found.map(\.file)) == [organisation, person])
        for file in found {
            #expect(file.row.kind == (file.file == organisation ? .organisation : .client))
        }
    }

    @Test(arguments: [FileKind.client, .organisation])
    func `A register row keeps its kind, and one of no known form is refused`(kind: FileKind) throws {
        let row = RegisterRow(Identity(name: "Ünal & Co", otherNames: "UC", born: ""), of: kind)
        #expect(try RegisterRow(packed: row.packed) == row)
        for bytes in [[], [0], [3] + row.packed.dropFirst(), [2, 9], row.packed + [0]] as [[UInt8]] {
            #expect(throws: VaultError.refused) { try RegisterRow(packed: bytes) }
        }
    }

    @Test func `A message for a person is not an organisation's of the same name`() async throws {
        let organisation = try await made("Muhammad Husayn")
        let message = try await charity.message(for: "Muhammad Husayn")
        let caller = try await charity.caller(.receptionist)
        await #expect(throws: CaseworkError.notFound) { try await charity.waiting(for: organisation) }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.passOn(message, version: 1, to: organisation, as: caller)
        }
        #expect(try await charity.entryKinds().last == .messageTaken)
        let person = try await charity.client()
        #expect(try await charity.waiting(for: person).map(\.id) == [message])
    }

    @Test func `The log holds after all of it, and erasing an organisation's file takes all of it`()
        async throws
    {
        let file = try await made(worker: .caseworker)
        try await charity.casework.writeNote(
            "Their prices", about: .commercial, id: charity.casework.newID(), in: file,
            as: try await charity.caller(.caseworker))
        #expect(try await charity.verification().holds)
        try await charity.casework.erase(file, as: try await charity.caller(.guardian))
        #expect(
            try await charity.casework.find("Husayn", as: try await charity.caller(.receptionist)).isEmpty)
        #expect(try await charity.verification().holds)
    }
}

extension CaseworkError {
    /// The fields of an invalid form, in their order.
    fileprivate var invalidFields: [String]? {
        if case .invalid(let problems) = self { problems.map(\.field) } else { nil }
    }
}
