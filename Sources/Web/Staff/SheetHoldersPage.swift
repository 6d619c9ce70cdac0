import Casework
import HTTPTypes
import Vault

/// Three names: who holds which recovery sheet.
struct SheetHolderFields: Component {
    let form: FormBody
    let errors: FieldErrors

    var html: HTML {
        HTML {
            for number in 1...3 {
                TextField(
                    "holder\(number)", label: "Who holds sheet \(number)?", value: form["holder\(number)"],
                    error: errors["holder\(number)"], kind: .name, length: .medium, maximum: 120,
                    isRequired: true)
            }
        }
    }

    /// What was typed, in order.
    static func typed(_ form: FormBody) -> [String] { (1...3).map { form["holder\($0)"] } }

    static func errors(_ problems: [Problem]) -> FieldErrors {
        FieldErrors(
            problems,
            saying: Dictionary(
                uniqueKeysWithValues: (1...3).map { ("holder\($0)", "Write who holds sheet \($0).") }))
    }
}

/// Writes down who holds the sheets now: where it was never written, or a sheet changed hands.
struct SheetHoldersPage {
    var form = FormBody.empty
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.teams.contains(.guardian) else { throw CaseworkError.notFound }
        guard visit.caller.certified.readiness.hasSheets else { return .see(Route.sheets.path()) }
        let names = try await visit.casework.sheetHolders(as: visit.caller)?.names ?? []
        let fields = names.enumerated().map { ("holder\($0.offset + 1)", $0.element) }
        return SheetHoldersPage(form: FormBody(fields: fields)).answer(visit)
    }

    static func write(_ visit: Visit) async throws -> Answer {
        do {
            try await visit.casework.writeSheetHolders(SheetHolderFields.typed(visit.form), as: visit.caller)
        } catch {
            guard case .invalid(let problems) = error else { throw error }
            return SheetHoldersPage(form: visit.form, errors: SheetHolderFields.errors(problems)).answer(
                visit)
        }
        return .see(Route.sheets.path())
    }

    private func answer(_ visit: Visit) -> Answer {
        visit.page("Who holds the sheets", hasErrors: !errors.isEmpty) {
            BackLink("Recovery sheets", href: Route.sheets.path())
            ErrorSummary(errors)
            PageHeading(
                "Who holds the recovery sheets",
                below:
                    "Names only; the sheets themselves are not stored here. If somebody may have kept a copy of one, make a new set instead."
            )
            Form(to: Route.sheetHolders.path(), token: visit.token.text) {
                SheetHolderFields(form: form, errors: errors)
                SubmitButton("Save")
            }
            ClauseNote("S3.7")
        }
    }
}
