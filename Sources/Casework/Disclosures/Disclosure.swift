import Policy
import Vault

/// The text of a record in a file's item `disclosure`: what was asked, what the procedure said, who ruled on it, and
/// what left (clauses S1.2, S1.3, S4.2, S4.3). Each step is a new version; none is overwritten.
package struct Disclosure: Codable, Hashable, Sendable {
    package let asked: Asked
    package let decided: Decided
    package var stage: Stage
    package var ruling: Ruling?
    package var release: Release?

    /// Where it stands.
    package enum Stage: String, Codable, Sendable {
        case withheld, released
        /// Somebody whom the procedure names decides on the rest.
        case referred
        /// They let named items go; the asker may release them.
        case approved
        case refused
    }

    /// What the procedure said when it was asked.
    package struct Decided: Codable, Hashable, Sendable {
        package let released: [String]
        package let referred: [String]
        package let withheld: [String]
        /// The rows that decided, each with its clause.
        package let clauses: [String]
        package let obligations: [String]
        package let referTo: [String]
        /// SHA-256 of the rulebook, in hexadecimal digits.
        package let rulebook: String

        init(_ decision: Decision) {
            released = decision.released.map(\.rawValue)
            referred = decision.referred.map(\.rawValue)
            withheld = decision.withheld.map(\.rawValue)
            clauses = decision.deciding.map { "\($0.clause)" }
            obligations = decision.obligations.map(\.rawValue)
            referTo = decision.referTo.map(\.rawValue)
            rulebook = decision.rulebook.hexHash
        }
    }

    /// What a manager, the specialist or the guardian ruled (clause P4.4).
    package struct Ruling: Codable, Hashable, Sendable {
        package let by: String
        /// Milliseconds since 1970.
        package let at: Int64
        /// In whose name, by the procedure's word for an approval.
        package let approval: String
        package let items: [String]
        package let reason: String

        /// How long an approval may be used, in seconds: seven days.
        static let lifetime: Int64 = 7 * 86_400
    }

    /// What left, word for word.
    package struct Release: Codable, Hashable, Sendable {
        package let by: String
        /// Milliseconds since 1970.
        package let at: Int64
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
    }
}
