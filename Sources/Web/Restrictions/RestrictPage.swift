import Casework
import HTTPTypes
import Vault

/// Closes a file to everybody but those who are named and the guardians (clauses S3.4, S3.7).
struct RestrictPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var isStale = false

    static func show(_ visit: Visit) async throws -> Answer { try await RestrictPage().answer(visit) }

    static func restrict(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        do {
            try await visit.casework.restrict(
                RestrictionForm(visit.form), id: visit.newID(), file: file, as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                return try await RestrictPage(
                    form: visit.form, errors: FieldErrors(problems, saying: RestrictionForm.words)
                ).answer(visit)
            case .stale: return try await RestrictPage(form: visit.form, isStale: true).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return try await visit.back(to: file)
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let choices = try await visit.casework.restricting(file, as: visit.caller)
        if choices.isRestricted { return .see(Route.filePeople.path(file)) }
        let people = try await StaffNames(visit)
        let staff = try await visit.staff()
        let alike = try await visit.casework.namesakes(of: file, among: staff, as: visit.caller)
        return visit.page(
            "Restrict a file", status: isStale ? .conflict : .ok, marking: .confidential,
            hasErrors: !errors.isEmpty
        ) {
            BackLink("Back to who works with it", href: Route.filePeople.path(file))
            ErrorSummary(errors)
            if isStale {
                Notice(
                    .warning, "Somebody changed this meanwhile: nothing was done",
                    "This is how it stands now. Please send it again.")
            }
            PageHeading(
                "Restrict this file", above: "File \(file.reference)",
                below:
                    "For a colleague, a relative of one, or somebody in danger. It takes effect at once."
            )
            Notice(.info, "What it does, and what it can’t") {
                Paragraph(
                    "From then on the file is there for nobody but those you name and the data guardians: no search finds it, no list has it, and its address answers as if there were nothing."
                )
                Paragraph(
                    "What others read before, they have read. Counselling stops until a data guardian lifts the restriction."
                )
            }
            if !choices.keptFrom.isEmpty {
                Paragraph(
                    "Kept from: \(choices.keptFrom.sorted().map { people[$0] }.joined(separator: ", ")).")
            }
            Form(to: Route.restrict.path(file), token: visit.token.text) {
                NamedFields(
                    form: form, errors: errors, choices: choices.choices,
                    chosen: Set(choices.named), me: visit.caller.member, people: people)
                RelatedToField(form: form, errors: errors, staff: staff, namesakes: alike)
                TextArea(
                    "why", label: "Why it is restricted", hint: "Sealed in the log of the file.",
                    value: form["why"], error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                DateField(
                    "reviewOn", label: "When a data guardian looks again",
                    hint: visit.caller.teams.contains(.guardian)
                        ? "Within \(Restriction.longest) days."
                        : "Within \(Restriction.longest) days. They are asked to look today as well, because only they can end the counsellors’ keys.",
                    value: form["reviewOn"].isEmpty && errors.isEmpty
                        ? visit.casework.now.day.adding(days: Restriction.longest).text
                        : form["reviewOn"],
                    error: errors["reviewOn"],
                    .coming(example: visit.casework.now.day.adding(days: Restriction.longest)),
                    isRequired: true)
                SubmitButton("Restrict it now", style: .danger, busy: "Sealing keys…")
            }
            ClauseNote("S3.4")
            ClauseNote("S3.7")
        }
    }
}

/// Who works with a file from now on.
struct NamedFields: Component {
    let form: FormBody
    let errors: FieldErrors
    let choices: [ID]
    let chosen: Set<ID>
    let me: ID
    let people: StaffNames

    var html: HTML {
        let typed = form.fields.filter { $0.name == "named" }.map(\.value)
        let usual = chosen.isEmpty ? [me.text] : chosen.map(\.text)
        return CheckboxGroup(
            "named", legend: "Who works with it from now on",
            hint: "They hold all of it but counselling. Whoever is not ticked holds nothing.",
            choices: choices.sorted { people[$0] < people[$1] }.map { Choice($0.text, people[$0]) },
            chosen: Set(form.fields.isEmpty ? usual : typed), error: errors["named"], isRequired: true
        ).html
    }
}

extension RestrictionForm {
    init(_ form: FormBody) {
        self.init()
        named = form.fields.filter { $0.name == "named" }.map(\.value)
        (why, reviewOn, relatedTo) = (form["why"], form["reviewOn"], form["relatedTo"])
    }

    static let words = [
        "named": "Choose who works with it from now on.", "why": "Say why.",
        "reviewOn": "Say when somebody is to look again.",
    ]
}

extension Visit {
    /// The file, if it is still there for them; else Today.
    func back(to file: ID) async throws(CaseworkError) -> Answer {
        do {
            _ = try await casework.kind(of: file, as: caller)
            return .see(Route.file.path(file))
        } catch {
            guard error == .notFound else { throw error }
            return .see(Route.today.path())
        }
    }
}
