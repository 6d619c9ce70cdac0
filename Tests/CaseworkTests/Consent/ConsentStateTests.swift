import Policy
import Testing

@testable import Casework

/// Where a consent stands, over everything that decides it (clauses S1.3, S4.1).
@Suite struct ConsentStateTests {
    private static let today = Day(daysSince1970: 20_779)
    private static let untils: [(String?, isOver: Bool)] = [
        (nil, false), (today.text, false), (today.adding(days: 1).text, false),
        (today.adding(days: -1).text, true),
    ]

    private static func specific(isRequested: Bool) -> Consent.Scope {
        .specific(
            .init(
                recipient: "council", party: "Housing", items: ["contact"], purpose: "p",
                isRequested: isRequested))
    }

    /// Every set of what was told, by bits.
    private static let tolds: [Set<Consent.Telling>] = (0..<64).map { bits in
        Set(Consent.Telling.allCases.enumerated().filter { bits & (1 << $0.offset) != 0 }.map(\.element))
    }

    @Test(arguments: [Consent.Scope.general, specific(isRequested: false), specific(isRequested: true)])
    func `Told, answered, until, withdrawn and entitled decide it together`(scope: Consent.Scope) {
        for told in Self.tolds {
            for answer in Consent.Answer.allCases {
                for until in Self.untils {
                    for isWithdrawn in [false, true] {
                        for entitlement in Consent.Entitlement.allCases {
                            var consent = Consent(
                                scope: scope, told: told, answer: answer, form: .init(isWritten: false),
                                giver: .init(entitlement: entitlement), until: until.0)
                            if isWithdrawn { consent.withdrawn = .init(at: 0, words: "Said so") }
                            let stands =
                                !isWithdrawn && answer == .agreed && !until.isOver
                                && told.isSuperset(of: [.why, .withWhom, .agreeing, .refusing, .services])
                                && (scope != .general || told.contains(.policy)) && entitlement != .unclear
                            let state = consent.state(on: Self.today)
                            #expect([.general, .specific, .requested].contains(state) == stands)
                            if isWithdrawn { #expect(state == .withdrawn) }
                            if !isWithdrawn, answer == .refused { #expect(state == .refused) }
                            if !isWithdrawn, answer == .notAsked { #expect(state == .none) }
                            if !isWithdrawn, answer == .agreed, until.isOver { #expect(state == .expired) }
                        }
                    }
                }
            }
        }
    }

    @Test func `A standing consent is called what it is`() {
        func state(_ scope: Consent.Scope) -> ConsentState {
            Consent(
                scope: scope, told: Set(Consent.Telling.allCases), answer: .agreed,
                form: .init(isWritten: true)
            ).state(on: Self.today)
        }
        #expect(state(.general) == .general)
        #expect(state(Self.specific(isRequested: false)) == .specific)
        #expect(state(Self.specific(isRequested: true)) == .requested)
    }

    @Test func `One consent answers another anew only for the same sharing, with no item left out`() {
        func consent(
            _ party: String, _ items: [String], _ recipient: String = "council", _ purpose: String = "p"
        )
            -> Consent
        {
            Consent(
                scope: .specific(
                    .init(
                        recipient: recipient, party: party, items: items, purpose: purpose, isRequested: false
                    )),
                told: [], answer: .refused, form: .init(isWritten: false))
        }
        let old = consent("The Housing Office", ["contact"])
        let general = Consent(scope: .general, told: [], answer: .agreed, form: .init(isWritten: false))
        #expect(consent("the housing  office", ["contact", "health"]).replaces(old))
        #expect(general.replaces(general))
        for other in [
            consent("Another office", ["contact"]), consent("The Housing Office", ["health"]),
            consent("The Housing Office", ["contact"], "police"),
            consent("The Housing Office", ["contact"], "council", "q"), general,
        ] { #expect(!other.replaces(old)) }
        #expect(!old.replaces(general))
    }
}
