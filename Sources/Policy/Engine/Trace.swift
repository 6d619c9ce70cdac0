/// A row considered for an item, and how it stood.
package struct TraceStep: Hashable, Sendable {
    package let item: Item
    package let rule: String
    package let standing: Standing
    /// Whether this row decided the item.
    package let decided: Bool

    package enum Standing: Hashable, Sendable {
        /// Every fact of the row is known and met.
        case holds
        /// The row matches because unknown facts count as met.
        case holdsFor(unknown: FactSet)
        /// The row releases, and would match but for these unknown facts.
        case lacks(unknown: FactSet)
        /// Known facts keep the row from matching: those of the alternative that comes nearest.
        case fails(because: FactSet)
    }
}

extension Decision {
    /// Every row considered for every item, in rank order, whether it decided or not.
    package var trace: [TraceStep] {
        let book = rulebook.book
        let shared = Situation(facts)
        return verdicts.flatMap { verdict in
            let situation = shared.adding(verdict.item, of: facts)
            return book.rules.indices.map { rule in
                let lines = book.lines.filter { Int($0.rule) == rule && !$0.isApproval && $0.effect != .pass }
                return TraceStep(
                    item: verdict.item, rule: book.rules[rule].name,
                    standing: Self.standing(of: lines, in: situation), decided: Int(verdict.rule) == rule)
            }
        }
    }

    /// How the alternatives of a row stand together: as the best of them does.
    private static func standing(of lines: [Line], in situation: Situation) -> TraceStep.Standing {
        let matching = lines.filter { $0.matches(situation) }
        if matching.contains(where: { $0.isCertain(in: situation) }) { return .holds }
        if let line = matching.first {
            return .holdsFor(unknown: FactSet(bits: line.asksAbout & situation.unknown))
        }
        if let line = lines.first(where: { !situation.known.meets($0.forbidden) }) {
            return .lacks(unknown: FactSet(bits: line.mustBeKnown & situation.unknown))
        }
        let failing = lines.map { line in
            FactSet(
                bits: Fact.allCases.reduce(0) { bits, fact in
                    let isMet = !situation.known.meets(line.forbidden & Fact.valueBits[fact.ordinal])
                    return isMet ? bits : bits | fact.mask
                })
        }
        let nearest = failing.min { $0.bits.nonzeroBitCount < $1.bits.nonzeroBitCount }
        return .fails(because: nearest ?? [])
    }
}
