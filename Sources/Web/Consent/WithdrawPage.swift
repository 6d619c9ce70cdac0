import Casework
import Vault

/// Takes an agreement back, at once (clause S4.1).
struct WithdrawPage {
    let record: Record<Consent>
    var typed = ""
    var errors = FieldErrors.none
    /// Somebody wrote a newer version while this was typed.
    var isStale = false

    static func show(_ visit: Visit) async throws -> Answer {
        let file = try await visit.casework.consents(of: visit.id(), as: visit.caller)
        let record = try find(visit.query[.consent], in: file)
        if !record.text.canBeWithdrawn { return .see(Route.file.path(file.file) + "#consent") }
        return WithdrawPage(record: record).answer(file, visit)
    }

    static func withdraw(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        guard let id = ID(text: visit.form["consent"]) else { throw CaseworkError.notFound }
        do {
            try await visit.casework.withdrawConsent(
                id, version: UInt32(visit.form["version"]) ?? 0, of: file, words: visit.form["words"],
                as: visit.caller)
        } catch {
            let contents: FileConsents
            switch error {
            case .invalid, .stale:
                contents = try await visit.casework.consents(of: file, as: visit.caller)
            default: throw error
            }
            let record = try find(visit.form["consent"], in: contents)
            // Withdrawn by somebody else in the meantime, or sent twice: what was wanted is done.
            if record.text.withdrawn != nil { return .see(Route.file.path(file) + "#consent") }
            return WithdrawPage(
                record: record, typed: visit.form["words"],
                errors: FieldErrors(
                    error.problems ?? [], saying: ["words": "Write who said so, and how."]),
                isStale: error == .stale
            ).answer(contents, visit)
        }
        return .see(Route.file.path(file) + "#consent")
    }

    private static func find(
        _ id: String, in file: FileConsents
    ) throws(CaseworkError) -> Record<Consent> {
        guard let record = file.consents.first(where: { $0.id.text == id }) else { throw .notFound }
        return record
    }

    private func answer(_ file: FileConsents, _ visit: Visit) -> Answer {
        visit.page(
            "Withdraw consent", marking: .confidential, hasErrors: !errors.isEmpty || isStale
        ) {
            BackLink("Back to the file", href: Route.file.path(file.file) + "#consent")
            ErrorSummary(errors)
            if isStale {
                Notice(
                    .warning, "This consent changed while you were typing",
                    "Nothing was withdrawn yet. Look at it as it stands now, and save again.")
            }
            PageHeading(
                file.name.map { "\(PersonName($0))" as HTML } ?? "A file", above: "Withdraw consent",
                below: "They may change their mind at any time. From now on nothing is shared on it.")
            SummaryList([
                .init("To", record.text.subject), .init("Recorded", record.at.moment),
                .init("It stands", record.text.words(on: visit.casework.now.day)),
            ])
            if record.text.scope == .general {
                Notice(
                    .info, "A general no goes for everything agreed before it",
                    "What they agreed to share with somebody in particular is taken back with it. If they mean only one sharing, withdraw that one."
                )
            }
            Form(to: Route.withdrawConsent.path(file.file), token: visit.token.text) {
                HiddenField("consent", value: record.id.text)
                HiddenField("version", value: "\(record.version)")
                TextArea(
                    "words", label: "Who said so, and how",
                    hint: "For example: she said it herself, on the telephone.", value: typed,
                    error: errors["words"], rows: 3, maximum: 2000, isRequired: true)
                SubmitButton("Withdraw it now", style: .danger)
            }
            Paragraph(
                "What was shared before can’t be called back; tell the recipient if it should go no further.",
                isQuiet: true)
            ClauseNote("S4.1")
        }
    }
}
