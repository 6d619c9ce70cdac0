import Policy
import Testing
import Vault

@testable import Casework

/// Refusing and withdrawing take effect at once, everywhere (clause S4.1); and what lapses is asked again.
@Suite struct WithdrawalTests {
    private func decision(_ charity: Charity, _ file: ID, _ purpose: ID) async throws -> Decision {
        let form = ShareForm(
            recipient: "council", party: "The Housing Office",
            parts: [("contact", "To write to them", "07700 900456")], whyNotAnonymous: "They must be reached",
            ground: "service", purpose: purpose.text, isOral: true,
            answers: ["verified": "yes", "undertaking": "yes"], power: "", powerItems: [])
        return try await charity.casework.previewShare(
            form, of: file, as: try await charity.caller(.caseworker)
        ).decision
    }

    @Test func `Nothing leaves after a refusal or a withdrawal, and asking anew lets it`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let purpose = try await charity.proposedPurpose()
        try await charity.casework.approvePurpose(
            purpose, version: 1, until: "2027-06-01", as: try await charity.caller(.guardian))
        #expect(try await decision(charity, file, purpose).released.isEmpty)
        charity.time.move(seconds: 1)
        let id = try await charity.consent(.filled(purpose: purpose), of: file)
        #expect(try await decision(charity, file, purpose).released == [.contact])
        charity.time.move(seconds: 1)
        try await charity.casework.withdrawConsent(
            id, version: 1, of: file, words: "She said so", as: try await charity.caller(.caseworker))
        #expect(try await decision(charity, file, purpose).released.isEmpty)
        charity.time.move(seconds: 1)
        try await charity.consent(.filled(purpose: purpose), of: file)
        #expect(try await decision(charity, file, purpose).released == [.contact])
        charity.time.move(seconds: 1)
        try await charity.consent(.filled(purpose: purpose, answer: "refused"), of: file)
        #expect(try await decision(charity, file, purpose).released.isEmpty)
    }

    @Test func `A withdrawal is stale from any version but the newest, and is done once`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let caller = try await charity.caller(.manager)
        let id = try await charity.consent(.general(), of: file)
        for version: UInt32 in [0, 2, .max] {
            await #expect(throws: CaseworkError.stale) {
                try await charity.casework.withdrawConsent(
                    id, version: version, of: file, words: "Said so", as: caller)
            }
        }
        try await charity.casework.withdrawConsent(id, version: 1, of: file, words: " Said so ", as: caller)
        for version: UInt32 in [1, 2] {
            await #expect(throws: CaseworkError.stale) {
                try await charity.casework.withdrawConsent(
                    id, version: version, of: file, words: "Again", as: caller)
            }
        }
        let consent = try #require(try await charity.consents(file).last { $0.id == id })
        #expect(consent.version == 2 && consent.text.withdrawn?.words == "Said so")
        #expect(consent.text.withdrawn?.at == charity.casework.now.milliseconds)
    }

    @Test func `A refusal can't be withdrawn, and a withdrawal says who said so`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let caller = try await charity.caller(.caseworker)
        let refused = try await charity.consent(.general("refused"), of: file)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.withdrawConsent(
                refused, version: 1, of: file, words: "Said so", as: caller)
        }
        let agreed = try await charity.consent(.general(), of: file)
        for (words, reason) in [("  ", Problem.Reason.missing), ("a\u{202E}b", .unreadable(after: "a"))] {
            await #expect(throws: CaseworkError.invalid([Problem("words", reason)])) {
                try await charity.casework.withdrawConsent(
                    agreed, version: 1, of: file, words: words, as: caller)
            }
        }
    }

    @Test
    func `Lapsed and lapsing consents are listed, soonest first, and only of files whose consents one holds`()
        async throws
    {
        let charity = try await Charity()
        let purpose = try await charity.proposedPurpose()
        let file = try await charity.workedClient("Amina Begum")
        let restricted = try await charity.workedClient("Bilal Khan", isRestricted: true)
        let later = try await charity.consent(.filled(purpose: purpose, until: "2026-12-22"), of: file)
        var soon = ConsentForm.filled(purpose: purpose, until: "2026-11-23")
        soon.party = "Another office"
        let sooner = try await charity.consent(soon, of: file)
        let hidden = try await charity.consent(
            .filled(purpose: purpose, until: "2026-12-01"), of: restricted)
        var far = soon
        (far.party, far.until) = ("A third office", "2026-12-23")
        try await charity.consent(far, of: file)
        far.until = ""
        far.party = "A fourth office"
        try await charity.consent(far, of: file)
        func listed(_ person: Person) async throws -> [ID] {
            try await charity.casework.lapsingConsents(as: try await charity.caller(person)).map(\.consent.id)
        }
        #expect(try await listed(.caseworker) == [sooner, hidden, later])
        #expect(try await listed(.guardian) == [sooner, hidden, later])
        #expect(try await listed(.manager) == [sooner, later])
        for person in [Person.receptionist, .otherCaseworker] {
            #expect(try await listed(person).isEmpty, "\(person)")
        }
        let caller = try await charity.caller(.caseworker)
        #expect(try await charity.casework.lapsingConsents(as: caller).first?.name == "Amina Begum")
        // Asked anew, refused or withdrawn: nothing is left to ask again.
        try await charity.consent(.filled(purpose: purpose, answer: "refused"), of: file)
        try await charity.casework.withdrawConsent(
            sooner, version: 1, of: file, words: "Said so", as: caller)
        #expect(try await listed(.caseworker) == [hidden])
        charity.time.move(seconds: 60 * 86_400)
    }
}
