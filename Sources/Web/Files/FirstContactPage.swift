import Casework
import Vault

/// The first contact (clause S4.1): tell the policy, ask consent, note who they are and how it is safe to reach them.
struct FirstContactPage {
    var form: FormBody
    var errors = FieldErrors.none
    var namesakes: [FoundFile] = []
    var draft: Draft?
    /// Another first contact that is not saved yet: this form is not kept as a draft in its place.
    var other: Draft?

    /// From the search: the form, with the name that was looked for.
    static func begin(_ visit: Visit) async throws -> Answer {
        guard visit.caller.holds(.register) else { throw CaseworkError.notFound }
        let readiness = visit.caller.certified.readiness
        guard readiness.isReady else { throw CaseworkError.notReady(readiness) }
        return try await FirstContactPage(form: visit.form, other: visit.draft(.makeFile)).answer(visit)
    }

    /// Somebody came here by address: their draft is here, or else the search is the way in.
    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.holds(.register) else { throw CaseworkError.notFound }
        guard let draft = try await visit.draft(.makeFile) else { return .see(Route.find.path()) }
        return try await FirstContactPage(form: FormBody(draft), draft: draft).answer(visit)
    }

    static func make(_ visit: Visit) async throws -> Answer {
        let typed = visit.form
        var form = FirstContactForm()
        (form.name, form.otherNames, form.born) = (typed["name"], typed["otherNames"], typed["born"])
        (form.phone, form.email, form.address) = (typed["phone"], typed["email"], typed["address"])
        (form.safeToCall, form.safeToText) = (typed["safeToCall"], typed["safeToText"])
        (form.safeToLeaveMessage, form.safetyNote) = (typed["safeToLeaveMessage"], typed["safetyNote"])
        form.policyTold = typed.isTicked("policyTold")
        form.sharingTold = typed.isTicked("sharingTold")
        form.refusingTold = typed.isTicked("refusingTold")
        (form.answer, form.worker, form.note) = (typed["answer"], typed["worker"], typed["note"])
        form.isRestricted = typed.isTicked("isRestricted")
        let id = try visit.newID()
        do {
            if !typed.isTicked("isSomebodyElse") {
                let namesakes = try await visit.casework.find(form.name, as: visit.caller).filter {
                    $0.likeness == .same && $0.file != id && $0.row.kind == .client
                }
                if !namesakes.isEmpty {
                    return try await FirstContactPage(form: typed, namesakes: namesakes).answer(visit)
                }
            }
            try await visit.casework.makeFirstContact(
                form, id: id, finishing: visit.finishing(.makeFile), as: visit.caller)
        } catch {
            switch error as? CaseworkError {
            case CaseworkError.invalid(let problems)?:
                let told = ["policyTold", "sharingTold", "refusingTold", "answer"]
                let errors = FieldErrors(problems, saying: words, first: told)
                return try await FirstContactPage(form: typed, errors: errors).answer(visit)
            case .alreadySaved?: break
            default: throw error
            }
        }
        let isMine = (try? await visit.casework.name(of: id, as: visit.caller)) != nil
        return .see(isMine ? Route.messages.path(id) : Route.today.path())
    }

    private static let words = [
        "policyTold": "Give them the confidentiality policy, and tick that you did.",
        "sharingTold": "Tell them why we may share and with whom, and tick that you did.",
        "refusingTold": "Tell them what follows from refusing, and tick that you did.",
        "answer": "Choose what they answered.", "name": "Write their name, as they write it.",
    ]

    private func answer(_ visit: Visit) async throws -> Answer {
        let workers = try await visit.casework.roster(as: visit.caller).filter {
            visit.caller.certified.teams(of: $0.id).contains(.caseworkers)
        }
        return visit.page("First contact", hasErrors: !errors.isEmpty || !namesakes.isEmpty) {
            ErrorSummary(errors)
            if !namesakes.isEmpty { namesakeNotice(visit) }
            PageHeading("First contact", below: "Two minutes: tell, ask, write down.")
            if let other { otherNotice(other) }
            form(visit) {
                if !namesakes.isEmpty {
                    Checkbox(
                        "isSomebodyElse", label: "I have checked: this is somebody else", id: "isSomebodyElse"
                    )
                }
                telling
                who
                reaching
                keeping(workers)
            }
        }
    }

    /// The form itself; beside another's draft, one that keeps none.
    @HTMLBuilder private func form(_ visit: Visit, @HTMLBuilder fields: () -> HTML) -> HTML {
        let cameBackPlain = !form.isTicked("drafted") && !(errors.isEmpty && namesakes.isEmpty)
        if other != nil || cameBackPlain {
            Form(to: Route.makeFile.path(), token: visit.token.text) {
                fields()
                SubmitButton("Make the file")
            }
        } else {
            DraftedForm(.makeFile, visit, draft: draft, save: "Make the file", fields: fields)
        }
    }

    private func otherNotice(_ other: Draft) -> Notice {
        Notice(.info, "You began another first contact on \(other.at.day.words), \(other.at.time)") {
            Paragraph(
                "It is kept, so this one is not kept as a draft: save it before you leave the page."
            )
            LinkButton("Open the other one", href: Route.firstContact.path())
        }
    }

    private func namesakeNotice(_ visit: Visit) -> Notice {
        Notice(.warning, "Somebody of this name is here already") {
            Paragraph("If it is one of these people, open their file instead. If not, tick below and go on.")
            namesakes.map { namesake in
                FoundCard(
                    name: namesake.row.name, otherNames: namesake.row.otherNames, born: namesake.row.born,
                    reference: namesake.file.reference, isLikely: true
                ) { LinkButton("Open the file", href: Route.file.path(namesake.file)) }
            }
        }
    }

    private var telling: Section {
        Section("1. Tell them, and tick as you go") {
            Checkbox(
                "policyTold", label: "I gave them the confidentiality policy and said what it is",
                hint: "“What you tell us stays with us. This paper says how we keep it.”",
                isChosen: form.isTicked("policyTold"), error: errors["policyTold"], isRequired: true)
            Checkbox(
                "sharingTold", label: "I said why we may share, with whom, and what follows from agreeing",
                hint:
                    "“To help you we may need to share some of it, with people who need it for that and only what they need.”",
                isChosen: form.isTicked("sharingTold"), error: errors["sharingTold"], isRequired: true)
            Checkbox(
                "refusingTold", label: "I said what follows from refusing",
                hint:
                    "“You can say no. Some services can’t be given without sharing; we will tell you which.”",
                isChosen: form.isTicked("refusingTold"), error: errors["refusingTold"], isRequired: true)
            RadioGroup(
                "answer", legend: "Do they agree to sharing on a need to know?",
                choices: [
                    Choice("agreed", "They agree"),
                    Choice("refused", "They refuse", hint: "A manager will decide how to go on."),
                    Choice(
                        "notAsked", "Not asked yet",
                        hint: "For example, someone in distress. Ask at the next meeting."),
                ], chosen: form["answer"], error: errors["answer"], isRequired: true)
            ClauseNote("S4.1")
        }
    }

    private var who: Section {
        Section("2. Who they are") {
            IdentityFields(form: form, errors: errors)
        }
    }

    private var reaching: Section {
        Section("3. How it is safe to reach them") {
            ContactFields(form: form, errors: errors)
        }
    }

    private func keeping(_ workers: [Colleague]) -> Section {
        Section("4. Who will work with them") {
            Select(
                "worker", label: "Caseworker", choices: workers.map { Choice($0.id.text, $0.profile.name) },
                chosen: form["worker"], prompt: "Not known yet: the caseworkers’ team",
                error: errors["worker"])
            TextArea(
                "note", label: "First note for the caseworker",
                hint: "You may write it even if you can’t read it later.",
                value: form["note"], error: errors["note"], maximum: 20_000)
            Checkbox(
                "isRestricted", label: "Restrict this file",
                hint:
                    "For a colleague, a relative of one, or somebody in danger. Only the caseworker above and the data guardian will know that it exists.",
                isChosen: form.isTicked("isRestricted"))
            ClauseNote("S3.4")
        }
    }
}

