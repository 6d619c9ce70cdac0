import Casework
import Vault

/// The codes that stand in for a lost telephone: shown once when they are drawn, and drawn anew when they run short or
/// were seen (clause S3.7).
struct RecoveryCodesPage {
    var errors = FieldErrors.none

    /// The line that leads here.
    static var entry: SummaryList.Row {
        .init(
            "Recovery codes", "For when the telephone is not there",
            action: Link("Draw new recovery codes", href: Route.recoveryCodes.path()))
    }

    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.hasSecondFactor else { return .see(Route.secondStep.path()) }
        return RecoveryCodesPage().answer(visit)
    }

    static func renew(_ visit: Visit) async throws -> Answer {
        do {
            let codes = try await visit.casework.renewRecoveryCodes(
                passphrase: visit.form["passphrase"], code: visit.form["code"], as: visit.caller)
            return drawn(codes, "Your new recovery codes", visit)
        } catch {
            return RecoveryCodesPage(errors: try FieldErrors(afterPassphrase: error, of: visit.caller))
                .answer(visit)
        }
    }

    /// The ten, once.
    static func drawn(_ codes: [String], _ heading: String, _ visit: Visit) -> Answer {
        visit.page("Recovery codes", marking: .confidential) {
            PageHeading("\(heading)", above: visit.site.organisation)
            Notice(
                .warning, "Print or copy these now: they are not shown again",
                "If the telephone is lost or broken, one of these stands in for its code. Each works once. Keep them apart from the computer and from your passphrase."
            )
            Bullets(codes.map(SignInWords.grouped))
            ButtonRow {
                PrintButton("Print the codes")
                LinkButton("I have them: go on", href: Route.today.path(), style: .primary)
            }
            ClauseNote("S3.7")
        }
    }

    private func answer(_ visit: Visit) -> Answer {
        visit.page("New recovery codes", hasErrors: !errors.isEmpty) {
            BackLink("Back to how you sign in", href: Route.mySignIn.path())
            ErrorSummary(errors)
            PageHeading(
                "Ten new recovery codes",
                below:
                    "When few are left, or somebody may have seen them. Those you have now open nothing from then on; your authenticator stays as it is."
            )
            Form(to: Route.recoveryCodes.path(), token: visit.token.text) {
                TextField(
                    "passphrase", label: "Your passphrase", error: errors["passphrase"], kind: .passphrase,
                    length: .medium, isRequired: true)
                CodeField(isKnown: true, error: errors["code"])
                SubmitButton("Draw ten new ones", busy: "Checking…")
            }
            ClauseNote("S3.7")
        }
    }
}
