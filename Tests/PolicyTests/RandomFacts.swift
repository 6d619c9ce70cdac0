import Policy

/// Random numbers that are the same in every run (SplitMix64).
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    mutating func word<W: Word>() -> W {
        let index = W.allCases.index(W.allCases.startIndex, offsetBy: below(W.allCases.count))
        return W.allCases[index]
    }

    mutating func maybe<W: Word>() -> W? { below(4) == 0 ? nil : word() }
    mutating func truth() -> Bool? { [nil, true, true, false][below(4)] }

    mutating func items(_ among: Items) -> Items? {
        switch below(4) {
        case 0: nil
        case 1: Items(bits: UInt32(truncatingIfNeeded: next()) & Items.all.bits)
        default: among
        }
    }
}

extension Facts {
    /// Any request at all.
    static func random(_ dice: inout Dice) -> Facts {
        var facts = Facts(recipient: dice.word(), items: [dice.word()])
        while dice.below(3) == 0 { facts.items.insert(dice.word()) }
        for fact in Fact.allCases.dropFirst(2) { facts.change(fact, &dice) }
        return facts
    }

    /// Puts one fact otherwise, at random.
    mutating func change(_ fact: Fact, _ dice: inout Dice) {
        switch fact {
        case .recipient: recipient = dice.word()
        case .items: items.insert(dice.word())
        case .subject: subject = dice.maybe()
        case .age: age = dice.maybe()
        case .ground: ground = dice.maybe()
        case .verified: verified = dice.truth()
        case .suspicion: suspicion = dice.truth()
        case .investigation: investigation = dice.truth()
        case .reportedMissing: reportedMissing = dice.truth()
        case .publicSafety: publicSafety = dice.truth()
        case .consent: consent = dice.maybe()
        case .consentItems: consentItems = dice.items(items)
        case .undertaking: undertaking = dice.truth()
        case .needToKnow: needToKnow = dice.truth()
        case .purpose: purpose = dice.maybe()
        case .protocol: `protocol` = dice.maybe()
        case .protocolItems: protocolItems = dice.items(items)
        case .power: power = dice.truth()
        case .powerItems: powerItems = dice.items(items)
        case .visitorForm: visitorForm = dice.truth()
        case .policiesGiven: policiesGiven = dice.truth()
        case .approval: approval = dice.maybe()
        case .approvalItems: approvalItems = dice.items(items)
        case .permittedFields: permittedFields = dice.truth()
        case .suppressed: suppressed = dice.truth()
        }
    }

    /// Makes one fact unknown.
    mutating func forget(_ fact: Fact) {
        switch fact {
        case .recipient, .items: break
        case .subject: subject = nil
        case .age: age = nil
        case .ground: ground = nil
        case .verified: verified = nil
        case .suspicion: suspicion = nil
        case .investigation: investigation = nil
        case .reportedMissing: reportedMissing = nil
        case .publicSafety: publicSafety = nil
        case .consent: consent = nil
        case .consentItems: consentItems = nil
        case .undertaking: undertaking = nil
        case .needToKnow: needToKnow = nil
        case .purpose: purpose = nil
        case .protocol: `protocol` = nil
        case .protocolItems: protocolItems = nil
        case .power: power = nil
        case .powerItems: powerItems = nil
        case .visitorForm: visitorForm = nil
        case .policiesGiven: policiesGiven = nil
        case .approval: approval = nil
        case .approvalItems: approvalItems = nil
        case .permittedFields: permittedFields = nil
        case .suppressed: suppressed = nil
        }
    }
}
