import Policy

/// Requests made for a row, so that random ones near them reach it often: what a row needs is seldom all there
/// by chance.
enum Scenarios {
    /// The facts for one of the scenarios, a few of them then put otherwise at random.
    static func random(_ dice: inout Dice) -> Facts {
        var facts = all[dice.below(all.count)]
        while dice.below(3) == 0 {
            let fact = Fact.allCases[dice.below(Fact.allCases.count)]
            facts.change(fact, &dice)
        }
        return facts
    }

    static let all: [Facts] = [
        facts(.buyer, [.contact], .gain),
        facts(.parent, [.recentContact], .missingPerson) { $0.age = .under16 },
        facts(.representative, [.counselling], .service),
        facts(.healthProfessional, [.counselling], .riskOfHarm),
        facts(.healthProfessional, [.counselling], .riskOfHarm) { approve(&$0, .management) },
        facts(.directory, [.contact], .directory),
        facts(.directory, [.directoryEntry], .directory) { consent(&$0, .specific) },
        facts(.staff, [.casework], .service) { $0.needToKnow = false },
        facts(.staff, [.casework], .service),
        facts(.staff, [.casework], .service) { $0.consent = .refused },
        facts(.staff, [.casework], .service) {
            $0.consent = .withdrawn
            approve(&$0, .management)
        },
        facts(.visitor, [.casework], .service) { $0.visitorForm = false },
        facts(.council, [.casework], .service) { $0.purpose = .lapsed },
        facts(.press, [.monitoring], .statistics),
        facts(.partnerAgency, [.commercial], .service) { $0.subject = .organisation },
        facts(.police, [.existence], .crimeInvestigation),
        facts(.police, [.contact], .crimeInvestigation),
        facts(.police, [.contact], .crimeInvestigation) { approve(&$0, .management) },
        facts(.partnerAgency, [.violence], .violenceWarning),
        facts(.safeguardingBody, [.safeguarding], .safeguardingChild),
        facts(.safeguardingBody, [.safeguarding], .safeguardingChild) { approve(&$0, .childrenAndFamilies) },
        facts(.council, [.safeguarding], .safeguardingAdult),
        facts(.council, [.safeguarding], .safeguardingAdult) { approve(&$0, .management) },
        facts(.police, [.recentContact], .missingPerson) { $0.age = .under16 },
        facts(.police, [.recentContact], .missingPerson) { $0.age = nil },
        facts(.court, [.finance], .legalDuty) {
            $0.power = true
            $0.powerItems = [.finance]
        },
        facts(.court, [.finance], .legalDuty),
        facts(.court, [.finance], .legalDuty) { approve(&$0, .guardian) },
        facts(.police, [.contact], .emergency),
        facts(.family, [.contact], .riskOfHarm),
        facts(.family, [.contact], .riskOfHarm) { approve(&$0, .management) },
        facts(.council, [.contact], .service) { consent(&$0, .specific) },
        facts(.council, [.contact], .service) {
            consent(&$0, .specific)
            $0.undertaking = false
        },
        facts(.serviceProvider, [.contact], .service) { consent(&$0, .general) },
        facts(.partnerAgency, [.contact], .service) {
            consent(&$0, .general)
            $0.protocol = .inForce
            $0.protocolItems = [.contact]
        },
        facts(.subject, [.casework], .subjectRequest),
        facts(.public, [.statistics], .statistics),
        facts(.family, [.existence], Ground.none),
    ]

    private static func facts(
        _ recipient: Recipient, _ items: Items, _ ground: Ground, _ change: (inout Facts) -> Void = { _ in }
    ) -> Facts {
        var facts = Facts(recipient: recipient, items: items, ground: ground)
        facts.subject = .client
        facts.age = .adult
        facts.verified = true
        facts.suspicion = true
        facts.investigation = true
        facts.reportedMissing = true
        facts.publicSafety = true
        facts.consent = ConsentState.none
        facts.consentItems = []
        facts.undertaking = true
        facts.needToKnow = true
        facts.purpose = .approved
        facts.power = false
        facts.visitorForm = true
        facts.policiesGiven = true
        facts.permittedFields = true
        facts.suppressed = true
        change(&facts)
        return facts
    }

    private static func approve(_ facts: inout Facts, _ approval: Approval) {
        facts.approval = approval
        facts.approvalItems = facts.items
    }

    private static func consent(_ facts: inout Facts, _ consent: ConsentState) {
        facts.consent = consent
        facts.consentItems = facts.items
    }
}
