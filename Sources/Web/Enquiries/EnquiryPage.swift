import Casework
import Policy
import Vault

/// The enquiry desk (clauses P1, P1.1): the words to say and a message to keep, before anything about the caller is
/// known. Nothing here looks anybody up.
struct EnquiryPage {
    /// To be read aloud as it stands.
    static let statement = Decision.statement

    var form = FormBody.empty
    var errors = FieldErrors.none
    var draft: Draft?
    /// Another message that is not kept yet: the last caller's words are not put before the next, and this form is not
    /// kept as a draft in their place.
    var other: Draft?
    var answers: [CallerLine] = []

    /// Each caller finds the form empty.
    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.holds(.messages) else { throw CaseworkError.notFound }
        return EnquiryPage(
            other: try await visit.draft(.enquiry),
            answers: try await visit.casework.answersToPassOn(as: visit.caller)
        ).answer(visit)
    }

    /// The message that the visitor was writing, if there is one.
    static func unfinished(_ visit: Visit) async throws -> Answer {
        guard visit.caller.holds(.messages) else { throw CaseworkError.notFound }
        guard let draft = try await visit.draft(.enquiry) else { return .see(Route.enquiry.path()) }
        return EnquiryPage(form: FormBody(draft), draft: draft).answer(visit)
    }

    private func answer(_ visit: Visit) -> Answer {
        visit.page("Enquiry desk", hasErrors: !errors.isEmpty) {
            ErrorSummary(errors)
            PageHeading(
                "Someone is asking about a person",
                below:
                    "Say the same to everyone: a friend, a parent, an official. You need not know who it is.")
            ReadAloud(Self.statement, label: "Read this aloud")
            ClauseNote("P1.1")
            AnswersToPassOn.notice(answers)
            if visit.caller.holds(.callers) { SpecialCallerPage.buttons }
            Section("Take a message", isSheet: true) {
                if let other {
                    OtherDraft(
                        words: "another message", draft: other, href: Route.enquiryUnfinished.path(),
                        open: "Open the unfinished message")
                }
                DraftedForm(
                    .enquiry, visit, draft: draft,
                    isKept: other == nil && (errors.isEmpty || form.isTicked("drafted")),
                    save: "Keep the message"
                ) {
                    TextField(
                        "forName", label: "Who is the message for?",
                        hint: "As the caller says it; any spelling will do.",
                        value: form["forName"], error: errors["forName"], kind: .name, maximum: 200,
                        isRequired: true)
                    TextField(
                        "from", label: "Who is it from?", hint: "Leave empty if they will not say.",
                        value: form["from"], error: errors["from"], kind: .name, maximum: 200)
                    TextField(
                        "reach", label: "How can they be reached?", value: form["reach"],
                        error: errors["reach"], maximum: 300)
                    TextArea(
                        "words", label: "The message, in their words", value: form["words"],
                        error: errors["words"], maximum: 4000, isRequired: true)
                }
            }
        }
    }

    static func take(_ visit: Visit) async throws -> Answer {
        let form = visit.form
        do {
            try await visit.casework.takeMessage(
                MessageForm(
                    forName: form["forName"], from: form["from"], reach: form["reach"], words: form["words"]),
                id: visit.newID(), finishing: visit.finishing(.enquiry), as: visit.caller)
        } catch {
            guard case .invalid(let problems) = error else { throw error }
            let words = [
                "forName": "Write who the message is for.",
                "words": "Write the message in the caller’s words.",
            ]
            return EnquiryPage(form: form, errors: FieldErrors(problems, saying: words)).answer(visit)
        }
        return .see(Route.enquiryKept.path())
    }

    static func kept(_ visit: Visit) async throws -> Answer {
        guard visit.caller.holds(.messages) else { throw CaseworkError.notFound }
        return visit.page("Message kept") {
            Notice(
                .success, "The message is kept",
                "It comes up when, and only when, that person makes contact, however the name was spelt.")
            PageHeading("Before they go")
            ReadAloud(
                "I have written your message down. I still can’t say whether they have been in contact with us.",
                label: "You can say")
            ButtonRow {
                LinkButton("Back to Today", href: Route.today.path(), style: .primary)
                LinkButton("Another enquiry", href: Route.enquiry.path(), key: .enquiry)
            }
        }
    }
}
