import Casework
import Policy

/// The procedure's words as people say them, where something is shared.
enum ShareWords {
    static func of(_ recipient: Recipient) -> String {
        switch recipient {
        case .subject: "The person themself"
        case .representative: "Somebody who acts for them"
        case .parent: "A parent"
        case .family: "Another relative"
        case .public: "A member of the public"
        case .staff: "A colleague"
        case .volunteer: "A volunteer"
        case .visitor: "A visitor at a meeting"
        case .serviceProvider: "A service provider"
        case .partnerAgency: "A partner agency"
        case .healthProfessional: "A health professional"
        case .police: "The police"
        case .emergencyService: "An emergency service"
        case .safeguardingBody: "A safeguarding body"
        case .regulator: "A regulator"
        case .council: "The council"
        case .taxAuthority: "The tax authority"
        case .court: "A court"
        case .press: "The press"
        case .buyer: "Somebody who would pay for it"
        case .directory: "The public directory"
        }
    }

    static func of(_ ground: Ground) -> String {
        switch ground {
        case .none: "No ground was given"
        case .service: "To give a service"
        case .subjectRequest: "The person asked for it"
        case .legalDuty: "A law requires it"
        case .crimeInvestigation: "A crime is being investigated"
        case .emergency: "An emergency"
        case .safeguardingChild: "A worry about a child"
        case .safeguardingAdult: "A worry about an adult at risk"
        case .violenceWarning: "A warning of violence"
        case .missingPerson: "Somebody is missing"
        case .riskOfHarm: "Keeping quiet may harm somebody"
        case .directory: "The public directory"
        case .statistics: "Figures"
        case .gain: "For money or another gain"
        }
    }

    static func of(_ item: Policy.Item) -> String {
        switch item {
        case .existence: "Whether they are known"
        case .recentContact: "Whether they were here lately"
        case .identity: "Who they are"
        case .contact: "How to reach them"
        case .household: "Household"
        case .casework: "Casework"
        case .counselling: "Counselling"
        case .health: "Health"
        case .finance: "Money"
        case .safeguarding: "Safeguarding"
        case .violence: "Violence"
        case .monitoring: "Equality monitoring"
        case .staffRecord: "Staff record"
        case .directoryEntry: "Directory entry"
        case .organisation: "The organisation"
        case .commercial: "Commercial information"
        case .statistics: "Figures"
        }
    }

    static func item(_ word: String) -> String { Policy.Item(rawValue: word).map(of) ?? word }

    static func items(_ words: [String]) -> String { words.map(item).joined(separator: ", ") }

    static func of(_ question: Asked.Question) -> String {
        switch question {
        case .verified: "Have you checked who they are?"
        case .undertaking: "Have they understood and accepted our terms of confidentiality?"
        case .suspicion: "Have they stated a reasonable suspicion?"
        case .investigation: "Is there an investigation now?"
        case .reportedMissing: "Has the person been reported missing to the police?"
        case .publicSafety: "Is the public in danger now?"
        case .visitorForm: "Have they signed the visitors’ form?"
        case .policiesGiven: "Have they been given both policies?"
        }
    }

    static func referee(_ word: String) -> String { Referee(rawValue: word)?.plainName ?? word }

    static func referees(_ decided: Decided) -> String {
        var names: [String] = []
        for item in decided.referred {
            for word in decided.referees[item] ?? [] where !names.contains(referee(word)) {
                names.append(referee(word))
            }
        }
        return names.joined(separator: " or ")
    }

    /// What to find out, after ‘Ask for’.
    static func toAsk(_ fact: Fact) -> String {
        switch fact {
        case .age: "their date of birth"
        case .consent, .consentItems: "the person’s consent to this, recorded on the file"
        case .purpose: "an approved purpose on the register"
        case .protocol, .protocolItems: "a signed agreement with this partner"
        case .approval, .approvalItems: "a decision by whoever may approve it"
        case .power: "the power of law that they rely on"
        case .powerItems: "which items that power reaches"
        default: fact.plainName
        }
    }

    static func of(_ purpose: PurposeState) -> String {
        switch purpose {
        case .none: "No purpose"
        case .proposed: "Proposed: not approved yet"
        case .approved: "Approved"
        case .lapsed: "Lapsed: a guardian must review it"
        }
    }
}

/// Several short sentences, one under another.
struct Points: Component {
    let lines: [String]

    var html: HTML {
        "<ul>\n\(lines.map { "<li>\($0)</li>\n" as HTML })</ul>\n"
    }
}
