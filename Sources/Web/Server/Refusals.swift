import Casework
import HTTPTypes
import Hummingbird

/// The pages that say what went wrong: the one place where an error gets its status and its words. What was typed stands
/// in each of them (`Visit.page`, `TypedAgain`), so none sends anybody back to look for it.
enum Refusals {
    /// Not there, not yours and restricted are one page (clause S3.4).
    static func notFound(_ visit: Visit) -> Answer {
        var visit = visit
        visit.route = nil
        return visit.page("Not found", status: .notFound) {
            PageHeading("There is nothing here for you")
            Paragraph(
                "The address may be mistyped, or what was here is not something you can open. If you need it for your work, ask a manager."
            )
            LinkButton("Back to Today", href: Route.today.path(), style: .primary)
        }
    }

    static func answer(_ error: CaseworkError, _ visit: Visit) -> Answer {
        switch error {
        case .notFound: notFound(visit)
        case .signedOut, .wrongSignIn, .wrongCode: signedOut(visit)
        case .notFresh: ConfirmPage.first(visit)
        case .alreadySaved: alreadySaved(visit)
        case .notReady(let readiness): notReady(readiness, visit)
        case .logAltered: logAltered(visit)
        case .stale: stale(visit)
        case .busy:
            notDone(
                "Many people are signing in just now. Nothing was tried. Wait a few seconds, and try again.",
                visit)
        case .tooManyTries(let seconds):
            notDone(
                "There were too many tries. Wait \(SignInWords.wait(seconds)), and try again.", visit,
                status: .tooManyRequests)
        case .invalid, .unavailable:
            notDone(
                "Nothing was saved. Try again in a moment. If it happens again, tell the person who looks after the computer: its disk may be full.",
                visit)
        }
    }

    /// The session ended while the page was being made.
    private static func signedOut(_ visit: Visit) -> Answer {
        if let carried = KeptTyping(visit.form, visit.casework) {
            return SignInPage(kept: carried).answer(visit.site, status: .unauthorized)
        }
        guard visit.form.isFilled, let route = visit.route, route.keepsTyping else {
            return .see(Route.signIn.path())
        }
        return SignInPage(
            kept: KeptTyping(keeper: visit.caller.member, action: visit.path, form: visit.form)
        ).answer(visit.site, status: .unauthorized)
    }

    private static func alreadySaved(_ visit: Visit) -> Answer {
        visit.page(
            "Already saved", status: .conflict,
            again: visit.form.isFilled ? .another("Save this as well") : .no
        ) {
            PageHeading("This was saved already")
            Paragraph("The form was sent a second time. The first was kept, and nothing was done twice.")
            if visit.form.isFilled {
                Paragraph("If you changed something since, it is here, and it is not saved yet.")
            }
            LinkButton("Back to Today", href: Route.today.path(), style: .primary)
        }
    }

    private static func stale(_ visit: Visit) -> Answer {
        visit.page("Not done", status: .conflict) {
            PageHeading("Somebody changed this meanwhile")
            Paragraph(
                "Nothing of yours was saved, so that theirs is not lost. Open it again to see how it stands now."
            )
            LinkButton("Back to Today", href: Route.today.path(), style: .primary)
        }
    }

    private static func notReady(_ readiness: Readiness, _ visit: Visit) -> Answer {
        visit.page("Not set up yet", status: .conflict, again: .same("Try again")) {
            PageHeading("No client’s file can be made yet")
            Paragraph("So that no file can ever be lost, two things come first:")
            Checklist([
                ("The three recovery sheets are handed over", readiness.hasSheets),
                ("Two managers have enrolled and are certified", readiness.managers >= 2),
            ])
            LinkButton("Back to Today", href: Route.today.path(), style: .primary)
        }
    }

    private static func notDone(
        _ words: String, _ visit: Visit, status: HTTPResponse.Status = .serviceUnavailable
    ) -> Answer {
        let isForm = visit.formID != nil
        return visit.page("Not done", status: status, again: isForm ? .same("Try again") : .no) {
            PageHeading("This could not be done just now")
            Paragraph(words)
            if visit.form.fields.contains(where: { FormBody.secrets.contains($0.name) }) {
                Paragraph("Passphrases and codes are kept nowhere: you will be asked for them again.")
            }
            if !isForm { LinkButton("Back to Today", href: Route.today.path(), style: .primary) }
        }
    }

