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
                            "<bdi>\(record.text.asked.party)</bdi> \(record.text.isInPart ? Tag("Shared in part", .watch) : record.text.stage.tag)"
                                as HTML,
                            href: Route.disclosure.path(file, record.id),
                            note: "\(record.at.moment). \(record.text.account)" as HTML)
                    })
                LinkButton("Share information", href: Route.share.path(file))
            }
            ClauseNote("S1.2")
        }
    }
}

extension Disclosure {
    /// What became of each part that was asked for: what left, and what did not.
    var account: String {
        let left = Set(releases.flatMap(\.parts).map(\.item))
        let (waiting, approved) = (Set(waiting), Set(approved))
        let asked = asked.parts.map(\.item.rawValue)
        let parts: [(String, [String])] = [
            ("Shared", asked.filter(left.contains)), ("To be decided", asked.filter(waiting.contains)),
            ("Approved", asked.filter(approved.contains)),
            (
                "Withheld",
                asked.filter { !left.contains($0) && !waiting.contains($0) && !approved.contains($0) }
            ),
        ]
        return parts.filter { !$0.1.isEmpty }.map { "\($0.0): \(ShareWords.items($0.1))." }
            .joined(separator: " ")
    }

    /// Whether a part left and another did not.
    var isInPart: Bool {
        stage == .released
            && !asked.parts.allSatisfy { part in
                releases.contains { $0.parts.contains { $0.item == part.item.rawValue } }
            }
    }
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
