import Casework
import Vault

/// What an organisation's file has and a person's has not, by the items that the reader holds (clauses S1.4, S2.4).
extension FilePage {
    /// The notes of one item: its heading, and the field that its form types into.
    struct Notes {
        let item: Item
        let heading: String
        let field: String

        static let casework = Notes(item: .casework, heading: "Casework notes", field: "note")
        static let organisation = Notes(
            item: .organisation, heading: "Its affairs", field: "organisationNote")
        static let commercial = Notes(
            item: .commercial, heading: "Commercially sensitive", field: "commercialNote")

        /// Those whose form was sent; nil for an item that has no notes of this sort.
        static func named(_ text: String) -> Notes? {
            switch text {
            case "": casework
            case "organisation": organisation
            case "commercial": commercial
            default: nil
            }
        }

        /// Two forms on a page are told apart by their labels.
        var label: String {
            item == .commercial ? "Write a commercially sensitive note" : "Write a note"
        }

        /// What the form says of itself.
        var name: String {
            switch item {
            case .organisation: "organisation"
            case .commercial: "commercial"
            default: ""
            }
        }
    }

    func about(_ about: Record<About>) -> Section {
        let text = about.text
        return Section("What it is", isSheet: true) {
            SummaryList([
                .init("It is", text.sort.words),
                .init("Number", text.number.isEmpty ? "Not given" : text.number),
                .init(
                    "Who may give consent",
                    Written(text.consentGivers.isEmpty ? "Not known yet. Ask first." : text.consentGivers)),
            ])
            ClauseNote("S1.3")
        }
    }

    @HTMLBuilder
    func affairs(_ contents: FileContents, _ people: StaffNames, _ visit: Visit) -> HTML {
        if let about = contents.about { self.about(about) }
        if contents.items.contains(.organisation) {
            notes(.organisation, contents.organisation, of: contents.file, people, visit)
        }
        if contents.items.contains(.commercial) {
            notes(.commercial, contents.commercial, of: contents.file, people, visit)
            ClauseNote("S1.4")
        }
    }
}
