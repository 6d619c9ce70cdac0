import Casework
import Policy
import Vault

/// What was asked for, decided and shared of a file, newest first (clause S1.2).
enum DisclosuresPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let all = try await visit.casework.disclosures(of: file, as: visit.caller)
        return visit.page("What was shared", marking: .confidential) {
            BackLink("Back to the file", href: Route.file.path(file))
            PageHeading("What was shared, and what was not", above: "File \(file.reference)")
            if all.isEmpty {
                EmptyState(
                    "Nothing yet", "Nobody has asked to share anything of this file.",
                    action: LinkButton("Share information", href: Route.share.path(file)))
            } else {
                LinkList(
                    all.map { record in
                        LinkList.Entry(
                            "<bdi>\(record.text.asked.party)</bdi> \(record.text.stage.tag)" as HTML,
                            href: Route.disclosure.path(file, record.id),
                            note: "\(record.at.moment). \(ShareWords.items(record.text.items))" as HTML)
                    })
                LinkButton("Share information", href: Route.share.path(file))
            }
            ClauseNote("S1.2")
        }
    }
}

extension Disclosure {
    /// The items that were asked for, by their words.
    var items: [String] { asked.parts.map(\.item.rawValue) }
}

extension Disclosure.Stage {
    var tag: Tag {
        switch self {
        case .withheld: Tag("Withheld", .alarm)
        case .released: Tag("Shared", .good)
        case .referred: Tag("Waits for a decision", .watch)
        case .approved: Tag("Approved, not shared yet", .note)
        case .refused: Tag("Refused", .alarm)
        }
    }
}
