import Casework
import Vault

/// Suspends a member: what it does at once, and what it does not take back, before anything is done (clause S3.7).
struct SuspendPage {
    var why = ""
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer { try await SuspendPage().answer(visit) }

    static func suspend(_ visit: Visit) async throws -> Answer {
        do {
            try await visit.casework.suspend(
                visit.id("member"), why: visit.form["why"], as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let errors = FieldErrors(problems, saying: ["why": "Say why, in a sentence."])
                return try await SuspendPage(why: visit.form["why"], errors: errors).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.staff.path())
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("member")
        guard visit.caller.canSuspend(member),
            let colleague = try await visit.casework.roster(as: visit.caller).first(where: {
                $0.id == member
            })
        else { throw CaseworkError.notFound }
        let managers = visit.caller.certified.members(of: .management)
        return visit.page("Suspend somebody", hasErrors: !errors.isEmpty) {
            BackLink("Back to staff", href: Route.staff.path())
            ErrorSummary(errors)
            PageHeading(
                "Suspend \(PersonName(colleague.profile.name))?" as HTML, above: colleague.profile.role.words)
            if managers.contains(member), managers.count <= 2 {
                Notice(
                    .warning, "Fewer than two managers will be left",
                    "Until there are two again, no new file can be made. Admit another manager first if you can."
                )
            }
            Section("At once", isSheet: true) {
                Bullets([
                    "They are signed out, on every computer and telephone, and can’t sign in again.",
                    "Nothing new is given to them, and nothing that they sign from now on counts.",
                    "What they wrote and did stays, under their name.",
                ])
            }
            Section("What it does not take back", isSheet: true) {
                Bullets([
                    "What they have read, printed or copied.",
                    "Their own keys. If they also had a copy of the database, their passphrase would still open in it what they could open here.",
                    "The teams’ keys, which stay the same for now: changing them comes in a later version. Until then, such a copy taken later would open new files of their teams too. Guard the server’s disk and its backups.",
                    "Files given to them by name stay theirs alone among caseworkers. Managers still open those that are not restricted.",
                ])
                Paragraph(
                    "Letting them in again, with new keys, comes in a later version too.", isQuiet: true)
            }
            Form(to: Route.suspend.path(member), token: visit.token.text) {
                TextArea(
                    "why", label: "Why", hint: "Sealed in the log book, for managers and guardians.",
                    value: why, error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                ButtonRow {
                    SubmitButton("Suspend them now", style: .danger, busy: "Suspending…")
                    LinkButton("Leave it", href: Route.staff.path())
                }
            }
            ClauseNote("S3.7")
        }
    }
}

/// Points under one another.
struct Bullets: Component {
    let points: [String]

    init(_ points: [String]) { self.points = points }

    var html: HTML { "<ul>\n\(points.map { "<li>\($0)</li>\n" as HTML })</ul>\n" }
}
