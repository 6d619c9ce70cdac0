import Casework
import HTTPTypes
import Vault

/// A guardian gives somebody a code for new keys: their passphrase is lost, or they come back (clause S3.7).
struct ReadmitPage {
    var why = ""
    var errors = FieldErrors.none
    var isStale = false

    /// The passphrase is asked for before a reason is typed.
    static func show(_ visit: Visit) async throws -> Answer {
        _ = try await colleague(visit)
        try visit.caller.requireFresh(at: visit.casework.now)
        return try await ReadmitPage().answer(visit)
    }

    static func readmit(_ visit: Visit) async throws -> Answer {
        let colleague = try await Self.colleague(visit)
        do {
            let code = try await visit.casework.readmit(
                colleague.id, from: UInt32(visit.form["version"]) ?? 0, why: visit.form["why"],
                as: visit.caller)
            return visit.page("The code is made") {
                PageHeading("New keys for \(PersonName(colleague.profile.name))" as HTML)
                StaffPage.handOver(colleague.profile.name, code.text)
                Paragraph(
                    "They use it on the page Enrol, and choose a sign-in name and a new passphrase; the old name is free again. Then compare the fingerprint with them under Staff."
                )
                LinkButton("Back to staff", href: Route.staff.path(), style: .primary)
            }
        } catch {
            switch error {
            case .invalid(let problems):
                let errors = FieldErrors(problems, saying: ["why": "Say why, in a sentence."])
                return try await ReadmitPage(why: visit.form["why"], errors: errors).answer(visit)
            case .stale:
                return try await ReadmitPage(why: visit.form["why"], isStale: true).answer(visit)
            default: throw error
            }
        }
    }

    private static func colleague(_ visit: Visit) async throws -> Colleague {
        let member = try visit.id("member")
        guard
            let colleague = try await visit.casework.roster(as: visit.caller).first(where: {
                $0.id == member
            }), visit.caller.canReadmit(colleague)
        else { throw CaseworkError.notFound }
        return colleague
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let colleague = try await Self.colleague(visit)
        let isHere = visit.caller.certified.identity(of: colleague.id) != nil
        return visit.page("New keys", status: isStale ? .conflict : .ok, hasErrors: !errors.isEmpty) {
            BackLink("Back to staff", href: Route.staff.path())
            ErrorSummary(errors)
            if isStale { StaleStaff() }
            PageHeading(
                "New keys for \(PersonName(colleague.profile.name))" as HTML,
                above: colleague.profile.role.words,
                below: isHere
                    ? "For a passphrase that is lost, or that somebody else may know."
                    : "For somebody who comes back. They have the role that they had; change it first or after if it is another."
            )
            Section("What happens", isSheet: true) {
                Bullets([
                    "Their old keys count for nothing from now on, and they are signed out everywhere. What they signed before still counts.",
                    "You get a code to hand over in person. With it they choose a new passphrase, and you compare fingerprints as for a newcomer.",
                    isHere
                        ? "Then they hold what their role holds, and the files that were given to them by name."
                        : "Then they hold what their role holds. Files that were given to them by name stay with whoever has them now.",
                    "Their unfinished drafts and their own reminders are lost: only the old passphrase opened them.",
                ])
            }
            Form(to: Route.readmit.path(colleague.id), token: visit.token.text) {
                HiddenField("version", value: "\(colleague.version)")
                TextArea(
                    "why", label: "Why, and how you know that it is they who ask",
                    hint: "Sealed in the log book, for managers and guardians.", value: why,
                    error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                ButtonRow {
                    SubmitButton("End the old keys and make a code", style: .danger, busy: "One moment…")
                    LinkButton("Leave it", href: Route.staff.path())
                }
            }
            ClauseNote("S3.7")
        }
    }
}
