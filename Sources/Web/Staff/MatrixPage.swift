import Casework
import Vault

/// Who holds what: members by teams, and by the items that their teams open (clause S3.4).
enum MatrixPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let matrix = try await visit.casework.staffMatrix(as: visit.caller)
        return visit.page("Who holds what", width: .wide, marking: .confidential) {
            BackLink("Back to staff", href: Route.staff.path())
            PageHeading(
                "Who holds what", above: visit.casework.now.day.words,
                below:
                    "What each may open follows from their teams’ keys, and from files given to them by name."
            )
            PrintButton()
            teams(matrix)
            Paragraph(
                "All: of every file that is not restricted. Own: of files given to them by name, or not yet given to anybody. Escrow: only in need, and on record. A name leads to the files that they can open. A restricted file is opened by its caseworker alone, and the data guardian reads who it is about, its consents and its log.",
                isQuiet: true)
            items("People’s files: what all need", known, matrix) { $0.client }
            items(
                "People’s files: the work", FileKind.client.items.filter { !known.contains($0) }, matrix
            ) { $0.client }
            items("Organisations’ files", FileKind.organisation.items, matrix) { $0.organisation }
            items("The charity’s own", FileKind.house.items, matrix) { $0.house }
            ClauseNote("S3.4")
        }
    }

    /// Two tables, so that neither is wider than a page.
    private static let known: [Item] = [.identity, .contact, .consent, .log, .disclosure]
    /// Everybody is in the staff's.
    private static let teams = Team.allCases.filter { $0 != .staff }

    private static func teams(_ matrix: StaffMatrix) -> DataTable {
        DataTable(
            "Members and their teams",
            columns: [.init("Name")] + teams.map { .init($0.words) }
                + [.init("Files by name", isNumber: true)],
            rows: matrix.rows.map { row in
                [
                    "\(Link(PersonName(row.colleague.profile.name), href: Route.reach.path(row.colleague.id))), \(row.colleague.profile.role.words)"
                ] + teams.map { row.teams.contains($0) ? "Yes" : "–" } + ["\(String(row.files))"]
            })
    }

    private static func items(
        _ caption: String, _ items: [Item], _ matrix: StaffMatrix,
        _ held: (StaffMatrix.Row) -> [Item: StaffMatrix.Holding]
    ) -> DataTable {
        DataTable(
            caption, columns: [.init("Name")] + items.map { .init($0.words) },
            rows: matrix.rows.map { row in
                let held = held(row)
                return ["\(PersonName(row.colleague.profile.name))"]
                    + items.map { HTML(text: held[$0]?.words ?? "–") }
            })
    }
}

extension StaffMatrix.Holding {
    var words: String {
        switch self {
        case .every: "All"
        case .own: "Own"
        case .escrow: "Escrow"
        }
    }
}

extension Team {
    /// What it is called here.
    var words: String {
        switch self {
        case .frontDesk: "Desk"
        case .caseworkers: "Casework"
        case .counselling: "Counselling"
        case .childrenAndFamilies: "Children, families"
        case .management: "Management"
        case .guardian: "Guardians"
        case .trustees: "Trustees"
        case .staff: "Staff"
        }
    }
}

extension Vault.Item {
    /// What it is called in a table.
    var words: String {
        switch self {
        case .identity: "Who"
        case .contact: "Contact"
        case .household: "Household"
        case .casework: "Casework"
        case .counselling: "Counselling"
        case .health: "Health"
        case .finance: "Finance"
        case .safeguarding: "Safeguarding"
        case .violence: "Violence"
        case .consent: "Consent"
        case .log: "Log"
        case .staffRecord: "Staff record"
        case .organisation: "Affairs"
        case .commercial: "Commercial"
        case .directory: "Directory"
        case .disclosure: "Shared"
        case .messages: "Messages"
        case .register: "Register"
        case .roster: "Roster"
        case .certification: "Certifying"
        case .purposes: "Purposes"
        case .acknowledgements: "Acknowledged"
        case .callers: "Callers"
        }
    }
}
