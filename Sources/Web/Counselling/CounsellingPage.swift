import Casework
import Vault

/// The session notes of one person, for those who hold counselling (clause P2). Apart from the casework: nothing of the
/// file's own page is here, and nothing of this is there.
struct CounsellingPage {
    var form = FormBody.empty
    var errors = FieldErrors.none
    var draft: Draft?

    static func show(_ visit: Visit) async throws -> Answer {
        let draft = try await visit.draft(.counselling, about: visit.id())
        return try await CounsellingPage(form: draft.map { FormBody($0) } ?? .empty, draft: draft).answer(
            visit)
    }

    static func write(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let typed = visit.form
        do {
            try await visit.casework.writeSession(
                CounsellingForm(day: typed["day"], words: typed["session"]), id: visit.newID(), in: file,
                finishing: visit.finishing(.counselling, about: file), as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let errors = FieldErrors(
                    problems,
                    saying: ["day": "Say on which day it was.", "session": "Write the note first."])
                return try await CounsellingPage(form: typed, errors: errors).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.counselling.path(file) + "#sessions")
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let sessions = try await visit.casework.sessions(of: visit.id(), as: visit.caller)
        let people = try await StaffNames(visit)
        return visit.page("Counselling", marking: .confidential, hasErrors: !errors.isEmpty) {
            BackLink("My sessions", href: Route.mySessions.path())
            ErrorSummary(errors)
            PageHeading(
                sessions.name.map { "\(PersonName($0))" as HTML } ?? "Counselling",
                above: "Counselling · file \(sessions.file.reference)")
            Notice(.info, "Only counsellors see this page") {
                Paragraph(
                    "Caseworkers, managers and the desk can’t open it, and nothing in the file or in its log tells them that it is here, until something of it is shared. A data guardian could open it only in need, and on record."
                )
                ClauseNote("P2")
            }
            writing(sessions, visit)
            reading(sessions, people)
            sharing(sessions.file)
        }
    }

    private func writing(_ sessions: SessionNotes, _ visit: Visit) -> Section {
        Section("Write a session note", isSheet: true) {
            DraftedForm(
                .counselling, about: sessions.file, visit, draft: draft, save: "Save the session note"
            ) {
                DateField(
                    "day", label: "Day of the session",
                    value: errors.isEmpty && form["day"].isEmpty ? visit.casework.now.day.text : form["day"],
                    error: errors["day"], .past, isRequired: true)
                TextArea(
                    "session", label: "Note", value: form["session"], error: errors["session"], rows: 7,
                    maximum: 20_000, isRequired: true)
            }
        }
    }

    /// Counselling leaves when the person asks for it, or a manager approves it.
    private func sharing(_ file: ID) -> Section {
        Section("Sharing", isSheet: true) {
            Paragraph("Only you who counsel can begin it, and only you can read here what was shared.")
            ButtonRow {
                LinkButton("Share counselling", href: Route.share.path(file))
                LinkButton("What was shared", href: Route.disclosures.path(file))
                LinkButton("Record their consent", href: Route.consent.path(file))
            }
        }
    }

    private func reading(_ sessions: SessionNotes, _ people: StaffNames) -> Section {
        Section("Sessions", id: "sessions", isSheet: true) {
            if sessions.notes.isEmpty {
                Paragraph("No session is noted yet.", isQuiet: true)
            } else {
                Timeline(
                    sessions.notes.map { note in
                        Timeline.Entry(
                            Moment(Day(note.text.day)?.words ?? note.text.day, machine: note.text.day),
                            "Session", by: people[note.author]
                        ) { Written(note.text.words) }
                    })
                PrintButton()
            }
        }
    }
}

/// The people of whom I have written session notes.
enum MySessionsPage {
    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.teams.contains(.counselling) else { throw CaseworkError.notFound }
        let (people, all, next) = try await visit.casework.mySessions(
            before: Int64(visit.query[.before]), as: visit.caller)
        let isFirst = visit.query[.before].isEmpty
        return visit.page("My sessions", marking: .confidential) {
            PageHeading(
                "My sessions", below: "Those of whom you have written session notes, latest session first.")
            if people.isEmpty, isFirst {
                EmptyState(
                    "No session is noted yet",
                    "Find the person, open their file, and choose Counselling: once you have written a note, they stand here.",
                    action: LinkButton("Someone has come or called", href: Route.find.path(), style: .primary)
                )
            } else {
                LinkList(
                    people.map {
                        LinkList.Entry(
                            PersonName($0.name), href: Route.counselling.path($0.file),
                            note:
                                "\($0.notes == 1 ? "1 session" : "\($0.notes) sessions"), the latest on \(Day($0.latest)?.words ?? $0.latest)"
                                as HTML)
                    })
            }
            if !isFirst || next != nil {
                Pagination(
                    Shown.words(people.count, of: all, isFirst: isFirst), label: "Pages of your sessions",
                    previous: isFirst ? nil : Route.mySessions.path(),
                    next: next.map { "\(Route.mySessions.path())?before=\($0)" })
            }
            ClauseNote("P2")
        }
    }
}
