import Casework
import HTTPTypes
import Hummingbird
import Vault

/// Asks for the passphrase afresh before something that matters more than the rest, and then goes on to it
/// (clause S3.7).
struct ConfirmPage {
    var next = ""
    /// What was typed into a form that came without a fresh passphrase.
    var kept: KeptTyping?
    var errors = FieldErrors.none

    /// What is answered in place of whatever asked for it. Typing that came along is kept in this page.
    static func first(_ visit: Visit) -> Answer {
        let path = SignInPage.safe(visit.path)
        guard visit.form.fields.isEmpty else {
            let kept = KeptTyping(keeper: visit.caller.member, action: path, form: visit.form)
            return ConfirmPage(kept: kept).answer(visit, status: .conflict)
        }
        return .see(Route.confirm.path() + (path.isEmpty ? "" : "?next=" + path))
    }

    static func show(_ visit: Visit) async throws -> Answer {
        ConfirmPage(next: SignInPage.safe(visit.query[.next])).answer(visit)
    }

    static func confirm(_ visit: Visit) async throws -> Answer {
        var page = ConfirmPage(next: SignInPage.safe(visit.form["next"]), kept: KeptTyping(visit.form))
        if visit.form["passphrase"].isEmpty {
            page.errors.add("Type your passphrase.", to: "passphrase")
            return page.answer(visit)
        }
        do {
            try await visit.casework.confirm(
                passphrase: visit.form["passphrase"], code: visit.form["code"], as: visit.caller)
        } catch {
            page.errors = try FieldErrors(afterPassphrase: error)
            return page.answer(visit)
        }
        if let kept = page.kept, kept.keeper == visit.caller.member {
            return KeptPage(kept: kept).answer(visit.site, visit.caller)
        }
        return .see(page.next.isEmpty ? Route.today.path() : page.next)
    }

    private func answer(_ visit: Visit, status: HTTPResponse.Status = .ok) -> Answer {
        visit.page("Your passphrase, please", status: status, hasErrors: !errors.isEmpty) {
            if kept != nil {
                Notice(
                    .info, "What you typed is kept",
                    "Nothing was done yet. When you have typed your passphrase, it is put before you again.")
            }
            ErrorSummary(errors)
            PageHeading(
                "Your passphrase, please",
                below:
                    "What comes next opens more than usual, so it is asked for again. It lasts for five minutes."
            )
            Form(to: Route.confirm.path(), token: visit.token.text) {
                HiddenField("next", value: next)
                kept?.fields
                TextField(
                    "passphrase", label: "Passphrase", error: errors["passphrase"], kind: .passphrase,
                    length: .medium, isRequired: true, isFocused: errors.isEmpty)
                if visit.caller.hasSecondFactor { CodeField(isKnown: true) }
                ButtonRow {
                    SubmitButton("Go on", busy: "Checking…")
                    LinkButton("Back to Today", href: Route.today.path())
                }
            }
            ClauseNote("S3.7")
        }
    }
}

extension FieldErrors {
    /// What to say beside the passphrase, when it was tried and did not open, or could not be tried.
    init(afterPassphrase error: CaseworkError, saying words: [String: String] = [:]) throws(CaseworkError) {
        switch error {
        case .invalid(let problems): self.init(problems, saying: words)
        case .tooManyTries(let seconds):
            self = ["passphrase": "Too many tries. Wait \(SignInWords.wait(seconds)), then type it again."]
        case .busy:
            self = [
                "passphrase": "Many people are signing in just now. Wait a few seconds, then type it again."
            ]
        default: throw error
        }
    }
}
