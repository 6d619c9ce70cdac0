import Policy
import Vault

/// A consent that stands, as a share form offers it: whom they agreed to, so that nobody has to type it alike.
package struct Agreed: Sendable {
    package let consent: ID
    package let recipient: Recipient
    /// Who that is, by the name that they agreed to.
    package let party: String
    /// What of it stands.
    package let items: [Policy.Item]
    /// A purpose of the register.
    package let purpose: ID?
    package let isRequested: Bool
}

/// Whom somebody agreed to sharing with, where what was asked is not it: what differs.
package struct AgreedElsewhere: Hashable, Sendable {
    package let consent: ID
    package let party: String
    /// A recipient of the procedure's table, by its word.
    package let recipient: String
    /// A purpose of the register, by its record's id.
    package let purpose: String
    package let differs: [Difference]

    package enum Difference: Sendable {
        case party, recipient, purpose, items
    }
}

extension ShareFacts {
    /// The consents to one sharing that stand today, the newest first, each without what a later word took back.
    var agreed: [Agreed] {
        let consents = consents ?? []
        return consents.indices.reversed().compactMap { place in
            let text = consents[place].text
            guard case .specific(let specific) = text.scope,
                [.specific, .requested].contains(text.state(on: today)),
                let recipient = Recipient(rawValue: specific.recipient)
            else { return nil }
            let items = specific.items.filter { item in
                !consents[(place + 1)...].contains {
                    $0.text.speaks(
                        of: item, to: specific.recipient, party: specific.party, purpose: specific.purpose)
                }
            }
            if items.isEmpty { return nil }
            return Agreed(
                consent: consents[place].id, recipient: recipient, party: specific.party,
                items: items.compactMap { Policy.Item(rawValue: $0) }, purpose: ID(text: specific.purpose),
                isRequested: specific.isRequested)
        }
    }

    /// The consents that would have let this go if it were what they are to: named alike, or of the same kind. So a name
    /// that was typed otherwise is not answered as if nobody had agreed.
    func elsewhere(_ asked: Asked, _ decision: Decision, by rulebook: Rulebook) -> [AgreedElsewhere] {
        let left = asked.parts.map(\.item).filter { !decision.released.contains($0) }
        return agreed.compactMap { agreed in
            let isSameParty = agreed.party.isSameParty(as: asked.party)
            let isSameKind = agreed.recipient == asked.recipient
            guard isSameParty || isSameKind || agreed.party.isNamedLike(asked.party),
                agreed.items.contains(where: left.contains),
                wouldHelp(agreed, left, decision, by: rulebook)
            else { return nil }
            var differs: [AgreedElsewhere.Difference] = []
            if !isSameParty { differs.append(.party) }
            if !isSameKind { differs.append(.recipient) }
            if agreed.purpose != asked.purpose { differs.append(.purpose) }
            if !left.allSatisfy(agreed.items.contains) { differs.append(.items) }
            if differs.isEmpty { return nil }
            return AgreedElsewhere(
                consent: agreed.consent, party: agreed.party, recipient: agreed.recipient.rawValue,
                purpose: agreed.purpose?.text ?? "", differs: differs)
        }
    }

    /// Whether a part could go on this consent, were the request the one that it is to.
    private func wouldHelp(
        _ agreed: Agreed, _ left: [Policy.Item], _ decision: Decision, by rulebook: Rulebook
    ) -> Bool {
        var facts = decision.facts
        facts.recipient = agreed.recipient
        facts.consent = agreed.isRequested ? .requested : .specific
        facts.consentItems = Items(agreed.items)
        facts.purpose = purposes.first { $0.id == agreed.purpose }?.text.state(on: today) ?? PurposeState.none
        facts.add([.verified: true, .undertaking: true])
        let then = rulebook.decide(facts)
        return left.contains(where: then.released.contains)
    }
}

extension String {
    /// Whether one of two names stands within the other, whatever their capitals and spaces.
    fileprivate func isNamedLike(_ other: String) -> Bool {
        func folded(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }
        let (one, two) = (folded(self), folded(other))
        return !one.isEmpty && !two.isEmpty && (one.contains(two) || two.contains(one))
    }
}
