import Casework
import Vault

/// One's own passphrase, second step and sessions (clause S3.7).
enum MySignInPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let caller = visit.caller
        let sessions = try await visit.casework.ownSessions(as: caller)
        return visit.page("How you sign in", width: .wide) {
            PageHeading("How you sign in", below: "Only you see this page.")
            SummaryList(
                [
                    .init(
                        "Passphrase", "Known to you alone",
                        action: Link("Change the passphrase", href: Route.changePassphrase.path())),
                    .init(
                        "Second step",
                        "\(caller.hasSecondFactor ? Tag("On", .good) : Tag("Off", .plain))" as HTML,
                        action: Link(
                            caller.hasSecondFactor ? "Take the second step off" : "Set up a second step",
                            href: Route.secondStep.path())),
                ] + (caller.hasSecondFactor ? [RecoveryCodesPage.entry] : []))
            DataTable(
                "Where you are signed in now",
                columns: [.init("Where"), .init("Signed in"), .init("Last used"), .init("End it")],
                rows: sessions.map { session in
                    [
                        HTML(text: session.device.words), session.began.moment.html, session.used.moment.html,
                        session.isThis ? "This one" : ending(session, visit),
                    ]
                })
            if sessions.count > 1 {
                Form(to: Route.endSession.path(), token: visit.token.text) {
                    HiddenField("session", value: "others")
                    SubmitButton("End all but this one", style: .secondary, busy: "Ending…")
                }
            }
            Paragraph(
                "If one of these is not you, end it, change your passphrase, and tell the data guardian.",
                isQuiet: true)
            if caller.mayExportAll {
                Section("Take away what you may read", isSheet: true) {
                    Paragraph(
                        "As files of open formats, for instance to leave this program for another. Data guardians alone may."
                    )
                    LinkButton("Export what I may read", href: Route.export.path())
                }
            }
            ClauseNote("S3.7")
        }
    }

    static func end(_ visit: Visit) async throws -> Answer {
        if visit.form["session"] == "others" {
            try await visit.casework.endOtherSessions(as: visit.caller)
        } else {
            guard let session = ID(text: visit.form["session"]) else { throw CaseworkError.notFound }
            try await visit.casework.endSession(session, as: visit.caller)
        }
        return .see(Route.mySignIn.path())
    }

    private static func ending(_ session: OwnSession, _ visit: Visit) -> HTML {
        Form(to: Route.endSession.path(), token: visit.token.text) {
            HiddenField("session", value: session.id.text)
            SubmitButton("End it", style: .secondary, busy: "Ending…")
        }.html
    }
}

/// Changes one's own passphrase.
struct ChangePassphrasePage {
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer { ChangePassphrasePage().answer(visit) }

    static func change(_ visit: Visit) async throws -> Answer {
        do {
            try await visit.casework.changePassphrase(
                visit.form["passphrase"], code: visit.form["code"], to: visit.form["newPassphrase"],
                again: visit.form["newPassphraseAgain"], as: visit.caller)
        } catch {
            return ChangePassphrasePage(
                errors: try FieldErrors(
                    afterPassphrase: error, of: visit.caller,
                    saying: [
                        "passphrase": "Type the passphrase that you use now.",
                        "newPassphrase": "Choose a new passphrase.",
                    ])
            ).answer(visit)
        }
        return visit.page("Passphrase changed") {
            PageHeading("Your passphrase is changed")
            Notice(.success, "The new one opens your keys from now on") {
                Paragraph(
                    "You are still signed in here. Wherever else you were signed in, you are not any more.")
            }
            LinkButton("Back to how you sign in", href: Route.mySignIn.path(), style: .primary)
        }
    }

    private func answer(_ visit: Visit) -> Answer {
        visit.page("Change your passphrase", hasErrors: !errors.isEmpty) {
            BackLink("Back to how you sign in", href: Route.mySignIn.path())
            ErrorSummary(errors)
            PageHeading("Change your passphrase")
            Form(to: Route.changePassphrase.path(), token: visit.token.text) {
                TextField(
                    "passphrase", label: "The passphrase that you use now", error: errors["passphrase"],
                    kind: .passphrase, isRequired: true)
                if visit.caller.hasSecondFactor { CodeField(isKnown: true, error: errors["code"]) }
                TextField(
                    "newPassphrase", label: "Choose a new passphrase",
                    hint:
                        "At least \(PassphraseRule.shortest) characters; four words that only you put together are good. You may paste it.",
                    error: errors["newPassphrase"], kind: .newPassphrase, isRequired: true)
                TextField(
                    "newPassphraseAgain", label: "Type the new passphrase again",
                    error: errors["newPassphraseAgain"], kind: .newPassphrase, isRequired: true)
                SubmitButton("Change it", busy: "Wrapping your keys…")
            }
            ClauseNote("S3.7")
        }
    }
}
