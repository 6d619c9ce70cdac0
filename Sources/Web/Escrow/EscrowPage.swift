import Casework
import HTTPTypes
import Vault

/// Opens what the guardians hold of a file in escrow and in no other way: passphrase afresh, a reason, an hour, and
/// somebody else looks at it (clauses S3.4, S3.7).
struct EscrowPage {
    var form = FormBody.empty
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer { try await EscrowPage().answer(visit) }

    static func open(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        do {
            try await visit.casework.openInEscrow(
                visit.form.fields.filter { $0.name == "items" }.map(\.value), why: visit.form["why"],
                id: visit.newID(), of: file, as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let words = ["items": "Choose what you need.", "why": "Say why you need it."]
                return try await EscrowPage(
                    form: visit.form, errors: FieldErrors(problems, saying: words)
                ).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.escrowRead.path(file))
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let choices = try await visit.casework.escrowChoices(file, as: visit.caller)
        return visit.page("Open in escrow", marking: .confidential, hasErrors: !errors.isEmpty) {
            BackLink("Back to who works with it", href: Route.filePeople.path(file))
            ErrorSummary(errors)
            PageHeading(
                choices.name.map { "\(PersonName($0))" as HTML } ?? "A file",
                above: "File \(file.reference), in escrow",
                below:
                    "The guardians hold these keys for the day when nobody else can open what must be opened."
            )
            if choices.isUnseen {
                Notice(
                    .warning, "Nobody else would see it",
                    "This file is restricted and nobody works with it, and you are the only data guardian. Please don’t open it alone: first admit a second data guardian, or give the file to somebody. If it can’t wait, your opening is on record, and the next data guardian finds it to review."
                )
            } else {
                Notice(
                    .warning, "Others see it at once",
                    "The managers and the other data guardians who may know of this file see who opened what, when and why, and one of them reviews it. It lasts an hour, in this session only, to read and not to change."
                )
            }
            if let until = choices.until {
                Paragraph("You opened some of it until \(until.time).")
                LinkButton("Go on reading", href: Route.escrowRead.path(file))
            }
            if choices.items.isEmpty {
                EmptyState(
                    "Nothing is in escrow only", "What the guardians hold of this file, they can read.")
            } else {
                Form(to: Route.escrow.path(file), token: visit.token.text) {
                    CheckboxGroup(
                        "items", legend: "What you need to read",
                        choices: choices.items.map { Choice("\($0)", $0.words) },
                        chosen: Set(form.fields.filter { $0.name == "items" }.map(\.value)),
                        error: errors["items"], isRequired: true)
                    TextArea(
                        "why", label: "Why it can’t wait, and nobody else can read it",
                        hint:
                            "Others read this. Say nothing of what is in the file.",
                        value: form["why"], error: errors["why"], rows: 3, maximum: 2000,
                        isRequired: true)
                    SubmitButton("Open it for an hour", style: .danger, busy: "Opening…")
                }
            }
            ClauseNote("S3.7")
        }
    }
}

/// What was opened in escrow, to read.
enum EscrowReadPage {
    static func show(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let contents = try await visit.casework.readInEscrow(file, as: visit.caller)
        let people = try await StaffNames(visit)
        func notes(_ item: Item, _ records: [Record<Note>]) -> Section? {
            guard contents.items.contains(item) else { return nil }
            return Section(item.words, isSheet: true) {
                if records.isEmpty { Paragraph("Nothing is written here.", isQuiet: true) }
                Timeline(
                    records.map { note in
                        Timeline.Entry(note.at.moment, "Note", by: people[note.author]) {
                            Written(note.text.words)
                        }
                    })
            }
        }
        return visit.page("Opened in escrow", marking: .confidential) {
            BackLink("Back to the file", href: Route.file.path(file))
            PageHeading(
                "Opened in escrow", above: "File \(file.reference)",
                below: "Until \(contents.until.time), in this session. Each reading is in the file’s log.")
            if contents.items.contains(.contact) {
                Section(Item.contact.words, isSheet: true) {
                    if let contact = contents.contact { ContactSummary(contact: contact) }
                }
            }
            notes(.casework, contents.notes)
            if contents.items.contains(.counselling) {
                Section(Item.counselling.words, isSheet: true) {
                    if contents.sessions.isEmpty { Paragraph("Nothing is written here.", isQuiet: true) }
                    Timeline(
                        contents.sessions.map { note in
                            Timeline.Entry(
                                Moment(Day(note.text.day)?.words ?? note.text.day, machine: note.text.day),
                                "Session", by: people[note.author]
                            ) { Written(note.text.words) }
                        })
                }
            }
            notes(.organisation, contents.organisation)
            notes(.commercial, contents.commercial)
            ClauseNote("S3.7")
        }
    }
}