    /// What is asked of them is to stop: every further write would be refused too, or would be beside what was altered.
    private static func logAltered(_ visit: Visit) -> Answer {
        visit.page("Not done", status: .serviceUnavailable) {
            PageHeading("This was not done: the log book is not as it was signed")
            Paragraph(
                "Somebody has written to the database past the program, or its disk is damaged. Nothing was saved and nothing was erased. Please do not try again."
            )
            Bullets([
                "Tell the data guardian, and whoever looks after the computer, today. It may be a breach.",
                "They run “amanah ledger verify”: it names the first entry or row that does not agree.",
                "They keep the data folder as it is, to look into it, and restore the newest backup from before with “amanah restore”.",
            ])
            LinkButton("Back to Today", href: Route.today.path(), style: .primary)
            ClauseNote("P4.5")
        }
    }

    /// The form was drawn for somebody else's session, or for none: what was typed in it is not shown to whoever is here.
    static func formOfBefore(_ visit: Visit) -> Answer {
        visit.page("Not done", status: .forbidden, hidesTyping: true) {
            PageHeading("This form was opened before you signed in")
            Paragraph(
                "Nothing was done. Somebody else may have begun it, so what was typed in it is not shown. Open the page again, and start from there."
            )
            LinkButton("Back to Today", href: Route.today.path(), style: .primary)
        }
    }

    /// The second step comes first. It is set up in a window of its own, so that this one keeps what was typed.
    static func secondStepFirst(_ visit: Visit) -> Answer {
        visit.page("A second step first", status: .conflict, again: .same("Go on and send it")) {
            PageHeading("Your work needs a second step at signing in")
            Paragraph(
                "Nothing was done yet. Set it up first; then come back to this page and send what you typed.")
            Paragraph(
                "<a href=\"\(Route.secondStep.path())\" target=\"_blank\" rel=\"noopener\">Set up the second step, in another window</a>"
                    as HTML)
        }
    }

    static func foreign(_ site: Site) -> Answer {
        outside(site, status: .forbidden, foreignHeading, foreignWords)
    }

    /// A browser did not say where the form came from, but it bears the mark of a page of this session: what was typed in
    /// it is shown to whoever typed it. It is not sent again from here, for the browser would say no more.
    static func foreign(_ visit: Visit, isOurs: Bool) -> Answer {
        guard isOurs else { return foreign(visit.site) }
        return visit.page("Not done", status: .forbidden) {
            PageHeading("\(foreignHeading)")
            Paragraph(foreignWords)
            Paragraph(
                "Your browser, or a proxy before this server, hides where the form came from. Tell the person who looks after the computer."
            )
        }
    }

    private static let foreignHeading = "This did not come from a page of Amanah"
    private static let foreignWords =
        "Nothing was done. Open Amanah again at its own address, and start from there."

    /// As much as was read of what was too much, to whoever typed it.
    static func tooLarge(_ visit: Visit, isOurs: Bool) -> Answer {
        guard isOurs else { return tooLarge(visit.site) }
        return visit.page("Not done", status: .contentTooLarge) {
            PageHeading("That was too much at once")
            Paragraph(
                "Nothing was saved. A form may hold about a million letters. What was read of it stands here: copy what you need, open the page again, and save it in parts."
            )
            LinkButton("Back to Today", href: Route.today.path(), style: .primary)
        }
    }

    static func tooLarge(_ site: Site) -> Answer {
        outside(
            site, status: .contentTooLarge, "That was too much at once",
            "Nothing was saved. Open the page again, and send less at a time."
        )
    }

    /// - Parameter kept: what was typed, which waits unseen in the page and can be sent again from it.
    static func outside(
        _ site: Site, status: HTTPResponse.Status = .serviceUnavailable,
        _ heading: String = "This could not be done just now",
        _ text: String = "Nothing was saved. Please try again in a moment.", kept: KeptForm? = nil
    ) -> Answer {
        Answer(
            status: status,
            html: Page(title: "Not done", organisation: site.organisation) {
                PageHeading(heading)
                Paragraph(text)
                kept
            }.render())
    }
}

/// A form that could not be looked at, because nobody could be asked whose it is: it waits in the page as it came, with the
/// token that it came with, and can be sent again. Nothing of it is seen, for the session may have ended.
struct KeptForm: Component {
    let form: FormBody
    let action: String
    /// Seals what a session typed; nil for a form of nobody's session, which has no text of the charity's.
    var sealedBy: Casework?

    var html: HTML {
        guard form.isFilled else { return .empty }
        return HTML {
            Paragraph("What you typed is kept in this page, but for passphrases and codes.")
            Form(to: action, token: form["form"]) {
                if let sealedBy, let keeper = FormToken(form["form"])?.member {
                    KeptTyping(keeper: keeper, action: action, form: form).field(sealedBy)
                } else {
                    form.withoutSecrets.fields.filter { $0.name != "form" }.map {
                        HiddenField($0.name, value: $0.value)
                    }
                }
                ButtonRow { SubmitButton("Try again") }
            }
        }
    }
}
