import Casework
import Hummingbird
import Vault

/// The three recovery sheets, one at a time, with the trustees present.
enum SheetsPage {
    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.teams.contains(.guardian) else { throw CaseworkError.notFound }
        let isDone = visit.caller.certified.readiness.hasSheets
        return visit.page("Recovery sheets") {
            PageHeading(
                "Recovery sheets",
                below:
                    "Any two of the three open what the guardians hold, if every guardian is lost. One alone opens nothing."
            )
            if isDone {
                Notice(
                    .success, "The three sheets are handed over",
                    "Each is with its holder. They are not stored here and can’t be shown again.")
                LinkButton("Back to Today", href: Route.today.path(), style: .primary)
            } else {
                Notice(
                    .warning, "Do this with three trustees, at one table",
                    "Each sheet is shown once. Its holder copies or prints it, seals it, and keeps it away from the office and from the other two."
                )
                LinkButton("Show the first sheet", href: Route.sheet.path("1"), style: .primary)
            }
        }
    }

    static func sheet(_ visit: Visit) async throws -> Answer {
        guard let number = visit.parameters.get("number").flatMap({ Int($0) }) else {
            throw CaseworkError.notFound
        }
        let words = try visit.casework.sheet(number, as: visit.caller)
        return visit.page("Recovery sheet", marking: .confidential) {
            PageHeading("Recovery sheet \(number) of 3", above: visit.site.organisation)
            Paragraph("\(Spelled(words))" as HTML)
            Paragraph(
                "Whoever holds this sheet and one of the other two can open the charity’s files. Keep it sealed, apart, and where a fire in the office does not reach."
            )
            ButtonRow {
                PrintButton("Print this sheet")
                if number < 3 {
                    LinkButton(
                        "Its holder has it: show sheet \(number + 1)",
                        href: Route.sheet.path("\(number + 1)"),
                        style: .primary)
                }
            }
            if number == 3 {
                Form(to: Route.sheetsDone.path(), token: visit.token.text) {
                    SubmitButton("All three are with their holders", busy: "Sealing…")
                }
            }
        }
    }

    static func done(_ visit: Visit) async throws -> Answer {
        try await visit.casework.handOverSheets(as: visit.caller)
        return .see(Route.sheets.path())
    }
}
