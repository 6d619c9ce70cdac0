import Casework
import Policy
import Vault

/// Asks consent and records the answer (clauses S1.3, S4.1, S4.3): one short text to say, *all said*, the answer, save.
struct ConsentPage {
    var form: FormBody
    var errors = FieldErrors.none
    var draft: Draft?
    /// Another consent of this file that is not saved yet: this form is not kept as a draft in its place.
    var other: Draft?

    static func show(_ visit: Visit) async throws -> Answer {
        let file = try await visit.casework.consents(of: visit.id(), as: visit.caller)
        let again = visit.query[.consent]
        let draft = try await visit.draft(.consent, about: file.file)
        let kept = draft.map { FormBody($0) }
        let scope = visit.query[.scope]
        if again.isEmpty, let kept, scope.isEmpty || kept["scope"] == scope {
            return try await ConsentPage(form: kept, draft: draft).answer(file, visit)
        }
        var form = FormBody.blank(of: file.kind, isGeneral: scope == "general")
        if !again.isEmpty {
            guard let record = file.consents.first(where: { $0.id.text == again }) else {
                throw CaseworkError.notFound
            }
            form = FormBody(again: record.text)
        }
        return try await ConsentPage(form: form, other: draft).answer(file, visit)
    }

    static func record(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        do {
            try await visit.casework.recordConsent(
                ConsentForm(visit.form), of: file, id: visit.newID(),
                finishing: visit.finishing(.consent, about: file), as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let file = try await visit.casework.consents(of: file, as: visit.caller)
                return try await ConsentPage(
                    form: visit.form, errors: FieldErrors(problems, saying: words)
                ).answer(file, visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.file.path(file) + "#consent")
    }

    private static let words = [
        "recipient": "Choose what the recipient is.", "party": "Write who the recipient is, by name.",
        "items": "Tick at least one part.", "purpose": "Choose what it is for.",
        "answer": "Choose what they answered.", "giverName": "Write the name of whoever agreed or refused.",
        "allSaid": "Tick this when you have said all of it; or untick below what you did not say.",
        "entitlement": "Choose who answered, and by what right.",
    ]

    private var isGeneral: Bool { form["scope"] == "general" }

    private func answer(_ file: FileConsents, _ visit: Visit) async throws -> Answer {
        let purposes = isGeneral ? [] : try await visit.casework.purposes(as: visit.caller)
        let today = visit.casework.now.day
        return visit.page("Record consent", marking: .confidential, hasErrors: !errors.isEmpty) {
            BackLink("Back to the file", href: Route.file.path(file.file) + "#consent")
            ErrorSummary(errors)
            PageHeading(
                file.name.map { "\(PersonName($0))" as HTML } ?? "A file",
                above: isGeneral ? "General consent" : "Consent to share",
                below: isGeneral
                    ? "To sharing with those who need it for the service, and only what they need."
                    : "With one recipient, for one purpose.")
            if let other {
                OtherDraft(
                    words: "another consent", draft: other,
                    href: Route.consent.path(file.file) + "?scope=" + FormBody(other)["scope"])
            }
            DraftedForm(
                .consent, about: file.file, visit, draft: draft,
                isKept: other == nil && (errors.isEmpty || form.isTicked("drafted"))
            ) {
                HiddenField("scope", value: form["scope"])
                if !isGeneral {
                    ConsentSubject(form: form, errors: errors, file: file, purposes: purposes, today: today)
                }
                telling
                ConsentCircumstances(form: form, errors: errors, kind: file.kind, today: today)
            }
        }
    }

    private var telling: Section {
        let scope: Consent.Scope? = isGeneral ? .general : nil
        return Section(isGeneral ? "Say this, and ask" : "2. Say this, and ask", isSheet: true) {
            ReadAloud(ConsentWording.english.spoken(for: scope))
            ConsentWording.all.filter(\.isDraft).map { wording in
                Details("The same in \(wording.english)") {
                    InLanguage(wording.tag, direction: wording.direction) {
                        Paragraph(wording.spoken(for: scope))
                    }
                    Paragraph(ConsentWording.draft, isQuiet: true)
                }
            }
            Checkbox(
                "allSaid", label: "All said",
                hint: "You, who tick this, said it or were there when it was said.",
                isChosen: form.isTicked("allSaid"), error: errors["allSaid"], isRequired: true)
            SaidPoints(
                points: ConsentWording.english.points.map(\.point).filter { isGeneral || $0 != .policy },
                said: form.all("told"), error: errors["told"])
            RadioGroup(
                "answer", legend: "What do they answer?",
                choices: [
                    Choice("agreed", "Agreed"),
                    Choice(
                        "refused", "Refused",
                        hint: isGeneral ? "A manager decides how to go on." : "It is not shared."),
                ], chosen: form["answer"], error: errors["answer"], isRequired: true)
            ClauseNote("S4.1")
        }
    }
}

/// What had to be said, each ticked; any that was left out can be unticked, and it says at once what that means.
struct SaidPoints: Component {
    let points: [Consent.Telling]
    let said: Set<String>
    let error: String?

    var html: HTML {
        let group = CheckboxGroup(
            "told", legend: "What was said", hint: "Untick what was left out.",
            choices: points.map { Choice($0.rawValue, ConsentWords.told($0)) }, chosen: said, error: error)
        return """
            <div class="said">
            \(group)\
            <p class="unsaid" role="status">Something was left out, so this is incomplete: it counts as no consent \
            until they are told and asked again.</p>
            </div>

            """
    }
}

extension ConsentForm {
    /// The form as the browser sent it.
    init(_ sent: FormBody) {
        self.init()
        scope = sent["scope"] == "general" ? "general" : "specific"
        (recipient, party) = (sent["recipient"], sent["party"])
        (purpose, answer, until) = (sent["purpose"], sent["answer"], sent["until"])
        (language, interpreter) = (sent["language"], sent["interpreter"])
        (entitlement, giverName) = (sent["entitlement"], sent["giverName"])
        (items, told) = (sent.all("items").sorted(), sent.all("told").sorted())
        (isRequested, allSaid) = (sent.isTicked("isRequested"), sent.isTicked("allSaid"))
        isWritten = sent["how"] == "written"
    }
}

extension FormBody {
    /// Every value of a field, such as of a group of tick boxes.
    fileprivate func all(_ name: String) -> Set<String> {
        Set(fields.filter { $0.name == name }.map(\.value))
    }

    private static let said = Consent.Telling.allCases.map { (name: "told", value: $0.rawValue) }

    /// The form before anything is typed: told by word of mouth, answered by whom it is about.
    fileprivate static func blank(of kind: FileKind, isGeneral: Bool) -> FormBody {
        FormBody(
            fields: [
                ("scope", isGeneral ? "general" : "specific"), ("how", "oral"),
                ("entitlement", ConsentForm.entitlements(of: kind).first?.rawValue ?? ""),
            ] + said)
    }

    /// The form to ask the same again: everything but what was said, answered and until when.
    fileprivate init(again consent: Consent) {
        var fields: [(name: String, value: String)] = [
            ("how", consent.form.isWritten ? "written" : "oral"), ("language", consent.form.language),
            ("interpreter", consent.form.interpreter), ("entitlement", consent.giver.entitlement.rawValue),
            ("giverName", consent.giver.name),
        ]
        switch consent.scope {
        case .general: fields.append(("scope", "general"))
        case .specific(let specific):
            fields += [
                ("scope", "specific"), ("recipient", specific.recipient), ("party", specific.party),
                ("purpose", specific.purpose),
            ]
            fields += specific.items.map { ("items", $0) }
            if specific.isRequested { fields.append(("isRequested", "yes")) }
        }
        self.init(fields: fields + Self.said)
    }
}
