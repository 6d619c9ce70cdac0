import Casework
import HTTPTypes
import Hummingbird
import Vault

/// For people who have lost every data guardian: two sheets, then who is to be guardian from now on (clause S3.7). Open
/// to whoever is signed out, because nobody may be left who can sign in.
struct RecoverPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    /// Once two sheets have opened.
    var choices: RecoveryChoices?

    /// Takes either of the two steps; each brings the sheets along.
    static func submit(_ form: FormBody, _ site: Site, from source: SignInSource) async throws -> Answer {
        var page = RecoverPage(form: form)
        do {
            let choices = try await site.casework.recoveryChoices(form["first"], form["second"], from: source)
            page.choices = choices
        } catch {
            page.errors = try SheetFields.errors(error)
            return page.answer(site)
        }
        guard form["step"] == "guardian" else { return page.answer(site) }
        do {
            let secret = try await site.casework.recover(
                RecoveryForm(
                    first: form["first"], second: form["second"],
                    member: form["member"] == new ? "" : form["member"], name: form["name"],
                    ending: form.fields.filter { $0.name == "ending" }.map(\.value),
                    signInName: form["signInName"], passphrase: form["passphrase"],
                    passphraseAgain: form["passphraseAgain"]), from: source)
            return Answer.see(Route.today.path()).with(cookie: secret.cookie)
        } catch {
            switch error {
            case .invalid(let problems):
                page.errors = FieldErrors(problems, saying: words)
            case .stale:
                page.errors.add(
                    "Somebody changed the staff meanwhile. Nothing was done; send it again.", to: "member")
            case .busy:
                page.errors.add(
                    "Many people are signing in just now. Nothing was done; wait a few seconds, then send it again.",
                    to: "passphrase")
            default: throw error
            }
            return page.answer(site)
        }
    }

    private static let new = "new"
    private static let words = [
        "name": "Write their name, or choose somebody who works here.",
        "signInName": "Choose a sign-in name.", "passphrase": "Choose a passphrase.",
    ]

    func answer(_ site: Site) -> Answer {
        let page = Page(title: "Recover", organisation: site.organisation, hasErrors: !errors.isEmpty) {
            ErrorSummary(errors)
            if let choices { guardian(choices) } else { sheets }
            ClauseNote("S3.7")
        }
        return Answer(status: errors.isEmpty ? .ok : .unprocessableContent, html: page.render())
    }

    @HTMLBuilder private var sheets: HTML {
        PageHeading(
            "Every data guardian is lost",
            below:
                "Nothing is lost with them. Any two of the three recovery sheets let somebody take their place."
        )
        Section("You need", isSheet: true) {
            Bullets([
                "Two of the three sheets, with the people who keep them. One sheet opens nothing.",
                "Whoever is to be data guardian from now on, here with you.",
                "A quarter of an hour without anybody looking on, best at the charity’s own computer.",
            ])
            Paragraph(
                "If a data guardian is still there, this is not for you: they can give anybody new keys, under Staff.",
                isQuiet: true)
        }
        Form(to: Route.recover.path(), token: "") {
            SheetFields(form: form, errors: errors)
            ButtonRow {
                SubmitButton("Open them", busy: "Opening…")
                LinkButton("Back to signing in", href: Route.signIn.path())
            }
        }
    }

    @HTMLBuilder private func guardian(_ choices: RecoveryChoices) -> HTML {
        let present = choices.colleagues.filter { choices.guardians.contains($0.id) }
        PageHeading(
            "Who is data guardian from now on?",
            above: "Sheets \(choices.numbers.0) and \(choices.numbers.1) are right",
            below: "They choose how they sign in here and now. Nothing has been changed yet.")
        Form(to: Route.recover.path(), token: "") {
            HiddenField("step", value: "guardian")
            HiddenField("first", value: form["first"])
            HiddenField("second", value: form["second"])
            RadioGroup(
                "member", legend: "Who",
                hint:
                    "Somebody who works here gets new keys, and is data guardian in place of what they were. Their drafts and reminders are lost, nothing else.",
                choices: [Choice(Self.new, "Somebody new")]
                    + choices.colleagues.map {
                        Choice($0.id.text, $0.profile.name, hint: $0.profile.role.words)
                    }, chosen: form["member"].isEmpty ? Self.new : form["member"], error: errors["member"])
            TextField(
                "name", label: "If somebody new: their name, as colleagues know it", value: form["name"],
                error: errors["name"], length: .medium, maximum: 120)
            if !present.isEmpty {
                CheckboxGroup(
                    "ending", legend: "Whose keys end now",
                    hint:
                        "Whoever is gone, or may have lost their passphrase to somebody. What they signed before still counts.",
                    choices: present.map { Choice($0.id.text, $0.profile.name, hint: $0.profile.role.words) },
                    chosen: form["step"].isEmpty
                        ? Set(present.map(\.id.text))
                        : Set(form.fields.filter { $0.name == "ending" }.map(\.value)))
            }
            TextField(
                "signInName", label: "Choose a sign-in name", hint: "Their own name will do.",
                value: form["signInName"], error: errors["signInName"], kind: .signInName, length: .medium,
                maximum: 60, isRequired: true)
            TextField(
                "passphrase", label: "Choose a passphrase",
                hint:
                    "At least \(PassphraseRule.shortest) characters; four words that only they put together are good.",
                error: errors["passphrase"], kind: .newPassphrase, isRequired: true)
            TextField(
                "passphraseAgain", label: "Type the passphrase again", error: errors["passphraseAgain"],
                kind: .newPassphrase, isRequired: true)
            SubmitButton("Make them data guardian", busy: "Making their keys…")
        }
        Section("What comes next", isSheet: true) {
            Bullets([
                "They are signed in at once, and read the policy.",
                "The sheets were typed into a computer: Today asks them to hand over a new set. Until then these two still work, so keep them.",
                "The log book says that two sheets were used, and which. It does not say by whom.",
            ])
        }
    }
}
