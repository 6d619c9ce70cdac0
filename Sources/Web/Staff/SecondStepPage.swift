import Casework
import HTTPTypes
import Hummingbird
import Vault

/// Sets up one's own second step, and takes it off (clause S3.7).
struct SecondStepPage {
    /// The id under which the secret is offered: kept through a form that comes back, so that the authenticator's entry
    /// stays right.
    var offer: ID
    var errors = FieldErrors.none

    /// What opens before somebody who must have a second step has set it: itself, and the ways out.
    static func opensBefore(_ route: Route?) -> Bool {
        switch route {
        case .secondStep, .waiting, .signOut, .lock, .stay: true
        default: false
        }
    }

    static func show(_ visit: Visit) async throws -> Answer {
        try SecondStepPage(offer: visit.token.id).answer(visit)
    }

    static func set(_ visit: Visit) async throws -> Answer {
        let offer = ID(text: visit.form["offer"]) ?? visit.token.id
        do {
            let codes = try await visit.casework.setSecondFactor(
                offer, passphrase: visit.form["passphrase"], code: visit.form["code"], as: visit.caller)
            return RecoveryCodesPage.drawn(codes, "The second step is on", visit)
        } catch {
            let errors = try FieldErrors(
                afterPassphrase: error, of: visit.caller,
                saying: [
                    "passphrase": "Type your passphrase.", "code": "Type the six digits that it shows now.",
                ])
            return try SecondStepPage(offer: offer, errors: errors).answer(visit)
        }
    }

    static func takeOff(_ visit: Visit) async throws -> Answer {
        do {
            try await visit.casework.removeSecondFactor(
                passphrase: visit.form["passphrase"], code: visit.form["code"], as: visit.caller)
        } catch {
            return try SecondStepPage(
                offer: visit.token.id, errors: FieldErrors(afterPassphrase: error, of: visit.caller)
            )
            .answer(visit)
        }
        return .see(Route.mySignIn.path())
    }

    private func answer(_ visit: Visit) throws(CaseworkError) -> Answer {
        if visit.caller.hasSecondFactor { return on(visit) }
        let secret = try visit.caller.offeredSecret(offer)
        let isOwed = visit.casework.owesSecondFactor(visit.caller)
        return visit.page("Second step", marking: .confidential, hasErrors: !errors.isEmpty) {
            if !isOwed { BackLink("Back to how you sign in", href: Route.mySignIn.path()) }
            ErrorSummary(errors)
            PageHeading(
                "A second step for signing in",
                below:
                    "A code from a telephone besides the passphrase: who learns the one still lacks the other."
            )
            if isOwed {
                Notice(
                    .info, "Your work needs it before you go on",
                    "Managers, data guardians, trustees and whoever looks after the computer all have one.")
            }
            Section("1. Put this into an authenticator", isSheet: true) {
                Paragraph(
                    "Open an authenticator app on your telephone, add an account, and point its camera at this square."
                )
                if let code = QRCode(Self.address(secret, visit), label: "The key, for a telephone’s camera")
                {
                    code
                }
                Paragraph("Or add it by hand and type this key. It is shown until you leave this page.")
                Paragraph("\(Spelled(secret.typed))" as HTML)
                Paragraph(
                    "\(Link("On this telephone: open the authenticator", href: Self.address(secret, visit)))"
                        as HTML)
            }
            Section("2. Show that it works", isSheet: true) {
                Form(to: Route.secondStep.path(), token: visit.token.text) {
                    HiddenField("offer", value: offer.text)
                    TextField(
                        "code", label: "The six digits that it shows now", error: errors["code"],
                        kind: .oneTimeCode, length: .short, maximum: 10, isRequired: true)
                    TextField(
                        "passphrase", label: "Your passphrase", error: errors["passphrase"],
                        kind: .passphrase,
                        length: .medium, isRequired: true)
                    SubmitButton("Turn it on", busy: "Checking…")
                }
            }
            ClauseNote("S3.7")
        }
    }

    private func on(_ visit: Visit) -> Answer {
        visit.page("Second step", hasErrors: !errors.isEmpty) {
            BackLink("Back to how you sign in", href: Route.mySignIn.path())
            ErrorSummary(errors)
            PageHeading(
                "Take off the second step", below: "For example to set it up anew on another telephone.")
            Form(to: Route.secondStepOff.path(), token: visit.token.text) {
                TextField(
                    "passphrase", label: "Your passphrase", error: errors["passphrase"], kind: .passphrase,
                    length: .medium, isRequired: true)
                CodeField(isKnown: true, error: errors["code"])
                SubmitButton("Take it off", style: .danger, busy: "Checking…")
            }
            ClauseNote("S3.7")
        }
    }

    /// What an authenticator opens (the Key URI format): the charity's name, and nobody's.
    private static func address(_ secret: OneTimeSecret, _ visit: Visit) -> String {
        let issuer = visit.site.organisation.utf8.map { byte in
            let isPlain = (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
        }.joined()
        let key = secret.typed.filter { $0 != " " }
        return "otpauth://totp/Amanah:\(issuer)?secret=\(key)&issuer=Amanah"
    }
}

/// Takes a colleague's second step off, whose telephone and codes are lost.
struct ResetSecondStepPage {
    var why = ""
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer { try await ResetSecondStepPage().answer(visit) }

    static func reset(_ visit: Visit) async throws -> Answer {
        do {
            try await visit.casework.resetSecondFactor(
                of: visit.id("member"), why: visit.form["why"], as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let errors = FieldErrors(problems, saying: ["why": "Say why, in a sentence."])
                return try await ResetSecondStepPage(why: visit.form["why"], errors: errors).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.staff.path())
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("member")
        guard visit.caller.canResetSecondFactor(of: member),
            let colleague = try await visit.casework.roster(as: visit.caller).first(where: {
                $0.id == member
            })
        else { throw CaseworkError.notFound }
        return visit.page("Take off a second step", hasErrors: !errors.isEmpty) {
            BackLink("Back to staff", href: Route.staff.path())
            ErrorSummary(errors)
            PageHeading(
                "Take off the second step of \(PersonName(colleague.profile.name))?" as HTML,
                above: colleague.profile.role.words)
            Section("Before you do", isSheet: true) {
                Paragraph(
                    "Make sure that it is they who ask: see them, or ring them on a number that you knew before. Somebody who has their passphrase would ask the same."
                )
                Bullets([
                    "Their passphrase alone signs them in until they have set up another.",
                    "They are signed out everywhere now.", "Your name and the reason are in the log book.",
                ])
            }
            Form(to: Route.resetSecondStep.path(member), token: visit.token.text) {
                TextArea("why", label: "Why", value: why, error: errors["why"], isRequired: true)
                SubmitButton("Take it off", style: .danger)
            }
            ClauseNote("S3.7")
        }
    }
}
