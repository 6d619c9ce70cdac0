import Casework
import Vault

/// The first contact (clause S4.1): tell the policy, ask consent, note who they are and how it is safe to reach them.
struct FirstContactPage {
    var form: FormBody
    var errors = FieldErrors.none
    var namesakes: Namesakes.Found?
    var draft: Draft?
    /// Another first contact that is not saved yet: this form is not kept as a draft in its place.
    var other: Draft?

    /// From the search: the form, with the name that was looked for.
    static func begin(_ visit: Visit) async throws -> Answer {
        try MakingFile.begin(visit)
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
        form.relatedTo = typed["relatedTo"]
        let id = try visit.newID()
        // Sent before, it made a file, which is no namesake of itself.
        var file = try await visit.casework.made(by: id, as: visit.caller)
        do {
            if !typed.isTicked("isSomebodyElse") {
                let namesakes = try await MakingFile.namesakes(
                    of: form.name, born: form.born, .client, but: file, visit)
                if !namesakes.isEmpty {
                    return try await FirstContactPage(form: typed, namesakes: namesakes).answer(visit)
                }
            }
            file = try await visit.casework.makeFirstContact(
                form, id: id, finishing: visit.finishing(.makeFile), as: visit.caller)
        } catch {
            switch error as? CaseworkError {
            case CaseworkError.invalid(let problems)?:
                let errors = FieldErrors(problems, saying: words)
                return try await FirstContactPage(form: typed, errors: errors).answer(visit)
            case .alreadySaved?: file = try await visit.casework.made(by: id, as: visit.caller)
            default: throw error
            }
        }
        guard let file, (try? await visit.casework.name(of: file, as: visit.caller)) != nil else {
            return .see(Route.today.path())
        }
        return .see(Route.messages.path(file))
    }

    private static let words = [
        "policyTold": "Give them the confidentiality policy, and tick that you did.",
        "sharingTold": "Tell them why we may share and with whom, and tick that you did.",
        "refusingTold": "Tell them what follows from refusing, and tick that you did.",
        "answer": "Choose what they answered.", "name": "Write their name, as they write it.",
        "relatedTo": "Choose whether it is a colleague, or somebody related to one.",
    ]

    private func answer(_ visit: Visit) async throws -> Answer {
        let workers = try await MakingFile.workers(visit)
        let staff = try await visit.staff()
        let alike = visit.casework.namesakes(
            of: form["name"], or: form["otherNames"], among: staff)
        let cameBack = !errors.isEmpty || namesakes != nil
        return visit.page("First contact", hasErrors: cameBack) {
            ErrorSummary(errors)
            if let namesakes {
                Namesakes(
                    heading: "Somebody of this name is here already",
                    advice:
                        "If it is one of these people, open their file instead. If not, tick below and go on.",
                    found: namesakes)
            }
            PageHeading("First contact", below: "Two minutes: tell, ask, write down.")
            if let other {
                OtherDraft(words: "another first contact", draft: other, href: Route.firstContact.path())
            }
            DraftedForm(
                .makeFile, visit, draft: draft,
                isKept: other == nil && (!cameBack || form.isTicked("drafted")), save: "Make the file"
            ) {
                if namesakes != nil || form.isTicked("isSomebodyElse") {
                    Checkbox(
                        "isSomebodyElse", label: "I have checked: this is somebody else",
                        isChosen: form.isTicked("isSomebodyElse"), id: "isSomebodyElse")
                }
                telling
                who
                reaching
                keeping(workers, staff, alike)
            }
        }
    }

    private var telling: Section {
        Section("1. Tell them, and tick as you go") {
            Paragraph(
                "Tick only what you said. Before somebody agrees or refuses they are told all three; somebody in distress is told later.",
                isQuiet: true)
            Checkbox(
                "policyTold", label: "I gave them the confidentiality policy and said what it is",
                hint: "“What you tell us stays with us. This paper says how we keep it.”",
                isChosen: form.isTicked("policyTold"), error: errors["policyTold"])
            Checkbox(
                "sharingTold", label: "I said why we may share, with whom, and what follows from agreeing",
                hint:
                    "“To help you we may need to share some of it, with people who need it for that and only what they need.”",
                isChosen: form.isTicked("sharingTold"), error: errors["sharingTold"])
            Checkbox(
                "refusingTold", label: "I said what follows from refusing",
                hint:
                    "“You can say no. Some services can’t be given without sharing; we will tell you which.”",
                isChosen: form.isTicked("refusingTold"), error: errors["refusingTold"])
            RadioGroup(
                "answer", legend: "Do they agree to sharing on a need to know?",
                choices: [
                    Choice("agreed", "They agree"),
                    Choice("refused", "They refuse", hint: "A manager will decide how to go on."),
                    Choice(
                        "notAsked", "Not asked yet",
                        hint:
                            "For example, someone in distress. Leave open above what was not said: whoever works with them is reminded to explain it."
                    ),
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

    private func keeping(
        _ workers: [Colleague], _ staff: [Colleague], _ alike: [Colleague]
    ) -> Section {
        Section("4. Who will work with them") {
            Keeping(
                form: form, errors: errors, workers: workers, noteLabel: "First note for the caseworker")
            Checkbox(
                "isRestricted", label: "Restrict this file",
                hint:
                    "For a colleague, a relative of one, or somebody in danger. Only the caseworker above and the data guardian will know that it exists.",
                isChosen: form.isTicked("isRestricted"))
            RelatedToField(
                form: form, errors: errors, staff: staff, namesakes: alike,
                says:
                    "The file is restricted, and this colleague never holds a key of it. Only a data guardian can’t be kept out.",
                isAsked: !alike.isEmpty)
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
