import Policy
import Vault

/// What the desk wrote down of a special caller, as it was typed (clauses P4.1, P4.3).
package struct CallerForm: Sendable {
    package let kind: SpecialCaller.Kind
    package var who = ""
    package var organisation = ""
    package var reach = ""
    /// `rungBack`, `seen`, `no` or nothing.
    package var check = ""
    package var name = ""
    /// What it is about: a ground of this kind of caller.
    package var about = ""
    /// For another official, or a relative: which.
    package var recipient = ""
    package var age = ""
    package var suspicion = ""
    package var investigation = ""
    package var reportedMissing = ""
    package var publicSafety = ""
    package var matter = ""

    package init(_ kind: SpecialCaller.Kind) { self.kind = kind }

    /// How an identity can have been checked.
    package static let checks = ["rungBack", "seen", "no"]

    /// Reads the form and has the rules decide it, on what was told alone.
    func checked(by rulebook: Rulebook) throws(CaseworkError) -> SpecialCaller {
        var words = Words()
        let isFamily = kind == .family
        func choice<W: Word>(_ field: String, _ raw: String, of allowed: [W], _ words: inout Words) -> W? {
            if raw.isEmpty { return nil }
            let chosen = allowed.first { $0.rawValue == raw }
            if chosen == nil { words.refuse(field, .notAChoice) }
            return chosen
        }
        let who = words.name("who", who, longest: 200, required: true)
        let organisation = words.line("organisation", organisation, longest: 200, required: !isFamily)
        let reach = words.number("reach", reach, longest: 200, required: !isFamily)
        let name = words.name("name", name, longest: 200, required: true)
        let matter = words.passage("matter", matter, longest: 2000)
        if !check.isEmpty, !Self.checks.contains(check) { words.refuse("check", .notAChoice) }
        let ground = isFamily ? .missingPerson : choice("about", about, of: kind.grounds, &words)
        if ground == nil, about.isEmpty { words.refuse("about", .missing) }
        let recipient =
            kind == .police ? .police : choice("recipient", recipient, of: kind.recipients, &words)
        if recipient == nil, self.recipient.isEmpty { words.refuse("recipient", .missing) }
        let age = choice("age", age, of: Array(AgeBand.allCases), &words)
        var answers: [Asked.Question: Bool] = [:]
        let questions: [(Asked.Question, String)] = [
            (.suspicion, suspicion), (.investigation, investigation), (.reportedMissing, reportedMissing),
            (.publicSafety, publicSafety),
        ]
        for (question, raw) in questions {
            if !["", "yes", "no", "unknown"].contains(raw) { words.refuse(question.rawValue, .notAChoice) }
            answers[question] = ["yes": true, "no": false][raw]
        }
        answers[.verified] = check.isEmpty ? nil : check != "no"
        try words.check()
        guard let ground, let recipient else { throw .invalid([Problem("about", .missing)]) }
        let said = SpecialCaller.Said(
            kind: kind, who: who, organisation: organisation, reach: reach, check: check, name: name,
            recipient: recipient, ground: ground, items: kind.items(for: ground), age: age,
            answers: answers, matter: matter)
        return SpecialCaller(said: said, decided: Decided(rulebook.decide(said.facts)))
    }
}

extension SpecialCaller.Kind {
    /// The clause that says what such a caller may be told.
    package var clause: String {
        switch self {
        case .police: "P4.1"
        case .family: "P4.3"
        case .official: "S1.3"
        }
    }

    /// What this kind of caller may ask about.
    package var grounds: [Ground] {
        switch self {
        case .police: [.crimeInvestigation, .missingPerson, .emergency]
        case .family: [.missingPerson]
        case .official: [.legalDuty, .safeguardingChild, .safeguardingAdult, .none]
        }
    }

    /// Whom this kind of caller may be.
    package var recipients: [Recipient] {
        switch self {
        case .police: [.police]
        case .family: [.parent, .family]
        case .official:
            [
                .council, .safeguardingBody, .healthProfessional, .emergencyService, .court, .regulator,
                .taxAuthority, .partnerAgency,
            ]
        }
    }

    /// What the rules are asked to let go: whether somebody is known, and whether they were in touch lately.
    func items(for ground: Ground) -> [Policy.Item] {
        ground == .missingPerson ? [.recentContact] : [.existence, .recentContact]
    }
}
