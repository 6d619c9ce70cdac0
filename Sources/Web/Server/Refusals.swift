import Casework
import HTTPTypes
import Hummingbird

/// The pages that say what went wrong: the one place where an error gets its status and its words.
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
        case .signedOut, .wrongSignIn, .wrongCode: .see(Route.signIn.path())
        case .notFresh: ConfirmPage.first(visit)
        case .alreadySaved:
            visit.page("Already saved", status: .conflict) {
                PageHeading("This was saved already")
                Paragraph("The form was sent a second time. It was kept once, and nothing was done twice.")
                LinkButton("Back to Today", href: Route.today.path(), style: .primary)
            }
        case .notReady(let readiness): notReady(readiness, visit)
        case .logAltered: logAltered(visit)
        case .stale, .invalid, .unavailable, .busy, .tooManyTries: unavailable(visit)
        }
    }

    private static func notReady(_ readiness: Readiness, _ visit: Visit) -> Answer {
        visit.page("Not set up yet", status: .conflict) {
            PageHeading("No client’s file can be made yet")
            Paragraph("So that no file can ever be lost, two things come first:")
            Checklist([
                ("The three recovery sheets are handed over", readiness.hasSheets),
                ("Two managers have enrolled and are certified", readiness.managers >= 2),
            ])
            LinkButton("Back to Today", href: Route.today.path(), style: .primary)
        }
    }

    private static func unavailable(_ visit: Visit) -> Answer {
        visit.page("Not done", status: .serviceUnavailable) {
            PageHeading("This could not be done just now")
            Paragraph(
                "Nothing was saved. Go back with your browser’s button, where your typing still is, and try again. If it happens again, tell the person who looks after the computer."
            )
            LinkButton("Back to Today", href: Route.today.path(), style: .primary)
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

    /// The form was drawn for another session, or for none.
    static func formOfBefore(_ visit: Visit) -> Answer {
        visit.page("Not done", status: .forbidden) {
            PageHeading("This form was opened before you signed in")
            Paragraph(
                "Nothing was done. Go back with your browser’s button, where your typing still is, copy what you need, and open the page again."
            )
            LinkButton("Back to Today", href: Route.today.path(), style: .primary)
        }
    }

    static func foreign(_ site: Site) -> Answer {
        outside(
            site, status: .forbidden, "This did not come from a page of Amanah",
            "Nothing was done. Open Amanah again at its own address, and start from there.")
    }

    static func tooLarge(_ site: Site) -> Answer {
        outside(
            site, status: .contentTooLarge, "That was too much at once",
            "Nothing was saved. Go back with your browser’s button, where your typing still is, and send less."
        )
    }

    static func outside(
        _ site: Site, status: HTTPResponse.Status = .serviceUnavailable,
        _ heading: String = "This could not be done just now",
        _ text: String = "Nothing was saved. Please try again in a moment."
    ) -> Answer {
        Answer(
            status: status,
            html: Page(title: "Not done", organisation: site.organisation) {
                PageHeading(heading)
                Paragraph(text)
            }.render())
    }
}
