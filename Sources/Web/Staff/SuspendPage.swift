import Casework
import HTTPTypes
import Vault

/// Lets a member go: what it does at once, and what it does not take back, before anything is done
/// (clause S3.7).
struct SuspendPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var isStale = false

    static func show(_ visit: Visit) async throws -> Answer { try await SuspendPage().answer(visit) }

    static func suspend(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("member")
        do {
            try await visit.casework.suspend(
                member, why: visit.form["why"], handingTo: ID(text: visit.form["successor"]),
                as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let errors = FieldErrors(problems, saying: ["why": "Say why, in a sentence."])
                return try await SuspendPage(form: visit.form, errors: errors).answer(visit)
            case .stale: return try await SuspendPage(form: visit.form, isStale: true).answer(visit)
            case .alreadySaved: break
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
        let managers = visit.caller.certified.members(of: .management)
        let handing = try await HandingOver(member, visit)
        return visit.page(
            "Suspend somebody", status: isStale ? .conflict : .ok, hasErrors: !errors.isEmpty
        ) {
            BackLink("Back to staff", href: Route.staff.path())
            ErrorSummary(errors)
            if isStale { StaleStaff() }
            PageHeading(
                "Suspend \(PersonName(colleague.profile.name))?" as HTML, above: colleague.profile.role.words,
                below: "For somebody who leaves for good as well: there is no other step.")
            if managers.contains(member), managers.count <= 2 {
                Notice(
                    .warning, "Fewer than two managers will be left",
                    "Until there are two again, no new file can be made. Admit another manager first if you can."
                )
            }
            LeavingWords(isOut: true, couldCertify: visit.caller.certified.couldCertify(member))
            Form(to: Route.suspend.path(member), token: visit.token.text) {
                handing.fields(chosen: form["successor"], error: errors["successor"])
                TextArea(
                    "why", label: "Why", hint: "Sealed in the log book, for managers and guardians.",
                    value: form["why"], error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                ButtonRow {
                    SubmitButton("Suspend them now", style: .danger, busy: "Suspending…")
                    LinkButton("Leave it", href: Route.staff.path())
                }
            }
            ClauseNote("S3.7")
        }
    }
}

/// What leaving takes back, and what it does not.
struct LeavingWords: Component {
    /// Out of the charity, and not only out of some teams.
    let isOut: Bool
    /// Whether they could read the charity's certifying key, which can't be changed (docs/keys.md).
    let couldCertify: Bool

    var html: HTML {
        HTML {
            Section("At once", isSheet: true) {
                Bullets(
                    isOut
                        ? [
                            "They are signed out, on every computer and telephone, and can’t sign in again.",
                            "Nothing new is given to them, and nothing that they sign as themself from now on counts.",
                            "Their teams get new keys, without them. What is written from now on is closed to them, even with a copy of the database and their old passphrase.",
                            "Their unfinished drafts and their own reminders are destroyed. Nobody else could ever read them.",
                            "What they wrote and did stays, under their name.",
                        ]
                        : [
                            "They are signed out, on every computer and telephone, and sign in again with the same passphrase.",
                            "Their teams get new keys. What is written from now on opens for them only where the new role needs it.",
                            "Files that were given to them by name are theirs no more.",
                            "Their drafts stay theirs. What they wrote and did stays, under their name.",
                        ])
            }
            Section("What it does not take back", isSheet: true) {
                Bullets([
                    "What they have read, remember, printed, copied or photographed.",
                    "What was written before, for somebody who has a copy of the database from then and their passphrase. Guard the server’s disk and its backups, until the last backup from before is gone.",
                    "A letter for a file’s log by somebody who can’t read that log, until somebody who can writes there next.",
                ])
                if couldCertify { CertifyingKeyKept() }
            }
        }
    }
}

/// What stays open after a manager or a guardian: the charity's certifying key is not made anew.
struct CertifyingKeyKept: Component {
    var html: HTML {
        Notice(.warning, "Managers and data guardians can read the charity’s certifying key") {
            Paragraph(
                "It lets people into teams, and it can’t be changed. Somebody who kept a copy could let in anybody, in anybody’s name, if they can also write the server’s database. It opens no file by itself: what was written before would stay closed to whoever they let in, and what is given to them from then on would not."
            )
            Paragraph(
                "What to do: see that they no longer have the server’s passwords, its keys or its building. Look at Teams for anybody whom nobody remembers letting in, and ask whoever looks after the server to run amanah ledger verify: it names a certificate that no entry of the log made."
            )
        }.html
    }
}

/// Somebody else changed the staff since the page was opened.
struct StaleStaff: Component {
    var html: HTML {
        Notice(
            .warning, "Somebody changed the staff meanwhile: nothing was done",
            "This is how it stands now. If it is still right, send it again."
        ).html
    }
}

/// Points under one another.
struct Bullets: Component {
    let points: [String]

    init(_ points: [String]) { self.points = points }

    var html: HTML { "<ul>\n\(points.map { "<li>\($0)</li>\n" as HTML })</ul>\n" }
}
