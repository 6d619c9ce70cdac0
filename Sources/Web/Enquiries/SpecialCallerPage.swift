import Casework
import HTTPTypes
import Policy
import Vault

/// A caller whose standing the procedure has a row for (clauses P4.1, P4.3): what to ask them, in an order that can be
/// asked aloud, and what to say. Nothing here looks anybody up, and the words never depend on anybody being known.
struct SpecialCallerPage {
    let kind: SpecialCaller.Kind
    var form = FormBody.empty
    var errors = FieldErrors.none

    /// The ways here from the enquiry desk.
    static var buttons: HTML {
        HTML {
            Section("Somebody with a special standing?") {
                ButtonRow {
                    SpecialCaller.Kind.allCases.map { LinkButton($0.button, href: $0.route.path()) }
                }
            }
        }
    }

    static func show(_ kind: SpecialCaller.Kind, _ visit: Visit) async throws -> Answer {
        guard visit.caller.holds(.callers) else { throw CaseworkError.notFound }
        return SpecialCallerPage(kind: kind).answer(visit)
    }

    static func take(_ kind: SpecialCaller.Kind, _ visit: Visit) async throws -> Answer {
        let typed = visit.form
        var form = CallerForm(kind)
        form.who = typed["who"]
        form.organisation = typed["organisation"]
        form.reach = typed["reach"]
        form.check = typed["check"]
        form.name = typed["name"]
        form.about = typed["about"]
        form.recipient = typed["recipient"]
        form.age = typed["age"]
        form.suspicion = typed["suspicion"]
        form.investigation = typed["investigation"]
        form.reportedMissing = typed["reportedMissing"]
        form.publicSafety = typed["publicSafety"]
        form.matter = typed["matter"]
        let id = try visit.newID()
        do {
            try await visit.casework.recordCaller(form, id: id, as: visit.caller)
        } catch {
            guard case .invalid(let problems) = error else { throw error }
            let words = [
                "who": "Write who is calling.", "name": "Write whom they ask about.",
                "about": "Choose what it is about.", "recipient": "Choose who they are.",
                "organisation": "Write which organisation they are from.",
                "reach": "Write a number at which they can be rung back.",
            ]
            return SpecialCallerPage(kind: kind, form: typed, errors: FieldErrors(problems, saying: words))
                .answer(visit)
        }
        return .see(Route.callerSaid.path(id))
    }

    private func answer(_ visit: Visit) -> Answer {
        visit.page(kind.button, hasErrors: !errors.isEmpty) {
            ErrorSummary(errors)
            BackLink("Enquiry desk", href: Route.enquiry.path())
            PageHeading(
                kind.heading,
                below:
                    "Say this first. Then ask, one question after the other; leave out what they don’t answer."
            )
            ReadAloud(kind.opening, label: "Say these words")
            Section("Ask them", isSheet: true) {
                Form(to: kind.route.path(), token: visit.token.text) {
                    CallerFields(kind: kind, form: form, errors: errors).html
                    SubmitButton("Hand it to the data guardian")
                }
            }
            ClauseNote(kind.clause)
        }
    }

    /// What to say now. For a relative it is one page, whatever is true and whatever was typed.
    static func said(_ visit: Visit) async throws -> Answer {
        let (record, decision) = try await visit.casework.specialCaller(visit.id("caller"), as: visit.caller)
        let kind = record.text.said.kind
        let whom = try await Ringing(visit)
        return visit.page("What to say now") {
            if record.isToPassOn(by: visit.caller) {
                PageHeading("An answer for you to pass on")
                AnswersToPassOn.form(record, visit)
            } else if record.text.answered == nil {
                Notice(.success, "Handed to the data guardian", "It is written down. Nobody was looked up.")
                PageHeading("What to say now")
                ReadAloud(kind.closing, label: "Say these words, and nothing more")
                if record.text.said.isUrgent { whom.now } else { whom.later }
            } else {
                PageHeading("A data guardian has answered this caller")
                ReadAloud(EnquiryPage.statement, label: "If they ask you, say this")
            }
            if kind == .family {
                ClauseNote("P4.3")
            } else {
                if record.text.answered == nil { asking(decision) }
                decision.deciding.map { ClauseNote($0.clause) }
            }
            if record.text.passedOn != nil, let words = record.text.answered?.wordsForDesk {
                Notice(.success, "This was passed on") { Written(words) }
            }
            ButtonRow {
                LinkButton("Back to Today", href: Route.today.path(), style: .primary)
                LinkButton("Enquiry desk", href: Route.enquiry.path(), key: .enquiry)
            }
        }
    }

    static func passOn(_ visit: Visit) async throws -> Answer {
        let id = try visit.id("caller")
        do {
            try await visit.casework.passOnAnswer(
                id, version: UInt32(visit.form["version"]) ?? 0, as: visit.caller)
        } catch {
            guard error == .alreadySaved || error == .stale else { throw error }
        }
        return .see(Route.callerSaid.path(id))
    }

    /// What the caller could still be asked, while they are there.
    @HTMLBuilder private static func asking(_ decision: Decision) -> HTML {
        let askable: Set<Fact> = [
            .verified, .suspicion, .investigation, .reportedMissing, .age, .publicSafety,
        ]
        let missing = decision.missing.filter { askable.contains($0) }
        if !missing.isEmpty {
            Notice(.info, "If they are still there, ask for") {
                Checklist(missing.map { ($0.plainName, false) })
            }
        }
    }
}

extension SpecialCaller.Kind {
    var route: Route {
        switch self {
        case .police: .police
        case .family: .family
        case .official: .official
        }
    }

    var button: String {
        switch self {
        case .police: "It is the police"
        case .family: "It is the parent or family of a missing child"
        case .official: "It is another official"
        }
    }

    var heading: String {
        switch self {
        case .police: "The police are asking"
        case .family: "A parent or relative is asking about a missing child"
        case .official: "An official is asking"
        }
    }

    /// The statement of clause P1.1, before anything is asked.
    var opening: String {
        switch self {
        case .police, .official:
            "\(EnquiryPage.statement) If you tell me what it is about, I will hand it to our data guardian, who deals with requests like yours."
        case .family:
            "I am sorry, this must be very hard. \(EnquiryPage.statement) If you tell me what has happened, I will hand it to our data guardian at once."
        }
    }

    var closing: String {
        switch self {
        case .police, .official:
            "\(EnquiryPage.statement) I have handed what you told me to our data guardian, who will ring you back at your organisation’s own number."
        case .family:
            "\(EnquiryPage.statement) I have handed what you told me to our data guardian. If you have not told the police, please do so now: they can ask us, and we answer them at once."
        }
    }
}
