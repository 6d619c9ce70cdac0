import Casework
import Vault

/// Two sheets are typed to see that they work, without using them up (clause S3.7).
struct TrySheetsPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    /// The numbers of the two that work.
    var working: (Int, Int)?

    static func show(_ visit: Visit) async throws -> Answer { try await TrySheetsPage().answer(visit) }

    static func tryThem(_ visit: Visit) async throws -> Answer {
        do {
            let working = try await visit.casework.trySheets(
                visit.form["first"], visit.form["second"], as: visit.caller)
            return try await TrySheetsPage(working: working).answer(visit)
        } catch {
            guard let error = error as? CaseworkError else { throw error }
            return try await TrySheetsPage(form: visit.form, errors: SheetFields.errors(error)).answer(visit)
        }
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let state = try await visit.casework.sheetsState(as: visit.caller)
        let holders = try await visit.casework.sheetHolders(as: visit.caller)
        return visit.page("Try the recovery sheets", hasErrors: !errors.isEmpty) {
            ErrorSummary(errors)
            if let working {
                Notice(
                    .success, "Sheets \(working.0) and \(working.1) work together",
                    "What they open is what the charity certified. Nothing of it was kept, and they are as good as before. Seal them up again."
                )
            }
            PageHeading(
                "Try the recovery sheets",
                below: "So that nobody finds out on the worst day that a sheet was copied wrong.")
            SheetsWords.facts(state, holders)
            Section("Type two of them", isSheet: true) {
                Bullets([
                    "Their holders type them, on the charity’s own computer, with nobody looking on.",
                    "Try each sheet at least once: 1 and 2, then 3 with either. Once a year is enough.",
                    "The log book says that it was done, and with which of the three.",
                ])
                Form(to: Route.trySheets.path(), token: visit.token.text) {
                    SheetFields(form: form, errors: errors)
                    ButtonRow {
                        SubmitButton("Do these two work?", busy: "Opening…")
                        LinkButton("Back to Today", href: Route.today.path())
                    }
                }
            }
            ClauseNote("S3.7")
        }
    }

    /// What waits under Today.
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        guard visit.caller.mayTrySheets, visit.caller.certified.readiness.hasSheets else { return [] }
        let state = try await visit.casework.sheetsState(as: visit.caller)
        let isGuardian = visit.caller.teams.contains(.guardian)
        if isGuardian, state.isDue {
            return [
                LinkList.Entry(
                    "Make new recovery sheets" as HTML, href: Route.sheets.path(),
                    note: "\(SheetsWords.due(state))" as HTML)
            ]
        }
        let isOld = state.tried.map { $0.adding(seconds: 365 * 86_400) < visit.casework.now } ?? true
        guard isOld else { return [] }
        let last = state.tried.map { "Last tried on \($0.day.words)." } ?? "They were never tried."
        return [
            LinkList.Entry(
                "Try the recovery sheets" as HTML, href: Route.trySheets.path(),
                note: "\(last) It does not use them up." as HTML)
        ]
    }
}
