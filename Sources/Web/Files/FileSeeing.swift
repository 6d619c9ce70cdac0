import Casework
import Vault

extension FilePeoplePage {
    /// Who can see this, and why: everybody whom a grant in force lets in, whose word it was, and for what.
    func seeing(_ seeing: [Seeing], _ names: StaffNames) -> HTML {
        HTML {
            DataTable(
                "Who can see what of it, and why",
                columns: [
                    .init("Who"), .init("What"), .init("Since"), .init("Given by"), .init("Why"),
                ],
                rows: seeing.map { seeing in
                    [
                        who(seeing, names), HTML(text: seeing.items.listedInWords),
                        "\(seeing.at.moment)", "\(PersonName(names[seeing.granter]))", why(seeing),
                    ]
                })
            Paragraph(
                "A team is whoever belongs to it today. In escrow: only in need, and on record; nobody reads through it from day to day.",
                isQuiet: true)
        }
    }

    private func who(_ seeing: Seeing, _ names: StaffNames) -> HTML {
        let people = HTML(
            joining: seeing.people.enumerated().map { place, member in
                "\(place == 0 ? "" : ", ")\(PersonName(names[member]))" as HTML
            })
        guard case .team(let team) = seeing.principal else { return people }
        let held = seeing.isEscrow ? ", in escrow" : ""
        return seeing.people.isEmpty
            ? "Team \(team.team.words)\(held): nobody today" : "Team \(team.team.words)\(held): \(people)"
    }

    private func why(_ seeing: Seeing) -> HTML {
        switch seeing.reason {
        case .fileMade:
            seeing.principal.isMember
                ? "Named as its worker when the file was made" : "Their role, when the file was made"
        case .toDecide: "To decide what somebody asked to share"
        case .said(let words): Written(words).html
        case .unknown: "Its entry in the log can’t be read"
        }
    }
}

extension Set<Vault.Item> {
    /// The items in words, in their order.
    var listedInWords: String { sorted().map(\.words).joined(separator: ", ") }
}
