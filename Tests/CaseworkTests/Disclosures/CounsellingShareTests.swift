import Database
import Policy
import Testing
import Vault

@testable import Casework

/// Clause P2: counselling leaves when the person asks for it, or a named manager approves it; and who may read of it.
@Suite struct CounsellingShareTests {
    private let charity: Charity
    private let file: ID

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient()
    }

    /// To the person themself, who asked.
    private static let own = ShareForm.filled(
        [.counselling], to: .subject, party: "Muhammad Husayn", ground: .subjectRequest)

    /// To their doctor, on the ground that keeping quiet may harm somebody.
    private static let harm = ShareForm.filled(
        [.counselling], to: .healthProfessional, party: "Dr Moran", ground: .riskOfHarm)

    private func rows(of item: Vault.Item) async throws -> SealedRows {
        let file = file
        return try await charity.database.read { try SealedRecord.current(item, of: file, $0) }
    }

    @Test(arguments: [Person.caseworker, .manager, .guardian, .otherCaseworker, .receptionist])
    func `Whoever does not hold counselling can't begin it`(person: Person) async throws {
        let caller = try await charity.caller(person)
        do {
            _ = try await charity.casework.previewShare(Self.own, of: file, as: caller)
            Issue.record("previewed")
        } catch {
            let refusals = [CaseworkError.notFound, .invalid([Problem("items", .notAChoice)])]
            #expect(refusals.contains(error as CaseworkError))
        }
    }

    @Test func `It is asked for by itself, so that its record can be kept apart whole`() async throws {
        let counsellor = try await charity.caller(.counsellor)
        let form = ShareForm.filled([.counselling, .identity], to: .subject, ground: .subjectRequest)
        await #expect(throws: CaseworkError.invalid([Problem("items", .byItself)])) {
            _ = try await charity.casework.previewShare(form, of: file, as: counsellor)
        }
    }

    @Test(arguments: [
        (isRequested: false, items: [Policy.Item.counselling]), (true, [.contact]),
    ])
    func `Consent that was not asked for by the person, or of another item, lets nothing go`(
        isRequested: Bool, items: [Policy.Item]
    ) async throws {
        let purpose = try await charity.purpose()
        try await charity.consent(items, for: purpose, in: file) {
            if case .specific(var specific) = $0.scope {
                specific.isRequested = isRequested
                $0.scope = .specific(specific)
            }
        }
        let asked = try await charity.share(
            .filled([.counselling], purpose: purpose), of: file, as: .counsellor)
        #expect(asked.disclosure.stage == .withheld)
        #expect(asked.disclosure.decided.rows.map(\.clause) == ["P2"])
    }

    @Test
    func `What the person asked to be shared goes to whom they named, and is taken back with their word`()
        async throws
    {
        let purpose = try await charity.purpose()
        let consent = try await charity.consent([.counselling], for: purpose, in: file) {
            if case .specific(var specific) = $0.scope {
                specific.isRequested = true
                $0.scope = .specific(specific)
            }
        }
        let form = ShareForm.filled([.counselling], purpose: purpose)
        #expect(try await charity.share(form, of: file, as: .counsellor).disclosure.stage == .released)
        try await charity.consent([.counselling], for: purpose, in: file, id: consent, version: 2) {
            $0.withdrawn = .init(at: 0, words: "No more")
        }
        #expect(try await charity.share(form, of: file, as: .counsellor).disclosure.stage == .withheld)
    }

    @Test(arguments: [Person.caseworker, .manager, .guardian])
    func `Others see that counselling was shared, with whom and when, and never a word of it`(
        person: Person
    ) async throws {
        let (id, kept) = try await charity.share(Self.own, of: file, as: .counsellor)
        #expect(kept.stage == .released)
        let seen = try await charity.disclosure(id, of: file, as: person)
        #expect(!seen.isWhole)
        let text = seen.record.text
        #expect(
            text.asked.party == "Muhammad Husayn"
                && text.releases.map { $0.parts.map(\.item) } == [["counselling"]])
        #expect(text.asked.parts == [.init(item: .counselling, need: "", words: "")])
        #expect(text.asked.whyNotAnonymous.isEmpty && text.releases[0].parts[0].words.isEmpty)
        let caller = try await charity.caller(person)
        #expect(try await charity.casework.disclosures(of: file, as: caller).map(\.id) == [id])
        let log = try await charity.casework.readFile(file, as: caller).timeline
        let line = try #require(log.first { $0.kind == .shareReleased })
        #expect(line.details?.contains("counselling") == true && line.details?.contains("Words of") == false)
    }

    @Test
    func `The words are a record of the item counselling, and the counsellor's opening them is on record`()
        async throws
    {
        let (id, disclosure) = try await charity.share(Self.own, of: file, as: .counsellor)
        let apart = try #require(disclosure.apart)
        let row = try #require(try await rows(of: .counselling).first { $0.id == apart })
        let counsellor = try await charity.caller(.counsellor)
        let open = try await charity.casework.openFile(file, as: counsellor)
        let confided = try row.open(Confided.self, with: open.key(of: row.item)).text
        #expect(confided.disclosure == id && confided.words == "Words of counselling")
        let worker = try await charity.casework.openFile(file, as: try await charity.caller(.caseworker))
        #expect(worker.key(of: row.item) == nil)
        // The disclosure's own row opens for both, and holds none of it.
        let general = try #require(try await rows(of: .disclosure).first)
        let text = try general.text(with: worker.key(of: general.item)).read(Disclosure.self)
        #expect(text == disclosure && text.asked.parts[0].words.isEmpty)
        let before = try await charity.entryCount()
        let seen = try await charity.casework.disclosure(id, of: file, as: counsellor)
        #expect(seen.isWhole && seen.record.text.releases[0].parts[0].words == "Words of counselling")
        #expect(seen.record.text.asked.parts[0].need == "To place the family")
        #expect(try await charity.entryKinds(after: before - 1) == [.fileOpened, .counsellingOpened])
        // It is no session note.
        #expect(try await charity.casework.sessions(of: file, as: counsellor).notes.isEmpty)
        #expect(try await charity.verification().holds)
    }

    @Test func `On a ground of safety management decides, reads why, and never the words`() async throws {
        let (id, asked) = try await charity.share(Self.harm, of: file, as: .counsellor)
        #expect(asked.stage == .referred && asked.decided.referees == ["counselling": ["management"]])
        for person in [Person.guardian, .caseworker] {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.rule(id, of: file, items: ["counselling"], as: person)
            }
        }
        let seen = try await charity.disclosure(id, of: file, as: .manager)
        #expect(seen.toRule == ["counselling"] && !seen.isWhole)
        #expect(
            seen.record.text.asked.parts == [
                .init(item: .counselling, need: "To place the family", words: "")
            ])
        try await charity.rule(id, of: file, items: ["counselling"], as: .manager)
        let released = try await charity.release(id, of: file, as: .counsellor)
        #expect(released.releases.map { $0.parts.map(\.words) } == [[""]])
        let whole = try await charity.disclosure(id, of: file, as: .counsellor).record.text
        #expect(whole.releases.map { $0.parts.map(\.words) } == [["Words of counselling"]])
        #expect(try await !charity.disclosure(id, of: file, as: .manager).isWhole)
        #expect(try await charity.verification().holds)
    }

    @Test func `A record of counselling that is another disclosure's is not shown as this one's`()
        async throws
    {
        let first = try await charity.share(Self.own, of: file, as: .counsellor)
        let second = try await charity.share(Self.own, of: file, as: .counsellor)
        let counsellor = try await charity.caller(.counsellor)
        let open = try await charity.casework.openFile(file, as: counsellor)
        let apart = try #require(second.disclosure.apart)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.confided(apart, to: first.id, in: open, as: counsellor)
        }
    }

    @Test func `Erasing the file takes the words along`() async throws {
        try await charity.share(Self.own, of: file, as: .counsellor)
        try await charity.casework.erase(file, as: try await charity.caller(.guardian))
        #expect(try await rows(of: .counselling).isEmpty)
        #expect(try await charity.verification().holds)
    }
}
