/// What comparing two names says.
package enum Verdict: String, Sendable, Hashable {
    /// Very likely two spellings of one name.
    case same
    /// Perhaps: a person has to look.
    case possible
    /// Two names.
    case different

    /// The lowest scores of `same` and `possible`.
    package static let sameScore = 87
    package static let possibleScore = 75

    /// The verdict that a score of 0 to 100 stands for.
    package init(score: Int) {
        self = score >= Self.sameScore ? .same : score >= Self.possibleScore ? .possible : .different
    }
}
