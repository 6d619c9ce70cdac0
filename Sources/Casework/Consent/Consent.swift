import Policy

/// The text of a record in a file's item `consent`: who agreed to what being shared with whom, for what, having been
/// told what (clauses S1.3, S4.1, S4.3).
package struct Consent: Kept, Hashable {
    package static let kind = TextKind.consent

    package var scope: Scope
    /// What was told, each ticked as it was said. Consent without all of it is incomplete.
    package var told: Set<Telling>
    package var answer: Answer
    package var form: Form
    package var giver: Giver
    /// Until when, `yyyy-mm-dd`; nil for as long as it is not withdrawn.
    package var until: String?
    package var withdrawn: Withdrawal?

    /// What it is consent to.
    package enum Scope: Codable, Hashable, Sendable {
        /// Sharing on a need to know, asked at the first contact.
        case general
        /// Sharing these items with this recipient for this purpose.
        case specific(Specific)

        /// What must be told for it. The policy is given at the first contact, with the general consent (clause S4.1).
        package var mustBeTold: [Telling] {
            self == .general ? Telling.allCases : Telling.allCases.filter { $0 != .policy }
        }
    }

    package struct Specific: Codable, Hashable, Sendable {
        /// A recipient of the procedure's table, by its word.
        package var recipient: String
        /// Who that is, by name.
        package var party: String
        /// Items, by their words.
        package var items: [String]
        /// A purpose of the register, by its record's id.
        package var purpose: String
        /// The person asked for it themself, which counselling needs (clause P2).
        package var isRequested: Bool

        package init(
            recipient: String, party: String, items: [String], purpose: String, isRequested: Bool
        ) {
            self.recipient = recipient
            self.party = party
            self.items = items
            self.purpose = purpose
            self.isRequested = isRequested
        }
    }

    /// What is told before consent is asked (clause S4.1).
    package enum Telling: String, Codable, CaseIterable, Sendable {
        case policy, why, withWhom, agreeing, refusing
        /// That some services need sharing, and which.
        case services
    }

    package enum Answer: String, Codable, CaseIterable, Sendable {
        case agreed, refused, notAsked
    }

    /// How it was given (clause S4.3: written or oral).
    package struct Form: Codable, Hashable, Sendable {
        package var isWritten: Bool
        /// The language it was explained in; empty for English.
        package var language: String
        /// Who interpreted; empty if nobody did.
        package var interpreter: String

        package init(isWritten: Bool, language: String = "", interpreter: String = "") {
            self.isWritten = isWritten
            self.language = language
            self.interpreter = interpreter
        }
    }

    /// Who gave it, and by what right.
    package struct Giver: Codable, Hashable, Sendable {
        package var entitlement: Entitlement
        /// Their name, if it is not the person themself.
        package var name: String

        package init(entitlement: Entitlement = .self, name: String = "") {
            self.entitlement = entitlement
            self.name = name
        }
    }

    package enum Entitlement: String, Codable, CaseIterable, Sendable {
        case `self`, parent, attorney, deputy, organisation
        /// Capacity or entitlement is not clear: the consent is incomplete until it is.
        case unclear
    }

    package struct Withdrawal: Codable, Hashable, Sendable {
        /// Milliseconds since 1970.
        package let at: Int64
        package let words: String

        package init(at: Int64, words: String) {
            self.at = at
            self.words = words
        }
    }

    package init(
        scope: Scope, told: Set<Telling>, answer: Answer, form: Form, giver: Giver = Giver(),
        until: String? = nil
    ) {
        self.scope = scope
        self.told = told
        self.answer = answer
        self.form = form
        self.giver = giver
        self.until = until
    }

    /// Where it stands on a day, in the decision's words. Anything that is not a standing consent releases nothing.
    package func state(on day: Day) -> ConsentState {
        if withdrawn != nil { return .withdrawn }
        if answer == .refused { return .refused }
        if answer == .notAsked { return .none }
        if let until = until.flatMap({ Day($0) }), day > until { return .expired }
        guard untold.isEmpty, giver.entitlement != .unclear else { return .incomplete }
        switch scope {
        case .general: return .general
        case .specific(let specific): return specific.isRequested ? .requested : .specific
        }
    }

    /// What had to be told and was not, in the procedure's order: with any of it the consent is incomplete.
    package var untold: [Telling] { scope.mustBeTold.filter { !told.contains($0) } }

    /// Whether somebody was not asked at the first contact, nor told everything: it has still to be explained to them
    /// (clause S4.1).
    package var isToExplain: Bool { scope == .general && answer == .notAsked && !untold.isEmpty }

    /// Whether there is anything to take back: an agreement, even one that is incomplete or over.
    package var canBeWithdrawn: Bool { answer == .agreed && withdrawn == nil }

    /// Refused, or taken back.
    package var isNo: Bool { answer == .refused || withdrawn != nil }

    /// Whether it takes back an older agreement without asking it anew: a general no covers every sharing that was
    /// agreed before it. What is agreed after it stands again.
    package func takesBack(_ older: Consent) -> Bool {
        scope == .general && isNo && older.scope != .general && older.answer == .agreed
    }

    /// Whether an older consent is answered anew by this one: the same sharing, and no item of it left out.
    package func replaces(_ older: Consent) -> Bool {
        switch (scope, older.scope) {
        case (.general, .general): true
        case (.specific(let new), .specific(let old)):
            new.recipient == old.recipient && new.purpose == old.purpose
                && new.party.isSameParty(as: old.party) && Set(old.items).isSubset(of: new.items)
        default: false
        }
    }
}