/// Telephone, e-mail, address, and what is safe.
struct ContactFields: Component {
    let form: FormBody
    let errors: FieldErrors
    /// An organisation is not asked what is safe.
    var asksSafety = true

    var html: HTML {
        HTML {
            TextField(
                "phone", label: "Telephone", value: form["phone"], error: errors["phone"], kind: .telephone,
                length: .medium, maximum: 60)
            if asksSafety {
                safety("safeToCall", "Is it safe to call?")
                safety("safeToText", "Is it safe to text?")
                safety("safeToLeaveMessage", "Is it safe to leave a message?")
            }
            TextField(
                "email", label: "E-mail", value: form["email"], error: errors["email"], kind: .email,
                length: .medium, maximum: 254)
            TextArea(
                "address", label: "Address", value: form["address"], error: errors["address"], rows: 3,
                maximum: 500)
            TextArea(
                "safetyNote",
                label: asksSafety ? "When and how it is safe, in their words" : "Whom to ask for, and when",
                value: form["safetyNote"],
                error: errors["safetyNote"], rows: 2, maximum: 1000)
        }
    }

    private func safety(_ name: String, _ legend: String) -> RadioGroup {
        RadioGroup(
            name, legend: legend,
            choices: [Choice("yes", "Yes"), Choice("no", "No"), Choice("notAsked", "Not asked")],
            chosen: form[name].isEmpty ? "notAsked" : form[name], error: errors[name])
    }
}
