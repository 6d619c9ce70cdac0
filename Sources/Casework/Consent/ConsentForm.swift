import Policy
import Vault

/// The consent form as it is typed (clauses S1.3, S4.1, S4.3).
package struct ConsentForm: Sendable {
    /// `general` or `specific`.
    package var scope = ""
    package var recipient = ""
    package var party = ""
    /// Ticked items, by their words.
    package var items: [String] = []
    /// A purpose of the register, by its record's id.
    package var purpose = ""
    package var isRequested = false
    /// Ticked as one: all of the points below were said.
    package var allSaid = false
    /// The points that were said, by their words.
    package var told: [String] = []
    /// `agreed` or `refused`.
    package var answer = ""
    package var isWritten = false
    package var language = ""
    package var interpreter = ""
    package var entitlement = ""
    package var giverName = ""
    /// `yyyy-mm-dd`, or empty.
    package var until = ""

    package init() {}

    /// Whom somebody can agree to sharing with: outsiders, but not those to whom nothing is released on consent
    /// (the public, a buyer, a directory), and not the person themself, who needs none.
    package static let recipients: [Recipient] = ShareForm.recipients.filter {
        $0 != .subject && $0 != .public && $0 != .buyer
    }

    /// What somebody can agree to sharing, of a file of a kind.
    package static func items(of kind: FileKind) -> [Policy.Item] {
        Policy.Item.allCases.filter { $0.held.map(kind.items.contains) ?? false }
    }

    /// By what right somebody can agree for whom a file of a kind is about.
    package static func entitlements(of kind: FileKind) -> [Consent.Entitlement] {
        kind == .organisation ? [.organisation, .unclear] : [.self, .parent, .attorney, .deputy, .unclear]
    }

    /// - Parameter purposes: the ids of the register's purposes.
    func checked(of kind: FileKind, purposes: Set<ID>, today: Day) throws(CaseworkError) -> Consent {
        var words = Words()
        let scope = checkedScope(&words, of: kind, purposes: purposes)
        let told = Set(self.told.compactMap { Consent.Telling(rawValue: $0) })
        if told.count < Set(self.told).count { words.refuse("told", .notAChoice) }
        let answer = Consent.Answer(rawValue: answer).flatMap { $0 == .notAsked ? nil : $0 }
        if answer == nil { words.refuse("answer", self.answer.isEmpty ? .missing : .notAChoice) }
        let giver = checkedGiver(&words, of: kind)
        var consent = Consent(
            scope: scope, told: told, answer: answer ?? .refused,
            form: Consent.Form(
                isWritten: isWritten, language: words.line("language", language, longest: 60),
                interpreter: words.line("interpreter", interpreter, longest: 200)),
            giver: giver, until: words.comingDate("until", until, today: today)?.text)
        consent.told.formIntersection(scope.mustBeTold)
        // All points are ticked as the form comes; that they were said is this tick, or unticking what was not.
        if !allSaid, consent.untold.isEmpty { words.refuse("allSaid", .missing) }
        try words.check()
        return consent
    }

    private func checkedScope(
        _ words: inout Words, of kind: FileKind, purposes: Set<ID>
    ) -> Consent.Scope {
        if scope == "general" { return .general }
        if scope != "specific" { words.refuse("scope", .notAChoice) }
        if Recipient(rawValue: recipient).map(Self.recipients.contains) != true {
            words.refuse("recipient", recipient.isEmpty ? .missing : .notAChoice)
        }
        let party = words.line("party", party, longest: 200, required: true)
        let offered = Self.items(of: kind)
        let chosen = offered.filter { items.contains($0.rawValue) }
        if items.isEmpty { words.refuse("items", .missing) }
        if chosen.count < Set(items).count { words.refuse("items", .notAChoice) }
        if ID(text: purpose).map(purposes.contains) != true {
            words.refuse("purpose", purpose.isEmpty ? .missing : .notAChoice)
        }
        return .specific(
            Consent.Specific(
                recipient: recipient, party: party, items: chosen.map(\.rawValue), purpose: purpose,
                isRequested: isRequested))
    }

    private func checkedGiver(_ words: inout Words, of kind: FileKind) -> Consent.Giver {
        let entitlement = Consent.Entitlement(rawValue: entitlement)
        guard let entitlement, Self.entitlements(of: kind).contains(entitlement) else {
            words.refuse("entitlement", self.entitlement.isEmpty ? .missing : .notAChoice)
            return Consent.Giver()
        }
        let mustBeNamed = entitlement != .self && entitlement != .unclear
        return Consent.Giver(
            entitlement: entitlement,
            name: words.name("giverName", giverName, longest: 200, required: mustBeNamed))
    }
}
