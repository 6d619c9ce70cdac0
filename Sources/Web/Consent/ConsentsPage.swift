import Casework
import Vault

/// Consents that lapsed or soon will: whom to ask again (clauses S1.3, S4.1).
enum ConsentsPage {
    /// Those whose work includes consent; whose files, their keys decide.
    static func isFor(_ caller: Caller) -> Bool {
        !caller.teams.isDisjoint(with: [.caseworkers, .counselling, .management, .guardian])
    }

    static func show(_ visit: Visit) async throws -> Answer {
        guard isFor(visit.caller) else { throw CaseworkError.notFound }
        let today = visit.casework.now.day
        let lapsing = try await visit.casework.lapsingConsents(as: visit.caller)
        return visit.page("Consents to ask again", width: .wide, marking: .confidential) {
            PageHeading(
                "Consents to ask again",
                below: "Lapsed, or lapsing within 30 days. A lapsed consent releases nothing."
            )
            if lapsing.isEmpty {
                EmptyState(
                    "None lapses soon", "When the last day of a consent comes near, it stands here.")
            } else {
                DataTable(
                    "Soonest first", isCaptionSeen: false,
                    columns: [.init("Who"), .init("To"), .init("Last day"), .init("State"), .init("Next")],
                    rows: lapsing.map { row($0, today) })
                ButtonRow { PrintButton() }
            }
            ClauseNote("S4.1")
        }
    }

    private static func row(_ lapsing: LapsingConsent, _ today: Day) -> [HTML] {
        let href = Route.consent.path(lapsing.file) + "?consent=\(lapsing.consent.id.text)"
        let state = lapsing.until < today ? Tag("Lapsed", .alarm) : Tag("Lapsing", .watch)
        return [
            "\(Link(PersonName(lapsing.name ?? "A file"), href: Route.file.path(lapsing.file) + "#consent"))",
            lapsing.consent.text.subject, "\(lapsing.until.words)", state.html,
            Link("Ask again", href: href, about: "file \(lapsing.file.reference)").html,
        ]
    }

    /// For the list of what waits: how many to ask again, if any. Nobody is named outside their file.
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        guard isFor(visit.caller) else { return [] }
        let count = try await visit.casework.lapsingConsentCount(as: visit.caller)
        if count == 0 { return [] }
        return [
            LinkList.Entry(
                count == 1 ? "One consent to ask again" : "\(count) consents to ask again",
                href: Route.consents.path(),
                note: "Lapsed, or lapsing within 30 days. A lapsed consent releases nothing.")
        ]
    }
}
