import Casework
import Policy
import Vault

/// The queue of those who decide (clauses P4.2, P4.4): what waits for them, and never their own.
enum DecisionsPage {
    static func show(_ visit: Visit) async throws -> Answer {
        guard !visit.caller.approvals.isEmpty else { throw CaseworkError.notFound }
        let waiting = try await visit.casework.referrals(as: visit.caller)
        let callers = try await visit.casework.callersToRule(as: visit.caller)
        let people = try await StaffNames(visit)
        return visit.page("Decisions", marking: .confidential) {
            PageHeading(
                "Decisions that wait for you",
                below: "The oldest first. What you asked for yourself is not here.")
            if waiting.isEmpty, callers.isEmpty {
                EmptyState(
                    "Nothing waits", "When somebody needs your decision, it comes up here and on Today.")
            }
            callers.map(CallerRulingPage.card)
            waiting.map { card($0, visit, people) }
            ClauseNote("P4.4")
        }
    }

    private static func card(_ referral: Referral, _ visit: Visit, _ people: StaffNames) -> Section {
        let disclosure = referral.record.text
        let asked = disclosure.asked
        let mine = disclosure.waiting(for: visit.caller.approvals)
        let rows = disclosure.decided.rows.filter { !Set($0.items).isDisjoint(with: mine) }
        let clauses = rows.map(\.clause).reduce(into: [String]()) { list, clause in
            if !list.contains(clause) { list.append(clause) }
        }
        return Section("File \(referral.file.reference)", isSheet: true) {
            SummaryList([
                .init("Asked by", PersonName(people[ID(text: asked.by) ?? .house])),
                .init("When", referral.record.at.moment), .init("To", asked.party),
                .init("Who they are", ShareWords.of(asked.recipient)),
                .init("Why", ShareWords.of(asked.ground)),
                .init("Yours to decide", ShareWords.items(mine)),
                .init(
                    "The need",
                    Written(
                        asked.parts.filter { mine.contains($0.item.rawValue) }.map(\.need)
                            .joined(separator: "\n"))),
            ])
            rows.first.map { Paragraph($0.reason) }
            clauses.map { ClauseNote($0) }
            LinkButton(
                "Read it and decide", href: Route.disclosure.path(referral.file, referral.record.id),
                style: .primary)
        }
    }
}

/// What of sharing waits for somebody on Today.
enum Waiting {
    static func sharing(_ visit: Visit) async throws -> [LinkList.Entry] {
        var entries: [LinkList.Entry] = []
        let waiting =
            try await visit.casework.referralCount(as: visit.caller)
            + visit.casework.callerToRuleCount(as: visit.caller)
        if waiting > 0 {
            entries.append(
                .init(
                    "Decisions: \(waiting)" as HTML, href: Route.decisions.path(),
                    note: "Somebody can’t go on before you have decided." as HTML))
        }
        for ruled in try await visit.casework.ruledOn(as: visit.caller) {
            let disclosure = ruled.record.text
            entries.append(
                .init(
                    "Sharing of file \(ruled.file.reference): \(disclosure.stage.tag)" as HTML,
                    href: Route.disclosure.path(ruled.file, ruled.record.id),
                    note: (disclosure.approved.isEmpty
                        ? "What was decided, and why." : "You may release what was approved.").html))
        }
        if visit.caller.teams.contains(.guardian) {
            let today = visit.casework.now.day
            let count = try await visit.casework.purposes(as: visit.caller).filter {
                $0.text.state(on: today) != .approved
            }.count
            if count > 0 {
                entries.append(
                    .init(
                        "Purposes to look at: \(count)" as HTML, href: Route.purposes.path(),
                        note: "Proposed, or past their review." as HTML))
            }
        }
        return entries
    }
}
