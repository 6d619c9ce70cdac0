import Casework
import Vault

/// Who looked at one file, when and how often (clauses S3.4, P4.5): for whoever holds its log. It opens no note.
enum LooksPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let before = visit.query[.before]
        let looks = try await visit.casework.looks(at: file, before: Int64(before), as: visit.caller)
        let people = try await StaffNames(visit)
        return visit.page("Who looked", marking: .confidential) {
            BackLink("Back to the file", href: Route.file.path(file))
            PageHeading(
                "Who looked at this file", above: "File \(file.reference)",
                below: "Everybody who opened it or read about it. That you read this is in its log.")
            if looks.people.isEmpty {
                Paragraph("Nobody has opened it in a year.", isQuiet: true)
            } else {
                DataTable(
                    "In the last year",
                    columns: [
                        .init("Who"), .init("Last"), .init("In 30 days", isNumber: true),
                        .init("In 365 days", isNumber: true),
                    ],
                    rows: looks.people.map {
                        [
                            "\(PersonName(people[$0.member]))", "\($0.last.moment)", "\(String($0.month))",
                            "\(String($0.year))",
                        ]
                    })
            }
            PrintButton()
            Section("Each time, newest first") { Timeline(looks.lines.map { $0.entry(people) }) }
            if !before.isEmpty || looks.next != nil {
                Pagination(
                    Shown.words(looks.lines.count, "lines", goesOn: looks.next != nil),
                    previous: before.isEmpty ? nil : Route.fileLooks.path(file),
                    next: looks.next.map { "\(Route.fileLooks.path(file))?before=\($0)" })
            }
            Paragraph(
                "Searches are not about one file: they stand in the log book. Opening the session notes shows to counsellors alone.",
                isQuiet: true)
            ClauseNote("S3.4")
        }
    }
}
