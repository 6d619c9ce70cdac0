import Casework
import Vault

/// A guardian gives somebody who has new keys the files that whoever let them in could not give back (clause S3.7).
enum GiveBackPage {
    /// The passphrase is asked for first, for it reaches into escrow.
    static func show(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("member")
        let (colleague, files) = try await visit.casework.filesToGiveBack(to: member, as: visit.caller)
        try visit.requireFresh()
        return visit.page("Files to give back", marking: .confidential) {
            BackLink("Back to Today", href: Route.today.path())
            PageHeading(
                "Give files back to \(PersonName(colleague.profile.name))" as HTML,
                above: colleague.profile.role.words,
                below:
                    "They have new keys, and held these by name when the old ones ended. Whoever let them in could not open them."
            )
            if files.isEmpty {
                EmptyState("Nothing to give back", "They have what was theirs.")
            } else {
                DataTable(
                    "What was theirs", columns: [.init("File"), .init("What")],
                    rows: files.map { file in
                        [
                            HandingOver.line(file.file, file.name, isRestricted: file.isRestricted),
                            HTML(text: file.items.listedInWords),
                        ]
                    })
                Paragraph(
                    "What was handed over since stays where it is, and what is kept from them is not here. The log of each file says that it was given again."
                )
                Form(to: Route.giveBack.path(member), token: visit.token.text) {
                    SubmitButton("Give them back", busy: "Sealing keys…")
                }
            }
            ClauseNote("S3.7")
        }
    }

    static func give(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("member")
        do { try await visit.casework.giveBack(to: member, as: visit.caller) } catch {
            switch error {
            // The page says how it stands now.
            case .stale: return .see(Route.giveBack.path(member))
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.today.path())
    }

    /// For guardians, under Today: who lacks what.
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        try await visit.casework.waitingToGiveBack(as: visit.caller).map { colleague, files in
            .init(
                "\(PersonName(colleague.profile.name)) has new keys: \(files == 1 ? "a restricted file of theirs waits" : "\(files) restricted files of theirs wait") to be given back"
                    as HTML, href: Route.giveBack.path(colleague.id),
                note: "Whoever let them in could not open \(files == 1 ? "it" : "them")." as HTML)
        }
    }
}
