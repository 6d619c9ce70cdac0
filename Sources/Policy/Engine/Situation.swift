/// What is known about one item of one request, as the compiled rules see it: the value of each known fact, and
/// which facts are unknown.
struct Situation: Hashable, Sendable {
    var known = Bits()
    /// A bit for each unknown fact, as `Fact.mask`.
    var unknown: UInt32 = 0

    init() {}

    /// What a request says of all its items alike. `adding(_:of:)` completes it for one of them.
    @inline(__always)
    init(_ facts: Facts) {
        known = Bits(place: Fact.recipient.offset + facts.recipient.ordinal)
        note(.subject, facts.subject)
        note(.age, facts.age)
        note(.ground, facts.ground)
        note(.verified, facts.verified)
        note(.suspicion, facts.suspicion)
        note(.investigation, facts.investigation)
        note(.reportedMissing, facts.reportedMissing)
        note(.publicSafety, facts.publicSafety)
        note(.consent, facts.consent)
        note(.undertaking, facts.undertaking)
        note(.needToKnow, facts.needToKnow)
        note(.purpose, facts.purpose)
        note(.protocol, facts.protocol)
        note(.power, facts.power)
        note(.visitorForm, facts.visitorForm)
        note(.policiesGiven, facts.policiesGiven)
        note(.approval, facts.approval)
        note(.permittedFields, facts.permittedFields)
        note(.suppressed, facts.suppressed)
    }

    /// The same situation for one item: whether each list covers it is now a fact.
    @inline(__always)
    func adding(_ item: Item, of facts: Facts) -> Situation {
        var whole = self
        whole.known = whole.known | Bits(place: Fact.items.offset + item.ordinal)
        whole.note(.consentItems, facts.consentItems?.contains(item))
        whole.note(.protocolItems, facts.protocolItems?.contains(item))
        whole.note(.powerItems, facts.powerItems?.contains(item))
        whole.note(.approvalItems, facts.approvalItems?.contains(item))
        return whole
    }

    /// The same situation with one fact put otherwise: its value's ordinal, or `nil` for unknown.
    @inline(__always)
    func with(_ fact: Fact, _ value: Int?) -> Situation {
        var other = self
        other.known = known & ~Fact.valueBits[fact.ordinal]
        if let value {
            other.known = other.known | Bits(place: fact.offset + value)
            other.unknown &= ~fact.mask
        } else {
            other.unknown |= fact.mask
        }
        return other
    }

    /// The value of a known fact, by ordinal; `nil` if it is unknown.
    func value(of fact: Fact) -> Int? {
        (0..<fact.allowedWords.count).first { known.meets(Bits(place: fact.offset + $0)) }
    }

    @inline(__always)
    private mutating func note(_ fact: Fact, _ value: (some Word)?) {
        if let value {
            known = known | Bits(place: fact.offset + value.ordinal)
        } else {
            unknown |= fact.mask
        }
    }

    @inline(__always)
    private mutating func note(_ fact: Fact, _ value: Bool?) {
        if let value {
            known = known | Bits(place: fact.offset + (value ? 0 : 1))
        } else {
            unknown |= fact.mask
        }
    }
}
