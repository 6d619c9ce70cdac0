import Casework
import Testing
import Vault
import Web

/// The managers' queue: the longest wait first over all kinds, each with its age (clauses P4.2, P4.4).
@Suite struct DecisionQueueTests {
    private static let day: Int64 = 86_400

    /// What the addresses of the queue's cards are, from the top.
    private static func order(_ page: Reply) -> [String] {
        page.body.matches(of: /class="button primary" href="([^"]+)"/).map { String($0.output.1) }
    }

    @Test
    func `the longest wait comes first over all kinds, with its age, what is overdue and what is urgent`()
        async throws
    {
        let charity = try await Charity.copy()
        let desk = charity.visitor(.receptionist)
        func pass(_ days: Int64) { charity.time.pass(seconds: days * Self.day) }
        func signedIn(_ person: Person) async throws -> Visitor {
            let visitor = charity.visitor()
            _ = try await visitor.post(
                "/sign-in", [("signInName", person.rawValue), ("passphrase", Person.passphrase)])
            return visitor
        }
        let share = try await ShareTests.refer(charity)
        let caller = try await desk.submit("/enquiry/official", CallerRulingPageTests.council)
        let called = "/callers/\(try #require(caller.location?.split(separator: "/").last))/ruling"
        pass(4)
        let later = try await signedIn(.receptionist)
        _ = try await later.submit(
            Route.makeFile.path(),
            [
                ("name", "Hodan Aweys"), ("policyTold", "yes"), ("sharingTold", "yes"),
                ("refusingTold", "yes"), ("answer", "refused"),
            ])
        pass(1)
        let today = try await signedIn(.receptionist).submit(
            "/enquiry/official", CallerRulingPageTests.council)
        let newest = "/callers/\(try #require(today.location?.split(separator: "/").last))/ruling"
        let manager = try await signedIn(.manager)
        let queue = try await manager.get("/decisions")
        let order = Self.order(queue)
        #expect(order.count == 4)
        #expect(order.first == share && order.dropFirst().first == called && order.last == newest)
        #expect(queue.text.contains("Waiting 5 days Urgent Overdue"))
        #expect(
            queue.text.contains("Waiting 1 day By") || queue.text.contains("Waiting 1 day Written down by"))
        #expect(queue.text.contains("Waiting Since today Urgent Who"))
        let note = try await manager.get("/").text
        #expect(note.contains("Decisions: 4") && note.contains("The longest wait: 5 days."))
        #expect(note.contains("Urgent: 3") && note.contains("Overdue: 2"))
    }

    @Test func `what two decide is as old as it was when one of them has ruled`() async throws {
        let charity = try await Charity.copy()
        let path = try await ShareTests.refer(charity)
        charity.time.pass(seconds: 60)
        let second = try await ShareTests.refer(charity, party: "Dr Second")
        let queue = try await charity.visitor(.manager).get("/decisions")
        #expect(Self.order(queue) == [path, second])
    }
}
