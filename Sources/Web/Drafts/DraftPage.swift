import Casework
import HTTPTypes
import Vault

/// What somebody was writing: kept, listed and thrown away. Each of these is theirs alone.
enum DraftPage {
    /// Where the reader was writing.
    static func show(_ visit: Visit) async throws -> Answer {
        let lines = try await visit.casework.drafts(as: visit.caller)
        return visit.page("Drafts") {
            PageHeading(
                "What you were writing",
                below:
                    "Kept for \(Draft.daysKept) days, and for nobody but you: whoever forgets their passphrase loses these."
            )
            if lines.isEmpty {
                EmptyState(
                    "Nothing is left unsaved", "What you type in a long form is kept here until you save it.",
                    action: LinkButton("Back to Today", href: Route.today.path(), style: .primary))
            } else {
                LinkList(lines.compactMap(entry))
            }
        }
    }

    private static func entry(_ line: DraftLine) -> LinkList.Entry? {
        DraftedAddress(line.address).map { address in
            LinkList.Entry(
                line.file.map { "\(address.entry.words): file \(Spelled($0.reference))" as HTML }
                    ?? "\(address.entry.words)",
                href: address.page, note: "\(line.at.moment)" as HTML)
        }
    }

    /// Keeps what a form has so far; the script asks for it quietly.
    static func keep(_ visit: Visit) async throws -> Answer {
        guard let address = DraftedAddress(visit.form["draft"]) else { throw CaseworkError.notFound }
        let typed = visit.form.fields.filter { !own.contains($0.name) }.map { Draft.Field($0.name, $0.value) }
        let outcome = try await visit.casework.keepDraft(
            typed, at: visit.draftPlace(address), as: visit.caller)
        if visit.form.isTicked("quietly") {
            return Answer(status: outcome == .kept ? .ok : .unprocessableContent, html: .empty)
        }
        switch outcome {
        case .kept: return .see(address.page)
        case .tooLong:
            return refused(
                "This is too long for a draft",
                "A draft holds about 60,000 letters. Save it as it stands: what you typed is in this page.",
                visit)
        case .tooMany:
            return refused(
                "You have \(Draft.most) drafts already",
                "Save or throw away one of them, or save this as it stands.", visit)
        }
    }

    /// Throws a draft away and shows the form without it.
    static func throwAway(_ visit: Visit) async throws -> Answer {
        guard let address = DraftedAddress(visit.form["draft"]) else { throw CaseworkError.notFound }
        try await visit.casework.throwAwayDraft(
            at: visit.draftPlace(address), as: visit.caller)
        return .see(address.page)
    }

    /// The draft was not kept; what was typed can still be saved for good from here.
    private static func refused(_ heading: String, _ text: String, _ visit: Visit) -> Answer {
        visit.page("Not kept as a draft", status: .unprocessableContent) {
            PageHeading("\(heading)")
            Paragraph(text)
            Form(to: visit.form["draft"], token: visit.token.text) {
                visit.form.fields.filter { !own.contains($0.name) }.map {
                    HiddenField($0.name, value: $0.value)
                }
                ButtonRow {
                    SubmitButton("Save it as it stands")
                    LinkButton("What I was writing", href: Route.draft.path())
                }
            }
        }
    }

    /// The fields that are the form's own, not what was typed.
    private static let own: Set<String> = ["form", "draft", "drafted", "quietly"]
}
