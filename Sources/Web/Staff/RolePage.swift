import Casework
import HTTPTypes
import Vault

/// Gives a member another role, which is a set of teams (clause S3.5).
struct RolePage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var isStale = false

    static func show(_ visit: Visit) async throws -> Answer { try await RolePage().answer(visit) }

    static func change(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("member")
        guard visit.caller.canSuspend(member) else { throw CaseworkError.notFound }
        guard let role = Role(rawValue: visit.form["role"]) else {
            return try await RolePage(form: visit.form, errors: ["role": "Please choose a role."])
                .answer(visit)
        }
        do {
            try await visit.casework.changeRole(
                of: member, to: role, from: UInt32(visit.form["version"]) ?? 0, why: visit.form["why"],
                handingTo: ID(text: visit.form["successor"]), as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let errors = FieldErrors(problems, saying: ["why": "Say why, in a sentence."])
                return try await RolePage(form: visit.form, errors: errors).answer(visit)
            case .stale: return try await RolePage(form: visit.form, isStale: true).answer(visit)
            default: throw error
            }
        }
        return .see(Route.workLeft.path(member))
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("member")
        guard visit.caller.canSuspend(member),
            let colleague = try await visit.casework.roster(as: visit.caller).first(where: {
                $0.id == member
            })
        else { throw CaseworkError.notFound }
        let handing = try await HandingOver(member, visit)
        let roles = Role.allCases.filter {
            $0 != colleague.profile.role && $0.canBeGiven(by: visit.caller.teams)
                && visit.caller.certified.canSpare(member, taking: $0)
        }
        return visit.page(
            "Change a role", status: isStale ? .conflict : .ok, hasErrors: !errors.isEmpty
        ) {
            BackLink("Back to staff", href: Route.staff.path())
            ErrorSummary(errors)
            if isStale { StaleStaff() }
            PageHeading(
                "Another role for \(PersonName(colleague.profile.name))" as HTML,
                above: colleague.profile.role.words)
            if roles.isEmpty {
                Notice(
                    .warning, "They are one of two managers",
                    "Two are needed, so that nobody rules on their own request. Admit another first.")
            } else {
                LeavingWords(isOut: false, couldCertify: visit.caller.certified.couldCertify(member))
                Form(to: Route.changeRole.path(member), token: visit.token.text) {
                    HiddenField("version", value: "\(colleague.version)")
                    RadioGroup(
                        "role", legend: "New role",
                        choices: roles.map { Choice($0.rawValue, $0.words, hint: $0.meaning) },
                        chosen: form["role"], error: errors["role"], isRequired: true)
                    handing.fields(chosen: form["successor"], error: errors["successor"])
                    TextArea(
                        "why", label: "Why", hint: "Sealed in the log book, for managers and guardians.",
                        value: form["why"], error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                    ButtonRow {
                        SubmitButton("Change the role", style: .primary, busy: "Sealing keys…")
                        LinkButton("Leave it", href: Route.staff.path())
                    }
                }
            }
            ClauseNote("S3.5")
        }
    }
}
