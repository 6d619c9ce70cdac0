import Casework
import Policy
import Vault

/// What of sharing and consent waits for somebody on Today.
enum Waiting {
    static func sharing(_ visit: Visit) async throws -> [LinkList.Entry] {
        var entries: [LinkList.Entry] = []
        let waiting = try await visit.casework.waitingToDecide(as: visit.caller)
        if !waiting.isEmpty {
            entries.append(
                .init(
                    "Decisions: \(waiting.count)" as HTML, href: Route.decisions.path(),
                    note: note(on: waiting, at: visit.casework.now)))
        }
        for ruled in try await visit.casework.ruledOn(as: visit.caller) {
            let disclosure = ruled.record.text
            entries.append(
                .init(
                    "Sharing of file \(ruled.file.reference): \(disclosure.stage.tag)" as HTML,
                    href: Route.disclosure.path(ruled.file, ruled.record.id),
                    note: note(on: disclosure, visit).html))
        }
        for file in try await visit.casework.refusalsRuledOn(as: visit.caller) {
            entries.append(
                .init(
                    "File \(file.reference): how to go on without consent was decided" as HTML,
                    href: Route.file.path(file), note: "What was decided stands in the file’s log." as HTML))
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

    /// The longest wait, and how many can't wait.
    private static func note(on waiting: [ToDecide], at now: Instant) -> HTML {
        let urgent = waiting.filter(\.isUrgent).count
        let overdue = waiting.filter { $0.isOverdue(at: now) }.count
        var parts: [HTML] = ["Somebody can’t go on before you have decided."]
        if let oldest = waiting.first { parts.append("The longest wait: \(Age(oldest, at: now).words).") }
        if urgent > 0 { parts.append("\(Tag("Urgent: \(urgent)", .alarm))") }
        if overdue > 0 { parts.append("\(Tag("Overdue: \(overdue)", .alarm))") }
        return HTML(joining: parts, separator: " ")
    }

    /// What the asker can do with a ruling.
    private static func note(on disclosure: Disclosure, _ visit: Visit) -> String {
        let now = visit.casework.now
        let inTime = disclosure.rulings.filter { now <= $0.expires }.flatMap(\.items).filter(
            disclosure.approved.contains)
        if disclosure.approved.isEmpty { return "What was decided, and why." }
        if inTime.isEmpty { return "The approval has run out." }
        let outlook = disclosure.outlook(of: inTime, by: visit.casework.rulebook)
        return outlook.atOnce.isEmpty
            ? "It was approved, and something is to be answered first." : "You may release what was approved."
    }
}
