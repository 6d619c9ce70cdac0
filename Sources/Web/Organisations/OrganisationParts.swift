import Casework
import Vault

/// What an organisation's file has and a person's has not, by the items that the reader holds (clauses S1.4, S2.4).
extension FilePage {
    /// The notes of one item: its heading, and the field that its form types into.
    struct Notes: Sendable {
        let item: Item
        let heading: String
        let field: String
        /// Where its form posts to: each keeps a draft of its own.
        let route: Route

        static let casework = Notes(item: .casework, heading: "Casework notes", field: "note", route: .note)
        static let organisation = Notes(
            item: .organisation, heading: "Its affairs", field: "organisationNote", route: .organisationNote)
        static let commercial = Notes(
            item: .commercial, heading: "Commercially sensitive", field: "commercialNote",
            route: .commercialNote)
        static let all = [casework, organisation, commercial]

        /// Two forms on a page are told apart by their labels.
        var label: String {
            item == .commercial ? "Write a commercially sensitive note" : "Write a note"
        }
    }

    func about(_ about: Record<About>, of file: ID) -> Section {
        let text = about.text
        return Section("What it is", isSheet: true) {
            SummaryList([
                .init("It is", text.sort.words),
                .init("Number", text.number.isEmpty ? "Not given" : text.number),
                .init(
                    "Who may give consent",
                    Written(text.consentGivers.isEmpty ? "Not known yet. Ask first." : text.consentGivers)),
            ])
            LinkButton("Change what it is", href: Route.organisationChange.path(file))
            ClauseNote("S1.3")
        }
    }

    @HTMLBuilder
    func affairs(_ contents: FileContents, _ people: StaffNames, _ visit: Visit) -> HTML {
        if let about = contents.about { self.about(about, of: contents.file) }
        if contents.items.contains(.organisation) {
            notes(.organisation, contents.organisation, of: contents.file, people, visit)
        }
        if contents.items.contains(.commercial) {
            notes(.commercial, contents.commercial, of: contents.file, people, visit)
            ClauseNote("S1.4")
        }
    }
}
