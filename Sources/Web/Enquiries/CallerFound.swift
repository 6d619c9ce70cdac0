import Casework
import HTTPTypes
import Policy
import Vault

/// What a caller has not said and the answer rests on: asked by ringing back, and written down by whoever rules on them
/// or answers them (clauses P4.1 to P4.4). So a caller never has to be written down anew at the desk.
struct CallerFound: Component {
    let caller: ID
    let version: UInt32
    let toFind: [Fact]
    let token: String
    var form = FormBody.empty
    var errors = FieldErrors.none

    var html: HTML {
        Section("What you find out by ringing back", id: "found", isSheet: true) {
            Paragraph(
                "This is not known, and the answer may rest on it. Ring them back through their organisation’s own switchboard, ask, and write down what you learn: it is decided anew."
            )
            Form(to: Route.callerFound.path(caller), token: token) {
                HiddenField("version", value: "\(version)")
                toFind.map(field)
                SubmitButton("Write it down and decide anew", style: .secondary)
            }
        }.html
    }

    private func field(_ fact: Fact) -> HTML {
        switch fact {
        case .verified:
            return radio(
                "check", "Have you checked who they are?",
                [
                    ("rungBack", "I rang back through the switchboard"),
                    ("seen", "I saw their warrant or identity card"), ("no", "Not yet"),
                ])
        case .age:
            return radio(
                "age", "How old is the person whom they ask about?",
                [
                    ("under16", "Under 16"), ("16to17", "16 or 17"), ("adult", "18 or over"),
                    ("unknown", "They don’t know"),
                ])
        default:
            guard let question = Asked.Question(fact) else { return .empty }
            return radio(
                question.rawValue, ShareWords.of(question),
                [("yes", "Yes"), ("no", "No"), ("unknown", "They did not say")])
        }
    }

    private func radio(_ name: String, _ legend: String, _ choices: [(String, String)]) -> HTML {
        RadioGroup(
            name, legend: legend, choices: choices.map { Choice($0.0, $0.1) }, chosen: form[name],
            error: errors[name]
        ).html
    }

    static func write(_ visit: Visit) async throws -> Answer {
        let id = try visit.id("caller")
        var finding = CallerFinding()
        (finding.check, finding.age) = (visit.form["check"], visit.form["age"])
        for question in Asked.Question.allCases {
            finding.answers[question.rawValue] = visit.form[question.rawValue]
        }
        do {
            try await visit.casework.complete(
                caller: id, version: UInt32(visit.form["version"]) ?? 0, finding: finding, as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let words = ["found": "Write down what you learnt, or go back."]
                return try await again(id, FieldErrors(problems, saying: words), visit)
            case .stale, .alreadySaved: return changed(id, visit)
            default: throw error
            }
        }
        return .see(try await place(of: id, visit))
    }

    /// Back to the page that decides: the guardian answers, the others rule.
    private static func place(of id: ID, _ visit: Visit) async throws -> String {
        if visit.caller.teams.contains(.guardian) { return Route.caller.path(id) }
        return try await CallerRulingPage.waiting(id, visit).isEmpty
            ? Route.decisions.path() : Route.callerRuling.path(id)
    }

    private static func again(_ id: ID, _ errors: FieldErrors, _ visit: Visit) async throws -> Answer {
        let (record, toFind) = try await visit.casework.callerToFind(id, as: visit.caller)
        return visit.page("What you found out", marking: .confidential, hasErrors: true) {
            ErrorSummary(errors)
            PageHeading("What you found out")
            CallerFound(
                caller: id, version: record.version, toFind: toFind, token: visit.token.text,
                form: visit.form, errors: errors)
            CallerFacts(record: record).html
        }
    }

    private static func changed(_ id: ID, _ visit: Visit) -> Answer {
        visit.page("Something changed", status: .conflict) {
            PageHeading("Something changed since you looked: nothing was done")
            Paragraph(
                "Somebody has decided, answered or written something down. Look at it as it stands now.")
            LinkButton(
                "Look again",
                href: visit.caller.teams.contains(.guardian)
                    ? Route.caller.path(id) : Route.callerRuling.path(id), style: .primary)
        }
    }
}
