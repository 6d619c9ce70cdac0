import Foundation
import Policy
import Testing
import Vault

@testable import Casework

extension ConsentForm {
    /// Filled in as it should be: said, and agreed to.
    static func filled(purpose: ID, answer: String = "agreed", until: String = "") -> ConsentForm {
        var form = ConsentForm()
        (form.scope, form.recipient, form.party) = ("specific", "council", "The Housing Office")
        (form.items, form.purpose) = (["contact", "household"], purpose.text)
        (form.allSaid, form.told) = (true, Consent.Telling.allCases.map(\.rawValue))
        (form.answer, form.entitlement, form.until) = (answer, "self", until)
        return form
    }

    static func general(_ answer: String = "agreed") -> ConsentForm {
        var form = ConsentForm.filled(purpose: .house, answer: answer)
        form.scope = "general"
        return form
    }
}

extension Charity {
    func proposedPurpose(_ name: String = "Housing help") async throws -> ID {
        let id = casework.newID()
        try await casework.proposePurpose(
            name: name, why: "To find a home", id: id, as: try await caller(.caseworker))
        return id
    }

    /// Records a consent, and says its id.
    @discardableResult
    func consent(
        _ form: ConsentForm, of file: ID, by person: Person = .caseworker
    ) async throws -> ID {
        let id = casework.newID()
        try await casework.recordConsent(form, of: file, id: id, as: try await caller(person))
        return id
    }

    func consents(_ file: ID, as person: Person = .caseworker) async throws -> [Record<Consent>] {
        try await casework.consents(of: file, as: try await caller(person)).consents
    }
}

