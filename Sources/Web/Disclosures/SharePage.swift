import Casework
import Policy
import Vault

/// Share information (clauses S1.2, S1.3, S3.3, S4.2, S4.3): to whom, what and why; the words and what the ground asks;
/// what the procedure says, before anything leaves.
struct SharePage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var draft: Draft?

    /// The first step; or the one at which the reader stopped typing.
    static func show(_ visit: Visit) async throws -> Answer {
        let draft = try await visit.draft(.share, about: visit.id())
        if let consent = ID(text: visit.query[.consent]) {
            return try await SharePage(form: draft.map { FormBody($0) } ?? .empty, draft: draft)
                .choosing(consent, visit)
        }
        guard let draft else { return try await SharePage().start(visit) }
        let page = SharePage(form: FormBody(draft), draft: draft)
        return page.form["reached"] == "questions"
            ? try await page.questions(visit) : try await page.start(visit)
    }

    /// Goes to the step that the button names; what was typed comes along.
    static func goOn(_ visit: Visit) async throws -> Answer {
        let page = SharePage(form: visit.form)
        switch visit.form["step"] {
        case "start": return try await page.start(visit)
        case "decision": return try await page.decision(visit)
        case "chosen": return try await page.chosen(visit)
        default: return try await page.questions(visit)
        }
    }

    /// After another recipient was chosen: what the procedure says, unless that asks something new.
    private func chosen(_ visit: Visit) async throws -> Answer {
        do {
            let asked = try await visit.casework.shareQuestions(
                ShareForm(form), of: visit.id(), as: visit.caller)
            let isAnswered = asked.allSatisfy { !form["answer.\($0.rawValue)"].isEmpty }
            return isAnswered ? try await decision(visit) : try await questions(visit)
        } catch {
            guard case .invalid(let problems)? = error as? CaseworkError else { throw error }
            return try await sentBack(problems, visit)
        }
    }

    /// Does what the procedure says, if it still says what was seen.
    static func carryOut(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let id = try visit.newID()
        do {
            try await visit.casework.share(
                ShareForm(visit.form), of: file, id: id, seen: visit.form["seen"],
                finishing: visit.finishing(.share, about: file), as: visit.caller)
        } catch {
            switch error {
            case .stale: return try await SharePage(form: visit.form).decision(visit, isStale: true)
            case .invalid(let problems):
                return try await SharePage(form: visit.form).sentBack(problems, visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.disclosure.path(file, id))
    }

    static let begun: Set<String> = ["recipient", "party", "items", "ground", "purpose"]

    private static let missing = [
        "recipient": "Choose who they are.", "party": "Write the name of the person or body.",
        "items": "Tick what you want to share.", "ground": "Choose why.",
        "whyNotAnonymous": "Say why anonymous information would not do.",
    ]

    private static func errors(_ problems: [Problem]) -> FieldErrors {
        var words = missing
        for problem in problems where problem.reason == .missing {
            let item = ShareWords.item(String(problem.field.drop { $0 != "." }.dropFirst()))
            if problem.field.hasPrefix("need.") {
                words[problem.field] = "\(item): say why they need it."
            } else if problem.field.hasPrefix("words.") {
                words[problem.field] = "\(item): write the words that would leave."
            } else if problem.field.hasPrefix("answer."),
                let question = Asked.Question(rawValue: String(problem.field.dropFirst(7)))
            {
                words[problem.field] = "\(ShareWords.of(question)) Choose yes, no or not known."
            }
        }
        return FieldErrors(problems, saying: words)
    }

    /// Back to the step where something is to be put right.
    func sentBack(_ problems: [Problem], _ visit: Visit) async throws -> Answer {
        let page = SharePage(form: form, errors: Self.errors(problems))
        return page.errors.of(Self.begun).isEmpty
            ? try await page.questions(visit) : try await page.start(visit)
    }

    /// The first step, with the recipient and the purpose of a consent filled in. Which parts go is still to be chosen:
    /// no more than is needed, of what they agreed to.
    private func choosing(_ consent: ID, _ visit: Visit) async throws -> Answer {
        let offered = try await visit.casework.shareable(visit.id(), as: visit.caller)
        guard let agreed = offered.agreed.first(where: { $0.consent == consent }) else {
            return try await start(visit)
        }
        return try await SharePage(form: form.choosing(agreed), draft: draft).start(visit)
    }

    private func start(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let offered = try await visit.casework.shareable(file, as: visit.caller)
        let (items, purposes) = (offered.items, offered.purposes)
        let chosen = offered.agreed.first { form.isTo($0) }
        let today = visit.casework.now.day
        // What is wrong on a later step is said there.
        let errors = errors.of(Self.begun)
        return visit.page("Share information", marking: .confidential, hasErrors: !errors.isEmpty) {
            BackLink("Back to the file", href: Route.file.path(file))
            ErrorSummary(errors)
            PageHeading(
                "Share information",
                above: "Step 1 of 3", below: "Nothing leaves before you have seen what the procedure says.")
            if !offered.agreed.isEmpty { AgreedList(file: file, offered: offered, chosen: chosen).html }
            DraftedForm(.share, about: file, visit, draft: draft) {
                Select(
                    "recipient", label: "Who would receive it?",
                    choices: ShareForm.recipients.map { Choice($0.rawValue, ShareWords.of($0)) },
                    chosen: form["recipient"], error: errors["recipient"], isRequired: true)
                TextField(
                    "party", label: "Their name, and the body they belong to", value: form["party"],
                    error: errors["party"], kind: .name, maximum: 200, isRequired: true)
                Select(
                    "ground", label: "Why is it to be shared?",
                    choices: ShareForm.grounds.map { Choice($0.rawValue, ShareWords.of($0)) },
                    chosen: form["ground"], error: errors["ground"], isRequired: true)
                Select(
                    "purpose", label: "For which purpose of the register?",
                    hint: "A purpose that is not approved can’t be used. Safety comes before it.",
                    choices: purposes.map { purpose in
                        let state = purpose.text.state(on: today)
                        return Choice(
                            purpose.id.text,
                            state == .approved
                                ? purpose.text.name : "\(purpose.text.name) (\(ShareWords.of(state)))")
                    }, chosen: form["purpose"], prompt: "None", error: errors["purpose"])
                CheckboxGroup(
                    "item", legend: "What would be shared?", hint: "Only what you can read yourself.",
                    choices: items.map { item in
                        Choice(
                            item.rawValue, ShareWords.of(item),
                            hint: chosen?.items.contains(item) == true
                                ? "They agreed to this part." : nil)
                    },
                    chosen: Set(form.values(of: "item")), error: errors["items"], isRequired: true,
                    id: "items")
                RadioGroup(
                    "manner", legend: "How?",
                    choices: [Choice("written", "In writing"), Choice("oral", "Said aloud")],
                    chosen: form["manner"].isEmpty ? "written" : form["manner"])
                form.carried(
                    except: [
                        "recipient", "party", "ground", "purpose", "item", "manner", "drafted", "reached",
                    ])
                ClauseNote("S4.2")
            } buttons: {
                SubmitButton("Go on", busy: "One moment…", name: "step", value: "questions")
            }
        }
    }

    private func questions(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let asked: [Asked.Question]
        do {
            asked = try await visit.casework.shareQuestions(ShareForm(form), of: file, as: visit.caller)
        } catch {
            guard case .invalid(let problems) = error else { throw error }
            return try await SharePage(form: form, errors: Self.errors(problems), draft: draft).start(visit)
        }
        let items = form.values(of: "item").compactMap { Policy.Item(rawValue: $0) }
        return visit.page("Share information", marking: .confidential, hasErrors: !errors.isEmpty) {
            BackLink("Back to the file", href: Route.file.path(file))
            ErrorSummary(errors)
            PageHeading("The words, and why each is needed", above: "Step 2 of 3")
            DraftedForm(.share, about: file, visit, draft: draft) {
                HiddenField("reached", value: "questions")
                items.map { words(for: $0) }
                TextArea(
                    "whyNotAnonymous", label: "Would anonymous information do? If not, why not?",
                    value: form["whyNotAnonymous"], error: errors["whyNotAnonymous"], rows: 2,
                    maximum: 1000, isRequired: true)
                ClauseNote("S3.3")
                if form["ground"] == Ground.legalDuty.rawValue { power(items) }
                Section("What the decision rests on") {
                    asked.map { question in
                        let name = "answer.\(question.rawValue)"
                        return RadioGroup(
                            name, legend: ShareWords.of(question),
                            choices: [
                                Choice("yes", "Yes"), Choice("no", "No"), Choice("unknown", "Not known"),
                            ], chosen: form[name], error: errors[name], isRequired: true)
                    }
                }
                form.carried(
                    except: Set(
                        ["whyNotAnonymous", "drafted", "reached"] + asked.map { "answer.\($0.rawValue)" }
                            + items.flatMap { ["need.\($0.rawValue)", "words.\($0.rawValue)"] }
                            + (form["ground"] == Ground.legalDuty.rawValue ? ["power", "powerItem"] : [])))
            } buttons: {
                SubmitButton(
                    "See what the procedure says", busy: "One moment…", name: "step", value: "decision")
                SubmitButton(
                    "Back a step", style: .secondary, busy: "One moment…", name: "step", value: "start")
            }
        }
    }

    private func words(for item: Policy.Item) -> Section {
        let name = item.rawValue
        let isCounselling = item == .counselling
        return Section(ShareWords.of(item), level: .second) {
            if isCounselling {
                Notice(.info, "Only counsellors can read these words here") {
                    Paragraph(
                        "Others who read what was shared see that counselling was, with whom and when. Where a manager must decide, they also read why it is needed: say nothing there of what was said."
                    )
                    ClauseNote("P2")
                }
            }
            TextField(
                "need.\(name)", label: "Why do they need it?", value: form["need.\(name)"],
                error: errors["need.\(name)"], maximum: 500, isRequired: true)
            TextArea(
                "words.\(name)", label: "The words that would leave",
                hint: "Write only these; nothing else of the file goes.", value: form["words.\(name)"],
                error: errors["words.\(name)"], maximum: 10_000, isRequired: true)
        }
    }

    private func power(_ items: [Policy.Item]) -> HTML {
        HTML {
            TextField(
                "power", label: "Which power of law do they cite?",
                hint: "The Act and section that names them. Leave it empty if they cite none.",
                value: form["power"], error: errors["power"], maximum: 500)
            CheckboxGroup(
                "powerItem", legend: "What does that power reach?",
                choices: items.map { Choice($0.rawValue, ShareWords.of($0)) },
                chosen: Set(form.values(of: "powerItem")), error: errors["powerItems"], id: "powerItems")
            ClauseNote("S1.3")
        }
    }
}

extension FormBody {
    /// The form with these fields in place of what it had.
    func with(_ values: [(name: String, value: String)]) -> FormBody {
        let names = Set(values.map(\.name))
        return FormBody(fields: fields.filter { !names.contains($0.name) } + values)
    }

    /// The form with whom they agreed to, and for what.
    func choosing(_ agreed: Agreed) -> FormBody {
        let ground: Ground = agreed.isRequested ? .subjectRequest : .service
        return with([
            ("recipient", agreed.recipient.rawValue), ("party", agreed.party),
            ("purpose", agreed.purpose?.text ?? ""),
            ("ground", self["ground"].isEmpty ? ground.rawValue : self["ground"]),
        ])
    }

    /// Whether it says whom a consent is to.
    func isTo(_ agreed: Agreed) -> Bool {
        self["recipient"] == agreed.recipient.rawValue && self["party"] == agreed.party
            && self["purpose"] == agreed.purpose?.text
    }

    /// Every value of a field that may be ticked more than once.
    func values(of name: String) -> [String] {
        fields.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
    }

    /// What was typed on the form's other steps.
    func carried(except names: Set<String> = []) -> HTML {
        HTML(
            joining: fields.filter {
                !names.contains($0.name) && !["form", "step", "seen"].contains($0.name) && !$0.value.isEmpty
            }.map { HiddenField($0.name, value: $0.value).html })
    }
}

extension ShareForm {
    init(_ form: FormBody) {
        self.init(
            recipient: form["recipient"], party: form["party"],
            parts: form.values(of: "item").map { ($0, form["need.\($0)"], form["words.\($0)"]) },
            whyNotAnonymous: form["whyNotAnonymous"], ground: form["ground"], purpose: form["purpose"],
            isOral: form["manner"] == "oral",
            answers: Dictionary(
                uniqueKeysWithValues: Asked.Question.allCases.map {
                    ($0.rawValue, form["answer.\($0.rawValue)"])
                }),
            power: form["power"], powerItems: form.values(of: "powerItem"))
    }
}
