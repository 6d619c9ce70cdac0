import Casework
import Policy

/// What the procedure said: item by item, with the clause, its wording and the reason (clause S1.2).
struct DecidedView: Component {
    let decided: Decided
    var isOral = false
    /// Whether it has been carried out.
    var isDone = true
    /// What they agreed to instead, which stands above.
    var agreedElsewhere: [AgreedElsewhere] = []

    var html: HTML {
        let duties = Duties(decided, isOral: isOral)
        return HTML {
            DataTable(
                "What the procedure says", isCaptionSeen: false,
                columns: [.init("Part"), .init("Decision"), .init("Why")],
                rows: outcomes.map { item, outcome in
                    ["\(ShareWords.item(item))", "\(outcome)", reasons(item)]
                })
            clauses.map { ClauseNote($0, isOpen: true) }
            if !duties.done.isEmpty {
                Section(isDone ? "Done for you" : "Done for you when you go on", level: .third) {
                    Points(lines: duties.done)
                }
            }
            if !duties.toDo.isEmpty {
                Section("Still for you to do", level: .third) { Points(lines: duties.toDo) }
            }
        }
    }

    private var outcomes: [(String, Tag)] {
        decided.released.map { ($0, Tag("May go", .good)) }
            + decided.referred.map { ($0, Tag("To be decided", .watch)) }
            + decided.withheld.map { ($0, Tag("Withheld", .alarm)) }
    }

    /// Whether they agreed to somebody else: then it is not as if nobody were allowed it.
    private var agreedToOthers: Bool { agreedElsewhere.contains { $0.differs.contains(.party) } }

    private func reasons(_ item: String) -> HTML {
        var said: [String] = []
        var lines: [HTML] = []
        for row in decided.rows where row.items.contains(item) && !said.contains(row.reason) {
            said.append(row.reason)
            let isNobodys = row.rule == "D" && agreedToOthers && decided.withheld.contains(item)
            lines.append(
                isNobodys
                    ? "<p>They agreed to somebody else: see above. To this recipient nothing else allows it.</p>"
                    : "<p>\(row.reason)</p>")
        }
        let numbers = decided.rows.filter { $0.items.contains(item) }.map { ClauseLink($0.clause).html }
        lines.append("<p>Clause \(HTML(joining: numbers, separator: ", "))</p>")
        if let referees = decided.referees[item], decided.referred.contains(item) {
            lines.append(
                "<p>Decides: \(referees.map(ShareWords.referee).joined(separator: " or "))</p>")
        }
        return HTML(joining: lines)
    }

    private var clauses: [String] {
        var seen: [String] = []
        for row in decided.rows {
            let bare = String(row.clause.prefix { $0 != "(" })
            if !seen.contains(bare) { seen.append(bare) }
        }
        return seen
    }
}

/// What was asked: to whom, which parts with their needs and words, on what ground (clauses S3.3, S4.2).
struct AskedView: Component {
    let asked: Asked
    /// The purpose's name on the register.
    let purpose: String?
    /// False where the words are kept from the reader.
    var isWhole = true
    /// Questions that nobody has answered and that the decision rests on.
    var unknown: [Asked.Question] = []

    var html: HTML {
        HTML {
            SummaryList(
                [
                    .init("To", asked.party), .init("Who they are", ShareWords.of(asked.recipient)),
                    .init("Why", ShareWords.of(asked.ground)), .init("Purpose", purpose ?? "None was named"),
                    .init("How", asked.isOral ? "Said aloud" : "In writing"),
                ]
                    + (asked.whyNotAnonymous.isEmpty
                        ? []
                        : [.init("Why anonymous information would not do", Written(asked.whyNotAnonymous))])
                    + (asked.power.isEmpty ? [] : [.init("Power of law", power)])
                    + Asked.Question.allCases.compactMap { question in
                        if unknown.contains(question), asked.answers[question] == nil {
                            return SummaryList.Row(ShareWords.of(question), Tag("Not known", .watch))
                        }
                        return asked.answers[question].map {
                            .init(ShareWords.of(question), $0 ? "Yes" : "No")
                        }
                    })
            asked.parts.map { part in
                Section(ShareWords.of(part.item), level: .third) {
                    SummaryList(
                        (part.need.isEmpty ? [] : [.init("Why they need it", part.need)])
                            + (isWhole ? [.init("The words", Written(part.words))] : []))
                    if !isWhole {
                        Notice(.info, "Its words are kept with the counselling") {
                            Paragraph("Only those who counsel can read them.")
                            ClauseNote("P2")
                        }
                    }
                }
            }
        }
    }

    private var power: String {
        asked.power + ": " + ShareWords.items(asked.powerItems.map(\.rawValue))
    }
}
