import Casework
import Policy
import Vault

/// All that a special caller said, and what the procedure makes of it, for the guardian who answers.
struct CallerFacts {
    let record: Record<SpecialCaller>

    var html: HTML {
        let said = record.text.said
        var rows: [SummaryList.Row] = [
            .init("Who", said.who), .init("They are", said.recipient.asked),
            .init("Organisation", said.organisation.isEmpty ? "–" : said.organisation),
            .init("Ring back at", said.reach.isEmpty ? "They did not say" : said.reach),
            .init("Identity", check), .init("About", said.ground.asked),
            .init("They ask about", said.name),
        ]
        if said.kind != .official, said.ground == .missingPerson {
            rows.append(.init("Age", said.age.map(Self.words) ?? "Not known"))
        }
        for (question, label) in Self.questions {
            if let answer = said.answers[question] { rows.append(.init(label, answer ? "Yes" : "No")) }
        }
        if !said.matter.isEmpty { rows.append(.init("In their words", Written(said.matter))) }
        rows.append(.init("Asked", "\(record.asked.moment)" as HTML))
        return HTML { Section("What was told at the desk", isSheet: true) { SummaryList(rows) } }
    }

    private var check: String {
        switch record.text.said.check {
        case "rungBack": "Rung back through the switchboard"
        case "seen": "Card seen"
        case "no": "Not checked"
        default: "Nobody wrote whether it was checked"
        }
    }

    private static let questions: [(Asked.Question, String)] = [
        (.investigation, "Under investigation now"), (.suspicion, "Reasonable suspicion"),
        (.reportedMissing, "Reported missing to the police"), (.publicSafety, "The public is in danger"),
    ]

    private static func words(_ age: AgeBand) -> String {
        switch age {
        case .under16: "Under 16"
        case .from16to17: "16 or 17"
        case .adult: "18 or over"
        }
    }

    /// What may be told and why, with the clauses in full.
    @HTMLBuilder static func decision(_ decision: Decision, _ rulebook: Rulebook) -> HTML {
        let reasons = Array(
            Set(decision.deciding.map(\.rule)).sorted().compactMap { rulebook.rule($0)?.reason })
        switch decision.outcome {
        case .release:
            Notice(.allowed, "You may tell them \(told(decision)), and nothing else") {
                reasons.map { Paragraph($0) }
            }
        case .refer:
            Notice(
                .warning,
                "This is for \(decision.referTo.map(\.plainName).joined(separator: " or ")) to decide"
            ) {
                reasons.map { Paragraph($0) }
                Paragraph("It stands in their queue. Until they decide, the caller hears only the statement.")
            }
        case .withhold:
            Notice(.refusal, "Nothing may be told") { reasons.map { Paragraph($0) } }
        }
        if !decision.missing.isEmpty {
            Paragraph(
                "Not known, and it could change the answer: \(decision.missing.map(\.plainName).joined(separator: "; "))."
            )
        }
        decision.deciding.map { ClauseNote($0.clause, isOpen: true) }
    }

    /// What somebody ruled, and why.
    static func ruling(_ ruling: SpecialCaller.Ruling, because reason: String, by people: StaffNames)
        -> Section
    {
        Section("Decided by \(ShareWords.referee(ruling.approval))", isSheet: true) {
            SummaryList([
                ruling.items.isEmpty
                    ? .init("Refused", "All of it")
                    : .init("May be told", ShareWords.items(ruling.items.map(\.rawValue))),
                .init("Why", Written(reason)),
                .init("By", PersonName(people[ID(text: ruling.by) ?? .house])),
                .init("When", Instant(milliseconds: ruling.at).moment),
            ])
            ClauseNote("P4.4")
        }
    }

    private static func told(_ decision: Decision) -> String {
        let parts = [
            decision.released.contains(.existence) ? "whether we know the person" : nil,
            decision.released.contains(.recentContact) ? "whether they were in touch recently" : nil,
        ]
        return parts.compactMap(\.self).joined(separator: " and ")
    }
}
