import Casework
import Vault

/// Makes an organisation's file (clauses S1.4, S2.4).
struct OrganisationPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var namesakes: Namesakes.Found?

    var draft: Draft?
    /// Another organisation that is not saved yet: this form is not kept as a draft in its place.
    var other: Draft?

    /// An empty form, or what the visitor was writing; from the search, with the name that was looked for.
    static func begin(_ visit: Visit) async throws -> Answer {
        try MakingFile.begin(visit)
        let draft = try await visit.draft(.makeOrganisation)
        if let draft, visit.form.fields.isEmpty {
            return try await OrganisationPage(form: FormBody(draft), draft: draft).answer(visit)
        }
        return try await OrganisationPage(form: visit.form, other: draft).answer(visit)
    }

    static func make(_ visit: Visit) async throws -> Answer {
        let typed = visit.form
        var form = OrganisationForm(what: typed)
        (form.phone, form.email, form.address) = (typed["phone"], typed["email"], typed["address"])
        (form.contactNote, form.worker, form.note) = (typed["safetyNote"], typed["worker"], typed["note"])
        let id = try visit.newID()
        // Sent before, it made a file, which is no namesake of itself.
        var file = try await visit.casework.made(by: id, as: visit.caller)
        do {
            if !typed.isTicked("isAnother") {
                let namesakes = try await MakingFile.namesakes(of: form.name, .organisation, but: file, visit)
                if !namesakes.isEmpty {
                    return try await OrganisationPage(form: typed, namesakes: namesakes).answer(visit)
                }
            }
            file = try await visit.casework.makeOrganisation(
                form, id: id, finishing: visit.finishing(.makeOrganisation), as: visit.caller)
        } catch {
            switch error as? CaseworkError {
            case .invalid(let problems)?:
                return try await OrganisationPage(form: typed, errors: FieldErrors(problems, saying: words))
                    .answer(visit)
            case .alreadySaved?: file = try await visit.casework.made(by: id, as: visit.caller)
            default: throw error
            }
        }
        return .see(file.map { Route.file.path($0) } ?? Route.today.path())
    }

    static let words = [
        "name": "Write its name, as it writes it.", "sort": "Choose what it is.",
    ]

    private func answer(_ visit: Visit) async throws -> Answer {
        let workers = try await MakingFile.workers(visit)
        let cameBack = !errors.isEmpty || namesakes != nil
        return visit.page("An organisation", hasErrors: cameBack) {
            ErrorSummary(errors)
            if let namesakes {
                Namesakes(
                    heading: "An organisation of this name is here already",
                    advice: "If it is this one, open its file instead. If not, tick below and go on.",
                    found: namesakes)
            }
            PageHeading(
                "A new organisation", below: "What we learn of it is as private as what we learn of a person."
            )
            if let other {
                OtherDraft(words: "another organisation", draft: other, href: Route.organisation.path())
            }
            DraftedForm(
                .makeOrganisation, visit, draft: draft,
                isKept: other == nil && (!cameBack || form.isTicked("drafted")), save: "Make the file"
            ) {
                if namesakes != nil || form.isTicked("isAnother") {
                    Checkbox(
                        "isAnother", label: "I have checked: this is another organisation",
                        isChosen: form.isTicked("isAnother"), id: "isAnother")
                }
                Section("1. What it is", isSheet: true) { OrganisationFields(form: form, errors: errors) }
                Section("2. How to reach it", isSheet: true) {
                    ContactFields(form: form, errors: errors, asksSafety: false)
                }
                Section("3. Who will work with it", isSheet: true) {
                    Keeping(
                        form: form, errors: errors, workers: workers, noteLabel: "First note on its affairs")
                    ClauseNote("S2.4")
                }
            }
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
