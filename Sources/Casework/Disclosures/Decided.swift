import Crypto
import FoundationEssentials
import Policy

/// What the procedure said, and on which facts: kept with the disclosure, so that it can be read and decided again
/// years later (clause S1.2).
package struct Decided: Codable, Hashable, Sendable {
    /// Items, by their words.
    package let released: [String]
    package let referred: [String]
    package let withheld: [String]
    package let rows: [Row]
    package let obligations: [String]
    /// For each referred item, who decides on it.
    package let referees: [String: [String]]
    /// The facts that were known, by the words of a request.
    package let facts: [String: String]
    /// SHA-256 of the rulebook, in hexadecimal digits.
    package let rulebook: String

    /// A row that decided: its clause, its reason in plain English, and the items it decided on.
    package struct Row: Codable, Hashable, Sendable {
        package let rule: String
        package let clause: String
        package let reason: String
        package let items: [String]
    }

    package init(_ decision: Decision) {
        released = decision.released.map(\.rawValue)
        referred = decision.referred.map(\.rawValue)
        withheld = decision.withheld.map(\.rawValue)
        rows = decision.deciding.map { citation in
            Row(
                rule: citation.rule, clause: citation.clause,
                reason: decision.rulebook.rule(citation.rule)?.reason ?? "",
                items: citation.items.map(\.rawValue))
        }
        obligations = decision.obligations.map(\.rawValue)
        referees = Dictionary(
            uniqueKeysWithValues: decision.referred.map { item in
                var alone = decision.facts
                alone.items = [item]
                return (item.rawValue, decision.rulebook.decide(alone).referTo.map(\.rawValue))
            })
        facts = decision.facts.known
        rulebook = decision.rulebook.hexHash
    }

    /// Tells this decision from every other: what a form carries of the decision that its reader saw.
    package var mark: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = (try? encoder.encode(self)) ?? Data()
        return SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

extension Facts {
    /// The facts that are known, in the words of a request.
    var known: [String: String] {
        func answer(_ value: Bool?) -> String? { value.map { $0 ? "yes" : "no" } }
        func list(_ items: Items?) -> String? {
            items.map { $0.map(\.rawValue).joined(separator: " ") }
        }
        let all: [(Fact, String?)] = [
            (.recipient, recipient.rawValue), (.items, list(items)), (.subject, subject?.rawValue),
            (.age, age?.rawValue), (.ground, ground?.rawValue), (.verified, answer(verified)),
            (.suspicion, answer(suspicion)), (.investigation, answer(investigation)),
            (.reportedMissing, answer(reportedMissing)), (.publicSafety, answer(publicSafety)),
            (.consent, consent?.rawValue), (.consentItems, list(consentItems)),
            (.undertaking, answer(undertaking)), (.needToKnow, answer(needToKnow)),
            (.purpose, purpose?.rawValue), (.protocol, `protocol`?.rawValue),
            (.protocolItems, list(protocolItems)), (.power, answer(power)), (.powerItems, list(powerItems)),
            (.visitorForm, answer(visitorForm)), (.policiesGiven, answer(policiesGiven)),
            (.approval, approval?.rawValue), (.approvalItems, list(approvalItems)),
            (.permittedFields, answer(permittedFields)), (.suppressed, answer(suppressed)),
        ]
        return Dictionary(
            uniqueKeysWithValues: all.compactMap { fact, value in value.map { (fact.rawValue, $0) } })
    }
}

extension Facts {
    /// The facts of a request that is being decided again, from `known`; nil where it does not say who asked for what.
    init?(known: [String: String]) {
        func words(_ fact: Fact) -> String? { known[fact.rawValue] }
        func word<W: Word>(_ fact: Fact) -> W? { words(fact).flatMap { W(rawValue: $0) } }
        func answer(_ fact: Fact) -> Bool? { words(fact).map { $0 == "yes" } }
        func list(_ fact: Fact) -> Items? {
            words(fact).map { Items($0.split(separator: " ").compactMap { Item(rawValue: String($0)) }) }
        }
        guard let recipient: Recipient = word(.recipient), let items = list(.items) else { return nil }
        self.init(recipient: recipient, items: items, ground: word(.ground))
        subject = word(.subject)
        age = word(.age)
        verified = answer(.verified)
        suspicion = answer(.suspicion)
        investigation = answer(.investigation)
        reportedMissing = answer(.reportedMissing)
        publicSafety = answer(.publicSafety)
        consent = word(.consent)
        consentItems = list(.consentItems)
        undertaking = answer(.undertaking)
        needToKnow = answer(.needToKnow)
        purpose = word(.purpose)
        `protocol` = word(.protocol)
        protocolItems = list(.protocolItems)
        power = answer(.power)
        powerItems = list(.powerItems)
        visitorForm = answer(.visitorForm)
        policiesGiven = answer(.policiesGiven)
        approval = word(.approval)
        approvalItems = list(.approvalItems)
        permittedFields = answer(.permittedFields)
        suppressed = answer(.suppressed)
    }
}
