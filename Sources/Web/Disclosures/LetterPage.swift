import Casework
import Vault

/// What left, as a letter that is marked on every page or as words to say: the released items and nothing else of the
/// file (clause S4.3).
enum LetterPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let seen = try await visit.casework.disclosure(visit.id("record"), of: file, as: visit.caller)
        let disclosure = seen.record.text
        // Without its words it is no letter: they are for those who hold counselling (clause P2).
        guard seen.isWhole else { throw CaseworkError.notFound }
        let number = Int(visit.query[.number]) ?? disclosure.releases.count
        guard number > 0, number <= disclosure.releases.count else { throw CaseworkError.notFound }
        let release = disclosure.releases[number - 1]
        return visit.page(
            disclosure.asked.isOral ? "Words to say" : "Letter", marking: .confidential
        ) {
            BackLink("Back to the disclosure", href: Route.disclosure.path(file, seen.record.id))
            if disclosure.asked.isOral {
                aloud(disclosure.asked, release, visit)
            } else {
                letter(disclosure.answered, release, seen.record.id, visit)
                PrintButton("Print the letter")
            }
        }
    }

    private static func letter(
        _ asked: Asked, _ release: Disclosure.Release, _ record: ID, _ visit: Visit
    ) -> HTML {
        HTML {
            PageHeading("<bdi>\(visit.site.organisation)</bdi>" as HTML)
            SummaryList([
                .init("To", asked.party), .init("Date", Instant(milliseconds: release.at).day.words),
                .init("Our reference", Spelled(record.reference)),
            ])
            release.parts.map { part in
                Section(ShareWords.item(part.item)) { Written(part.words) }
            }
            Section("The terms on which you receive this") {
                Points(lines: terms(hasAccepted: asked.answers[.undertaking] == true))
            }
        }
    }

    private static func aloud(_ asked: Asked, _ release: Disclosure.Release, _ visit: Visit) -> HTML {
        HTML {
            PageHeading("The words to say", below: "To the person named here, and to nobody else.")
            Paragraph("To: <bdi>\(asked.party)</bdi>" as HTML)
            ReadAloud(
                "What I tell you now is CONFIDENTIAL. It is for you only. Use it for the purpose we spoke of, keep it safe, and pass it on to nobody.",
                label: "Say this first")
            release.parts.map { part in
                Section(ShareWords.item(part.item)) { Written(part.words) }
            }
            ClauseNote("S4.3")
        }
    }

    private static func terms(hasAccepted: Bool) -> [String] {
        [
            hasAccepted
                ? "You have accepted these terms, and this is given to you on the strength of it."
                : "By using this information you accept these terms.",
            "Use it only for the purpose for which it is given.",
            "Keep it safe, and let nobody see it who does not need it for that purpose.",
            "Pass it on to nobody without asking us first.",
            "Destroy it when it is no longer needed.",
            "Tell us at once if it is lost, or seen by somebody who should not have seen it.",
        ]
    }
}
