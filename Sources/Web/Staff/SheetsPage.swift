import Casework
import Hummingbird
import Vault

/// The three recovery sheets, one at a time, with the trustees present; and what is known of a set that was handed over.
enum SheetsPage {
    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.teams.contains(.guardian) else { throw CaseworkError.notFound }
        let isDone = visit.caller.certified.readiness.hasSheets
        let state = try await visit.casework.sheetsState(as: visit.caller)
        let holders = try await visit.casework.sheetHolders(as: visit.caller)
        return visit.page("Recovery sheets") {
            PageHeading(
                "Recovery sheets",
                below:
                    "Any two of the three open what the guardians hold, if every guardian is lost. One alone opens nothing."
            )
            if isDone {
                if state.isDue {
                    Notice(.warning, "A new set is needed", SheetsWords.due(state))
                } else {
                    Notice(
                        .success, "The three sheets are handed over",
                        "Each is with its holder. They are not stored here and can’t be shown again.")
                }
                SheetsWords.facts(state, holders)
                ButtonRow {
                    LinkButton("Try two of them", href: Route.trySheets.path(), style: .secondary)
                    LinkButton(
                        holders == nil ? "Write down who holds them" : "A sheet changed hands",
                        href: Route.sheetHolders.path())
                }
            }
            Section(isDone ? "Make a new set" : "Hand them over", isSheet: true) {
                if isDone {
                    Paragraph(
                        "When a sheet is lost, was seen or typed by somebody who may keep it, or when a trustee who holds one leaves. The old sheets open nothing that is written from then on."
                    )
                }
                Notice(
                    .warning, "Do this with three trustees, at one table",
                    "Each sheet is shown once. Its holder copies or prints it, seals it, and keeps it away from the office and from the other two."
                )
                if visit.casework.hasPendingSheets(visit.caller) {
                    Paragraph(
                        "A set is half handed over. If a sheet of it is not in its holder’s hands, start again: the three are drawn anew, and those already written down are worth nothing."
                    )
                }
                if isDone || visit.casework.hasPendingSheets(visit.caller) {
                    Form(to: Route.sheets.path(), token: visit.token.text) {
                        SubmitButton(isDone ? "Draw a new set" : "Start again", busy: "One moment…")
                    }
                } else {
                    LinkButton("Show the first sheet", href: Route.sheet.path("1"), style: .primary)
                }
            }
            ClauseNote("S3.7")
        }
    }

    /// Draws a set afresh.
    static func draw(_ visit: Visit) async throws -> Answer {
        try visit.casework.drawSheets(as: visit.caller)
        return .see(Route.sheet.path("1"))
    }

    static func sheet(_ visit: Visit) async throws -> Answer {
        guard let number = visit.parameters.get("number").flatMap({ Int($0) }) else {
            throw CaseworkError.notFound
        }
        let sheet: RecoverySheet
        do { sheet = try visit.casework.sheet(number, as: visit.caller) } catch {
            guard error == .alreadySaved else { throw error }
            return shownBefore(number, visit)
        }
        return page(sheet, number, visit)
    }

    private static func page(
        _ sheet: RecoverySheet, _ number: Int, form: FormBody = .empty, errors: FieldErrors = .none,
        _ visit: Visit
    ) -> Answer {
        visit.page("Recovery sheet", marking: .confidential, hasErrors: !errors.isEmpty) {
            ErrorSummary(errors)
            PageHeading(
                "Recovery sheet \(number) of 3", above: visit.site.organisation,
                below: "Made on \(visit.casework.now.day.words)")
            SummaryList(
                sheet.rows.enumerated().map { .init("Row \($0.offset + 1)", Spelled($0.element)) })
            Paragraph(
                "Whoever holds this sheet and one of the other two can open the charity’s files. Keep it sealed, apart, and where a fire in the office does not reach."
            )
            Paragraph(
                "If every data guardian is lost: bring two sheets, open Amanah at its own address, and choose “Every data guardian is lost” under the sign-in. Capitals, spaces and hyphens do not matter. A set with a later date replaces this one."
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
                    Paragraph(
                        "Before you close this: who took which? It is sealed in the log book, for data guardians and managers."
                    )
                    SheetHolderFields(form: form, errors: errors)
                    SubmitButton("All three are with their holders", busy: "Sealing…")
                }
            }
        }
    }

    static func done(_ visit: Visit) async throws -> Answer {
        do {
            try await visit.casework.handOverSheets(
                to: SheetHolderFields.typed(visit.form), as: visit.caller)
        } catch {
            switch error {
            case .alreadySaved: return overtaken(visit)
            case .invalid(let problems):
                // The third sheet is before them still.
                return page(
                    try visit.casework.sheet(3, as: visit.caller), 3, form: visit.form,
                    errors: SheetHolderFields.errors(problems), visit)
            default: throw error
            }
        }
        return .see(Route.sheets.path())
    }

    private static func overtaken(_ visit: Visit) -> Answer {
        visit.page("Destroy these three sheets", status: .conflict) {
            PageHeading("Destroy these three sheets")
            Notice(
                .warning, "Another set was handed over meanwhile",
                "It is the one that counts. The three sheets that you have just handed out open nothing: collect all of them, and destroy them before they are mistaken for the others."
            )
            LinkButton("Recovery sheets", href: Route.sheets.path(), style: .primary)
            ClauseNote("S3.7")
        }
    }

    private static func shownBefore(_ number: Int, _ visit: Visit) -> Answer {
        visit.page("Not shown again", status: .conflict) {
            PageHeading("Sheet \(number) is not shown again")
            Paragraph(
                "Each sheet is shown once, so that nobody reads what its holder took away. If its holder does not have it, start again with a new set."
            )
            LinkButton("Recovery sheets", href: Route.sheets.path(), style: .primary)
        }
    }
}

