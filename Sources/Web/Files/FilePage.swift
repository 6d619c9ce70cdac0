import Casework
import Vault

/// A client's file: only the items that the reader holds keys for (clause S3.4).
struct FilePage {
    /// What was typed, by its field; where nothing was, a draft is put back.
    var typed = FormBody.empty
    var errors = FieldErrors.none
    private var drafts: [Item: Draft] = [:]

    init(typed: FormBody = .empty, errors: FieldErrors = .none) {
        self.typed = typed
        self.errors = errors
    }

    static func show(_ visit: Visit) async throws -> Answer { try await FilePage().answer(visit) }

    static func contactMade(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        try await visit.casework.makeContact(with: file, as: visit.caller)
        let kind = try await visit.casework.kind(of: file, as: visit.caller)
        return .see(
            kind == .client && visit.caller.holds(.messages)
                ? Route.messages.path(file) : Route.file.path(file))
    }

    static func write(_ notes: Notes, _ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        do {
            try await visit.casework.writeNote(
                visit.form[notes.field], about: notes.item, id: visit.newID(), in: file,
                finishing: visit.finishing(notes.route, about: file), as: visit.caller)
        } catch {
            guard case .invalid(let problems) = error else { throw error }
            let errors = FieldErrors(
                problems.map { Problem(notes.field, $0.reason) },
                saying: [notes.field: "Write the note first."])
            return try await FilePage(typed: visit.form, errors: errors).answer(visit)
        }
        return .see(Route.file.path(file) + "#" + notes.field + "s")
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let contents = try await visit.casework.readFile(visit.id(), as: visit.caller)
        let notes = Notes.all.filter { contents.items.contains($0.item) }
        let beside = try await visit.casework.surroundings(
            of: contents, drafts: { notes.map { visit.draftPlace($0.route, about: contents.file) } },
            as: visit.caller)
        var page = self
        // What the reader was writing, and has not sent, unless it stands in the form already.
        for notes in notes where typed[notes.field].isEmpty && errors[notes.field] == nil {
            page.drafts[notes.item] = beside.drafts[notes.route.path(contents.file)]
        }
        return page.answer(contents, beside, visit)
    }

    private func answer(_ contents: FileContents, _ beside: FileSurroundings, _ visit: Visit) -> Answer {
        let people = StaffNames(beside.beside.names)
        let reminders = FileReminders(beside.reminders, of: contents, visit)
        return visit.page("File", marking: .confidential, hasErrors: !errors.isEmpty) {
            ErrorSummary(errors)
            heading(contents, visit)
            reminders
            if let identity = contents.identity { self.identity(identity, contents.kind, of: contents.file) }
            if let contact = contents.contact { self.contact(contact, contents.kind, visit) }
            if contents.items.contains(.consent) {
                ConsentSection(
                    file: contents.file, consents: contents.consents, purposes: beside.beside.purposes,
                    people: people, today: visit.casework.now.day,
                    ruling: contents.timeline.first { $0.kind == .consentRuled })
            }
            if contents.items.contains(.disclosure) { sharing(contents.file) }
            if contents.items.contains(.casework) {
                notes(.casework, contents.notes, of: contents.file, people, visit)
            }
            affairs(contents, people, visit)
            if contents.items.contains(.log) { timeline(contents, people) }
            if contents.kind == .client, !visit.caller.teams.contains(.guardian) {
                LinkButton("I know this person: step back", href: Route.conflict.path(contents.file))
            }
            Paragraph(
                "You see the parts that your work needs. That you opened this file is in its log.",
                isQuiet: true)
            ClauseNote("S3.4")
        }
    }

    private func heading(_ contents: FileContents, _ visit: Visit) -> HTML {
        HTML {
            PageHeading(
                contents.identity.map { "\(PersonName($0.text.name))" as HTML } ?? "A file",
                above: "File \(contents.file.reference)")
            if contents.isRestricted { Tag("Restricted", .alarm) }
            if contents.kind == .organisation { Tag("Organisation") }
            Form(to: Route.contactMade.path(contents.file), token: visit.token.text) {
                ButtonRow {
                    SubmitButton(Self.contactMade(contents.kind), busy: "One moment…")
                    PrintButton("Print")
                }
            }
            if contents.items.contains(.counselling) {
                LinkButton("Counselling", href: Route.counselling.path(contents.file))
            }
            if contents.items.contains(.log) {
                LinkButton("Who works with this file", href: Route.filePeople.path(contents.file))
            }
            if contents.mayExport {
                LinkButton("Export this file", href: Route.exportFile.path(contents.file))
            }
            if visit.caller.teams.contains(.guardian) {
                LinkButton("Erase this file", href: Route.erase.path(contents.file))
            }
        }
    }

