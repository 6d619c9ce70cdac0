import Casework
import Vault

/// Withdraws a code that was not used, or turns away somebody who enrolled and was not let in (clause S3.5).
struct TurnAwayPage {
    /// How far they have come.
    enum Stage: Sendable { case code, newcomer }

    let stage: Stage
    var why = ""
    var errors = FieldErrors.none

    /// The passphrase is asked for before a reason is typed.
    static func show(_ stage: Stage, _ visit: Visit) async throws -> Answer {
        let page = TurnAwayPage(stage: stage)
        guard let colleague = try await page.colleague(visit) else { throw CaseworkError.notFound }
        try visit.requireFresh()
        return page.answer(colleague, visit)
    }

    static func turnAway(_ stage: Stage, _ visit: Visit) async throws -> Answer {
        let member = try visit.id("member")
        do {
            switch stage {
            case .code:
                try await visit.casework.withdrawCode(of: member, why: visit.form["why"], as: visit.caller)
            case .newcomer:
                try await visit.casework.turnAway(member, why: visit.form["why"], as: visit.caller)
            }
        } catch {
            switch error {
            case .invalid(let problems):
                let errors = FieldErrors(problems, saying: ["why": "Say why, in a sentence."])
                let page = TurnAwayPage(stage: stage, why: visit.form["why"], errors: errors)
                guard let colleague = try await page.colleague(visit) else { throw CaseworkError.notFound }
                return page.answer(colleague, visit)
            // It was done, or they came in meanwhile: the list says how it stands.
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.staff.path())
    }

    private func colleague(_ visit: Visit) async throws -> Colleague? {
        let member = try visit.id("member")
        return try await visit.casework.roster(as: visit.caller).first {
            $0.id == member
                && (stage == .code
                    ? visit.caller.canWithdrawCode(of: $0) : visit.caller.canTurnAway($0))
        }
    }

    private func answer(_ colleague: Colleague, _ visit: Visit) -> Answer {
        let name = PersonName(colleague.profile.name)
        let isCode = stage == .code
        return visit.page(isCode ? "Withdraw a code" : "Turn somebody away", hasErrors: !errors.isEmpty) {
            BackLink("Back to staff", href: Route.staff.path())
            ErrorSummary(errors)
            PageHeading(
                isCode ? "Withdraw the code of \(name)?" as HTML : "Turn away \(name)?" as HTML,
                above: colleague.profile.role.words,
                below: isCode
                    ? "The code was made on \(colleague.at.day.words), \(colleague.at.time)."
                    : "They were invited on \(colleague.at.day.words), \(colleague.at.time).")
            Section("What happens", isSheet: true) {
                Bullets(
                    isCode
                        ? [
                            "The code enrols nobody from now on, whoever has it.",
                            "If it was lost, make another afterwards. Theirs is the newer one.",
                            "Somebody who was to come back with it stays suspended, and can be given another.",
                        ]
                        : [
                            "They are signed out, and their passphrase opens nothing any more. They held no key of the charity’s.",
                            "Nobody can let these keys in. If it was a mistake, invite them again.",
                            "If the fingerprints differ, tell the data guardian: somebody else may have used the code.",
                        ])
            }
            Form(
                to: (isCode ? Route.withdrawCode : .turnAway).path(colleague.id), token: visit.token.text
            ) {
                TextArea(
                    "why", label: "Why", hint: "Sealed in the log book, for managers and guardians.",
                    value: why, error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                ButtonRow {
                    SubmitButton(
                        isCode ? "Withdraw the code" : "Turn them away", style: .danger, busy: "One moment…")
                    LinkButton("Leave it", href: Route.staff.path())
                }
            }
            ClauseNote("S3.5")
        }
    }
}
