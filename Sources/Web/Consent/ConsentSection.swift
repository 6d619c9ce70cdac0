import Casework
import Vault

/// The part of a file about consent: each with where it stands, newest first; those asked anew since, folded away.
struct ConsentSection: Component {
    let file: ID
    let consents: [Record<Consent>]
    let purposes: [Record<Purpose>]
    let people: StaffNames
    let today: Day
    /// How a manager decided to go on without consent, where that stands among the file's last lines.
    var ruling: LogLine?

    var html: HTML {
        let takenBack = Set(
            consents.indices.filter { place in
                consents[(place + 1)...].contains { $0.text.takesBack(consents[place].text) }
            })
        let standing = consents.enumerated().filter { place, consent in
            !consents[(place + 1)...].contains { $0.text.replaces(consent.text) }
        }.map(\.offset)
        let earlier = consents.indices.filter { !standing.contains($0) }
        return Section("Consent", id: "consent", isSheet: true) {
            if consents.isEmpty {
                Paragraph("No consent is recorded. Ask at the next meeting.", isQuiet: true)
            }
            standing.reversed().map {
                facts(of: consents[$0], isStanding: true, isTakenBack: takenBack.contains($0))
            }
            if !earlier.isEmpty {
                Details("Earlier consents, asked anew since") {
                    earlier.reversed().map { facts(of: consents[$0], isStanding: false) }
                }
            }
            ButtonRow {
                LinkButton("Record consent", href: Route.consent.path(file))
                LinkButton("Ask general consent", href: Route.consent.path(file) + "?scope=general")
                LinkButton("Print a consent form", href: Route.consentForm.path(file))
            }
            ClauseNote("S4.1")
        }.html
    }

    private func facts(
        of record: Record<Consent>, isStanding: Bool, isTakenBack: Bool = false
    ) -> SummaryList {
        let consent = record.text
        let ways = isStanding ? "?consent=\(record.id.text)" : ""
        var rows = [
            SummaryList.Row(
                "To", consent.subject,
                action: isStanding
                    ? Link(
                        consent.answer == .notAsked ? "Ask" : "Ask again",
                        href: Route.consent.path(file) + ways, about: about(record)) : nil),
            SummaryList.Row(
                "It stands", isTakenBack ? Self.takenBack : consent.tagged(on: today),
                action: isStanding && consent.canBeWithdrawn
                    ? Link("Withdraw", href: Route.withdrawConsent.path(file) + ways, about: about(record))
                    : nil),
        ]
        if consent.answer == .agreed || consent.isToExplain, !consent.untold.isEmpty {
            rows.append(.init("Not told", list(consent.untold.map(ConsentWords.told))))
        }
        if isStanding, consent.scope == .general, consent.isNo, let ruling, ruling.at >= record.at {
            rows.append(
                .init(
                    "Decided",
                    "\(Written(ruling.details ?? "")) \(ruling.at.moment), \(PersonName(people[ruling.actor]))"
                        as HTML))
        }
        if case .specific(let specific) = consent.scope {
            rows.append(.init("Which parts", list(specific.items.map(ConsentWords.item))))
            rows.append(.init("What for", purpose(specific.purpose)))
        }
        if consent.giver != Consent.Giver() {
            let name: HTML =
                consent.giver.name.isEmpty ? .empty : "\(PersonName(consent.giver.name)). "
            rows.append(
                .init("Given by", "\(name)\(ConsentWords.entitlement(consent.giver.entitlement))" as HTML))
        }
        if consent.answer != .notAsked {
            rows.append(.init("How", how(consent, heardBy: people[record.author])))
        }
        if let until = consent.until.flatMap({ Day($0) }) { rows.append(.init("Until", until.words)) }
        if let withdrawal = consent.withdrawn {
            let at = Instant(milliseconds: withdrawal.at).moment
            rows.append(.init("Withdrawn", "\(at) \(Written(withdrawal.words))" as HTML))
        } else {
            rows.append(
                .init("Recorded", "\(record.at.moment) by \(PersonName(people[record.author]))" as HTML))
        }
        return SummaryList(rows)
    }

    private static let takenBack: HTML =
        "\(Tag("Taken back", .alarm)) They said a general no later. Nothing is shared on it; ask again."

    private func list(_ parts: [String]) -> String { parts.joined(separator: "; ") }

    private func purpose(_ id: String) -> String {
        purposes.first { $0.id.text == id }?.text.name ?? "A purpose that is not in the register"
    }

    private func about(_ record: Record<Consent>) -> String {
        record.text.scope == .general ? "general consent" : "consent of \(record.at.day.words)"
    }

    /// Written, or said to somebody; in which language, with whose help.
    private func how(_ consent: Consent, heardBy author: String) -> HTML {
        let form = consent.form
        let heard: HTML =
            form.isWritten || consent.withdrawn != nil
            ? (form.isWritten ? "In writing" : "Said") : "Said to \(PersonName(author))"
        let language: HTML = form.language.isEmpty ? .empty : ", in <bdi>\(form.language)</bdi>"
        let interpreter: HTML =
            form.interpreter.isEmpty ? .empty : ", interpreted by \(PersonName(form.interpreter))"
        return "\(heard)\(language)\(interpreter)"
    }
}
