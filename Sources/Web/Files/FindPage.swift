import Casework
import Vault

/// Someone has come or called: find them, however the name is spelt, or meet them for the first time.
struct FindPage {
    var query = ""
    var found: Finding?
    /// How many of those who were found stand on the pages before this one.
    var before = 0
    var errors = FieldErrors.none

    /// How many stand on one page.
    private static let most = 20

    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.holds(.register) else { throw CaseworkError.notFound }
        return FindPage().answer(visit)
    }

    static func search(_ visit: Visit) async throws -> Answer {
        var page = FindPage(query: visit.form["query"])
        do {
            let found = try await visit.casework.find(page.query, as: visit.caller)
            page.found = found
            // A place that is none is the first: somebody may have left since.
            if let before = Int(visit.form["before"]), (0..<found.count).contains(before) {
                page.before = before
            }
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
        return Answer(
            html: HTML {
                UnreadNotice(count: visit.caller.unread.count)
                FindPage(query: query, found: found).results(visit)
            })
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
                hint:
                    "Any spelling, any order; part of it will do. Add when they were born (1984, or 12/03/1984) if many have the name. A file’s reference or a telephone number finds too.",
                value: query, error: errors["query"]
            ) { results(visit) }
        }
    }

    private func results(_ visit: Visit) -> HTML {
        HTML {
            if let found, !query.isEmpty {
                Found(Self.count(found))
                SearchGaps(found)
                if found.isEmpty {
                    EmptyState(
                        "Nobody found",
                        "Try another spelling, only one of the names, or the name without a date or number. Otherwise this is a first contact."
                    )
                } else {
                    found.dropFirst(before).prefix(Self.most).map { Self.line($0, visit) }
                    rest(of: found, visit)
                }
                firstContact(found.sought, visit)
            }
        }
    }

    private static func count(_ found: Finding) -> String {
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

    /// Where there are more than stand on one page: which these are, and the way to the others. What is looked for goes in
    /// the form, never in an address.
    private func rest(of found: Finding, _ visit: Visit) -> HTML {
        HTML {
            if found.count > Self.most {
                let last = min(before + Self.most, found.count)
                Paragraph("Shown here: \(before + 1) to \(last) of \(found.count).")
                Form(to: Route.find.path(), token: visit.token.text) {
                    HiddenField("query", value: query)
                    ButtonRow {
                        if last < found.count {
                            SubmitButton(
                                "Show the next \(min(Self.most, found.count - last))", style: .secondary,
                                busy: "One moment…", name: "before", value: "\(last)")
                        }
                        if before > 0 {
                            SubmitButton(
                                "Show those before", style: .secondary, busy: "One moment…", name: "before",
                                value: "\(max(0, before - Self.most))")
                        }
                    }
                }
            }
        }
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

    /// With what was typed in its own fields: the name, the day and the number.
    private func firstContact(_ sought: Sought, _ visit: Visit) -> HTML {
        HTML {
            Form(to: Route.firstContact.path(), token: visit.token.text) {
                HiddenField("name", value: sought.narrowsOnly ? sought.name : query)
                if case .day(let day)? = sought.born { HiddenField("born", value: day.text) }
                if let number = sought.number { HiddenField("phone", value: number.text) }
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

/// What a search could not look at, or can't list: nobody takes *nobody found* for more than it is.
struct SearchGaps: Component {
    private let found: Finding

    init(_ found: Finding) { self.found = found }

    var html: HTML {
        HTML {
            if found.sought.saysNoDate {
                Notice(
                    .warning, "The date was left out",
                    "There is no such day, or it is still to come. Write the day, the month and the year, for example 12/03/1984."
                )
            }
            if !found.isWhole {
                Notice(
                    .warning, "There are more than can be listed",
                    "Only the likeliest \(found.count) are here. Add another name, or when they were born.")
            }
            if found.unread > 0 {
                Notice(
                    .warning,
                    found.unread == 1
                        ? "One file could not be looked at" : "\(found.unread) files could not be looked at",
                    "What they are found by could not be read. The person may be among them, so ask a data guardian before you make a new file."
                )
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
