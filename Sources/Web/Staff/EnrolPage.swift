import Casework
import Vault
import HTTPTypes
import Hummingbird

/// Where a newcomer uses their code: the passphrase is chosen here, and the keys are made (clause S3.7).
struct EnrolPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var isWrongCode = false

    func answer(_ site: Site, status: HTTPResponse.Status = .ok) -> Answer {
        let page = Page(
            title: "Enrol", organisation: site.organisation, hasErrors: !errors.isEmpty || isWrongCode
        ) {
            if isWrongCode {
                Notice(
                    .failure, "That code opens nothing",
                    "It may be mistyped, used already, or older than fourteen days. Check it, or ask for a new one from the person who gave it to you."
                )
            }
            ErrorSummary(errors)
            PageHeading(
                "Enrol", below: "You need the code that was handed to you. It works once.")
            Form(to: Route.enrol.path(), token: "") {
                TextField(
                    "code", label: "Enrolment code", hint: "Five groups of four letters and digits.",
                    value: form["code"], error: errors["code"], length: .medium, maximum: 40,
                    isRequired: true, isFocused: true)
                TextField(
                    "signInName", label: "Choose a sign-in name",
                    hint: "You will type it each day. Your own name will do.", value: form["signInName"],
                    error: errors["signInName"], kind: .signInName, length: .medium, maximum: 60,
                    isRequired: true)
                TextField(
                    "passphrase", label: "Choose a passphrase",
                    hint:
                        "At least \(PassphraseRule.shortest) characters; four words that only you put together are good. Nobody here can look it up, and without it your keys do not open.",
                    error: errors["passphrase"], kind: .newPassphrase, isRequired: true)
                TextField(
                    "passphraseAgain", label: "Type the passphrase again",
                    error: errors["passphraseAgain"], kind: .newPassphrase, isRequired: true)
                SubmitButton("Enrol", busy: "Making your keys…")
            }
        }
        return Answer(status: status, html: page.render())
    }

    private static let words = [
        "code": "Type the code that was handed to you.", "signInName": "Choose a sign-in name.",
        "passphrase": "Choose a passphrase.",
    ]

    static func submit(_ form: FormBody, _ site: Site, from source: SignInSource) async throws -> Answer {
        var page = EnrolPage(form: form)
        do {
            let secret = try await site.casework.enrol(
                EnrolmentForm(
                    code: form["code"], signInName: form["signInName"], passphrase: form["passphrase"],
                    passphraseAgain: form["passphraseAgain"]), from: source)
            return Answer.see(Route.waiting.path()).with(cookie: secret.cookie)
        } catch {
            switch error {
            case .wrongCode: page.isWrongCode = true
            case .invalid(let problems): page.errors = FieldErrors(problems, saying: words)
            case .tooManyTries(let seconds):
                page.errors.add(
                    "Too many tries from here. Wait \(SignInWords.wait(seconds)), then send it again.",
                    to: "code")
                return page.answer(site, status: .tooManyRequests)
            case .busy:
                page.errors.add(
                    "Many people are signing in just now. Wait a few seconds, then send it again.",
                    to: "passphrase")
                return page.answer(site, status: .serviceUnavailable)
            default: throw error
            }
        }
        return page.answer(site, status: .unprocessableContent)
    }
}

/// Where a newcomer waits until a key holder has compared the fingerprint and certified them.
struct WaitingPage {
    static func show(_ visit: Visit) async throws -> Answer {
        if visit.caller.isCertified { return .see(Route.today.path()) }
        return visit.page("Almost there") {
            PageHeading(
                "Almost there",
                below:
                    "A manager or the data guardian lets you in, once they have seen that these keys are yours."
            )
            Notice(.info, "Show or read them this fingerprint") {
                Paragraph("\(Spelled(visit.caller.keyring.keys.identity.fingerprint))" as HTML)
                Paragraph("They compare it with the one on their own screen, under Staff.")
            }
            LinkButton("I have been let in", href: Route.waiting.path(), style: .primary)
        }
    }
}
