import Casework
import Vault

/// The files that were given to me.
enum MyFilesPage {
    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.teams.contains(.caseworkers) else { throw CaseworkError.notFound }
        let files = try await visit.casework.myFiles(as: visit.caller)
        let due = try await visit.casework.dueReminders(as: visit.caller)
        return visit.page("My clients") {
            PageHeading("My clients", below: "Those whose files were given to you, latest first.")
            if !due.isEmpty { Section("Reminders") { LinkList(due.map(\.entry)) } }
            if files.isEmpty {
                EmptyState(
                    "No client is yours yet",
                    "When a file is given to you at a first contact, it stands here.",
                    action: LinkButton("Someone has come or called", href: Route.find.path(), style: .primary)
                )
            } else {
                LinkList(
                    files.map {
                        LinkList.Entry(
                            PersonName($0.name), href: Route.file.path($0.file),
                            note: "File \(Spelled($0.file.reference))" as HTML)
                    })
            }
        }
    }
}
