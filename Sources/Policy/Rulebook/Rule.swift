/// One row of the procedure, as the rulebook states it.
package struct Rule: Hashable, Sendable {
    /// `F1`, `M5`, `D`.
    package let name: String
    /// The clauses that the row rests on, such as `P4.1(ii)`.
    package let clauses: [String]
    /// Why, in plain English.
    package let reason: String
    /// The line of the rulebook where the row begins, from 1.
    package let line: Int
    /// What must hold for the row to be read at all.
    package let conditions: [Condition]
    /// The outcomes under the row's conditions; the first whose own condition holds is taken.
    package let branches: [Branch]

    /// One outcome of a row.
    package struct Branch: Hashable, Sendable {
        package let condition: Condition?
        package let effect: RuleEffect
        package let obligations: Obligations
    }

    /// The letter of the row: `F` forbids, `M` is for safety, `C` is for consent and need, `D` is the rest.
    var part: Character { name.first ?? "D" }
}

/// What a branch of a row does.
package enum RuleEffect: Hashable, Sendable {
    case release, withhold
    /// To these, the usual one first.
    case refer([Referee])
    /// Nothing; its obligations apply if nothing else speaks of the item.
    case pass
}

/// A condition: it holds if all the parts of any one alternative hold.
package struct Condition: Hashable, Sendable {
    package let alternatives: [[Comparison]]
    /// As written, for people.
    package let text: String
}

/// One part of a condition: that a fact has one of some values.
package struct Comparison: Hashable, Sendable {
    let subject: Subject
    /// The allowed values, by ordinal.
    let allowed: Set<Int>
    /// Whether an unknown fact fails the test even where unknown facts count as met.
    var mustBeKnown = false

    enum Subject: Hashable, Sendable {
        case fact(Fact)
        /// The recipient as H1 leaves it: `public` if identity was not checked.
        case role
        /// That the recipient counts as itself (H1).
        case countsAsItself
    }
}

/// An obligation that follows from an outcome rather than from a row.
package struct Duty: Hashable, Sendable {
    let outcome: Outcome
    /// The rows whose decisions it follows, by name.
    let rules: Set<String>
    let conditions: [Condition]
    let obligations: Obligations
}
