/// Tests that must all hold, as a set of allowed values for each fact they ask about.
struct Conjunction: Hashable, Sendable {
    private var allowed: [Fact: Set<Int>] = [:]
    private var mustBeKnown: Set<Fact> = []

    /// Whether some fact has to be unknown, so that nothing known can make the conjunction hold.
    var needsUnknown: Bool { allowed.values.contains { $0.isEmpty } }

    /// The conjunction with more tests; `nil` if they contradict it.
    func adding(_ tests: [Comparison]) -> Conjunction? {
        var longer = self
        for test in tests {
            guard case .fact(let fact) = test.subject else { continue }
            let before = longer.allowed[fact]
            let after = before?.intersection(test.allowed) ?? test.allowed
            if after.isEmpty, before?.isEmpty == false, !test.allowed.isEmpty { return nil }
            longer.allowed[fact] = after
            if test.mustBeKnown { longer.mustBeKnown.insert(fact) }
        }
        return longer
    }

    /// The conjunction as a line that does what another does.
    func line(like template: Line) -> Line {
        var line = template
        let needsAll = line.effect == .release || line.effect == .pass
        for (fact, values) in allowed where values.count < fact.allowedWords.count {
            for value in fact.allowedWords.indices where !values.contains(value) {
                line.forbidden = line.forbidden | Bits(place: fact.offset + value)
            }
            line.asksAbout |= fact.mask
            if needsAll || mustBeKnown.contains(fact) { line.mustBeKnown |= fact.mask }
        }
        return line
    }
}
