import Casework
import HTTPTypes
import Vault

/// A refused consent before the manager who decides how to go on (clause S4.2; the procedure's C4).
struct RefusedConsentPage {
    var form = FormBody.empty
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer { try await RefusedConsentPage().answer(visit) }

    static func rule(_ visit: Visit) async throws -> Answer {
        do {
            try await visit.casework.rule(
                onRefusedConsentOf: visit.id(), position: Int64(visit.form["position"]) ?? -1,
                goingOn: visit.form["goingOn"], reason: visit.form["reason"], as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let words = [
                    "goingOn": "Choose how to go on.", "reason": "Say why, for whoever works with them.",
                ]
                return try await RefusedConsentPage(
                    form: visit.form, errors: FieldErrors(problems, saying: words)
                ).answer(visit)
            case .stale, .alreadySaved: return decidedAlready(visit)
            default: throw error
            }
        }
        return .see(Route.decisions.path())
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let refused = try await visit.casework.refusedConsent(of: visit.id(), as: visit.caller)
        let people = try await StaffNames(visit)
        let today = visit.casework.now.day
        return visit.page("Consent was refused", marking: .confidential, hasErrors: !errors.isEmpty) {
            BackLink("Decisions", href: Route.decisions.path())
            ErrorSummary(errors)
            PageHeading(
                refused.name.map { "\(PersonName($0))" as HTML } ?? "A file",
                above: "File \(refused.file.reference)",
                below: "They did not agree to sharing on a need to know. How do we go on?")
            Section("What they answered", isSheet: true) {
                SummaryList(
                    [
                        .init("Waiting", Age(.init(refused), at: visit.casework.now).html),
                        .init("Status", refused.consent.text.tagged(on: today)),
                        .init("Written down by", PersonName(people[refused.by])),
                        .init("When", refused.since.moment),
                    ]
                        + (refused.consent.text.withdrawn.map { [.init("In their words", Written($0.words))] }
                            ?? []))
                LinkButton("Open the file", href: Route.file.path(refused.file))
            }
            Section("Your decision", isSheet: true) {
                Form(to: Route.refusedConsent.path(refused.file), token: visit.token.text) {
                    HiddenField("position", value: "\(refused.position)")
                    RadioGroup(
                        "goingOn", legend: "How do we go on?",
                        choices: GoingOn.allCases.map { Choice($0.rawValue, $0.label, hint: $0.hint) },
                        chosen: form["goingOn"], error: errors["goingOn"], isRequired: true)
                    TextArea(
                        "reason", label: "Why", hint: "It stands in the file’s log.", value: form["reason"],
                        error: errors["reason"], rows: 3, maximum: 2000, isRequired: true)
                    SubmitButton("Decide")
                }
                Paragraph(
                    "Whatever you choose, nothing leaves the charity on a consent that was refused.",
                    isQuiet: true)
                ClauseNote("S4.2")
            }
        }
    }

    private static func decidedAlready(_ visit: Visit) -> Answer {
        visit.page("Decided already", status: .conflict) {
            PageHeading("Something changed since you looked: nothing was done")
            Paragraph("Somebody has decided, or they were asked anew. The file says how it stands.")
            LinkButton("Decisions", href: Route.decisions.path(), style: .primary)
        }
    }

    /// A refusal in the queue of those who decide.
    static func card(_ refused: RefusedConsent, _ age: HTML, _ people: StaffNames) -> Section {
        Section("File \(refused.file.reference): consent was refused", isSheet: true) {
            SummaryList([
                .init("Waiting", age), .init("Written down by", PersonName(people[refused.by])),
                .init("When", refused.since.moment),
            ])
            Paragraph("They did not agree to sharing on a need to know. You decide how to go on.")
            ClauseNote("S4.2")
            LinkButton(
                "Read it and decide", href: Route.refusedConsent.path(refused.file), style: .primary)
        }
    }
}

extension ToDecide {
    init(_ refused: RefusedConsent) { self.init(matter: .consent(refused), since: refused.since) }
}

extension GoingOn {
    var label: String {
        switch self {
        case .team: "The colleagues who need it go on"
        case .askAgain: "Explain it and ask once more first"
        case .stop: "We can’t do this work without sharing"
        }
    }

    var hint: String {
        switch self {
        case .team: "They see what their work with this person needs, and no more."
        case .askAgain: "Nobody else looks at the file before that."
        case .stop: "Whoever works with them says so, and says which services can still be given."
        }
    }
}
