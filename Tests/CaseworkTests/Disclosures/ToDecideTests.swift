import Testing
import Vault

@testable import Casework

/// How old a decision may grow before it is overdue (clauses P4.2, P4.4).
@Suite struct ToDecideTests {
    @Test func `It is overdue after two days, and not before`() {
        let start = Instant(milliseconds: 0)
        let consent = Record(
            id: .house, version: 1, author: .house, at: start,
            text: Consent(scope: .general, told: [], answer: .refused, form: .init(isWritten: false)))
        let refused = ToDecide(
            matter: .consent(
                RefusedConsent(
                    file: .house, name: nil, consent: consent, by: .house, since: start, position: 1)),
            since: start)
        let limit = start.adding(seconds: ToDecide.overdueAfter)
        #expect(ToDecide.overdueAfter == 48 * 3600)
        #expect(!refused.isOverdue(at: limit) && refused.isOverdue(at: limit.adding(seconds: 1)))
        #expect(!refused.isUrgent)
    }
}
