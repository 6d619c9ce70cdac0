import Database
import Foundation
import Testing
import Vault

@testable import Casework

/// What is typed and not saved: its writer's, and nobody else's.
@Suite struct DraftTests {
    private static let marker = "Qzdraft half a sentence"
    private static let fields = [Draft.Field("note", marker), Draft.Field("odd", "\u{0}\u{202E}<b>'; --")]

    /// Keeps what the caseworker has typed as a note.
    private static func keep(
        _ fields: [Draft.Field] = fields, in charity: Charity, about file: ID?,
        by person: Person = .caseworker,
        form: ID? = nil
    ) async throws -> Draft.Outcome {
        let caller = try await charity.caller(person)
        return try await charity.casework.keepDraft(
            fields, at: place(file, caller, form: form), as: caller)
    }

    private static func place(_ file: ID?, _ caller: Caller, form: ID? = nil) -> DraftPlace {
        caller.draftPlace(file.map { "/file/\($0.text)/note" } ?? "/enquiry", about: file, form: form)
    }

    private static func draft(
        in charity: Charity, about file: ID?, by person: Person = .caseworker
    ) async throws -> Draft? {
        let caller = try await charity.caller(person)
        return try await charity.casework.draft(at: place(file, caller), as: caller)
    }

    @Test func `Another member who may open the file finds no draft of it`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        #expect(try await Self.keep(in: charity, about: file) == .kept)
        for person in Person.allCases where person != .caseworker {
            #expect(try await Self.draft(in: charity, about: file, by: person) == nil)
            #expect(try await charity.casework.drafts(as: try await charity.caller(person)).isEmpty)
        }
        #expect(try await Self.draft(in: charity, about: file)?.fields == Self.fields)
    }

    @Test func `A row moved to another member or another form does not open`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        _ = try await Self.keep(in: charity, about: file)
        let other = try await charity.caller(.manager)
        let name = Self.place(file, other).name
        try await charity.change("UPDATE drafts SET member = \(other.member.bytes), name = \(name.bytes)")
        #expect(try await Self.draft(in: charity, about: file, by: .manager) == nil)
        #expect(try await charity.casework.drafts(as: other).isEmpty)
    }

    @Test func `Somebody who may not open a file keeps no draft about it`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient(isRestricted: true)
        for file in [file, charity.casework.newID()] {
            await #expect(throws: CaseworkError.notFound) {
                try await Self.keep(in: charity, about: file, by: .otherCaseworker)
            }
        }
    }

    @Test func `A draft too long, or one too many, is refused and what was there stays`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        _ = try await Self.keep(in: charity, about: file)
        let huge = [Draft.Field("note", String(repeating: "é", count: Draft.largest / 2))]
        #expect(try await Self.keep(huge, in: charity, about: file) == .tooLong)
        let many = [Draft.Field](repeating: Draft.Field("a", ""), count: 501)
        #expect(try await Self.keep(many, in: charity, about: file) == .tooLong)
        let caller = try await charity.caller(.caseworker)
        for number in 1..<Draft.most {
            let place = caller.draftPlace("/form-\(number)")
            #expect(try await charity.casework.keepDraft(Self.fields, at: place, as: caller) == .kept)
        }
        #expect(
            try await charity.casework.keepDraft(
                Self.fields, at: caller.draftPlace("/one-more"), as: caller) == .tooMany)
        #expect(try await Self.keep(in: charity, about: file) == .kept)
        #expect(try await Self.draft(in: charity, about: file)?.fields == Self.fields)
        #expect(try await charity.casework.drafts(as: caller).count == Draft.most)
    }

    @Test func `A draft as long as it may be comes back whole`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let most = [Draft.Field("note", String(repeating: "ع", count: (Draft.largest - 4) / 2))]
        #expect(try await Self.keep(most, in: charity, about: file) == .kept)
        #expect(try await Self.draft(in: charity, about: file)?.fields == most)
    }

    @Test func `It is there after the session expired, and after the program was started again`() async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let before = try await charity.entryCount()
        _ = try await Self.keep(in: charity, about: file)
        // Nothing was done: the log book says nothing, and holds.
        #expect(try await charity.entryCount() == before)
        #expect(try await charity.verification().holds)
        charity.time.move(seconds: 901)
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.caseworker) }
        let restarted = try await charity.restarted()
        let secret = try await restarted.casework.signIn(
            name: Person.caseworker.rawValue, passphrase: Person.passphrase)
        let caller = try await restarted.casework.caller(cookie: secret.cookie)
        let draft = try await restarted.casework.draft(at: Self.place(file, caller), as: caller)
        #expect(draft?.fields == Self.fields)
        #expect(draft?.at == Self.noon)
        let lines = try await restarted.casework.drafts(as: caller)
        #expect(lines.map(\.address) == ["/file/\(file.text)/note"] && lines.map(\.file) == [file])
    }

    private static let noon = Charity.noon

    @Test func `No byte of the files says what was typed, in which form or about which file`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        _ = try await Self.keep(in: charity, about: file)
        for (name, data) in try charity.folder.files() {
            for text in [Self.marker, "Qzdraft", "/note", file.text] {
                #expect(data.range(of: Data(text.utf8)) == nil, "\(name) \(text)")
            }
        }
        let row = try #require(
            try await charity.database.read { try $0.first("SELECT name, sealed FROM drafts") })
        #expect(Data(try row.blob("sealed")).range(of: Data(file.bytes)) == nil)
        #expect(try row.blob("name") != file.bytes)
    }

    @Test func `Saving the form removes its draft, and no other, in the same act`() async throws {
        let charity = try await Charity()
        let (file, other) = (try await charity.workedClient(), try await charity.workedClient("Amina Ali"))
        let caller = try await charity.caller(.caseworker)
        for file in [file, other] { _ = try await Self.keep(in: charity, about: file) }
        await #expect(throws: CaseworkError.invalid([Problem("note", .missing)])) {
            try await charity.casework.writeNote(
                "", id: charity.casework.newID(), in: file, finishing: Self.place(file, caller), as: caller)
        }
        #expect(try await Self.draft(in: charity, about: file) != nil)
        try await charity.casework.writeNote(
            "Whole", id: charity.casework.newID(), in: file, finishing: Self.place(file, caller), as: caller)
        #expect(try await Self.draft(in: charity, about: file) == nil)
        #expect(try await Self.draft(in: charity, about: other) != nil)
        #expect(try await charity.verification().holds)
    }

    @Test func `Typing that arrives after its form was saved is not kept again`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let caller = try await charity.caller(.caseworker)
        let form = charity.casework.newID()
        try await charity.casework.writeNote(
            "Whole", id: form, in: file, finishing: Self.place(file, caller, form: form), as: caller)
        #expect(try await Self.keep(in: charity, about: file, form: form) == .kept)
        #expect(try await Self.draft(in: charity, about: file) == nil)
    }

    @Test func `A form that could not be saved, or not thrown away, keeps what is typed in it`() async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let caller = try await charity.caller(.caseworker)
        let form = charity.casework.newID()
        let place = Self.place(file, caller, form: form)
        for event: SQL in ["INSERT ON entries", "DELETE ON drafts"] {
            #expect(
                try await Self.keep([.init("note", "Hal")], in: charity, about: file, form: form) == .kept)
            // By the program's own connection: another's would be found out.
            try await charity.database.write {
                _ = try $0.execute(
                    "CREATE TRIGGER full BEFORE \(sql: event) BEGIN SELECT RAISE(ABORT, 'full'); END")
            }
            await #expect(throws: CaseworkError.self) {
                if event.text.hasPrefix("INSERT") {
                    try await charity.casework.writeNote(
                        "Half", id: form, in: file, finishing: place, as: caller)
                } else {
                    try await charity.casework.throwAwayDraft(at: place, as: caller)
                }
            }
            try await charity.database.write { _ = try $0.execute("DROP TRIGGER full") }
            #expect(try await Self.keep(in: charity, about: file, form: form) == .kept)
            #expect(try await Self.draft(in: charity, about: file)?.fields == Self.fields)
        }
        // Saved at last, a second sending that fails brings no typing back.
        for _ in 1...2 {
            try? await charity.casework.writeNote(
                "Whole", id: form, in: file, finishing: place, as: caller)
            #expect(try await Self.keep(in: charity, about: file, form: form) == .kept)
            #expect(try await Self.draft(in: charity, about: file) == nil)
        }
    }

    @Test func `An erased file takes the drafts about it along`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        _ = try await Self.keep(in: charity, about: file)
        try await charity.casework.erase(file, as: try await charity.caller(.guardian))
        #expect(try await Self.draft(in: charity, about: file) == nil)
        #expect(try await charity.casework.drafts(as: try await charity.caller(.caseworker)).isEmpty)
        await #expect(throws: CaseworkError.notFound) { try await Self.keep(in: charity, about: file) }
    }

    @Test func `A form that was emptied leaves no draft`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        _ = try await Self.keep(in: charity, about: file)
        #expect(try await Self.keep([Draft.Field("note", " \n")], in: charity, about: file) == .kept)
        #expect(try await Self.draft(in: charity, about: file) == nil)
    }

    @Test func `A draft that was thrown away is gone`() async throws {
        let charity = try await Charity()
        _ = try await Self.keep(in: charity, about: nil, by: .receptionist)
        let caller = try await charity.caller(.receptionist)
        #expect(try await Self.draft(in: charity, about: nil, by: .receptionist)?.fields == Self.fields)
        try await charity.casework.throwAwayDraft(at: Self.place(nil, caller), as: caller)
        #expect(try await Self.draft(in: charity, about: nil, by: .receptionist) == nil)
    }

    @Test func `After fourteen days it is swept`() async throws {
        let charity = try await Charity()
        _ = try await Self.keep(in: charity, about: nil, by: .receptionist)
        let count = { try await charity.database.read { try $0.rows("SELECT name FROM drafts").count } }
        charity.time.move(seconds: Draft.daysKept * 86_400 - 1)
        await charity.casework.sweepDrafts()
        #expect(try await count() == 1)
        charity.time.move(seconds: 1)
        await charity.casework.sweepDrafts()
        #expect(try await count() == 0)
    }
}
