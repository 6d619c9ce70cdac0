import Casework
import Vault

/// What the first page of a person's file and of an organisation's have in common: who may begin, who of that name is
/// here already, and who can be given it.
enum MakingFile {
    /// Makes sure that the visitor may make files, and that the charity is set up for it.
    static func begin(_ visit: Visit) throws {
        guard visit.caller.holds(.register) else { throw CaseworkError.notFound }
        let readiness = visit.caller.certified.readiness
        guard readiness.isReady else { throw CaseworkError.notReady(readiness) }
    }

    /// Files of this kind under the very name that was typed, but for the one that this form made: first those who were born
    /// on the day that was typed, last those who were not.
    static func namesakes(
        of name: String, born: String = "", _ kind: FileKind, but made: ID?, _ visit: Visit
    ) async throws -> Namesakes.Found {
        let finding = try await visit.casework.find(name, as: visit.caller)
        func order(_ found: FoundFile) -> Int {
            found.row.born == born ? 0 : found.row.born.isEmpty || born.isEmpty ? 1 : 2
        }
        let same = finding.filter { $0.likeness == .same && $0.file != made && $0.row.kind == kind }
        let sorted = (0...2).flatMap { place in same.filter { order($0) == place } }
        return Namesakes.Found(files: sorted, finding: finding)
    }

    /// Those who can be given a file.
    static func workers(_ visit: Visit) async throws -> [Colleague] {
        try await visit.casework.roster(as: visit.caller).filter {
            visit.caller.certified.teams(of: $0.id).contains(.caseworkers)
        }
    }
}

/// Says that the name is here already, and shows whose file it might be: the first of them at length, the others in a
/// list, so that nobody is left out.
struct Namesakes: Component {
    /// Who has the name, and what the search could not look at.
    struct Found {
        let files: [FoundFile]
        let finding: Finding

        var isEmpty: Bool { files.isEmpty }
    }

    let heading: String
    let advice: String
    let found: Found

    /// How many are shown at length.
    private static let most = 20

    var html: HTML {
        Notice(.warning, heading) {
            Paragraph(found.files.count == 1 ? advice : "There are \(found.files.count). \(advice)")
            SearchGaps(found.finding)
            found.files.prefix(Self.most).map { namesake in
                FoundCard(
                    name: namesake.row.name, otherNames: namesake.row.otherNames, born: namesake.row.born,
                    reference: namesake.file.reference, isLikely: true, kind: namesake.row.kind
                ) { LinkButton("Open the file", href: Route.file.path(namesake.file)) }
            }
            if found.files.count > Self.most {
                Paragraph("The others of this name:")
                LinkList(
                    found.files.dropFirst(Self.most).map { namesake in
                        LinkList.Entry(
                            "\(PersonName(namesake.row.name))" as HTML,
                            href: Route.file.path(namesake.file), note: Self.note(namesake))
                    })
            }
        }.html
    }

    private static func note(_ found: FoundFile) -> HTML {
        let reference: HTML = "\(Spelled(found.file.reference))"
        guard found.row.kind == .client else { return reference }
        return "Born \(Day(found.row.born)?.words ?? "not known") · \(reference)"
    }
}

/// Who will work on it, and the first note for them.
struct Keeping: Component {
    let form: FormBody
    let errors: FieldErrors
    let workers: [Colleague]
    let noteLabel: String

    var html: HTML {
        HTML {
            Select(
                "worker", label: "Caseworker", choices: workers.map { Choice($0.id.text, $0.profile.name) },
                chosen: form["worker"], prompt: "Not known yet: the caseworkers’ team",
                error: errors["worker"])
            TextArea(
                "note", label: noteLabel, hint: "You may write it even if you can’t read it later.",
                value: form["note"], error: errors["note"], maximum: 20_000)
        }
    }
}
