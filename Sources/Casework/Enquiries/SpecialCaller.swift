import Policy
import Vault

/// The text of a record in the house item `callers`: somebody who asked at the desk and whose standing the procedure
/// has a row for (clauses P4.1, P4.3). What they asked about is text; at the desk it is never looked up.
///
/// The answer is not in here: the desk holds this item's key. It is sealed to the log of the file, or of the house.
package struct SpecialCaller: Kept, Hashable {
    package static let kind = TextKind.specialCaller

    package private(set) var said: Said
    package private(set) var decided: Decided
    package var answered: Answered?
    /// What somebody whom the procedure names ruled on what was referred (clauses P4.2, P4.4).
    package var ruling: Ruling?
    /// Who wrote it down, once there are later versions: nobody rules on their own.
    var by: String?
    /// When they asked, in milliseconds since 1970, once there are later versions.
    var asked: Int64?
    /// That the desk has passed on the words of the answer; nil while they wait, or where there are none.
    package var passedOn: PassedOn?
    /// Who found out what the caller had not said, and when. Nil for nobody.
    package var found: [Found]?

    /// That something was found out afterwards, for example by ringing back.
    package struct Found: Codable, Hashable, Sendable {
        package let by: String
        /// Milliseconds since 1970.
        package let at: Int64
        /// Facts, by their words.
        package let facts: [String]
    }

    /// Takes in what was found out, and what the procedure says of it now.
    mutating func take(_ said: Said, _ decided: Decided, _ found: Found) {
        (self.said, self.decided) = (said, decided)
        self.found = (self.found ?? []) + [found]
    }

    init(said: Said, decided: Decided) {
        self.said = said
        self.decided = decided
    }

    package enum Kind: String, Codable, CaseIterable, Sendable {
        case police, family, official
    }

    /// That a guardian has answered; what they answered is not here.
    package struct Answered: Codable, Hashable, Sendable {
        package let by: String
        /// Milliseconds since 1970.
        package let at: Int64
        /// What the guardian asks the desk to say; usually nothing.
        package let wordsForDesk: String
    }

    /// That the guardian's words were passed on.
    package struct PassedOn: Codable, Hashable, Sendable {
        package let by: String
        /// Milliseconds since 1970.
        package let at: Int64
    }

    /// A ruling. Its reason is not in here, but in the charity's own log.
    package struct Ruling: Codable, Hashable, Sendable {
        package let by: String
        /// Milliseconds since 1970.
        package let at: Int64
        /// In whose name, by the procedure's word for an approval.
        package let approval: String
        /// What may be told; empty if it was refused.
        package let items: [Policy.Item]
        /// The place of its entry in the log, whose letter says why.
        let entry: Int64

        package var expires: Instant {
            Instant(milliseconds: at).adding(seconds: Disclosure.Ruling.lifetime)
        }
    }

    /// What was told at the desk.
    package struct Said: Codable, Hashable, Sendable {
        package let kind: Kind
        /// Who they say they are.
        package let who: String
        package let organisation: String
        /// Where they can be rung back.
        package let reach: String
        /// How they were checked: one of `CallerForm.checks`, or empty.
        package let check: String
        /// About whom they ask, as they said it.
        package let name: String
        package let recipient: Recipient
        package let ground: Ground
        package let items: [Policy.Item]
        package let age: AgeBand?
        /// What the decision asks besides; absent is unknown.
        package let answers: [Asked.Question: Bool]
        /// The crime, the power of law, or what else they said.
        package let matter: String
    }
}

extension SpecialCaller.Said {
    /// The clause that says what this caller may be told.
    package var clause: String {
        switch ground {
        case .missingPerson: "P4.3"
        case .emergency: "S1.3"
        case .safeguardingChild, .safeguardingAdult: "P4.2"
        default: kind.clause
        }
    }

    /// What the rules are asked: facts that were told at the desk, and nothing that is on record.
    package var facts: Facts {
        var facts = Facts(recipient: recipient, items: Items(items), ground: ground)
        facts.subject = .client
        facts.age = age
        facts.verified = answers[.verified]
        facts.suspicion = answers[.suspicion]
        facts.investigation = answers[.investigation]
        facts.reportedMissing = answers[.reportedMissing]
        facts.publicSafety = answers[.publicSafety]
        facts.consent = ConsentState.none
        facts.undertaking = false
        facts.protocol = ProtocolState.none
        facts.purpose = PurposeState.none
        // A power that somebody cites in their own words is for the guardian to weigh (clause S1.3(a)).
        facts.power = false
        facts.powerItems = []
        facts.approval = Approval.none
        facts.approvalItems = []
        return facts
    }
}

// The ages as they stand in a sealed text.
extension AgeBand: Codable {}

/// What a guardian may tell a caller, worked out from one file or from none (clauses P4.1, P4.3).
package struct CallerAnswer: Sendable {
    /// To be said, and nothing more.
    package let words: String

    /// Somebody was in touch recently if it was within so many days.
    package static let recentDays = 28

    /// What is not released is not said.
    init(allows: (Policy.Item) -> Bool, isKnown: Bool, isRecent: Bool) {
        var sentences: [String] = []
        if allows(.existence) {
            sentences.append(
                isKnown
                    ? "The person you asked about is known to us."
                    : "The person you asked about is not known to us.")
        }
        if allows(.recentContact) {
            sentences.append(
                isRecent
                    ? "The person you asked about has been in contact with us in the last \(Self.recentDays) days."
                    : "The person you asked about has not been in contact with us in the last \(Self.recentDays) days."
            )
        }
        words = (["This is CONFIDENTIAL."] + sentences + ["I can’t say more than that."]).joined(
            separator: " ")
    }
}
