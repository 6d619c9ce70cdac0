/// A field of a request. A rule's conditions are over these and nothing else.
///
/// `consentItems`, `protocolItems`, `powerItems` and `approvalItems` are lists; for one item they are yes (the
/// list covers it) or no.
package enum Fact: String, Word {
    case recipient, items, subject, age, ground, verified, suspicion, investigation, reportedMissing
    case publicSafety, consent, consentItems, undertaking, needToKnow, purpose, `protocol`, protocolItems
    case power, powerItems, visitorForm, policiesGiven, approval, approvalItems, permittedFields, suppressed

    /// The words that a rule or a request may use for this fact of one item, in the order of their bits.
    package var allowedWords: [String] {
        switch self {
        case .recipient: Recipient.words
        case .items: Item.words
        case .subject: SubjectKind.words
        case .age: AgeBand.words
        case .ground: Ground.words
        case .consent: ConsentState.words
        case .purpose: PurposeState.words
        case .protocol: ProtocolState.words
        case .approval: Approval.words
        default: Answered.words
        }
    }

    /// Whether the fact is a list of items that goes with an instrument.
    package var isCoverage: Bool {
        switch self {
        case .consentItems, .protocolItems, .powerItems, .approvalItems: true
        default: false
        }
    }

    /// Whether the fact says who asks, about whom or why. Near misses never suggest that such a fact be put
    /// otherwise.
    package var isWhoOrWhy: Bool {
        switch self {
        case .recipient, .items, .subject, .age, .ground, .reportedMissing: true
        default: false
        }
    }
}

/// A set of facts, such as those that are missing. Iterates in the order of the procedure's table.
package struct FactSet: Hashable, Sendable, Sequence, ExpressibleByArrayLiteral {
    package private(set) var bits: UInt32

    package init(bits: UInt32 = 0) {
        self.bits = bits
    }

    package init(arrayLiteral facts: Fact...) {
        bits = 0
        for fact in facts { insert(fact) }
    }

    package var isEmpty: Bool { bits == 0 }

    @inline(__always)
    package func contains(_ fact: Fact) -> Bool {
        bits & fact.mask != 0
    }

    @inline(__always)
    package mutating func insert(_ fact: Fact) {
        bits |= fact.mask
    }

    package func makeIterator() -> some IteratorProtocol<Fact> {
        Fact.allCases.lazy.filter { contains($0) }.makeIterator()
    }
}

extension Fact {
    /// The fact's bit in a set of facts.
    @inline(__always)
    var mask: UInt32 { 1 << UInt32(ordinal) }
}
