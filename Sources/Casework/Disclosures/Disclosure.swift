import Policy
import Vault

/// The text of a record in a file's item `disclosure`: what was asked, what the procedure said, who ruled on it, and
/// what left (clauses S1.2, S1.3, S4.2, S4.3). Each step is a new version; none is overwritten.
package struct Disclosure: Kept, Hashable {
    package static let kind = TextKind.disclosure

    package let asked: Asked
    package let decided: Decided
    package var rulings: [Ruling] = []
    /// What left, in the order in which it left.
    package var releases: [Release] = []
    /// The record of the item `counselling` that holds the words (clause P2); nil for everything else.
    package var apart: ID?
    /// The referred items that nobody of those whom the procedure names can rule on, because the file is kept from them
    /// or they asked: a guardian rules in their name. Nil for none.
    package var forGuardian: [String]?
    /// When it was asked for, in milliseconds since 1970; nil in what was kept before this was written down.
    package var askedAt: Int64?
    /// What the asker answered later, because an approval lacked it. Nil for nothing.
    package var found: [Found]?

    /// Where it stands.
    package enum Stage: String, Sendable {
        case withheld, released
        /// Somebody whom the procedure names decides on the rest.
        case referred
        /// They let named items go; the asker may release them.
        case approved
        case refused
    }

    package var stage: Stage {
        if !waiting.isEmpty { return .referred }
        if !approved.isEmpty { return .approved }
        if !releases.isEmpty { return .released }
        return rulings.isEmpty ? .withheld : .refused
    }

    /// The referred items that nobody has ruled on.
    package var waiting: [String] {
        decided.referred.filter { item in !rulings.contains { $0.settles(item) } }
    }

    /// Those of them that one of these may rule on.
    package func waiting(for referees: [Referee]) -> [String] {
        let names = Set(referees.map(\.rawValue))
        return waiting.filter {
            !names.isDisjoint(with: decided.referees[$0] ?? [])
                || names.contains(Referee.guardian.rawValue) && forGuardian?.contains($0) == true
        }
    }

    /// The items that somebody approved and that have not left.
    package var approved: [String] { rulings.flatMap(\.items).filter { !hasReleased($0) } }

    func hasReleased(_ item: String) -> Bool {
        releases.contains { $0.parts.contains { $0.item == item } }
    }

    /// What was asked, with what the asker has answered since.
    package var answered: Asked {
        var asked = asked
        for found in found ?? [] { asked.answers.merge(found.answers) { $1 } }
        return asked
    }

    /// Answers that the asker gave after an approval.
    package struct Found: Codable, Hashable, Sendable {
        package let by: String
        /// Milliseconds since 1970.
        package let at: Int64
        package let answers: [Asked.Question: Bool]
    }

    /// What a manager, the specialist or the guardian ruled (clause P4.4).
    package struct Ruling: Codable, Hashable, Sendable {
        package let by: String
        /// Milliseconds since 1970.
        package let at: Int64
        /// In whose name, by the procedure's word for an approval.
        package let approval: String
        /// What may go.
        package let items: [String]
        /// What may not.
        package let refused: [String]
        package let reason: String

        /// How long an approval may be used, in seconds: seven days.
        package static let lifetime: Int64 = 7 * 86_400

        package var expires: Instant { Instant(milliseconds: at).adding(seconds: Self.lifetime) }

        func settles(_ item: String) -> Bool { items.contains(item) || refused.contains(item) }
    }

    /// What left, word for word, and the decision that let it go.
    package struct Release: Codable, Hashable, Sendable {
        package let by: String
        /// Milliseconds since 1970.
        package let at: Int64
        package let decided: Decided
        package let parts: [Part]

        package struct Part: Codable, Hashable, Sendable {
            package let item: String
            package let words: String
        }
    }
}

/// What somebody wants to share: with whom, what of it and why each part, on what ground (clauses S3.3, S4.2).
package struct Asked: Codable, Hashable, Sendable {
    package var by: String
    package var recipient: Recipient
    /// Who the recipient is, by name.
    package var party: String
    package var parts: [Part]
    /// Why anonymous information would not do (clause S3.3).
    package var whyNotAnonymous: String
    package var ground: Ground
    /// A purpose of the register.
    package var purpose: ID?
    /// Said aloud, not written.
    package var isOral: Bool
    /// What else the decision asks; absent is unknown.
    package var answers: [Question: Bool]
    /// The legal power that was cited, and the items that it reaches (clause S1.3(a)).
    package var power: String
    package var powerItems: [Policy.Item]

    /// One item, why the recipient needs it, and the words that would leave: no more than needed.
    package struct Part: Codable, Hashable, Sendable {
        package var item: Policy.Item
        package var need: String
        package var words: String

        package init(item: Policy.Item, need: String, words: String) {
            self.item = item
            self.need = need
            self.words = words
        }
    }

    /// A fact that the asker answers with yes, no or not known.
    package enum Question: String, Codable, CaseIterable, Sendable, CodingKeyRepresentable {
        case verified, undertaking, suspicion, investigation, reportedMissing, publicSafety, visitorForm,
            policiesGiven

        package var fact: Fact {
            switch self {
            case .verified: .verified
            case .undertaking: .undertaking
            case .suspicion: .suspicion
            case .investigation: .investigation
            case .reportedMissing: .reportedMissing
            case .publicSafety: .publicSafety
            case .visitorForm: .visitorForm
            case .policiesGiven: .policiesGiven
            }
        }

        package init?(_ fact: Fact) {
            guard let question = Self.allCases.first(where: { $0.fact == fact }) else { return nil }
            self = question
        }

        /// The facts that they are about.
        package static let facts: FactSet = allCases.reduce(into: []) { $0.insert($1.fact) }
    }
}
