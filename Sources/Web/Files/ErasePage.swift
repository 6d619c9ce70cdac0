import Casework
import HTTPTypes
import Vault

/// Erases a file: what goes and what stays, before anything is done (UK GDPR Art 17, clause S1.1).
struct ErasePage {
    var form = FormBody.empty
    var errors = FieldErrors.none

    static func show(_ visit: Visit) async throws -> Answer {
        do { try await visit.casework.checkErasable(visit.id(), as: visit.caller) } catch {
            return try erased(visit.id(), error)
        }
        try visit.requireFresh()
        return try await ErasePage().answer(visit)
    }

    static func erase(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        do {
            try await visit.casework.erase(
                file, why: visit.form["why"], confirming: visit.form["reference"], as: visit.caller)
        } catch {
            switch error {
            case .invalid(let problems):
                let words = [
                    "why": "Say why, in a sentence that names nobody.",
                    "reference": "Type the reference to confirm that it is this file.",
                ]
                return try await ErasePage(form: visit.form, errors: FieldErrors(problems, saying: words))
                    .answer(visit)
            default: return try erased(file, error)
            }
        }
        let copies = await visit.site.copyHalves()
        return .see(Route.erased.path() + "?file=\(file.text)&copies=\(copies.rawValue)")
    }

    /// Sent twice, or asked for again: it is done, and once.
    private static func erased(_ file: ID, _ error: CaseworkError) throws(CaseworkError) -> Answer {
        guard error == .alreadySaved else { throw error }
        return .see(Route.erased.path() + "?file=\(file.text)")
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let name = try await visit.casework.name(of: file, as: visit.caller)
        return visit.page("Erase a file", marking: .confidential, hasErrors: !errors.isEmpty) {
            BackLink("Back to the file", href: Route.file.path(file))
            ErrorSummary(errors)
            PageHeading(
                name.map { "Erase the file of \(PersonName($0))?" as HTML } ?? "Erase this file?",
                above: "File \(file.reference)",
                below: "Nobody can undo this: not you, not the recovery sheets, not a backup.")
            ErasureWords()
            Form(to: Route.erase.path(file), token: visit.token.text) {
                TextArea(
                    "why", label: "Why",
                    hint:
                        "Sealed in the charity’s own log, where it stays when the file is gone: name nobody.",
                    value: form["why"], error: errors["why"], rows: 3, maximum: 2000, isRequired: true)
                TextField(
                    "reference", label: "The file’s reference, to confirm",
                    hint: "It stands above: \(file.reference)", value: form["reference"],
                    error: errors["reference"], length: .short, isRequired: true)
                ButtonRow {
                    SubmitButton("Erase it for good", style: .danger, busy: "Erasing…")
                    LinkButton("Leave it", href: Route.file.path(file))
                }
            }
            ClauseNote("S1.1")
        }
    }
}

/// What an erasure takes, what it leaves, and when backups follow.
struct ErasureWords: Component {
    var html: HTML {
        HTML {
            Section("What goes, at once", isSheet: true) {
                Bullets([
                    "Every part of the file: identity, contact, notes, consents, what was shared, counselling. Messages that were matched with it, reminders on it, and its row in the register of names.",
                    "Its keys, and the half of them that stands beside the database. What an old backup has of the file stays shut once both copies of the halves are new.",
                    "Who did what on it: the log keeps that an entry stood at each place, and not what it said.",
                ])
            }
            Section("What stays", isSheet: true) {
                Bullets([
                    "One entry in the log book: that you erased a file today, and why.",
                    "What left it before: letters, copies and exports in other people’s hands.",
                    "What other files say of this person, and messages at the desk that were never matched with it.",
                    "Searches for the name, sealed in the charity’s own log.",
                ])
            }
            Notice(
                .warning, "Is there a reason to keep it?",
                "A claim, an inquiry, a court’s order, or a period that the law sets. The program does not know of any yet: ask before you erase."
            )
        }
    }
}

/// After an erasure: whether the copies of the halves are new, or what is left to do.
enum ErasedPage {
    static func show(_ visit: Visit) async throws -> Answer {
        guard visit.caller.teams.contains(.guardian) else { throw CaseworkError.notFound }
        guard let file = ID(text: visit.query[.file]),
            let at = try await visit.casework.erasure(of: file, as: visit.caller)
        else { return nothing(visit) }
        let copies = HalvesCopies(rawValue: visit.query[.copies])
        let isOverwritten = await visit.casework.overwriteErased()
        return visit.page("Erased") {
            PageHeading("The file is erased", above: "File \(file.reference), on \(at.day.words), \(at.time)")
            switch copies {
            case .renewed:
                Notice(
                    .success, "Both copies of the halves are new",
                    "From now on no backup opens this file, except beside an older copy of the halves that somebody keeps elsewhere. Destroy such copies."
                )
            case .notSet:
                Notice(
                    .warning, "The halves have no copies to renew",
                    "The settings halves.first-copy and halves.second-copy name no folders. If a copy of the halves lies anywhere, a backup opens beside it: destroy that copy."
                )
            case .failed, nil:
                Notice(
                    .warning, "Ask for the copies of the halves to be renewed",
                    "Until both are new, an old backup can still be opened beside an old copy. Whoever looks after the computer runs: amanah backup --halves-only"
                )
            }
            if !isOverwritten {
                Notice(
                    .info, "Its last bytes are overwritten soon",
                    "A backup is reading the database just now. The file is shut already; where it stood on the disk is overwritten when the backup is done."
                )
            }
            LinkButton("Back to Today", href: Route.today.path(), style: .primary)
            ClauseNote("S1.1")
        }
    }
    /// Somebody came here by the address alone.
    private static func nothing(_ visit: Visit) -> Answer {
        visit.page("Nothing was erased") {
            PageHeading("Nothing was erased")
            Paragraph(
                "This page says how an erasure went, and comes up after one. What was erased before stands in the log book."
            )
            ButtonRow {
                LinkButton("Back to Today", href: Route.today.path(), style: .primary)
                LinkButton("Log book", href: Route.logBook.path())
            }
        }
    }
}
