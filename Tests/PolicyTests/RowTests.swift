import Testing

@testable import Policy

/// Readings of the procedure's finer sentences, each by an example.
struct RowTests {
    private func decide(
        _ recipient: Recipient, _ items: Items, _ ground: Ground?, _ change: (inout Facts) -> Void = { _ in }
    ) throws -> Decision {
        var facts = Facts(recipient: recipient, items: items, ground: ground)
        facts.verified = true
        facts.purpose = .approved
        facts.subject = .client
        facts.age = .adult
        change(&facts)
        return try builtIn().decide(facts)
    }

    private func rules(_ decision: Decision) -> Set<String> {
        Set(decision.deciding.map(\.rule))
    }

    @Test func `no approval lifts a withhold`() throws {
        for approval in Approval.allCases {
            let decision = try decide(.parent, [.recentContact], .missingPerson) {
                $0.age = .under16
                $0.approval = approval
                $0.approvalItems = [.recentContact]
            }
            #expect(decision.outcome == .withhold)
            #expect(rules(decision) == ["F2"])
        }
    }

    @Test func `a row that withholds only because a fact is unknown is not cited`() throws {
        let decision = try decide(.council, [.casework], .service) { $0.purpose = nil }
        #expect(rules(decision) == ["D"])
        let lapsed = try decide(.council, [.casework], .service) { $0.purpose = .lapsed }
        #expect(rules(lapsed) == ["F7"])
    }

    @Test func `a visitor who lacks one thing for certain is refused by that row`() throws {
        let decision = try decide(.visitor, [.casework], .service) { $0.policiesGiven = false }
        #expect(rules(decision) == ["F6"])
        #expect(decision.obligations.contains(.obtainVisitorForm))
        #expect(decision.obligations.contains(.givePolicies))
    }

    @Test func `a claim of a role binds though identity was not checked`() throws {
        let decision = try decide(.family, [.recentContact], .missingPerson) {
            $0.verified = false
            $0.age = .under16
        }
        #expect(rules(decision) == ["F2"])
    }

    @Test func `an unchecked regulator with a power is referred to the guardian`() throws {
        let decision = try decide(.regulator, [.finance], .legalDuty) {
            $0.verified = nil
            $0.power = true
            $0.powerItems = [.finance]
            $0.approval = .guardian
            $0.approvalItems = [.finance]
        }
        #expect(decision.outcome == .refer)
        #expect(decision.referTo == [.guardian])
        #expect(Set(decision.obligations) == [.recordInLogAndFile, .informGuardian, .verifyIdentity])
        #expect(decision.missing == [.verified])
    }

    @Test func `a power names somebody, so the public are referred to the guardian`() throws {
        let decision = try decide(.public, [.finance], .legalDuty) {
            $0.power = true
            $0.powerItems = [.finance]
        }
        #expect(decision.outcome == .refer)
        #expect(!decision.obligations.contains(.verifyIdentity))
    }

    @Test func `a guardian's approval counts whether or not a power was looked for`() throws {
        let decision = try decide(.council, [.finance], .legalDuty) {
            $0.approval = .guardian
            $0.approvalItems = [.finance]
        }
        #expect(decision.outcome == .release)
        #expect(!decision.obligations.contains(.citePower))
    }

    @Test func `unchecked police are told nothing, and the desk is told to check who they are`() throws {
        let decision = try decide(.police, [.existence], .crimeInvestigation) {
            $0.verified = false
            $0.suspicion = true
            $0.investigation = true
        }
        #expect(Set(decision.obligations) == [.readStatement, .takeMessage, .verifyIdentity])
    }

    @Test func `an unknown suspicion refers other items and withholds existence`() throws {
        let decision = try decide(.police, [.existence, .contact], .crimeInvestigation) {
            $0.investigation = true
        }
        #expect(decision.withheld == [.existence])
        #expect(decision.referred == [.contact])
    }

    @Test func `a missing child's age must be known before an approval counts`() throws {
        let decision = try decide(.police, [.recentContact], .missingPerson) {
            $0.reportedMissing = true
            $0.age = nil
            $0.approval = .management
            $0.approvalItems = [.recentContact]
        }
        #expect(decision.outcome == .refer)
    }

