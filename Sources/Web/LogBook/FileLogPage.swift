import Casework
import Vault

/// All that was done with one file, and who looked (clauses P4.5, S3.4): for whoever holds its log.
enum FileLogPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let (lines, next) = try await visit.casework.fileLog(
            file, before: Int64(visit.query[.before]), as: visit.caller)
        let staff = try await visit.casework.roster(as: visit.caller)
        let people = StaffNames(Dictionary(uniqueKeysWithValues: staff.map { ($0.id, $0.profile.name) }))
        let isFirst = visit.query[.before].isEmpty
        return visit.page("Log of a file", marking: .confidential) {
            BackLink("Back to the file", href: Route.file.path(file))
            PageHeading(
                "The log of this file", above: "File \(file.reference)",
                below: "What was done and who looked, newest first. That you read this is in it.")
            LinkButton("Who looked, and how often", href: Route.fileLooks.path(file))
            if lines.isEmpty {
                EmptyState("Nothing before this", "The first line of this file is on the page before.")
            } else {
                Timeline(lines.map { $0.entry(people) })
            }
            if !isFirst || next != nil {
                Pagination(
                    Shown.words(lines.count, "lines", goesOn: next != nil),
                    previous: isFirst ? nil : Route.fileLog.path(file),
                    next: next.map { "\(Route.fileLog.path(file))?before=\($0)" })
            }
            ClauseNote("P4.5")
        }
    }
}
