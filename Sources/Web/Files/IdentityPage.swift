import Casework
import Vault

/// Changes who somebody is, unless somebody else has since the form was opened.
struct IdentityPage {
    var form: FormBody
    var errors = FieldErrors.none
    /// What stands now, where somebody else changed it in the meantime.
    var theirs: Identity?
    var draft: Draft?

    static func show(_ visit: Visit) async throws -> Answer {
        let contents = try await visit.casework.readFile(visit.id(), as: visit.caller)
        guard let identity = contents.identity else { throw CaseworkError.notFound }
        let draft = try await visit.draft(.identity, about: contents.file)
        return try IdentityPage(form: draft.map { FormBody($0) } ?? FormBody(identity), draft: draft)
            .answer(visit)
    }

    static func change(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let typed = visit.form
        do {
            try await visit.casework.changeIdentity(
                IdentityForm(name: typed["name"], otherNames: typed["otherNames"], born: typed["born"]),
                of: file, from: UInt32(typed["version"]) ?? 0,
                finishing: visit.finishing(.identity, about: file), as: visit.caller)
            return .see(Route.file.path(file))
        } catch {
            switch error {
            case .invalid(let problems):
                let words = ["name": "Write their name, as they write it."]
                return try IdentityPage(form: typed, errors: FieldErrors(problems, saying: words))
                    .answer(visit)
            case .stale: return try await besideTheirs(visit)
            default: throw error
            }
        }
    }

    private static func besideTheirs(_ visit: Visit) async throws -> Answer {
        let now = try await visit.casework.readFile(visit.id(), as: visit.caller).identity
        guard let now else { throw CaseworkError.notFound }
        guard let form = visit.form.beside(FormBody(now), version: now.version) else {
            return .see(Route.file.path(try visit.id()))
        }
        return try IdentityPage(form: form, theirs: now.text).answer(visit)
    }

    private func answer(_ visit: Visit) throws -> Answer {
        let file = try visit.id()
        return visit.page(
            "Who they are", marking: .confidential, hasErrors: !errors.isEmpty || theirs != nil
        ) {
            BackLink("Back to the file", href: Route.file.path(file))
            ErrorSummary(errors)
            PageHeading(
                "Who they are", below: "Both the file and the register change, and the log book says so.")
            if let theirs {
                BothTexts(
                    Self.rows(theirs, form, today: visit.casework.now.day),
                    keepTheirs: KeepTheirs(.identity, of: file, visit))
            }
            DraftedForm(
                .identity, about: file, visit, draft: draft,
                save: theirs == nil ? "Save" : "Save mine instead"
            ) {
                HiddenField("version", value: form["version"])
                IdentityFields(form: form, errors: errors)
            }
            ClauseNote("S1.1")
        }
    }

    private static func rows(_ theirs: Identity, _ form: FormBody, today: Day) -> [BothTexts.Row] {
        [
            .init("Name", theirs: theirs.name, mine: form["name"]),
            .init("Other names", theirs: theirs.otherNames, mine: form["otherNames"]),
            .init(
                "Born", theirs: Day(theirs.born)?.words ?? "",
                mine: (try? Day(typed: form["born"], .past(today)))?.words ?? form["born"]),
        ]
    }
}

/// Name, other names and date of birth.
struct IdentityFields: Component {
    let form: FormBody
    let errors: FieldErrors

    var html: HTML {
        HTML {
            TextField(
                "name", label: "Name, as they write it", hint: "In any script.", value: form["name"],
                error: errors["name"], kind: .name, maximum: 200, isRequired: true)
            TextField(
                "otherNames", label: "Other names or spellings", hint: "With commas between them.",
                value: form["otherNames"], error: errors["otherNames"], kind: .name, maximum: 400)
            DateField(
                "born", label: "Date of birth", hint: "Leave empty if they would rather not say.",
                value: form["born"], error: errors["born"], .past)
        }
    }
}

extension FormBody {
    /// The fields of an identity form, filled from what is saved.
    init(_ identity: Record<Identity>) {
        let text = identity.text
        self.init(fields: [
            ("name", text.name), ("otherNames", text.otherNames), ("born", text.born),
            ("version", "\(identity.version)"),
        ])
    }
}