    @Test func `an approval counts only from one whom the row refers to`() throws {
        let wrong = try decide(.council, [.contact], .riskOfHarm) {
            $0.approval = .guardian
            $0.approvalItems = [.contact]
        }
        #expect(wrong.outcome == .refer)
        let right = try decide(.council, [.contact], .riskOfHarm) {
            $0.approval = .management
            $0.approvalItems = [.contact]
        }
        #expect(right.outcome == .release)
        #expect(rules(right) == ["M7"])
    }

    @Test func `the specialist may approve a concern about an adult`() throws {
        let decision = try decide(.safeguardingBody, [.safeguarding], .safeguardingAdult) {
            $0.approval = .childrenAndFamilies
            $0.approvalItems = [.safeguarding]
        }
        #expect(decision.outcome == .release)
        #expect(decision.obligations.contains(.informManagement))
        #expect(!decision.obligations.contains(.tellSubject))
    }

    @Test func `an undertaking is asked for when it alone is lacking`() throws {
        let decision = try decide(.council, [.contact], .service) {
            $0.consent = .specific
            $0.consentItems = [.contact]
        }
        #expect(Set(decision.obligations) == [.obtainUndertaking, .readStatement, .takeMessage])
        #expect(decision.missing == [.undertaking])
    }

    @Test func `an undertaking is not asked for where a lower row releases`() throws {
        let decision = try decide(.subject, [.contact], .subjectRequest) {
            $0.consent = .specific
            $0.consentItems = [.contact]
        }
        #expect(decision.released == [.contact])
        #expect(!decision.obligations.contains(.obtainUndertaking))
    }

    @Test func `a refused consent refers a colleague to a manager and an unknown one does not`() throws {
        let refused = try decide(.staff, [.casework], .service) {
            $0.needToKnow = true
            $0.consent = .refused
        }
        #expect(refused.outcome == .refer)
        let unknown = try decide(.staff, [.casework], .service) { $0.needToKnow = true }
        #expect(unknown.outcome == .release)
        #expect(unknown.obligations.isEmpty)
    }

    @Test func `nothing is said of an organisation in the words for a person`() throws {
        let decision = try decide(.council, [.commercial], Ground.none) { $0.subject = .organisation }
        #expect(decision.answer == nil)
        #expect(decision.obligations.isEmpty)
    }

    @Test func `the verified subject is not told that we can neither confirm nor deny`() throws {
        #expect(try decide(.subject, [.contact], .gain).answer == nil)
        #expect(try decide(.subject, [.contact], .gain) { $0.verified = nil }.answer != nil)
    }

    @Test func `the statement is not read to those who are told a part`() throws {
        let decision = try decide(.serviceProvider, [.contact, .casework], .service) {
            $0.consent = .specific
            $0.consentItems = [.contact]
            $0.undertaking = true
        }
        #expect(decision.released == [.contact])
        let expected: Set<Obligation> = [.recordInLogAndFile, .markConfidential, .minimise, .tellSubject]
        #expect(Set(decision.obligations) == expected)
    }

    @Test func `a near miss names what would release the item`() throws {
        let decision = try decide(.serviceProvider, [.contact, .casework], .service) {
            $0.consent = .specific
            $0.consentItems = [.contact]
            $0.undertaking = true
        }
        let sentences = decision.nearMisses.map(\.sentence)
        #expect(sentences == ["‘casework’ would be released if the consent covered this item."])
    }

    @Test func `no near miss suggests another ground`() throws {
        let decision = try decide(.council, [.contact], .gain) {
            $0.consent = .requested
            $0.consentItems = [.contact]
            $0.undertaking = true
        }
        #expect(decision.nearMisses.isEmpty)
    }

    @Test func `the trace says how every row stood`() throws {
        let decision = try decide(.council, [.contact], .service) { $0.purpose = nil }
        let steps = Dictionary(uniqueKeysWithValues: decision.trace.map { ($0.rule, $0) })
        #expect(steps.count == decision.rulebook.rules.count)
        #expect(steps["F1"]?.standing == .fails(because: [.ground]))
        #expect(steps["F7"]?.standing == .holdsFor(unknown: [.purpose]))
        #expect(steps["F7"]?.decided == true)
        #expect(steps["C1"]?.standing == .lacks(unknown: [.consent, .consentItems, .undertaking]))
        #expect(steps["D"]?.standing == .holds)
    }
}
