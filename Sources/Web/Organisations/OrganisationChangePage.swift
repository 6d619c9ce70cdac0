import Casework
import Vault

/// Changes what an organisation is called, what it is and who may give consent for it (clause S1.3), unless somebody
/// else has since the form was opened.
struct OrganisationChangePage {
    var form: FormBody
    var errors = FieldErrors.none
    /// What stands now, where somebody else changed it in the meantime.
    var theirs: OrganisationNow?
    var draft: Draft?

    static func show(_ visit: Visit) async throws -> Answer {
        let now = try await visit.casework.organisation(visit.id(), as: visit.caller)
        let draft = try await visit.draft(.organisationChange, about: visit.id())
        return try OrganisationChangePage(form: draft.map { FormBody($0) } ?? FormBody(now), draft: draft)
            .answer(visit)
    }

    static func change(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let typed = visit.form
        do {
            try await visit.casework.changeOrganisation(
                OrganisationForm(what: typed), of: file,
                from: .init(
                    identity: UInt32(typed["version"]) ?? 0, about: UInt32(typed["aboutVersion"]) ?? 0),
                finishing: visit.finishing(.organisationChange, about: file), as: visit.caller)
            return .see(Route.file.path(file))
        } catch {
            switch error {
            case .invalid(let problems):
                return try OrganisationChangePage(
                    form: typed, errors: FieldErrors(problems, saying: OrganisationPage.words)
                ).answer(visit)
            case .stale: return try await besideTheirs(visit)
            default: throw error
            }
        }
    }

    /// Both texts: what somebody else saved in the meantime, and what was typed here.
    private static func besideTheirs(_ visit: Visit) async throws -> Answer {
        let now = try await visit.casework.organisation(visit.id(), as: visit.caller)
        let saved = FormBody(now)
        let versions = ["version", "aboutVersion"]
        if saved.fields.allSatisfy({ versions.contains($0.name) || $0.value == visit.form[$0.name] }) {
            return .see(Route.file.path(try visit.id()))
        }
        let mine = FormBody(
            fields: visit.form.fields.filter { !versions.contains($0.name) }
                + versions.map { ($0, saved[$0]) })
        return try OrganisationChangePage(form: mine, theirs: now).answer(visit)
    }

    private func answer(_ visit: Visit) throws -> Answer {
        let file = try visit.id()
        return visit.page(
            "What it is", marking: .confidential, hasErrors: !errors.isEmpty || theirs != nil
        ) {
            BackLink("Back to the file", href: Route.file.path(file))
            ErrorSummary(errors)
            PageHeading(
                "What it is", below: "Both the file and the register change, and the log book says so.")
            if let theirs {
                BothTexts(
                    Self.rows(theirs, form), keepTheirs: KeepTheirs(.organisationChange, of: file, visit))
            }
            DraftedForm(
                .organisationChange, about: file, visit, draft: draft,
                save: theirs == nil ? "Save" : "Save mine instead"
            ) {
                HiddenField("version", value: form["version"])
                HiddenField("aboutVersion", value: form["aboutVersion"])
                OrganisationFields(form: form, errors: errors)
            }
        }
    }

    private static func rows(_ theirs: OrganisationNow, _ form: FormBody) -> [BothTexts.Row] {
        let (identity, about) = (theirs.identity.text, theirs.about.text)
        return [
            .init("Name", theirs: identity.name, mine: form["name"]),
            .init("Other names", theirs: identity.otherNames, mine: form["otherNames"]),
            .init(
                "It is", theirs: about.sort.words,
                mine: About.Sort(rawValue: form["sort"])?.words ?? "Not chosen"),
            .init("Number", theirs: about.number, mine: form["number"]),
            .init("Who may give consent", theirs: about.consentGivers, mine: form["consentGivers"]),
        ]
    }
}

/// What an organisation is: its names, its sort, its number, and who may give consent for it.
struct OrganisationFields: Component {
    let form: FormBody
    let errors: FieldErrors

    var html: HTML {
        HTML {
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
}

extension OrganisationForm {
    /// What it is, as it was typed.
    init(what typed: FormBody) {
        self.init()
        (name, otherNames, sort) = (typed["name"], typed["otherNames"], typed["sort"])
        (number, consentGivers) = (typed["number"], typed["consentGivers"])
    }
}

extension FormBody {
    /// The fields of what an organisation is, filled from what is saved.
    init(_ now: OrganisationNow) {
        let (identity, about) = (now.identity.text, now.about.text)
        self.init(fields: [
            ("name", identity.name), ("otherNames", identity.otherNames), ("sort", about.sort.rawValue),
            ("number", about.number), ("consentGivers", about.consentGivers),
            ("version", "\(now.identity.version)"), ("aboutVersion", "\(now.about.version)"),
        ])
    }
}
