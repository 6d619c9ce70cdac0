import Casework
import Vault

/// The reader's reminders on one file: what, when and why, for them alone (clause S1.1).
struct RemindersPage {
    var form = FormBody.empty
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer { try await RemindersPage().answer(visit) }

    static func set(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        do {
            try await visit.casework.setReminder(
                on: visit.form["day"], why: visit.form["why"], id: visit.newID(), of: file, as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let words = ["day": "Say on which day.", "why": "Write what it is for."]
                return try await RemindersPage(
                    form: visit.form, errors: FieldErrors(problems, saying: words)
                ).answer(visit)
            case .alreadySaved: break
            default: throw error
            }
        }
        return .see(Route.reminders.path(file))
    }

    /// Done, or not yet: the button says which.
    static func end(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        guard let reminder = ID(text: visit.form["reminder"]) else { throw CaseworkError.notFound }
        try await visit.casework.endReminder(
            reminder, of: file, puttingOff: visit.form.isTicked("later") ? 7 : nil, as: visit.caller)
        return .see(Route.reminders.path(file))
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let reminders = try await visit.casework.reminders(of: file, as: visit.caller)
        return visit.page("Reminders", marking: .confidential, hasErrors: !errors.isEmpty) {
            BackLink("Back to the file", href: Route.file.path(file))
            ErrorSummary(errors)
            PageHeading(
                "Reminders", above: "File \(file.reference)",
                below: "Yours alone. What colleagues should know belongs in a note.")
            RemindersList(reminders: reminders, today: visit.casework.now.day, file: file, visit: visit)
            Section("Remind me", isSheet: true) {
                Form(to: Route.reminders.path(file), token: visit.token.text) {
                    DateField(
                        "day", label: "On which day?", value: form["day"], error: errors["day"],
                        .coming(example: visit.casework.now.day.adding(days: 14)), isRequired: true)
                    TextArea(
                        "why", label: "What for?",
                        hint: "Shown on this file only. Elsewhere it says: a reminder is due.",
                        value: form["why"], error: errors["why"], rows: 2, maximum: 1000, isRequired: true)
                    SubmitButton("Set the reminder")
                }
            }
            ClauseNote("S1.1")
        }
    }
}

/// Reminders with their why, on the file itself.
struct RemindersList: Component {
    let reminders: [Reminder]
    let today: Day
    let file: ID
    let visit: Visit

    var html: HTML {
        HTML {
            if reminders.isEmpty {
                Paragraph("You have set no reminder on this file.", isQuiet: true)
            }
            reminders.map { reminder in
                Section(
                    reminder.day <= today ? "Due: \(reminder.day.words)" : reminder.day.words, isSheet: true
                ) {
                    Written(reminder.why)
                    Form(to: Route.reminderEnded.path(file), token: visit.token.text) {
                        HiddenField("reminder", value: reminder.id.text)
                        ButtonRow {
                            SubmitButton("Done")
                            SubmitButton("Again in a week", style: .secondary, name: "later", value: "yes")
                        }
                    }
                }
            }
        }
    }
}

/// On the file: what is due with its why, and the way to the others.
struct FileReminders: Component {
    let reminders: [Reminder]
    let file: ID
    let visit: Visit

    /// Nil for somebody who does not hold the casework.
    init?(_ reminders: [Reminder], of contents: FileContents, _ visit: Visit) {
        guard contents.items.contains(.casework) else { return nil }
        (self.reminders, self.file, self.visit) = (reminders, contents.file, visit)
    }

    var html: HTML {
        let today = visit.casework.now.day
        let due = reminders.filter { $0.day <= today }
        return HTML {
            if !due.isEmpty { RemindersList(reminders: due, today: today, file: file, visit: visit) }
            ButtonRow {
                LinkButton(
                    reminders.isEmpty ? "Remind me of something" : "My reminders (\(reminders.count))",
                    href: Route.reminders.path(file))
            }
        }
    }
}

extension DueReminder {
    /// For a list outside the file: for which record and why, and nobody's name.
    var entry: LinkList.Entry {
        LinkList.Entry(
            "File \(Spelled(file.reference)): \(words)" as HTML, href: Route.file.path(file), note: hint)
    }

    private var words: String {
        switch reason {
        case .set: "a reminder is due"
        case .consentEnds(let day): "a consent ends on \(day.words)"
        case .toExplain: "the policy has still to be explained"
        case .quiet(let day): "no note since \(day.words)"
        }
    }

    private var hint: String {
        switch reason {
        case .set: "You set it. What it is for stands on the file."
        case .consentEnds: "Ask again in time; without it, nothing more is shared on it."
        case .toExplain: "At the first contact they were not told all of it. Tell them, and ask consent."
        case .quiet: "Write how things stand, or close the work with them."
        }
    }
}
