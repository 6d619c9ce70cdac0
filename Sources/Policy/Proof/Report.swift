extension Check {
    /// The proof in words for people.
    package func report(of rulebook: Rulebook, listsConflicts: Bool) -> String {
        var lines = [
            "\(rulebook.title), version \(rulebook.version), in force from \(rulebook.effective)",
            "SHA-256 \(rulebook.hexHash)", "",
            "\(tally.vectors) vectors in \(spaces) spaces were decided. They stand for \(tally.situations)",
            "situations of one item, of \(rawSituations) there are.", "",
        ]
        if passed {
            lines.append("These hold in every one of them:")
            lines += Self.held.map { "  - \($0)" }
        } else {
            lines += findings.map(\.description)
        }
        lines += ["", "What each row decides, in vectors:"] + rows.map { "  \($0)" }
        lines += ["", "\(conflicts.count) pairs of rows differ somewhere; the higher row decides."]
        if listsConflicts { lines += conflicts.map { "  \($0)" } }
        lines += ["", gaps.isEmpty ? "No gaps." : "What is left to D:"] + gaps.map { "  - \($0)" }
        return lines.joined(separator: "\n")
    }

    /// Everything that `check` proves.
    static let held: [String] =
        Invariant.all.map { "\($0.title) (\($0.clause))" } + [
            "Making a known fact unknown never turns a withhold or a referral into a release (C4's refused "
                + "consent apart). (S1.2)",
            "More consent never releases less. (S1.3)",
            "An instrument that covers more never releases less. (S4.2)",
            "No consent that is not in force and covering releases anything. (S1.3)",
            "An approval lifts no withhold. (P4.4)",
            "A release never holds an item that was not asked. (S4.2)",
            "Whether the person is known to the charity is no field of a request, so no row can ask it. (P1)",
            "Every row decides each of its outcomes somewhere.",
        ]
}
