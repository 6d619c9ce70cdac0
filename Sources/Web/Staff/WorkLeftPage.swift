import Casework
import Vault

/// What became of somebody's files when they left, or took up another role: handed over to whom, what stayed, and what
/// leaving does and does not take back (clauses S1.1, S3.7).
enum WorkLeftPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let (member, caller) = (try visit.id("member"), visit.caller)
        guard caller.holds(.certification), member != caller.member,
            let colleague = try await visit.casework.roster(as: caller).first(where: { $0.id == member }),
            caller.certified.hasLeft(member) || caller.canSuspend(member)
        else { throw CaseworkError.notFound }
        let work = try await visit.casework.workLeft(by: member, as: caller)
        let people = try await StaffNames(visit)
        let isOut = caller.certified.hasLeft(member)
        let couldCertify = caller.certified.couldCertify(member)
        return visit.page("What leaving did", marking: .confidential) {
            BackLink("Back to staff", href: Route.staff.path())
            PageHeading(
                isOut
                    ? "\(PersonName(colleague.profile.name)) has left" as HTML
                    : "What \(PersonName(colleague.profile.name)) left behind" as HTML,
                above: colleague.profile.role.words,
                below:
                    "On \(work.at.day.words), \(work.at.time). Handed over: \(work.handedOver.count). Left behind: \(work.stayed.count)."
            )
            if !work.stayed.isEmpty {
                HandingOver.table(work.stayed, "Left behind")
                LinkButton("Hand them over", href: Route.handOver.path(member), style: .primary)
            }
            if !work.handedOver.isEmpty {
                DataTable(
                    "Handed over", columns: [.init("File"), .init("To")],
                    rows: work.handedOver.map { file in
                        [
                            HandingOver.line(file.file, file.name),
                            HTML(
                                joining: file.to.enumerated().map { place, member in
                                    "\(place == 0 ? "" : ", ")\(PersonName(people[member]))" as HTML
                                }),
                        ]
                    })
            }
            Paragraph(
                "Files that you can’t open are neither listed nor counted. Where nobody else works with one, a data guardian sees it under Today.",
                isQuiet: true)
            LeavingWords(isOut: isOut, couldCertify: couldCertify)
            ClauseNote("S1.1")
            ClauseNote("S3.7")
        }
    }
}
