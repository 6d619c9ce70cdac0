import Policy
import Testing
import Vault

@testable import Casework

/// The person's latest word counts (clause S4.1): a general no takes back what was agreed before it, and what is agreed
/// after it stands again.
@Suite struct LatestWordTests {
    /// What may be said, one thing after another.
    enum Said: CaseIterable, Sendable {
        case agreed, refused, generalYes, generalNo, generalWithdrawn
    }

    private static let today = Day(daysSince1970: 20_779)

    private static func consent(_ said: Said) -> Consent {
        let isGeneral = [.generalYes, .generalNo, .generalWithdrawn].contains(said)
        var consent = Consent(
            scope: isGeneral
                ? .general
                : .specific(
                    .init(
                        recipient: "council", party: "Lantern Council", items: ["casework"], purpose: "p",
                        isRequested: false)),
            told: Set(Consent.Telling.allCases),
            answer: [.refused, .generalNo].contains(said) ? .refused : .agreed,
            form: .init(isWritten: true))
        if said == .generalWithdrawn { consent.withdrawn = .init(at: 0, words: "No more") }
        return consent
    }

    /// What the rule makes of it, for casework to the council.
    private static func facts(_ said: [Said]) -> (ConsentState?, Items?) {
        let purpose = ID.house
        let records = said.map { said in
            var consent = consent(said)
            if case .specific(var specific) = consent.scope {
                specific.purpose = purpose.text
                consent.scope = .specific(specific)
            }
            return Record(
                id: .house, version: 1, author: .house, at: Instant(milliseconds: 0), text: consent)
        }
        let facts = ShareFacts(
            kind: .client, identity: nil, consents: records, purposes: [], today: today
        ).facts(
            of: Asked(
                by: "", recipient: .council, party: "Lantern Council",
                parts: [.init(item: .casework, need: "n", words: "w")], whyNotAnonymous: "", ground: .service,
                purpose: purpose, isOral: false, answers: [:], power: "", powerItems: []),
            now: Instant(milliseconds: 0))
        return (facts.consent, facts.consentItems)
    }

    /// The same, read off as a person would: what was said last about this sharing, unless a general no came after it.
    private static func expected(_ said: [Said]) -> (state: ConsentState, covers: Bool) {
        let general = said.last { [.generalYes, .generalNo, .generalWithdrawn].contains($0) }
        let ownAt = said.lastIndex { $0 == .agreed || $0 == .refused }
        let noAt = said.lastIndex { $0 == .generalNo || $0 == .generalWithdrawn }
        if let ownAt, ownAt > noAt ?? -1 {
            return said[ownAt] == .agreed ? (.specific, true) : (.refused, false)
        }
        switch general {
        case .generalYes: return (.general, true)
        case .generalNo: return (.refused, false)
        case .generalWithdrawn: return (.withdrawn, false)
        default: return (.none, false)
        }
    }

    @Test func `Every order of what may be said, up to four things`() {
        var sequences: [[Said]] = [[]]
        var all = sequences
        for _ in 0..<4 {
            sequences = sequences.flatMap { before in Said.allCases.map { before + [$0] } }
            all += sequences
        }
        #expect(all.count == 1 + 5 + 25 + 125 + 625)
        for said in all {
            let (state, items) = Self.facts(said)
            let expected = Self.expected(said)
            #expect(state == expected.state, "\(said)")
            #expect((items?.contains(.casework) ?? false) == expected.covers, "\(said)")
        }
    }

    @Test func `A general no after an agreement stops the release that rested on it`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let purpose = try await charity.purpose()
        try await charity.consent(for: purpose, in: file)
        let form = ShareForm.filled(purpose: purpose)
        let worker = try await charity.caller(.caseworker)
        let seen = try await charity.casework.previewShare(form, of: file, as: worker).decision
        #expect(seen.outcome == .release)
        var no = ConsentForm()
        (no.scope, no.answer, no.entitlement, no.allSaid) = ("general", "refused", "self", true)
        no.told = Consent.Telling.allCases.map(\.rawValue)
        try await charity.casework.recordConsent(no, of: file, id: charity.casework.newID(), as: worker)
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.share(
                form, of: file, id: charity.casework.newID(), seen: Decided(seen).mark, as: worker)
        }
        #expect(try await charity.share(form, of: file).disclosure.stage == .withheld)
        try await charity.consent(for: purpose, in: file)
        #expect(try await charity.share(form, of: file).disclosure.stage == .released)
    }

    @Test func `What a general no took back is not among those to ask again, and refuses nothing of itself`()
    {
        let agreed = Self.consent(.agreed)
        #expect(Self.consent(.generalNo).takesBack(agreed))
        #expect(Self.consent(.generalWithdrawn).takesBack(agreed))
        #expect(!Self.consent(.generalYes).takesBack(agreed))
        #expect(!Self.consent(.generalNo).takesBack(Self.consent(.generalYes)))
        #expect(!Self.consent(.refused).takesBack(agreed))
        #expect(!Self.consent(.generalNo).takesBack(Self.consent(.refused)))
    }
}
