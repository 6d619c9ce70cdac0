/// What a decision obliges the charity to do when it carries the decision out.
package enum Obligation: String, Word {
    case recordInLogAndFile, markConfidential, readStatement, takeMessage, verifyIdentity, obtainUndertaking
    case obtainVisitorForm, givePolicies, notifyPartnerAgencies, tellSubject, informManagement
    case informGuardian, citePower, minimise

    /// The obligation as an instruction to the person at the desk, with the clause it comes from.
    package var instruction: String {
        switch self {
        case .recordInLogAndFile:
            "Write it in the daily log book and, where there is one, in the file (P4.5)."
        case .markConfidential: "Mark every page CONFIDENTIAL, or say so if you answer aloud (S4.3)."
        case .readStatement: "Read the statement aloud, word for word; look nothing up (P1.1)."
        case .takeMessage: "Offer to take a message, to be passed on should the person contact us (P1.1)."
        case .verifyIdentity: "Check who is asking before anything else; the answer may change (H1)."
        case .obtainUndertaking: "Ask the recipient to accept the terms of confidentiality (S4.3)."
        case .obtainVisitorForm: "Have the visitors' confidentiality form signed before the meeting (P3)."
        case .givePolicies: "Give the visitor the confidentiality and disclosure policies (P3)."
        case .notifyPartnerAgencies: "Notify each partner agency concerned, one disclosure each (P4.1)."
        case .tellSubject: "Tell the person concerned what was shared, with whom and why (S4.1)."
        case .informManagement: "Tell management; do not wait to be asked (P4.2, P4.4)."
        case .informGuardian: "Tell the guardian of confidential information (S3.1)."
        case .citePower: "Write down the power of law that was cited and what it reaches (S1.3)."
        case .minimise: "Share the least that meets the need, item by item (S4.2)."
        }
    }
}

extension Obligation {
    /// The obligation's bit in a set of obligations.
    @inline(__always)
    var mask: UInt32 { 1 << UInt32(ordinal) }
}

/// A set of obligations. Iterates in the order of the procedure's table.
package struct Obligations: Hashable, Sendable, Sequence, ExpressibleByArrayLiteral {
    package private(set) var bits: UInt32

    package init(bits: UInt32 = 0) {
        self.bits = bits
    }

    package init(arrayLiteral obligations: Obligation...) {
        bits = 0
        for obligation in obligations { insert(obligation) }
    }

    package var isEmpty: Bool { bits == 0 }

    package func contains(_ obligation: Obligation) -> Bool {
        bits & obligation.mask != 0
    }

    package mutating func insert(_ obligation: Obligation) {
        bits |= obligation.mask
    }

    package mutating func formUnion(_ other: Obligations) {
        bits |= other.bits
    }

    package func isSubset(of other: Obligations) -> Bool {
        bits & ~other.bits == 0
    }

    package func makeIterator() -> some IteratorProtocol<Obligation> {
        Obligation.allCases.lazy.filter { contains($0) }.makeIterator()
    }
}
