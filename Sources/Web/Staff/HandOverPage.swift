import Casework
import HTTPTypes
import Vault

/// The files that somebody was given by name, and who could take them over.
struct HandingOver {
    let files: [GivenFile]
    let successors: [Choice]
    /// From whom some of the files are kept, and how many.
    private let keptFrom: [String]

    init(_ member: ID, _ visit: Visit) async throws {
        files = try await visit.casework.filesGiven(to: member, as: visit.caller)
        let caseworkers = Set(visit.caller.certified.members(of: .caseworkers)).subtracting([member])
        let colleagues = try await visit.casework.roster(as: visit.caller).filter {
            caseworkers.contains($0.id)
        }
        var kept: [String] = []
        var choices: [Choice] = []
        for colleague in colleagues {
            let name = colleague.profile.name
            let staying = files.filter { $0.keptFrom.contains(colleague.id) }.count
            if staying > 0 { kept.append("\(name): \(staying)") }
            choices.append(
                Choice(colleague.id.text, staying > 0 ? "\(name), but for \(staying) kept from them" : name))
        }
        (successors, keptFrom) = (choices, kept)
    }

    /// The files, and whether others work with each.
    static func table(_ files: [GivenFile], _ caption: String) -> DataTable {
        DataTable(
            caption, columns: [.init("File"), .init("Others work with it")],
            rows: files.map { [line($0.file, $0.name), $0.isAlone ? "Nobody yet" : "Yes"] })
    }

    /// A file by its reference, and by name where the reader may know it.
    static func line(_ file: ID, _ name: String?, isRestricted: Bool = false) -> HTML {
        let tag: HTML = isRestricted ? " \(Tag("Restricted", .alarm))" : ""
        return "\(name.map { "\(PersonName($0)), " as HTML })\(file.reference)\(tag)"
    }

    @HTMLBuilder func fields(chosen: String, error: String?, isRequired: Bool = false) -> HTML {
        if files.isEmpty {
            Paragraph("No file that you can open was given to them by name.", isQuiet: true)
        } else {
            Self.table(files, "Files that were given to them by name")
            if !keptFrom.isEmpty {
                Notice(.info, "Some of them are kept from a colleague") {
                    Paragraph(
                        "A file is never given to whoever stepped back from it, or whom it is about. It stays where it is, and if nobody else works with it, a data guardian sees it under Today."
                    )
                    Bullets(keptFrom)
                }
            }
            Select(
                "successor", label: "Who takes them over",
                hint:
                    "They can open these files from now on. What waited for a decision stays in the queue of those who decide.",
                choices: successors, chosen: chosen,
                prompt: isRequired ? "Please choose" : "Nobody yet: a guardian sees them under Today",
                error: error, isRequired: isRequired)
        }
    }
}

/// Gives the files of somebody who has left, or taken up another role, to a colleague (clause S1.1).
struct HandOverPage {
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer { try await HandOverPage().answer(visit) }

    static func handOver(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("member")
        guard let successor = ID(text: visit.form["successor"]) else {
            return try await HandOverPage(errors: ["successor": "Choose who takes them over."]).answer(visit)
        }
        do {
            let left = try await visit.casework.handOver(
                from: member, to: successor, why: visit.form["why"], as: visit.caller)
            // What stayed, because it is kept from them, is there for somebody else.
            if left > 0 { return .see(Route.handOver.path(member)) }
        } catch {
            switch error {
            case .invalid(let problems):
                let errors = FieldErrors(problems, saying: ["why": "Say why, in a sentence."])
                return try await HandOverPage(errors: errors).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.teams.path())
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let member = try visit.id("member")
        guard visit.caller.holds(.certification), member != visit.caller.member,
            let colleague = try await visit.casework.roster(as: visit.caller).first(where: {
                $0.id == member
            }), visit.caller.certified.hasLeft(member) || visit.caller.canSuspend(member)
        else { throw CaseworkError.notFound }
        let handing = try await HandingOver(member, visit)
        // Where nothing is left to hand over, nothing is wrong with how it was to be done.
        let isDone = handing.files.isEmpty && !errors.isEmpty
        let errors = isDone ? .none : errors
        return visit.page(
            "Hand work over", status: isDone ? .conflict : .ok, marking: .confidential,
            hasErrors: !errors.isEmpty
        ) {
            BackLink("Back to teams", href: Route.teams.path())
            ErrorSummary(errors)
            PageHeading(
                "Hand over the files of \(PersonName(colleague.profile.name))" as HTML,
                below: "Their drafts and reminders are theirs alone, and are not handed over.")
            if handing.files.isEmpty {
                EmptyState("Nothing to hand over", "No file that you can open was given to them by name.")
            } else {
                Form(to: Route.handOver.path(member), token: visit.token.text) {
                    handing.fields(
                        chosen: visit.form["successor"], error: errors["successor"], isRequired: true)
                    TextArea(
                        "why", label: "Why", hint: "Sealed in each file’s log book.",
                        value: visit.form["why"],
                        error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                    SubmitButton("Hand them over", busy: "Sealing keys…")
                }
            }
            ClauseNote("S1.1")
        }
    }

    /// For guardians, under Today: files whose worker has left.
    static func waiting(_ visit: Visit) async throws -> [LinkList.Entry] {
        let files = try await visit.casework.filesWithoutWorker(as: visit.caller)
        guard let first = files.first else { return [] }
        return [
            .init(
                "Files whose worker has left" as HTML, href: Route.handOver.path(first.member),
                note: "\(files.count) in all. Give them to somebody." as HTML)
        ]
    }
}
