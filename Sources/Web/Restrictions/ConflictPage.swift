import Casework
import HTTPTypes
import Vault

/// Steps back from a file over a conflict of interest (clause S3.4).
struct ConflictPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var isStale = false

    static func show(_ visit: Visit) async throws -> Answer { try await ConflictPage().answer(visit) }

    static func stepBack(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        do {
            try await visit.casework.declareConflict(
                RestrictionForm(visit.form), id: visit.newID(), file: file, as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                return try await ConflictPage(
                    form: visit.form, errors: FieldErrors(problems, saying: RestrictionForm.words)
                ).answer(visit)
            case .stale: return try await ConflictPage(form: visit.form, isStale: true).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.today.path())
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let choices = try await visit.casework.steppingBack(from: file, as: visit.caller)
        let people = try await StaffNames(visit)
        let others = choices.choices.filter { $0 != visit.caller.member }
        return visit.page(
            "Step back from a file", status: isStale ? .conflict : .ok, marking: .confidential,
            hasErrors: !errors.isEmpty
        ) {
            BackLink("Back to the file", href: Route.file.path(file))
            ErrorSummary(errors)
            if isStale {
                Notice(
                    .warning, "Somebody changed this meanwhile: nothing was done",
                    "This is how it stands now. Please send it again.")
            }
            PageHeading(
                "Step back from this file", above: "File \(file.reference)",
                below:
                    "If you know this person outside your work, or gain or lose by what happens to them, somebody else works with them."
            )
            Notice(
                .info, "What happens",
                choices.isTheirs
                    ? "The file is restricted at once to those you name and the data guardians, and they alone read why. For you it is there no more, and you can’t take this back."
                    : "The data guardians are told at once. They read why, and so does whoever reads the log of this file. You can still open the file until one of them closes it to you; please don’t."
            )
            Form(to: Route.conflict.path(file), token: visit.token.text) {
                if choices.isTheirs {
                    NamedFields(
                        form: form, errors: errors, choices: others,
                        chosen: Set(choices.named).subtracting([visit.caller.member]),
                        me: visit.caller.member, people: people)
                }
                TextArea(
                    "why", label: "What the conflict is",
                    hint: "Sealed in the log of the file. Nobody is told but those who read that.",
                    value: form["why"], error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                SubmitButton("Step back now", style: .danger, busy: "Sealing keys…")
            }
            ClauseNote("S3.4")
        }
    }
}
