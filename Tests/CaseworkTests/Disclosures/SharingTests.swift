import Policy
import Testing
import Vault

@testable import Casework

/// Clauses S1.2, S1.3, S2.1, S3.1, S3.3, S4.2, S4.3: what leaves, and what does not.
@Suite struct SharingTests {
    @Test func `Nobody shares what they do not hold, and whoever holds no disclosures shares nothing`()
        async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let counsellor = try await charity.caller(.counsellor)
        await #expect(throws: CaseworkError.invalid([Problem("items", .notAChoice)])) {
            _ = try await charity.casework.previewShare(.filled(), of: file, as: counsellor)
        }
        for person in [Person.receptionist, .otherCaseworker] {
            let caller = try await charity.caller(person)
            await #expect(throws: CaseworkError.notFound) {
                _ = try await charity.casework.previewShare(.filled(), of: file, as: caller)
            }
        }
    }

    @Test
    func `That a file was opened is recorded before its form, or what the procedure says of it, is shown`()
        async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        for isForm in [true, false] {
            let worker = try await charity.caller(.caseworker)
            worker.forgetOpened()
            let before = try await charity.entryCount()
            if isForm {
                _ = try await charity.casework.shareable(file, as: worker)
            } else {
                _ = try await charity.casework.previewShare(.filled(), of: file, as: worker)
            }
            #expect(try await charity.entryKinds(after: before - 1) == [.fileOpened])
        }
    }

    @Test func `A form is answered whole`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let worker = try await charity.caller(.caseworker)
        var form = ShareForm.filled([])
        (form.recipient, form.party, form.ground, form.whyNotAnonymous) = ("staff", "", "statistics", "")
        form.parts = [("casework", "", ""), ("casework", "twice", "twice"), ("existence", "x", "x")]
        form.powerItems = ["health"]
        await #expect(
            throws: CaseworkError.invalid([
                Problem("recipient", .notAChoice), Problem("ground", .notAChoice), Problem("party", .missing),
                Problem("need.casework", .missing), Problem("words.casework", .missing),
                Problem("items", .notAChoice), Problem("items", .notAChoice),
                Problem("whyNotAnonymous", .missing), Problem("powerItems", .notAChoice),
            ])
        ) { _ = try await charity.casework.previewShare(form, of: file, as: worker) }
    }

    @Test func `What the procedure does not allow is withheld, and that it was asked is recorded`()
        async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let purpose = try await charity.purpose()
        let proposed = try await charity.purpose(days: nil)
        try await charity.consent([.casework, .health, .contact], for: purpose, in: file)
        try await charity.consent([.casework], for: proposed, in: file)
        try await charity.consent([.health], for: purpose, in: file) { $0.answer = .refused }
        try await charity.consent([.contact], for: purpose, in: file) { $0.told.remove(.agreeing) }
        let withheld: [(String, ShareForm)] = [
            ("gain", .filled(ground: .gain, purpose: purpose)),
            ("buyer", .filled(to: .buyer, purpose: purpose)),
            ("press", .filled(to: .press, purpose: purpose)),
            ("no purpose", .filled()), ("unknown purpose", .filled(purpose: charity.casework.newID())),
            ("proposed purpose", .filled(purpose: proposed)),
            ("other item", .filled([.finance], purpose: purpose)),
            ("other party", .filled(party: "Another council", purpose: purpose)),
            ("other role", .filled(to: .regulator, purpose: purpose)),
            ("refused later", .filled([.health], purpose: purpose)),
            ("incomplete later", .filled([.contact], purpose: purpose)),
            ("not checked", .filled(purpose: purpose, answers: [.verified: false, .undertaking: true])),
            ("not known", .filled(purpose: purpose, answers: [.undertaking: true])),
            ("terms refused", .filled(purpose: purpose, answers: [.verified: true, .undertaking: false])),
        ]
        // The form is opened first, which is recorded.
        _ = try await charity.casework.shareable(file, as: try await charity.caller(.caseworker))
        for (name, form) in withheld {
            let before = try await charity.entryCount()
            let (_, disclosure) = try await charity.share(form, of: file)
            #expect(disclosure.stage == .withheld && disclosure.releases.isEmpty, "\(name)")
            #expect(try await charity.entryKinds(after: before - 1) == [.shareWithheld], "\(name)")
        }
        let allowed = try await charity.share(.filled(purpose: purpose), of: file).disclosure
        #expect(allowed.stage == .released)
        let worker = try await charity.caller(.caseworker)
        charity.time.move(seconds: 31 * 86_400)
        let lapsed = try await charity.share(.filled(purpose: purpose), of: file, by: worker).disclosure
        #expect(lapsed.stage == .withheld && lapsed.decided.facts["purpose"] == "lapsed")
    }

    @Test(arguments: [900_000, 10_001])
    func `A whole document pasted in is refused beside its field, and nothing is kept`(length: Int)
        async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let worker = try await charity.caller(.caseworker)
        var form = ShareForm.filled()
        form.parts[0].words = String(repeating: "w", count: length)
        await #expect(throws: CaseworkError.invalid([Problem("words.casework", .tooLong(10_000))])) {
            try await charity.casework.share(
                form, of: file, id: charity.casework.newID(), seen: "", as: worker)
        }
        #expect(try await charity.disclosureRows() == 0)
    }

    @Test func `A decision that is older than its facts is not carried out`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let purpose = try await charity.purpose()
        try await charity.consent(for: purpose, in: file)
        let worker = try await charity.caller(.caseworker)
        let form = ShareForm.filled(purpose: purpose)
        let seen = Decided(try await charity.casework.previewShare(form, of: file, as: worker).decision).mark
        // The date of birth was put right in the meantime: another age, another decision.
        try await charity.casework.changeIdentity(
            IdentityForm(name: "Muhammad Husayn", otherNames: "", born: "2015-02-03"), of: file, from: 1,
            as: worker)
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.share(
                form, of: file, id: charity.casework.newID(), seen: seen, as: worker)
        }
        #expect(try await charity.disclosureRows() == 0)
    }

    @Test func `An approval that is older than the facts is not released on what was seen`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let (id, _) = try await charity.share(.referred(), of: file)
        try await charity.rule(id, of: file, items: ["health"], as: .manager)
        let worker = try await charity.caller(.caseworker)
        let seen = try await charity.disclosure(id, of: file).ready.mark
        try await charity.casework.changeIdentity(
            IdentityForm(name: "Muhammad Husayn", otherNames: "", born: "2015-02-03"), of: file, from: 1,
            as: worker)
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.releaseApproved(id, version: 2, of: file, seen: seen, as: worker)
        }
        #expect(try await charity.disclosure(id, of: file).record.text.releases.isEmpty)
    }

    @Test func `Consent withdrawn between the decision and the release: nothing happens`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let purpose = try await charity.purpose()
        let consent = try await charity.consent(for: purpose, in: file)
        let worker = try await charity.caller(.caseworker)
        let form = ShareForm.filled(purpose: purpose)
        let preview = try await charity.casework.previewShare(form, of: file, as: worker)
        #expect(preview.decision.outcome == .release)
        try await charity.consent(for: purpose, in: file, id: consent, version: 2) {
            $0.withdrawn = .init(at: 0, words: "No more")
        }
        let entries = try await charity.entryCount()
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.share(
                form, of: file, id: charity.casework.newID(), seen: Decided(preview.decision).mark, as: worker
            )
        }
        #expect(try await charity.entryCount() == entries)
        #expect(try await charity.disclosureRows() == 0)
    }

    @Test func `Consent withdrawn while the release is on its way: nothing leaves`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let purpose = try await charity.purpose()
        let consent = try await charity.consent(for: purpose, in: file)
        let worker = try await charity.caller(.caseworker)
        let form = ShareForm.filled(purpose: purpose)
        let seen = Decided(try await charity.casework.previewShare(form, of: file, as: worker).decision).mark
        charity.database.beforeNextWrite {
            try await charity.consent(for: purpose, in: file, id: consent, version: 2) {
                $0.withdrawn = .init(at: 0, words: "No more")
            }
        }
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.share(
                form, of: file, id: charity.casework.newID(), seen: seen, as: worker)
        }
        #expect(try await charity.disclosureRows() == 0)
    }

    @Test func `A form sent twice shares once`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let purpose = try await charity.purpose()
        try await charity.consent(for: purpose, in: file)
        let worker = try await charity.caller(.caseworker)
        let form = ShareForm.filled(purpose: purpose)
        let (id, _) = try await charity.share(form, of: file)
        let seen = Decided(try await charity.casework.previewShare(form, of: file, as: worker).decision).mark
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.share(form, of: file, id: id, seen: seen, as: worker)
        }
        #expect(try await charity.disclosureRows() == 1)
    }

    @Test func `A release holds the released words and no others, in the log book and the file at once`()
        async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let purpose = try await charity.purpose()
        try await charity.consent([.casework, .contact], for: purpose, in: file)
        _ = try await charity.casework.shareable(file, as: try await charity.caller(.caseworker))
        let before = try await charity.entryCount()
        let form = ShareForm.filled([.casework, .health, .contact], purpose: purpose)
        let (id, disclosure) = try await charity.share(form, of: file)
        #expect(
            disclosure.releases.map(\.parts) == [
                [
                    .init(item: "casework", words: "Words of casework"),
                    .init(item: "contact", words: "Words of contact"),
                ]
            ])
        #expect(disclosure.decided.withheld == ["health"])
        #expect(try await charity.entryKinds(after: before - 1) == [.shareReleased])
        let kept = try await charity.disclosure(id, of: file, as: .manager).record.text
        #expect(kept == disclosure)
        #expect(try await charity.verification().holds)
    }

    @Test func `Only what could change the decision is asked`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let purpose = try await charity.purpose()
        let worker = try await charity.caller(.caseworker)
        func questions(_ form: ShareForm) async throws -> [Asked.Question] {
            try await charity.casework.shareQuestions(form, of: file, as: worker)
        }
        // Of every outsider, who they are; and nothing else where nothing else could change it.
        #expect(try await questions(.filled(ground: .gain, purpose: purpose)) == [.verified])
        #expect(try await questions(.filled(purpose: purpose)) == [.verified])
        try await charity.consent(for: purpose, in: file)
        #expect(try await questions(.filled(purpose: purpose)) == [.verified, .undertaking])
        let police = ShareForm.filled(to: .police, ground: .crimeInvestigation)
        #expect(try await questions(police).contains(.suspicion))
    }
}
