/// The consent of the person or organisation concerned (clauses S1.3, S4.1, S4.3).
///
/// `requested`: the subject asked for this very release; it includes what `specific` allows, which includes
/// what `general` allows. The first five are no consent.
package enum ConsentState: String, Word {
    case none, refused, withdrawn, expired, incomplete, general, specific, requested
}

/// Where a purpose stands in the purpose register (clause S3.1).
package enum PurposeState: String, Word {
    case none, proposed, approved, lapsed
}

/// The protocol for joint working with a partner agency (clause P5.1).
package enum ProtocolState: String, Word {
    case none, lapsed, inForce
}

/// Who has approved a release that was referred (clauses P4.2, P4.4, S3.1).
package enum Approval: String, Word {
    case none, management, childrenAndFamilies, guardian
}

/// Who decides what the software refers, and records it.
package enum Referee: String, Word {
    case management, childrenAndFamilies, guardian

    /// The approval that this referee can give.
    package var approval: Approval {
        switch self {
        case .management: .management
        case .childrenAndFamilies: .childrenAndFamilies
        case .guardian: .guardian
        }
    }
}

/// A fact that is yes or no, as the rulebook writes it. Requests write `true` and `false`.
package enum Answered: String, Word {
    case yes, no

    @inline(__always)
    init(_ value: Bool) {
        self = value ? .yes : .no
    }
}
