import Casework
import HTTPTypes
import Policy
import Vault

/// One special caller before whoever the procedure names to decide (clauses P4.2, P4.4): what was told at the desk, what
/// may be told, and why. Whether the person is known is not here: only a guardian looks anybody up, and afterwards.
struct CallerRulingPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var isStale = false

    static func show(_ visit: Visit) async throws -> Answer { try await CallerRulingPage().answer(visit) }

    static func rule(_ visit: Visit) async throws -> Answer {
        let isApproval = visit.form["ruling"] == "approve"
        let items = isApproval ? visit.form.values(of: "item") : []
        if isApproval, items.isEmpty {
            return try await CallerRulingPage(
                form: visit.form, errors: ["items": "Tick what may be told, or refuse."]
            ).answer(visit)
        }
        do {
            try await visit.casework.rule(
                onCaller: visit.id("caller"), version: UInt32(visit.form["version"]) ?? 0, items: items,
                reason: visit.form["reason"], as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let errors = FieldErrors(problems, saying: ["reason": "Say why, for the data guardian."])
                return try await CallerRulingPage(form: visit.form, errors: errors).answer(visit)
            case .stale, .alreadySaved:
                return try await CallerRulingPage(form: visit.form, isStale: true).answer(visit)
            default: throw error
            }
        }
        return .see(Route.decisions.path())
    }

    /// What of a caller waits for this visitor's ruling.
    static func waiting(_ id: ID, _ visit: Visit) async throws -> [Policy.Item] {
        do { return try await visit.casework.callerToRule(id, as: visit.caller).waiting } catch {
            guard error == .notFound else { throw error }
            return []
        }
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let id = try visit.id("caller")
        let seen = try await visit.casework.callerToRule(id, as: visit.caller)
        return visit.page(
            "A caller to decide on", status: isStale ? .conflict : .ok, marking: .confidential,
            hasErrors: !errors.isEmpty
        ) {
            BackLink("Decisions", href: Route.decisions.path())
            ErrorSummary(errors)
            if isStale {
                Notice(
                    .warning, "Something changed since you looked: nothing was done",
                    "This is how it stands now.")
            }
            PageHeading("What may \(PersonName(seen.record.text.said.who)) be told?" as HTML)
            CallerFacts(record: seen.record).html
            CallerFacts.decision(seen.decision, visit.casework.rulebook)
            if seen.waiting.isEmpty {
                Notice(
                    .info, "This is not yours to decide",
                    "Somebody has decided or answered, or you wrote it down yourself: then it is for a colleague."
                )
            } else {
                deciding(seen, visit)
            }
            if !seen.waiting.isEmpty, !seen.toFind.isEmpty {
                CallerFound(
                    caller: id, version: seen.record.version, toFind: seen.toFind, token: visit.token.text)
            }
        }
    }

    private func deciding(_ seen: CallerToRule, _ visit: Visit) -> Section {
        Section("Your decision", isSheet: true) {
            if seen.approvable.isEmpty {
                Notice(
                    .warning, "An approval would let nothing go",
                    "It rests on something that is not known. Ring them back, ask, and write it down below: then it is decided anew."
                )
            }
            Form(to: Route.callerRuling.path(seen.record.id), token: visit.token.text) {
                HiddenField("version", value: "\(seen.record.version)")
                if !seen.approvable.isEmpty {
                    CheckboxGroup(
                        "item", legend: "What may they be told?",
                        hint: "Yes or no to just this, by a data guardian. What you do not tick is refused.",
                        choices: seen.approvable.map { Choice($0.rawValue, ShareWords.of($0)) },
                        chosen: Set(form.values(of: "item")), error: errors["items"], id: "items")
                }
                TextArea(
                    "reason", label: "Why",
                    hint: "The data guardian and managers read this; the desk does not.",
                    value: form["reason"], error: errors["reason"], rows: 3, maximum: 2000, isRequired: true)
                ButtonRow {
                    if !seen.approvable.isEmpty {
                        SubmitButton("Approve what is ticked", name: "ruling", value: "approve")
                    }
                    SubmitButton("Refuse all of it", style: .danger, name: "ruling", value: "refuse")
                }
            }
            ClauseNote("P4.4")
        }
    }

    /// A caller in the queue of those who decide.
    static func card(_ record: Record<SpecialCaller>, _ age: HTML) -> Section {
        let said = record.text.said
        return Section("A caller at the desk", isSheet: true) {
            SummaryList([
                .init("Waiting", age), .init("Who", said.who), .init("They are", said.recipient.asked),
                .init("About", said.ground.asked), .init("Asked", record.asked.moment),
            ])
            LinkButton("Read it and decide", href: Route.callerRuling.path(record.id), style: .primary)
        }
    }
}
