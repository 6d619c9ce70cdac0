import Casework
import Policy

/// The consent pages' words for what the procedure names.
enum ConsentWords {
    static func recipient(_ word: String) -> String {
        switch Recipient(rawValue: word) {
        case .subject: "the person themself"
        case .representative: "someone who acts for them"
        case .parent: "a parent"
        case .family: "family"
        case .public: "the public"
        case .staff: "our own staff"
        case .volunteer: "a volunteer"
        case .visitor: "a visitor to a meeting"
        case .serviceProvider: "a service provider"
        case .partnerAgency: "a partner agency"
        case .healthProfessional: "a health professional"
        case .police: "the police"
        case .emergencyService: "an emergency service"
        case .safeguardingBody: "a safeguarding body"
        case .regulator: "a regulator"
        case .council: "the council"
        case .taxAuthority: "the tax authority"
        case .court: "a court"
        case .press: "the press"
        case .buyer: "a buyer"
        case .directory: "a directory"
        case nil: "somebody else"
        }
    }

    static func item(_ word: String) -> String {
        switch Policy.Item(rawValue: word) {
        case .identity: "Who they are"
        case .contact: "How to reach them"
        case .household: "Their household"
        case .casework: "Casework notes"
        case .counselling: "Counselling"
        case .health: "Health"
        case .finance: "Money"
        case .safeguarding: "Safeguarding"
        case .violence: "Violence"
        case .staffRecord: "Their record as staff"
        case .organisation: "The organisation’s details"
        case .commercial: "Commercial information"
        case .existence: "That they are known to us"
        case .recentContact: "Recent contact"
        case .monitoring: "Monitoring answers"
        case .directoryEntry: "Directory entry"
        case .statistics: "Statistics"
        case nil: "Something else"
        }
    }

    static func told(_ point: Consent.Telling) -> String {
        switch point {
        case .policy: "Our confidentiality policy, given to them"
        case .why: "Why we would share it"
        case .withWhom: "With whom, and which parts"
        case .agreeing: "What follows if they agree"
        case .refusing: "What follows if they refuse"
        case .services: "Which services need it, and may be refused without it"
        }
    }

    static func entitlement(_ entitlement: Consent.Entitlement) -> String {
        switch entitlement {
        case .self: "The person themself"
        case .parent: "A parent, for their child"
        case .attorney: "An attorney under a lasting power"
        case .deputy: "A deputy of the court"
        case .organisation: "Someone entitled to speak for the organisation"
        case .unclear: "Not clear whether they can, or may"
        }
    }
}

extension Consent {
    /// Where it stands, in a word or two, and what that means.
    private func standing(on day: Day) -> (label: String, tone: Tag.Tone, meaning: String) {
        switch state(on: day) {
        case .none:
            (
                "Not asked", .watch,
                isToExplain
                    ? "The policy has still to be explained to them. Do it at the next meeting, and ask."
                    : "Ask at the next meeting."
            )
        case .refused:
            (
                "Refused", .alarm,
                scope == .general
                    ? "A manager decides how to go on; it stands in their Decisions."
                    : "Nothing is shared on it."
            )
        case .withdrawn: ("Withdrawn", .alarm, "Nothing is shared on it any more.")
        case .expired: ("Lapsed", .watch, "Its time is over: ask again.")
        case .incomplete:
            (
                "Incomplete", .watch,
                untold.isEmpty
                    ? "They agreed, but it is not clear who may. This counts as no consent."
                    : "They agreed, but not everything was told. This counts as no consent."
            )
        case .general, .specific: ("Agreed", .good, "They were told everything first.")
        case .requested: ("Agreed", .good, "They were told everything, and asked for it themself.")
        }
    }

    /// The same in one line.
    func words(on day: Day) -> String {
        let standing = standing(on: day)
        return "\(standing.label). \(standing.meaning)"
    }

    /// The same with its tag.
    func tagged(on day: Day) -> HTML {
        let standing = standing(on: day)
        return "\(Tag(standing.label, standing.tone)) \(standing.meaning)"
    }

    /// What it is consent to, in a line.
    var subject: HTML {
        switch scope {
        case .general: "Sharing on a need to know"
        case .specific(let specific):
            "Sharing with <bdi>\(specific.party)</bdi>, \(ConsentWords.recipient(specific.recipient))"
        }
    }
}
