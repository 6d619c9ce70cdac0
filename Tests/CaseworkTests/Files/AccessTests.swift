import Testing
import Vault

@testable import Casework

/// Who opens what of a client's file, by role and by how it was made (clause S3.4; the reading is docs/keys.md's).
@Suite struct AccessTests {
    enum Making: CaseIterable { case withWorker, withoutWorker, restricted, restrictedWithoutWorker }

    private static let known: Set<Item> = [.identity, .contact]
    private static let work: Set<Item> = [
        .household, .casework, .health, .finance, .safeguarding, .violence, .consent, .log, .disclosure,
    ]

    /// The expected table. Nothing: the file does not exist for them.
    static func expected(_ person: Person, _ making: Making) -> Set<Item> {
        let isRestricted = making == .restricted || making == .restrictedWithoutWorker
        return switch person {
        case .guardian: [.identity, .consent, .log, .disclosure]
        case .manager, .otherManager: isRestricted ? [] : known.union(work)
        case .receptionist: isRestricted ? [] : known
        case .counsellor: isRestricted ? [] : known.union([.counselling, .consent, .disclosure])
        case .caseworker:
            making == .restrictedWithoutWorker ? [] : known.union(work)
        case .otherCaseworker:
            isRestricted ? [] : making == .withoutWorker ? known.union(work) : known
        }
    }

    @Test(arguments: Making.allCases)
    func `Each role opens the items of its work and no other`(making: Making) async throws {
        let charity = try await Charity()
        let worker = making == .withWorker || making == .restricted ? try charity.id(.caseworker) : nil
        let file = try await charity.client(
            .filled(
                worker: worker, isRestricted: making == .restricted || making == .restrictedWithoutWorker))
        for person in Person.allCases {
            let expected = Self.expected(person, making)
            let caller = try await charity.caller(person)
            if expected.isEmpty {
                await #expect(throws: CaseworkError.notFound, "\(person)") {
                    try await charity.casework.readFile(file, as: caller)
                }
                continue
            }
            let contents = try await charity.casework.readFile(file, as: caller)
            #expect(contents.items == expected, "\(person)")
            #expect((contents.identity != nil) == expected.contains(.identity), "\(person)")
            #expect((contents.contact != nil) == expected.contains(.contact), "\(person)")
            #expect(!contents.consents.isEmpty == expected.contains(.consent), "\(person)")
            #expect(!contents.notes.isEmpty == expected.contains(.casework), "\(person)")
            #expect(!contents.timeline.isEmpty == expected.contains(.log), "\(person)")
        }
    }

    @Test func `Escrow is not opened by reading: no guardian sees, writes or changes what is only in escrow`()
        async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let guardian = try await charity.caller(.guardian)
        let contents = try await charity.casework.readFile(file, as: guardian)
        #expect(contents.notes.isEmpty && contents.contact == nil && !contents.items.contains(.casework))
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.writeNote("A", id: charity.casework.newID(), in: file, as: guardian)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.changeContact(.filled(phone: "101"), of: file, from: 1, as: guardian)
        }
    }

    @Test func `Not there, not yours, restricted and erased are one answer to every operation`() async throws
    {
        let charity = try await Charity()
        let casework = charity.casework
        let erased = try await charity.workedClient("Amina Begum")
        try await casework.erase(erased, as: try await charity.caller(.guardian))
        let restricted = try await charity.workedClient(isRestricted: true)
        let message = try await charity.message(for: "Muhammad Husayn")
        let caller = try await charity.caller(.receptionist)
        let notTheirs = try await charity.workedClient()
        for file in [casework.newID(), restricted, erased, .house] {
            for operation in operations(casework, file, message, caller) {
                await #expect(throws: CaseworkError.notFound) { try await operation() }
            }
        }
        // Known to the desk by name, and the casework not theirs.
        await #expect(throws: CaseworkError.notFound) {
            try await casework.writeNote("A", id: casework.newID(), in: notTheirs, as: caller)
        }
        await #expect(throws: CaseworkError.notFound) { try await casework.erase(notTheirs, as: caller) }
    }

    @Test func `A receptionist writes a first note that the receptionist can't read`() async throws {
        let charity = try await Charity()
        let file = try await charity.client(.filled(note: "What was said at the desk"))
        let casework = charity.casework
        let desk = try await casework.readFile(file, as: try await charity.caller(.receptionist))
        #expect(desk.notes.isEmpty && desk.consents.isEmpty && desk.timeline.isEmpty)
        let worker = try await casework.readFile(file, as: try await charity.caller(.otherCaseworker))
        #expect(worker.notes.map(\.text) == [Note(words: "What was said at the desk")])
        #expect(try worker.notes.first?.author == charity.id(.receptionist))
    }

    @Test func `My clients are those granted to oneself, and one that was altered hides no other`()
        async throws
    {
        let charity = try await Charity()
        let first = try await charity.workedClient("Amina Begum")
        let second = try await charity.workedClient("Bilal Khan", isRestricted: true)
        _ = try await charity.client(.filled("Chidi Okafor"))
        let caller = try await charity.caller(.caseworker)
        let mine = try await charity.casework.myFiles(as: caller)
        #expect(mine.map(\.file) == [second, first])
        #expect(mine.map(\.name) == ["Bilal Khan", "Amina Begum"])
        #expect(try await charity.casework.myFiles(as: try await charity.caller(.otherCaseworker)).isEmpty)
        try await charity.alterRecord(.identity, of: second)
        #expect(try await charity.casework.myFiles(as: caller).map(\.file) == [first])
    }

    @Test func `My clients go on page by page until the last`() async throws {
        let charity = try await Charity()
        var files: [ID] = []
        for name in ["Amina Begum", "Bilal Khan", "Chidi Okafor", "Daud Warsame", "Ewa Nowak"] {
            files.append(try await charity.workedClient(name))
        }
        let caller = try await charity.caller(.caseworker)
        var (seen, before): ([ID], Int64?) = ([], nil)
        for count in [2, 2, 1] {
            let page = try await charity.casework.myFiles(before: before, most: 2, as: caller)
            #expect(page.count == count)
            seen += page.map(\.file)
            before = page.next
        }
        #expect(before == nil)
        #expect(seen == files.reversed())
    }

    private func operations(
        _ casework: Casework, _ file: ID, _ message: ID, _ caller: Caller
    ) -> [() async throws -> Void] {
        [
            { _ = try await casework.readFile(file, as: caller) },
            {
                if file == .house {
                    throw CaseworkError.notFound
                } else {
                    _ = try await casework.name(of: file, as: caller)
                }
            },
            { try await casework.changeContact(.filled(phone: "101"), of: file, from: 1, as: caller) },
            { try await casework.writeNote("A", id: casework.newID(), in: file, as: caller) },
            { try await casework.makeContact(with: file, as: caller) },
            { _ = try await casework.waitingMessages(for: file, as: caller) },
            { try await casework.passOn(message, version: 1, to: file, as: caller) },
            { try await casework.erase(file, as: caller) },
        ]
    }
}