    /// The button for somebody who is here or calls.
    static func contactMade(_ kind: FileKind) -> String {
        kind == .organisation ? "Somebody of theirs called" : "They are here or on the telephone"
    }

    private func identity(_ identity: Record<Identity>, _ kind: FileKind, of file: ID) -> Section {
        var rows = [SummaryList.Row("Name", identity.text.name)]
        if !identity.text.otherNames.isEmpty { rows.append(.init("Other names", identity.text.otherNames)) }
        if kind == .client { rows.append(.init("Born", Day(identity.text.born)?.words ?? "Not given")) }
        return Section(kind == .client ? "Who they are" : "Its name", isSheet: true) {
            SummaryList(rows)
            if kind == .client { LinkButton("Change who they are", href: Route.identity.path(file)) }
        }
    }

    private func contact(_ contact: Record<Contact>, _ kind: FileKind, _ visit: Visit) -> Section {
        Section(kind == .client ? "How it is safe to reach them" : "How to reach it", isSheet: true) {
            ContactSummary(contact: contact.text, kind: kind)
            if let file = try? visit.id() {
                LinkButton("Change contact details", href: Route.contact.path(file))
            }
        }
    }

    private func sharing(_ file: ID) -> Section {
        Section("Sharing", isSheet: true) {
            ButtonRow {
                LinkButton("Share information", href: Route.share.path(file))
                LinkButton("What was shared", href: Route.disclosures.path(file))
            }
        }
    }

    func notes(
        _ notes: Notes, _ written: [Record<Note>], of file: ID, _ people: StaffNames, _ visit: Visit
    ) -> Section {
        Section(notes.heading, id: notes.field + "s", isSheet: true) {
            DraftedForm(
                notes.route, about: file, visit, draft: drafts[notes.item], save: "Save the note"
            ) {
                TextArea(
                    notes.field, label: notes.label,
                    value: drafts[notes.item].map { FormBody($0)[notes.field] } ?? typed[notes.field],
                    error: errors[notes.field], rows: 4, maximum: 20_000, isRequired: true)
            }
            if written.isEmpty {
                Paragraph("No notes yet. The first one is yours to write.", isQuiet: true)
            } else {
                Timeline(
                    written.map { note in
                        Timeline.Entry(note.at.moment, "Note", by: people[note.author]) {
                            Written(note.text.words)
                        }
                    })
            }
        }
    }

    private func timeline(_ contents: FileContents, _ people: StaffNames) -> HTML {
        let looked = contents.timeline.filter { $0.kind == .fileOpened }
        let done = contents.timeline.filter { $0.kind != .fileOpened }
        return HTML {
            Section("What was done", isSheet: true) {
                if done.isEmpty {
                    Paragraph("Nothing lately but looking.", isQuiet: true)
                } else {
                    Timeline(done.map { $0.entry(people) })
                }
                LinkButton("The whole log of this file", href: Route.fileLog.path(contents.file))
            }
            Section("Who has looked", isSheet: true) {
                if looked.isEmpty { Paragraph("Nobody yet.", isQuiet: true) }
                DataTable(
                    "Who has opened this file lately", isCaptionSeen: false,
                    columns: [.init("Who"), .init("When")],
                    rows: looked.map { [PersonName(people[$0.actor]).html, $0.at.moment.html] })
                Paragraph("Of the last \(contents.timeline.count) lines of its log.", isQuiet: true)
                LinkButton("Who looked, and how often", href: Route.fileLooks.path(contents.file))
            }
        }
    }
}

extension LogLine {
    /// The line on a file's timeline.
    func entry(_ people: StaffNames) -> Timeline.Entry {
        Timeline.Entry(at.moment, kind.words, by: people[actor]) {
            if let details { Written(details) }
        }
    }
}

/// The names of colleagues, for pages that say who did something.
struct StaffNames: Sendable {
    private let names: [ID: String]

    init(_ names: [ID: String]) { self.names = names }

    /// Everybody on the roster.
    init(_ visit: Visit) async throws {
        self.init(
            Dictionary(
                uniqueKeysWithValues: try await visit.casework.roster(as: visit.caller).map {
                    ($0.id, $0.profile.name)
                }))
    }

    subscript(member: ID) -> String { names[member] ?? "Somebody who is not on the roster" }
}

extension Instant {
    /// For people, `22 November 2026, 10:15`; and for machines.
    var moment: Moment {
        let (day, time) = onTheWall
        return Moment("\(day.words), \(time)", machine: "\(day.text)T\(time)")
    }
}
