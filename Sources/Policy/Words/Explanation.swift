extension Decision {
    /// The decision in words for people: what is said, why, what to do, what is missing, and every row.
    ///
    /// - Parameter showsEveryRow: whether rows that known facts rule out are listed too.
    package func explanation(showsEveryRow: Bool) -> String {
        var lines = [headline, ""]
        lines += facts.items.flatMap(explanation(of:))
        if answer == .neitherConfirmNorDeny {
            lines += ["", "Say only this: “\(Self.statement)”"]
        }
        if !obligations.isEmpty {
            lines += ["", "To do:"] + obligations.map { "  - \($0.instruction)" }
        }
        if !missing.isEmpty {
            lines += ["", "Not known, and it could change the answer:"]
            lines += missing.map { "  - \($0.plainName) (\($0.rawValue))" }
        }
        let misses = nearMisses
        if !misses.isEmpty {
            lines += ["", "One fact away:"] + misses.map { "  - \($0.sentence)" }
        }
        lines += ["", "The rows considered, from the top:"] + traceLines(showsEveryRow: showsEveryRow)
        lines += [
            "", "\(rulebook.title), version \(rulebook.version), in force from \(rulebook.effective)",
            "SHA-256 \(rulebook.hexHash)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The words that are the whole answer to an outsider (clause P1.1).
    package static let statement = """
        We can neither confirm nor deny whether this person has been in contact with us. I can take a message. Should \
        they contact us, it will be passed on to them.
        """

    private var headline: String {
        let who =
            "Asked by ‘\(facts.recipient.rawValue)’ on the ground ‘\(facts.ground?.rawValue ?? "unknown")’"
        let referees = referTo.map(\.plainName).joined(separator: " or ")
        return switch outcome {
        case .release where referred.isEmpty && withheld.isEmpty: "\(who): release."
        case .release where referred.isEmpty: "\(who): release in part."
        case .release: "\(who): release in part, and refer the rest to \(referees)."
        case .refer: "\(who): refer to \(referees). Release nothing yet."
        case .withhold: "\(who): withhold."
        }
    }

    private func explanation(of item: Item) -> [String] {
        guard let outcome = outcome(of: item) else { return [] }
        let citations = deciding.filter { $0.items.contains(item) }
        guard let rule = citations.first.flatMap({ rulebook.rule($0.rule) }) else { return [] }
        let numbers = citations.map(\.clause).joined(separator: ", ")
        var lines = [
            "\(item.rawValue): \(outcome.rawValue), by row \(rule.name) (\(numbers)). \(rule.reason)"
        ]
        for clause in citations.compactMap({ Clause.of($0.clause) }) {
            lines.append("    \(clause.number): \(clause.wording)")
            if let reading = clause.reading {
                lines.append("    Our reading of \(clause.number): \(reading)")
            }
        }
        return lines
    }

    private func traceLines(showsEveryRow: Bool) -> [String] {
        var lines: [String] = []
        var item: Item?
        for step in trace {
            if case .fails = step.standing, !showsEveryRow { continue }
            if step.item != item {
                item = step.item
                lines.append("  \(step.item.rawValue)")
            }
            lines.append("    \(step.decided ? "→" : " ") \(step.rule): \(step.standing.sentence)")
        }
        return lines
    }
}

extension Referee {
    /// The referee as a person would name them.
    package var plainName: String {
        switch self {
        case .management: "management"
        case .childrenAndFamilies: "the Children and Families specialist"
        case .guardian: "the guardian"
        }
    }
}

extension TraceStep.Standing {
    /// How the row stands, in words.
    package var sentence: String {
        switch self {
        case .holds: "holds"
        case .holdsFor(let unknown): "counts as holding while unknown: \(Self.names(unknown))"
        case .lacks(let unknown): "would need to know: \(Self.names(unknown))"
        case .fails(let because): "does not hold: \(Self.names(because))"
        }
    }

    private static func names(_ facts: FactSet) -> String {
        facts.map(\.rawValue).joined(separator: ", ")
    }
}
