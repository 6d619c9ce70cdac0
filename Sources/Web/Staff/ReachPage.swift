import Casework
import Vault

/// What one member can open (clause S3.4): files by their reference, by name only where the reader may know it.
enum ReachPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("member")
        let after = ID(text: visit.query[.after])
        let reach = try await visit.casework.reach(of: member, after: after, as: visit.caller)
        let people = try await StaffNames(visit)
        return visit.page("What a colleague can open", width: .wide, marking: .confidential) {
            BackLink("Back to who holds what", href: Route.staffMatrix.path())
            PageHeading(
                "What \(PersonName(people[member])) can open" as HTML, above: visit.casework.now.day.words,
                below: "As far as you can open it yourself: other files are neither listed nor counted.")
            DataTable(
                "How many files", columns: [.init("By what"), .init("Files", isNumber: true)],
                rows: [["By name", "\(String(reach.byName))"]]
                    + reach.byTeam.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                        ["Team \($0.key.words)", "\(String($0.value))"]
                    })
            PrintButton()
            if reach.files.isEmpty {
                EmptyState("No file", "Nothing that you can open is open to them.")
            } else {
                DataTable(
                    "The files",
                    columns: [.init("File"), .init("What"), .init("In escrow"), .init("By name")],
                    rows: reach.files.map(row))
            }
            if after != nil || reach.next != nil {
                Pagination(
                    Shown.words(reach.files.count, "files", goesOn: reach.next != nil),
                    previous: after == nil ? nil : Route.reach.path(member),
                    next: reach.next.map { "\(Route.reach.path(member))?after=\($0.text)" })
            }
            ClauseNote("S3.4")
        }
    }

    private static func row(_ file: Reach.File) -> [HTML] {
        let name: HTML = file.name.map { "\(PersonName($0)), " } ?? ""
        let tag: HTML = file.isRestricted ? " \(Tag("Restricted", .alarm))" : ""
        return [
            "\(name)\(Spelled(file.file.reference))\(tag)",
            HTML(text: file.items.isEmpty ? "–" : file.items.listedInWords),
            HTML(text: file.inEscrow.isEmpty ? "–" : file.inEscrow.listedInWords),
            file.isByName ? "Yes" : "–",
        ]
    }
}
