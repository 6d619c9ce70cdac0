/// One conjunction of a rule, compiled: what the engine compares with a situation.
///
/// A row with alternatives becomes several lines. A row that refers is preceded by lines for its approval.
struct Line: Hashable, Sendable {
    /// The values that falsify the line when they are known.
    var forbidden = Bits()
    /// The facts that must be known for the line to match. A line that releases needs all of its facts known;
    /// one that withholds or refers takes an unknown fact as met, unless the rule says `known`.
    var mustBeKnown: UInt32 = 0
    /// Every fact that the line asks about.
    var asksAbout: UInt32 = 0
    /// What the row obliges, as `Obligations.bits`.
    var obligations: UInt32 = 0
    /// What follows from the outcome besides the rows, where this line stands; as `Obligations.bits`.
    var duties: UInt32 = 0
    var effect: Effect = .withhold
    /// The place of the rule, and of the branch, in the rulebook.
    var rule: UInt8 = 0
    var branch: UInt8 = 0
    /// Whether this line is the release that an approval makes of its row's referral.
    var isApproval = false
    /// Whether nothing below this line can add to a decision by it, where it stands.
    var isLastWord = false

    /// What a line does when it matches.
    enum Effect: UInt8, Hashable, Sendable {
        case release, withhold, refer
        /// Decides nothing. Its obligations apply if nothing else speaks of the item.
        case pass

        var outcome: Outcome {
            switch self {
            case .release: .release
            case .refer: .refer
            case .withhold, .pass: .withhold
            }
        }
    }

    @inline(__always)
    func matches(_ situation: Situation) -> Bool {
        !situation.known.meets(forbidden) && situation.unknown & mustBeKnown == 0
    }

    /// Whether a line that matches does so with every one of its facts known.
    @inline(__always)
    func isCertain(in situation: Situation) -> Bool {
        situation.unknown & asksAbout == 0
    }
}

/// What is decided about an item, or about a whole request.
package enum Outcome: String, Word {
    case release, refer, withhold
}
