import Policy
import Testing
import Vault

@testable import Casework

/// What approving will let go, said before anybody approves (clause P4.4).
@Suite struct OutlookTests {
    @Test func `The facts of a decision come back from their words as they were`() throws {
        for recipient in Recipient.allCases {
            var facts = Facts(recipient: recipient, items: [.health, .counselling], ground: .riskOfHarm)
            #expect(Facts(known: facts.known) == facts)
            facts.subject = .client
            facts.age = .under16
            (facts.verified, facts.undertaking, facts.suspicion) = (true, false, true)
            (facts.investigation, facts.reportedMissing, facts.publicSafety) = (false, true, false)
            (facts.consent, facts.consentItems) = (.requested, [.health])
            (facts.needToKnow, facts.purpose) = (true, .lapsed)
            (facts.protocol, facts.protocolItems) = (.inForce, [])
            (facts.power, facts.powerItems) = (true, [.counselling])
            (facts.visitorForm, facts.policiesGiven) = (true, false)
            (facts.approval, facts.approvalItems) = (.guardian, [.health])
            (facts.permittedFields, facts.suppressed) = (false, true)
            #expect(Facts(known: facts.known) == facts)
        }
        #expect(Facts(known: [:]) == nil)
        #expect(Facts(known: ["recipient": "nobody", "items": "health"]) == nil)
    }

    @Test func `What no approval lets go can't be approved`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let form = ShareForm.filled([.health], to: .public, party: "Somebody", ground: .riskOfHarm)
        let (id, _) = try await charity.share(form, of: file)
        #expect(try await charity.disclosure(id, of: file, as: .manager).outlook.never == ["health"])
        await #expect(throws: CaseworkError.notFound) {
            try await charity.rule(id, of: file, items: ["health"], as: .manager)
        }
        try await charity.rule(id, of: file, items: [], as: .manager)
        #expect(try await charity.disclosure(id, of: file).record.text.stage == .refused)
    }

    @Test func `An approval that has run out asks for nothing, and is asked for anew`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let form = ShareForm.filled([.health], ground: .riskOfHarm, answers: [:])
        let (id, _) = try await charity.share(form, of: file)
        try await charity.rule(id, of: file, items: ["health"], as: .manager)
        let worker = try await charity.caller(.caseworker)
        let before = try await charity.casework.disclosure(id, of: file, as: worker)
        #expect(before.lacking.map(\.needs) == [[.verified: true]] && before.ready.isEmpty)
        charity.time.move(seconds: Disclosure.Ruling.lifetime + 1)
        let after = try await charity.casework.disclosure(id, of: file, as: worker)
        #expect(after.lacking.isEmpty && after.ready.isEmpty)
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.complete(
                id, version: 2, of: file, answers: ["verified": "yes"], as: worker)
        }
    }

    @Test func `What was answered later is kept with who and when, and what was asked stays as it was`()
        async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let form = ShareForm.filled([.health], ground: .riskOfHarm, answers: [:])
        let (id, asked) = try await charity.share(form, of: file)
        try await charity.rule(id, of: file, items: ["health"], as: .manager)
        let before = try await charity.entryCount()
        try await charity.casework.complete(
            id, version: 2, of: file, answers: ["verified": "yes"], as: try await charity.caller(.caseworker))
        #expect(try await charity.entryKinds(after: before - 1) == [.referralCompleted])
        let seen = try await charity.disclosure(id, of: file).record.text
        #expect(seen.asked == asked.asked && seen.found?.map(\.answers) == [[.verified: true]])
        let released = try await charity.release(id, of: file)
        #expect(released.releases.first?.decided.facts["verified"] == "yes")
        #expect(try await charity.verification().holds)
    }
}
