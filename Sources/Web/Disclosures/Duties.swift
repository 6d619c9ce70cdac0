import Casework
import Policy

/// What a decision obliges the charity to do, parted by who does it: the program, or whoever reads this.
struct Duties {
    private(set) var done: [String] = []
    private(set) var toDo: [String] = []

    init(_ decided: Decided, isOral: Bool) {
        let referees = Set(decided.referred.flatMap { decided.referees[$0] ?? [] })
        for obligation in decided.obligations.compactMap(Obligation.init(rawValue:)) {
            if let words = Self.done(obligation, isOral: isOral, referees: referees) {
                done.append(words)
            } else {
                toDo.append(Self.toDo(obligation, isOral: isOral))
            }
        }
    }

    /// What the program does of it itself; nil for what is left to a person.
    private static func done(_ obligation: Obligation, isOral: Bool, referees: Set<String>) -> String? {
        switch obligation {
        case .recordInLogAndFile: "It is written in the daily log book and in the file (P4.5)."
        case .markConfidential:
            isOral ? nil : "Every page of the letter is marked CONFIDENTIAL (S4.3)."
        case .informManagement:
            referees.isDisjoint(with: [Referee.management, .childrenAndFamilies].map(\.rawValue))
                ? nil : "It stands in the Decisions of those who decide (P4.2, P4.4)."
        case .informGuardian:
            referees.contains(Referee.guardian.rawValue)
                ? "It stands in the data guardian’s Decisions (S3.1)." : nil
        case .citePower: "The power of law that was cited is written down with it (S1.3)."
        case .readStatement, .takeMessage, .verifyIdentity, .obtainUndertaking, .obtainVisitorForm,
            .givePolicies, .notifyPartnerAgencies, .tellSubject, .minimise:
            nil
        }
    }

    private static func toDo(_ obligation: Obligation, isOral: Bool) -> String {
        switch obligation {
        case .markConfidential where isOral:
            "Say first that what you say is CONFIDENTIAL; the words stand on the page to read from (S4.3)."
        default: obligation.instruction
        }
    }
}
