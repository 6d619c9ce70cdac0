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
        var page = ConfirmPage(
            next: SignInPage.safe(visit.form["next"]), kept: KeptTyping(visit.form, visit.casework))
        do {
            try await visit.casework.confirm(
                passphrase: visit.form["passphrase"], code: visit.form["code"], as: visit.caller)
        } catch {
            page.errors = try FieldErrors(afterPassphrase: error, of: visit.caller)
            return page.answer(visit)
        }
        if let kept = page.kept, kept.keeper == visit.caller.member {
            return KeptPage(kept: kept).answer(visit.site, visit.caller)
        }
        return .see(page.next.isEmpty ? Route.today.path() : page.next)
    }

    private func answer(_ visit: Visit, status: HTTPResponse.Status = .ok) -> Answer {
        let field = kept?.field(visit.casework)
        return visit.page(
            "Your passphrase, please", status: status, hasErrors: !errors.isEmpty
        ) {
            if field != nil {
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
                field
                TextField(
                    "passphrase", label: "Passphrase", error: errors["passphrase"], kind: .passphrase,
                    length: .medium, isRequired: true, isFocused: errors.isEmpty)
                if visit.caller.hasSecondFactor { CodeField(isKnown: true, error: errors["code"]) }
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
    ///
    /// Which of the two was wrong is not said, to somebody signed in either: the screen may be another's.
    init(
        afterPassphrase error: CaseworkError, of caller: Caller, saying words: [String: String] = [:]
    ) throws(CaseworkError) {
        switch error {
        case .invalid(let problems):
            if caller.hasSecondFactor, problems == [Problem("passphrase", .notRight)] {
                self = [
                    "passphrase":
                        "The passphrase or the code is not right. Check both; a code works once, so wait for the next."
                ]
                return
            }
            let usual = [
                "passphrase": "Type your passphrase.",
                "code": "Type the code from your authenticator, or a recovery code.",
            ]
            self.init(problems, saying: usual.merging(words) { $1 })
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
