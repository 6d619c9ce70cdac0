import Casework
import Vault

/// The teams: who belongs to each, since when and by whom; who came and went; what leaving takes back
/// (clause S3.4).
enum TeamsPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let teams = try await visit.casework.teams(as: visit.caller)
        let staff = try await visit.casework.roster(as: visit.caller)
        let names = StaffNames(
            Dictionary(uniqueKeysWithValues: staff.map { ($0.id, $0.profile.name) }))
        return visit.page("Teams", width: .wide, marking: .confidential) {
            BackLink("Back to staff", href: Route.staff.path())
            PageHeading(
                "Teams", above: visit.casework.now.day.words,
                below: "Who belongs to each by their keys, since when, and who let them in.")
            PrintButton()
            Team.allCases.filter { $0 != .staff }.map { table($0, teams.members[$0] ?? [], names) }
            LeavingWords(isOut: true, couldCertify: true)
            DataTable(
                "Who came and who left", columns: [.init("Who"), .init("What"), .init("When"), .init("By")],
                rows: teams.changes.map { change in
                    [
                        "\(PersonName(names[change.member]))",
                        change.team.map { "Came into \($0.words)" as HTML } ?? "Left their teams",
                        "\(change.at.moment)", "\(PersonName(names[change.by]))",
                    ]
                })
            ClauseNote("S3.4")
        }
    }

    private static func table(
        _ team: Team, _ members: [Teams.Membership], _ names: StaffNames
    ) -> HTML {
        if members.isEmpty {
            return HTML { Paragraph("\(team.words): nobody." as HTML, isQuiet: true) }
        }
        return DataTable(
            team.words, columns: [.init("Who"), .init("Since"), .init("Let in by")],
            rows: members.map {
                [
                    "\(PersonName(names[$0.member]))", "\($0.since.moment)",
                    $0.by == $0.member ? "The charity’s founding" : "\(PersonName(names[$0.by]))",
                ]
            }
        ).html
    }
}
