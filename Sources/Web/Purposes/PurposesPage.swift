import Casework
import HTTPTypes
import Policy
import Vault

/// The register of purposes (clauses S2.1, S3.1): what information is used for, and until when a guardian allows it.
struct PurposesPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    /// The purpose whose approval is to be put right.
    var approving: ID?
    var isStale = false

    static func show(_ visit: Visit) async throws -> Answer { try await PurposesPage().answer(visit) }

    static func propose(_ visit: Visit) async throws -> Answer {
        do {
            try await visit.casework.proposePurpose(
                name: visit.form["name"], why: visit.form["why"], id: visit.newID(), as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let words = [
                    "name": "Give the purpose a name.", "why": "Say why it is needed, and for whom.",
                ]
                return try await PurposesPage(form: visit.form, errors: FieldErrors(problems, saying: words))
                    .answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.purposes.path())
    }

    static func approve(_ visit: Visit) async throws -> Answer {
        let purpose = try visit.id("purpose")
        do {
            try await visit.casework.approvePurpose(
                purpose, version: UInt32(visit.form["version"]) ?? 0, until: visit.form["until"],
                as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                var errors = FieldErrors.none
                for problem in problems {
                    errors.add(problem.reason.words, to: "\(problem.field)-\(purpose.reference)")
                }
                return try await PurposesPage(form: visit.form, errors: errors, approving: purpose)
                    .answer(visit)
            case .stale, .alreadySaved: return try await PurposesPage(isStale: true).answer(visit)
            default: throw error
            }
        }
        return .see(Route.purposes.path())
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let purposes = try await visit.casework.purposes(as: visit.caller)
        let isGuardian = visit.caller.teams.contains(.guardian)
        return visit.page(
            "Purposes", status: isStale ? .conflict : .ok, hasErrors: !errors.isEmpty
        ) {
            ErrorSummary(errors)
            if isStale {
                Notice(
                    .warning, "Somebody changed this purpose meanwhile: nothing was done",
                    "This is how it stands now.")
            }
            PageHeading(
                "Purposes",
                below:
                    "What we use information for. A guardian looks at each one, and again when its time is up."
            )
            if purposes.isEmpty { Paragraph("There is no purpose on the register yet.", isQuiet: true) }
            purposes.map { entry($0, isGuardian, visit) }
            Section("Propose a purpose", isSheet: true) {
                Form(to: Route.purposes.path(), token: visit.token.text) {
                    TextField(
                        "name", label: "Name", hint: "For example: housing applications.",
                        value: form["name"], error: errors["name"], maximum: 120, isRequired: true)
                    TextArea(
                        "why", label: "Why is it needed, and whom does it serve?", value: form["why"],
                        error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                    SubmitButton("Propose it")
                }
            }
            ClauseNote("S3.1")
        }
    }

    private func entry(_ purpose: Record<Purpose>, _ isGuardian: Bool, _ visit: Visit) -> Section {
        let state = purpose.text.state(on: visit.casework.now.day)
        let until = purpose.text.approvedUntil.flatMap { Day($0)?.words }
        let field = "until-\(purpose.id.reference)"
        return Section("<bdi>\(purpose.text.name)</bdi>" as HTML, isSheet: true) {
            tag(state)
            SummaryList(
                [.init("Why", Written(purpose.text.why))]
                    + (until.map { [.init(state == .lapsed ? "Was good until" : "Until", $0)] } ?? []))
            if isGuardian {
                Form(to: Route.approvePurpose.path(purpose.id), token: visit.token.text) {
                    HiddenField("version", value: "\(purpose.version)")
                    DateField(
                        "until",
                        label: state == .approved ? "Approve again, until" : "Approve it, until",
                        hint: "A day in the next two years, when you will look at it again.",
                        value: approving == purpose.id ? form["until"] : "", error: errors[field],
                        .coming(example: visit.casework.now.day.adding(days: 365)), isRequired: true,
                        id: field)
                    SubmitButton("Approve \(purpose.text.name)", style: .secondary)
                }
            }
        }
    }

    private func tag(_ state: PurposeState) -> Tag {
        switch state {
        case .approved: Tag("Approved", .good)
        case .lapsed: Tag("Lapsed: can’t be used", .alarm)
        case .proposed, .none: Tag("Proposed: can’t be used yet", .watch)
        }
    }
}
