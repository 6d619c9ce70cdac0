import Casework
import Vault

/// Someone has come or called: find them, however the name is spelt, or meet them for the first time.
struct FindPage {
    var query = ""
    var found: [FoundFile]?
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.holds(.register) else { throw CaseworkError.notFound }
        return FindPage().answer(visit)
    }

    static func search(_ visit: Visit) async throws -> Answer {
        var page = FindPage(query: visit.form["query"])
        do {
            page.found = try await visit.casework.find(page.query, as: visit.caller)
        } catch {
            guard case .invalid(let problems) = error else { throw error }
            page.errors = FieldErrors(problems.map { Problem("query", $0.reason) })
        }
        return page.answer(visit)
    }

    /// The results alone, for the script that follows the typing.
    static func live(_ visit: Visit) async throws -> Answer {
        guard visit.caller.holds(.register) else { throw CaseworkError.notFound }
        let query = visit.form["query"]
        guard query.count > 1 else { return Answer(html: .empty) }
        guard let found = try? await visit.casework.find(query, as: visit.caller) else {
            return Answer(html: .empty)
        }
        return Answer(html: FindPage(query: query, found: found).results(visit))
    }

    private func answer(_ visit: Visit) -> Answer {
        visit.page("Someone has come or called", hasErrors: !errors.isEmpty) {
            ErrorSummary(errors)
            PageHeading(
                "Someone has come or called",
                below: "Ask their name. Look for it here before making a new file.")
            SearchForm(
                to: Route.find.path(), live: Route.findLive.path(), token: visit.token.text,
                label: "Their name",
                hint: "Any spelling, any order; part of it will do.", value: query,
                error: errors["query"]
            ) { results(visit) }
        }
    }

    private func results(_ visit: Visit) -> HTML {
        HTML {
            if let found, !query.isEmpty {
                Found(Self.count(found))
                if found.isEmpty {
                    EmptyState(
                        "Nobody here by that name",
                        "Try another spelling or only one of the names. Otherwise this is a first contact.")
                } else {
                    found.map { Self.line($0, visit) }
                }
                firstContact(visit)
            }
        }
    }

    private static func count(_ found: [FoundFile]) -> String {
        let organisations = found.count { $0.row.kind == .organisation }
        let people = found.count - organisations
        let parts = [
            people == 0 ? nil : people == 1 ? "1 person" : "\(people) people",
            organisations == 0
                ? nil : organisations == 1 ? "1 organisation" : "\(organisations) organisations",
        ]
        let words = parts.compactMap(\.self).joined(separator: " and ")
        return words.isEmpty ? "Nobody found" : words + " may match"
    }

    private static func line(_ found: FoundFile, _ visit: Visit) -> HTML {
        HTML {
            FoundCard(
                name: found.row.name, otherNames: found.row.otherNames, born: found.row.born,
                reference: found.file.reference, isLikely: found.likeness == .same, kind: found.row.kind
            ) {
                Form(to: Route.contactMade.path(found.file), token: visit.token.text) {
                    ButtonRow {
                        SubmitButton(FilePage.contactMade(found.row.kind), busy: "One moment…")
                        LinkButton("Open the file", href: Route.file.path(found.file))
                    }
                }
            }
        }
    }

    private func firstContact(_ visit: Visit) -> HTML {
        HTML {
            Form(to: Route.firstContact.path(), token: visit.token.text) {
                HiddenField("name", value: query)
                ButtonRow {
                    SubmitButton("None of these: first contact", style: .secondary, busy: "One moment…")
                    SubmitButton(
                        "None of these: a new organisation", style: .secondary, busy: "One moment…",
                        action: Route.organisation.path())
                }
            }
        }
    }
}

/// A person who was found, with what tells them from others of the name.
struct FoundCard: Component {
    let name: String
    let otherNames: String
    let born: String
    let reference: String
    let isLikely: Bool
    let kind: FileKind
    let actions: HTML

    init(
        name: String, otherNames: String, born: String, reference: String, isLikely: Bool,
        kind: FileKind = .client, @HTMLBuilder actions: () -> HTML = { .empty }
    ) {
        self.name = name
        self.otherNames = otherNames
        self.born = born
        self.reference = reference
        self.isLikely = isLikely
        self.kind = kind
        self.actions = actions()
    }

    var html: HTML {
        """
        <article class="card found-person">
        <h2>\(PersonName(name)) \(kind == .organisation ? Tag("Organisation") : nil) \(isLikely ? nil : Tag("Perhaps", .note))</h2>
        \(SummaryList(rows))
        \(actions)
        </article>

        """
    }

    private var rows: [SummaryList.Row] {
        var rows = [SummaryList.Row("Reference", "\(Spelled(reference))" as HTML)]
        if kind == .client { rows.insert(.init("Born", Day(born)?.words ?? "Not known"), at: 0) }
        if !otherNames.isEmpty { rows.insert(.init("Also", otherNames), at: 0) }
        return rows
    }
}