/// What is said of the recovery sheets in more than one place.
enum SheetsWords {
    /// - Parameter holders: as far as the reader may know them.
    static func facts(_ state: SheetsState, _ holders: SheetHolders?) -> SummaryList {
        SummaryList(
            [
                .init("Handed over", state.made?.day.words ?? "Not yet"),
                .init(
                    "Last tried", state.tried?.day.words ?? "Never. Try two of them, then the others in turn."
                ),
            ]
                + (holders?.names ?? []).enumerated().map {
                    .init("Sheet \($0.offset + 1)", PersonName($0.element))
                })
    }

    static func due(_ state: SheetsState) -> String {
        state.used != nil
            ? "Two sheets of this set were used on a computer. Bring the trustees together, and hand over a new set."
            : "A trustee has left since this set was handed over. If they held a sheet, or might have, hand over a new set."
    }
}

/// The two sheets of a form.
struct SheetFields: Component {
    let form: FormBody
    let errors: FieldErrors

    var html: HTML {
        HTML {
            TextArea(
                "first", label: "One sheet",
                hint:
                    "All four rows. Capitals, spaces and hyphens do not matter; 0 and O, and 1, I and L, are read alike.",
                value: form["first"], error: errors["first"], rows: 4, maximum: 400, isRequired: true)
            TextArea(
                "second", label: "Another sheet", value: form["second"], error: errors["second"], rows: 4,
                maximum: 400, isRequired: true)
        }
    }

    /// What to say when two sheets did not open, or could not be tried.
    static func errors(_ error: CaseworkError) throws(CaseworkError) -> FieldErrors {
        switch error {
        case .invalid(let problems):
            FieldErrors(problems, saying: ["first": "Type a sheet.", "second": "Type another sheet."])
        case .tooManyTries(let seconds):
            ["first": "Too many tries. Wait \(SignInWords.wait(seconds)), then try again."]
        case .unavailable:
            [
                "first":
                    "The sheets are typed right, but what they should open is not all there. Nothing was changed. Tell the person who looks after the computer: the database may have been altered, or a backup is to be restored."
            ]
        default: throw error
        }
    }
}

extension RecoverySheet.Fault {
    /// What is wrong, and what to do.
    var words: String {
        switch self {
        case .missing: "Type the four rows of a sheet."
        case .character(let character):
            "“\(character)” stands on no sheet: there are only digits and the letters A to Z without U. Look at it again."
        case .count(let count):
            "A sheet has 64 letters and digits, and here are \(count). Look for a group that is left out or typed twice."
        case .row(let row, let count):
            "Row \(row) has \(count) letters and digits in place of 16. Look at that row again."
        case .slips(let rows) where rows.count == 1:
            "There is a slip in row \(rows[0]). Compare it with the paper, group by group."
        case .slips(let rows):
            "There is a slip in each of the rows \(rows.map(String.init).joined(separator: " and ")). Compare them with the paper, group by group."
        case .noSheet:
            "None of these rows is a row of a recovery sheet. Check that it is one, and that the rows are in order."
        }
    }
}
