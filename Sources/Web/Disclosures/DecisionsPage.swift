import Casework
import Policy
import Vault

/// The queue of those who decide (clauses P4.2, P4.4, S4.2): what waits for them, of every kind, and never their own.
enum DecisionsPage {
    static func show(_ visit: Visit) async throws -> Answer {
        guard !visit.caller.approvals.isEmpty else { throw CaseworkError.notFound }
        let waiting = try await visit.casework.toDecide(as: visit.caller)
        let people = try await StaffNames(visit)
        let days = ToDecide.overdueAfter / 86_400
        return visit.page("Decisions", marking: .confidential) {
            PageHeading(
                "Decisions that wait for you",
                below:
                    "The longest wait first. What waits for more than \(days) days is overdue. What you asked for yourself is not here."
            )
            if waiting.isEmpty {
                EmptyState(
                    "Nothing waits", "When somebody needs your decision, it comes up here and on Today.")
            }
            waiting.map { card($0, visit, people) }
            ClauseNote("P4.4")
        }
    }

    private static func card(_ toDecide: ToDecide, _ visit: Visit, _ people: StaffNames) -> Section {
        let age = Age(toDecide, at: visit.casework.now).html
        return switch toDecide.matter {
        case .share(let referral): card(referral, age, visit, people)
        case .caller(let record): CallerRulingPage.card(record, age)
        case .consent(let refused): RefusedConsentPage.card(refused, age, people)
        }
    }

    private static func card(
        _ referral: Referral, _ age: HTML, _ visit: Visit, _ people: StaffNames
    ) -> Section {
        let disclosure = referral.record.text
        let asked = disclosure.asked
        let mine = disclosure.waiting(for: visit.caller.approvals)
        let rows = disclosure.decided.rows.filter { !Set($0.items).isDisjoint(with: mine) }
        let clauses = rows.map(\.clause).reduce(into: [String]()) { list, clause in
            if !list.contains(clause) { list.append(clause) }
        }
        return Section("File \(referral.file.reference)", isSheet: true) {
            SummaryList([
                .init("Waiting", age),
                .init("Asked by", PersonName(people[ID(text: asked.by) ?? .house])),
                .init("When", referral.since.moment), .init("To", asked.party),
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

/// How long something has waited, whether that is too long, and whether it is urgent.
struct Age: Component {
    private let days: Int64
    private let isOverdue: Bool
    private let isUrgent: Bool

    init(_ toDecide: ToDecide, at now: Instant) {
        days = max(0, now.day.daysSince1970 - toDecide.since.day.daysSince1970)
        isOverdue = toDecide.isOverdue(at: now)
        isUrgent = toDecide.isUrgent
    }

    var html: HTML {
        let tags = [isUrgent ? "Urgent" : nil, isOverdue ? "Overdue" : nil].compactMap { $0 }
        return "\(words)\(tags.map { " \(Tag($0, .alarm))" as HTML })"
    }

    /// For example `6 days`.
    var words: String {
        switch days {
        case 0: "Since today"
        case 1: "1 day"
        default: "\(days) days"
        }
    }
}
