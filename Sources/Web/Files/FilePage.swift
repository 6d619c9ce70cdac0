import Casework
import Policy
import Vault

/// A client's file: only the items that the reader holds keys for (clause S3.4).
struct FilePage {
    var note = ""
    var errors = FieldErrors.none
    var draft: Draft?

    static func show(_ visit: Visit) async throws -> Answer {
        let draft = try await visit.draft(.note, about: visit.id())
        return try await FilePage(note: draft.map { FormBody($0)["note"] } ?? "", draft: draft).answer(visit)
    }

    static func contactMade(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        try await visit.casework.makeContact(with: file, as: visit.caller)
        return .see(visit.caller.holds(.messages) ? Route.messages.path(file) : Route.file.path(file))
    }

    static func writeNote(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        do {
            try await visit.casework.writeNote(
                visit.form["note"], id: visit.newID(), in: file,
                finishing: visit.finishing(.note, about: file),
                as: visit.caller)
        } catch {
            guard case .invalid(let problems) = error else { throw error }
            let errors = FieldErrors(problems, saying: ["note": "Write the note first."])
            return try await FilePage(note: visit.form["note"], errors: errors).answer(visit)
        }
        return .see(Route.file.path(file) + "#notes")
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let contents = try await visit.casework.readFile(visit.id(), as: visit.caller)
        let names = Dictionary(
            uniqueKeysWithValues: try await visit.casework.roster(as: visit.caller).map {
                ($0.id, $0.profile.name)
            })
        let people = StaffNames(names)
        let reminders = try await FileReminders.of(contents, visit)
        return visit.page("File", marking: .confidential, hasErrors: !errors.isEmpty) {
            ErrorSummary(errors)
            heading(contents, visit)
            reminders
            if let identity = contents.identity { self.identity(identity, of: contents.file) }
            if let contact = contents.contact { self.contact(contact, visit) }
            if contents.items.contains(.consent) { consents(contents.consents, people, visit) }
            if contents.items.contains(.casework) { notes(contents, people, visit) }
            if contents.items.contains(.log) { timeline(contents, people) }
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
            Form(to: Route.contactMade.path(contents.file), token: visit.token.text) {
                ButtonRow {
                    SubmitButton("They are here or on the telephone", busy: "One moment…")
                    PrintButton("Print")
                }
            }
        }
    }

    private func identity(_ identity: Record<Identity>, of file: ID) -> Section {
        var rows = [SummaryList.Row("Name", identity.text.name)]
        if !identity.text.otherNames.isEmpty { rows.append(.init("Other names", identity.text.otherNames)) }
        rows.append(.init("Born", Day(identity.text.born)?.words ?? "Not given"))
        return Section("Who they are", isSheet: true) {
            SummaryList(rows)
            LinkButton("Change who they are", href: Route.identity.path(file))
        }
    }

    private func contact(_ contact: Record<Contact>, _ visit: Visit) -> Section {
        Section("How it is safe to reach them", isSheet: true) {
            ContactSummary(contact: contact.text)
            if let file = try? visit.id() {
                LinkButton("Change contact details", href: Route.contact.path(file))
            }
        }
    }

    private func consents(
        _ consents: [Record<Consent>], _ people: StaffNames, _ visit: Visit
    ) -> Section {
        Section("Consent", isSheet: true) {
            if consents.isEmpty {
                Paragraph("No consent is recorded. Ask at the next meeting.", isQuiet: true)
            }
            consents.map { consent in
                SummaryList([
                    .init("Sharing on a need to know", consent.text.words(on: visit.casework.now.day)),
                    .init(
                        "Recorded", "\(consent.at.moment) by \(PersonName(people[consent.author]))" as HTML),
                ])
            }
        }
    }

    private func notes(_ contents: FileContents, _ people: StaffNames, _ visit: Visit) -> Section {
        Section("Casework notes", id: "notes", isSheet: true) {
            DraftedForm(.note, about: contents.file, visit, draft: draft, save: "Save the note") {
                TextArea(
                    "note", label: "Write a note", value: note, error: errors["note"], rows: 4,
                    maximum: 20_000, isRequired: true)
            }
            if contents.notes.isEmpty {
                Paragraph("No notes yet. The first one is yours to write.", isQuiet: true)
            } else {
                Timeline(
                    contents.notes.map { note in
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
                Timeline(
                    done.map { line in
                        Timeline.Entry(line.at.moment, line.kind.words, by: people[line.actor]) {
                            if let details = line.details { Written(details) }
                        }
                    })
            }
            Section("Who has looked", isSheet: true) {
                if looked.isEmpty { Paragraph("Nobody yet.", isQuiet: true) }
                DataTable(
                    "Who has opened this file", isCaptionSeen: false, columns: [.init("Who"), .init("When")],
                    rows: looked.map { ["\(PersonName(people[$0.actor]))", "\($0.at.moment)"] })
            }
        }
    }
}

extension Consent {
    /// Where it stands, in words.
    func words(on day: Day) -> String {
        switch state(on: day) {
        case .none: "Not asked yet"
        case .refused: "Refused: a manager decides how to go on"
        case .withdrawn: "Withdrawn"
        case .expired: "Its time is over: ask again"
        case .incomplete: "Agreed, but not everything was told: this counts as no consent"
        case .general, .specific: "Agreed, having been told"
        case .requested: "Asked for by the person themself"
        }
    }
}

/// The names of colleagues, for pages that say who did something.
struct StaffNames: Sendable {
    private let names: [ID: String]

    init(_ names: [ID: String]) { self.names = names }

    subscript(member: ID) -> String { names[member] ?? "Somebody who is not on the roster" }
}

extension Instant {
    /// For people, `22 November 2026, 10:15`; and for machines.
    var moment: Moment { Moment("\(day.words), \(time)", machine: "\(day.text)T\(time)") }
}
