import Casework
import Policy
import Vault

/// The policy, clause by clause, with our readings and the rows of the rulebook that rest on each (clauses S3.5, R).
enum PolicyPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let rulebook = visit.casework.rulebook
        let mayAsk = !visit.caller.teams.isDisjoint(with: [.management, .guardian])
        let adoption = try await AdoptionWords(visit)
        return visit.page("The policy") {
            heading(rulebook)
            adoption.notice(visit)
            if visit.caller.hasAcknowledged {
                Paragraph("You have acknowledged this version.", isQuiet: true)
            } else {
                LinkButton("Acknowledge the policy", href: Route.acknowledge.path(), style: .primary)
            }
            if mayAsk {
                Paragraph(
                    "\(Link("Who has acknowledged it", href: Route.acknowledgements.path()))" as HTML)
            }
            clauses(rulebook)
            Section("Exactly which text this is") {
                Paragraph("The decisions of this charity are made by the rulebook with this SHA-256:")
                Preformatted(rulebook.hexHash)
            }
        }
    }

    static func heading(_ rulebook: Rulebook) -> PageHeading {
        PageHeading(
            rulebook.title,
            above:
                "Version \(rulebook.version) of this program’s text",
            below: "What the procedure asks, clause by clause, in the words of this program.")
    }

    /// Every clause, each to be linked to by its number.
    static func clauses(_ rulebook: Rulebook) -> HTML {
        HTML { Clause.all.map { clause($0, rulebook) } }
    }

    private static func clause(_ clause: Clause, _ rulebook: Rulebook) -> Section {
        let rules = rulebook.rules.filter { rule in
            rule.clauses.contains { Clause.of($0)?.number == clause.number }
        }
        return Section(clause.number, id: clause.number) {
            Paragraph(clause.wording)
            if let reading = clause.reading { Paragraph("<em>How we read it:</em> \(reading)" as HTML) }
            if !rules.isEmpty {
                Details(
                    rules.count == 1
                        ? "The rule that rests on it" : "The \(rules.count) rules that rest on it"
                ) {
                    SummaryList(rules.map { .init("Row \($0.name)", $0.reason) })
                }
            }
        }
    }
}