/// Recording and withdrawing consent (clauses S1.3, S4.1, S4.3).
@Suite struct ConsentingTests {
    @Test func `Whoever holds no key to a file's consents records, reads and withdraws none`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let restricted = try await charity.workedClient("Amina Begum", isRestricted: true)
        let purpose = try await charity.proposedPurpose()
        let id = try await charity.consent(.filled(purpose: purpose), of: file)
        let hidden = try await charity.consent(.filled(purpose: purpose), of: restricted)
        let count = try await charity.entryCount()
        for (person, file, id) in [
            (Person.receptionist, file, id), (.otherCaseworker, file, id), (.manager, restricted, hidden),
            (.manager, charity.casework.newID(), id), (.manager, .house, id),
        ] {
            let caller = try await charity.caller(person)
            await #expect(throws: CaseworkError.notFound, "\(person)") {
                try await charity.consent(.filled(purpose: purpose), of: file, by: person)
            }
            await #expect(throws: CaseworkError.notFound, "\(person)") {
                try await charity.casework.withdrawConsent(
                    id, version: 1, of: file, words: "Said so", as: caller)
            }
            await #expect(throws: CaseworkError.notFound, "\(person)") {
                try await charity.consents(file, as: person)
            }
        }
        #expect(try await charity.entryCount() == count)
    }

    @Test func `A consent of another file, or a record that is none, is not there to withdraw`() async throws
    {
        let charity = try await Charity()
        let (one, other) = (try await charity.workedClient(), try await charity.workedClient("Amina Begum"))
        let id = try await charity.consent(.general(), of: one)
        let caller = try await charity.caller(.caseworker)
        let note = charity.casework.newID()
        try await charity.casework.writeNote("A note", id: note, in: other, as: caller)
        for record in [id, note, charity.casework.newID()] {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.withdrawConsent(
                    record, version: 1, of: other, words: "Said so", as: caller)
            }
        }
    }

    static let bad: [(String, Problem.Reason, @Sendable (inout ConsentForm) -> Void)] = [
        ("scope", .notAChoice, { $0.scope = "all" }),
        ("recipient", .missing, { $0.recipient = "" }),
        ("recipient", .notAChoice, { $0.recipient = "public" }),
        ("recipient", .notAChoice, { $0.recipient = "subject" }),
        ("recipient", .notAChoice, { $0.recipient = "staff" }),
        ("party", .missing, { $0.party = "  " }),
        ("party", .unreadable(after: "a"), { $0.party = "a\u{202E}b" }),
        ("party", .tooLong(200), { $0.party = String(repeating: "a", count: 201) }),
        ("items", .missing, { $0.items = [] }),
        ("items", .notAChoice, { $0.items = ["contact", "commercial"] }),
        ("items", .notAChoice, { $0.items = ["everything"] }),
        ("purpose", .missing, { $0.purpose = "" }),
        ("purpose", .notAChoice, { $0.purpose = ID.house.text }),
        ("purpose", .notAChoice, { $0.purpose = "x" }),
        ("told", .notAChoice, { $0.told.append("all") }),
        ("allSaid", .missing, { $0.allSaid = false }),
        ("answer", .missing, { $0.answer = "" }),
        ("answer", .notAChoice, { $0.answer = "notAsked" }),
        ("entitlement", .missing, { $0.entitlement = "" }),
        ("entitlement", .notAChoice, { $0.entitlement = "organisation" }),
        ("giverName", .missing, { $0.entitlement = "parent" }),
        ("giverName", .missing, { $0.entitlement = "attorney" }),
        ("until", .date(.notADate), { $0.until = "soon" }),
        ("until", .outOfRange(days: 731), { $0.until = "2026-11-22" }),
        ("until", .outOfRange(days: 731), { $0.until = "2029-01-01" }),
        ("language", .unreadable(after: "Ur"), { $0.language = "Ur\u{0}du" }),
    ]

    @Test(arguments: bad.indices)
    func `What can't be kept is refused by its field`(place: Int) async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        var form = ConsentForm.filled(purpose: try await charity.proposedPurpose())
        let (field, reason, spoil) = Self.bad[place]
        spoil(&form)
        let spoiled = form
        await #expect(throws: CaseworkError.invalid([Problem(field, reason)])) {
            try await charity.consent(spoiled, of: file)
        }
        #expect(try await charity.consents(file).count == 1)
    }

    @Test func `An empty form is refused whole`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        var problems: [Problem] = []
        do { try await charity.consent(ConsentForm(), of: file) } catch {
            if case .invalid(let found)? = error as? CaseworkError { problems = found }
        }
        #expect(
            problems.map(\.field) == [
                "scope", "recipient", "party", "items", "purpose", "answer", "entitlement",
            ])
    }

    @Test func `What was told, answered and by whom is kept, and the log says it to those who hold the log`()
        async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let purpose = try await charity.proposedPurpose()
        var form = ConsentForm.filled(purpose: purpose, until: "2027-01-31")
        (form.language, form.interpreter, form.isRequested) = ("Urdu", "Qz Interpreter", true)
        (form.entitlement, form.giverName, form.isWritten) = ("parent", "Qz Mother", true)
        try await charity.consent(form, of: file)
        let consent = try #require(try await charity.consents(file).last).text
        #expect(
            consent.scope
                == .specific(
                    .init(
                        recipient: "council", party: "The Housing Office", items: ["contact", "household"],
                        purpose: purpose.text, isRequested: true)))
        #expect(consent.untold.isEmpty && !consent.told.contains(.policy))
        #expect(consent.form == .init(isWritten: true, language: "Urdu", interpreter: "Qz Interpreter"))
        #expect(consent.giver == .init(entitlement: .parent, name: "Qz Mother"))
        #expect(consent.until == "2027-01-31" && consent.state(on: charity.casework.now.day) == .requested)
        let line = try await charity.casework.readFile(file, as: charity.caller(.caseworker)).timeline.first {
            $0.kind == .consentRecorded
        }
        #expect(line?.details?.contains("The Housing Office") == true)
        for (name, data) in try charity.folder.files() {
            #expect(data.range(of: .init("Housing Office".utf8)) == nil, "\(name)")
        }
        #expect(try await charity.verification().holds)
    }

    @Test(arguments: Consent.Telling.allCases)
    func `A point that was not said makes it incomplete`(point: Consent.Telling) async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        for isGeneral in [true, false] {
            var form =
                isGeneral ? ConsentForm.general() : .filled(purpose: try await charity.proposedPurpose())
            form.told.removeAll { $0 == point.rawValue }
            try await charity.consent(form, of: file)
            let consent = try #require(try await charity.consents(file).last).text
            let isNeeded = isGeneral || point != .policy
            #expect(consent.untold == (isNeeded ? [point] : []))
            #expect((consent.state(on: charity.casework.now.day) == .incomplete) == isNeeded)
        }
    }

    @Test func `The same form sent twice records one consent`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let caller = try await charity.caller(.caseworker)
        let id = charity.casework.newID()
        try await charity.casework.recordConsent(.general(), of: file, id: id, as: caller)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.recordConsent(.general("refused"), of: file, id: id, as: caller)
        }
        #expect(try await charity.consents(file).map(\.text.answer) == [.agreed, .agreed])
    }

    @Test func `Somebody who was not asked at the first contact is asked later`() async throws {
        let charity = try await Charity()
        var first = FirstContactForm.filled(worker: try charity.id(.caseworker))
        first.answer = "notAsked"
        let file = try await charity.client(first)
        try await charity.consent(.general(), of: file)
        let states = try await charity.consents(file).map { $0.text.state(on: charity.casework.now.day) }
        #expect(states == [.none, .general])
    }

    @Test func `An organisation's consent is given by someone entitled to speak for it, by name`() throws {
        let purpose = ID(from: .system)
        let today = Charity.noon.day
        var form = ConsentForm.filled(purpose: purpose)
        form.items = ["commercial", "organisation"]
        func problems() -> [Problem] {
            do {
                _ = try form.checked(of: .organisation, purposes: [purpose], today: today)
                return []
            } catch { if case .invalid(let problems) = error { return problems } else { return [] } }
        }
        #expect(problems() == [Problem("entitlement", .notAChoice)])
        form.entitlement = "organisation"
        #expect(problems() == [Problem("giverName", .missing)])
        form.giverName = "Qz Director"
        #expect(problems().isEmpty)
        let consent = try form.checked(of: .organisation, purposes: [purpose], today: today)
        #expect(consent.state(on: today) == .specific)
        form.items.append("counselling")
        #expect(problems() == [Problem("items", .notAChoice)])
        form.items = ["commercial"]
        (form.entitlement, form.giverName) = ("unclear", "")
        #expect(
            try form.checked(of: .organisation, purposes: [purpose], today: today).state(on: today)
                == .incomplete)
    }
}
