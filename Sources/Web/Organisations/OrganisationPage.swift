import Casework
import Vault

/// Makes an organisation's file (clauses S1.4, S2.4).
struct OrganisationPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var namesakes: [FoundFile] = []

    /// An empty form; from the search, with the name that was looked for.
    static func begin(_ visit: Visit) async throws -> Answer {
        guard visit.caller.holds(.register) else { throw CaseworkError.notFound }
        let readiness = visit.caller.certified.readiness
        guard readiness.isReady else { throw CaseworkError.notReady(readiness) }
        return try await OrganisationPage(form: visit.form).answer(visit)
    }

    static func make(_ visit: Visit) async throws -> Answer {
        let typed = visit.form
        var form = OrganisationForm()
        (form.name, form.otherNames, form.sort) = (typed["name"], typed["otherNames"], typed["sort"])
        (form.number, form.consentGivers) = (typed["number"], typed["consentGivers"])
        (form.phone, form.email, form.address) = (typed["phone"], typed["email"], typed["address"])
        (form.contactNote, form.worker, form.note) = (typed["safetyNote"], typed["worker"], typed["note"])
        let id = try visit.newID()
        do {
            if !typed.isTicked("isAnother") {
                let namesakes = try await visit.casework.find(form.name, as: visit.caller).filter {
                    $0.likeness == .same && $0.file != id && $0.row.kind == .organisation
                }
                if !namesakes.isEmpty {
                    return try await OrganisationPage(form: typed, namesakes: namesakes).answer(visit)
                }
            }
            try await visit.casework.makeOrganisation(form, id: id, as: visit.caller)
        } catch {
            switch error as? CaseworkError {
            case .invalid(let problems)?:
                return try await OrganisationPage(form: typed, errors: FieldErrors(problems, saying: words))
                    .answer(visit)
            case .alreadySaved?: break
            default: throw error
            }
        }
        return .see(Route.file.path(id))
    }

    private static let words = [
        "name": "Write its name, as it writes it.", "sort": "Choose what it is.",
    ]

    private func answer(_ visit: Visit) async throws -> Answer {
        let workers = try await visit.casework.roster(as: visit.caller).filter {
            visit.caller.certified.teams(of: $0.id).contains(.caseworkers)
        }
        return visit.page("An organisation", hasErrors: !errors.isEmpty || !namesakes.isEmpty) {
            ErrorSummary(errors)
            if !namesakes.isEmpty { namesakeNotice }
            PageHeading(
                "A new organisation", below: "What we learn of it is as private as what we learn of a person."
            )
            Form(to: Route.makeOrganisation.path(), token: visit.token.text) {
                if !namesakes.isEmpty {
                    Checkbox(
                        "isAnother", label: "I have checked: this is another organisation", id: "isAnother")
                }
                what
                reaching
                keeping(workers)
                SubmitButton("Make the file")
            }
        }
    }

    private var namesakeNotice: Notice {
        Notice(.warning, "An organisation of this name is here already") {
            Paragraph("If it is this one, open its file instead. If not, tick below and go on.")
            namesakes.map {
                FoundCard(
                    name: $0.row.name, otherNames: $0.row.otherNames, born: "", reference: $0.file.reference,
                    isLikely: true, kind: .organisation)
            }
        }
    }

    private var what: Section {
        Section("1. What it is", isSheet: true) {
            TextField(
                "name", label: "Name", value: form["name"], error: errors["name"], kind: .name, maximum: 200,
                isRequired: true)
            TextField(
                "otherNames", label: "Other names", hint: "Short forms and earlier names, with commas.",
                value: form["otherNames"], error: errors["otherNames"], kind: .name, maximum: 400)
            RadioGroup(
                "sort", legend: "What is it?",
                choices: About.Sort.allCases.map { Choice($0.rawValue, $0.words) }, chosen: form["sort"],
                error: errors["sort"], isRequired: true)
            TextField(
                "number", label: "Charity or company number", hint: "If it has one.", value: form["number"],
                error: errors["number"], length: .medium, maximum: 60)
            TextArea(
                "consentGivers", label: "Who may give consent for it",
                hint: "Names and positions. Leave empty if you do not know yet.",
                value: form["consentGivers"], error: errors["consentGivers"], rows: 2, maximum: 1000)
            ClauseNote("S1.3")
        }
    }

    private var reaching: Section {
        Section("2. How to reach it", isSheet: true) {
            ContactFields(form: form, errors: errors, asksSafety: false)
        }
    }

    private func keeping(_ workers: [Colleague]) -> Section {
        Section("3. Who will work with it", isSheet: true) {
            Select(
                "worker", label: "Caseworker", choices: workers.map { Choice($0.id.text, $0.profile.name) },
                chosen: form["worker"], prompt: "Not known yet: the caseworkers’ team",
                error: errors["worker"])
            TextArea(
                "note", label: "First note on its affairs",
                hint: "You may write it even if you can’t read it later.", value: form["note"],
                error: errors["note"], maximum: 20_000)
            ClauseNote("S2.4")
        }
    }
}

extension About.Sort {
    /// What it is called here.
    var words: String {
        switch self {
        case .charity: "A charity"
        case .community: "A community group"
        case .worship: "A place of worship"
        case .business: "A business"
        case .publicBody: "A public body"
        case .other: "Something else"
        }
    }
}
