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

    /// Files of this kind under the very name that was typed, but for the one that is being made.
    static func namesakes(
        of name: String, _ kind: FileKind, but id: ID, _ visit: Visit
    ) async throws -> [FoundFile] {
        try await visit.casework.find(name, as: visit.caller).filter {
            $0.likeness == .same && $0.file != id && $0.row.kind == kind
        }
    }

    /// Those who can be given a file.
    static func workers(_ visit: Visit) async throws -> [Colleague] {
        try await visit.casework.roster(as: visit.caller).filter {
            visit.caller.certified.teams(of: $0.id).contains(.caseworkers)
        }
    }
}

/// Says that the name is here already, and shows whose file it might be.
struct Namesakes: Component {
    let heading: String
    let advice: String
    let found: [FoundFile]

    var html: HTML {
        Notice(.warning, heading) {
            Paragraph(advice)
            found.map { namesake in
                FoundCard(
                    name: namesake.row.name, otherNames: namesake.row.otherNames, born: namesake.row.born,
                    reference: namesake.file.reference, isLikely: true, kind: namesake.row.kind
                ) { LinkButton("Open the file", href: Route.file.path(namesake.file)) }
            }
        }.html
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
