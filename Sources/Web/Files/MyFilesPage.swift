import Casework
import Vault

/// The files that were given to me.
enum MyFilesPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let visit = visit.atOneMoment
        guard visit.caller.teams.contains(.caseworkers) else { throw CaseworkError.notFound }
        let files = try await visit.casework.myFiles(before: Int64(visit.query[.before]), as: visit.caller)
        let isFirst = visit.query[.before].isEmpty
        let new = try await visit.casework.newToMe(as: visit.caller)
        let due = try await visit.casework.dueReminders(as: visit.caller)
        return visit.page("My clients") {
            PageHeading("My clients", below: "Those whose files were given to you, latest first.")
            Paragraph(
                "\(Link("Clients with whom nobody works yet", href: Route.withoutWorker.path()))" as HTML)
            if isFirst, !due.isEmpty { Section("Reminders") { LinkList(due.map(\.entry)) } }
            if files.isEmpty, isFirst {
                EmptyState(
                    "No client is yours yet",
                    "When a file is given to you at a first contact, it stands here.",
                    action: LinkButton("Someone has come or called", href: Route.find.path(), style: .primary)
                )
            } else {
                LinkList(
                    files.map {
                        LinkList.Entry(
                            "\(PersonName($0.name)) \(new.contains($0.file) ? Tag("New to you", .watch) : nil)"
                                as HTML, href: Route.file.path($0.file),
                            note: "File \(Spelled($0.file.reference))" as HTML)
                    })
            }
            if !isFirst || files.next != nil {
                Pagination(
                    Shown.words(files.count, of: files.all, isFirst: isFirst), label: "Pages of your clients",
                    previous: isFirst ? nil : Route.myFiles.path(),
                    next: files.next.map { "\(Route.myFiles.path())?before=\($0)" })
            }
        }
    }
}
