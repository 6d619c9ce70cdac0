import Casework
import Testing
import Vault
import Web

/// A referred caller at the browser (clauses P4.2, P4.4): in the queue of those who decide, and back to the guardian.
@Suite struct CallerRulingPageTests {
    private let charity: Charity

    init() async throws { charity = try await Charity.copy() }

    /// The council asks about a child at risk.
    static let council = [
        ("who", "Ms <b>Hill</b>"), ("organisation", "Lantern Council"), ("reach", "01632 960001"),
        ("check", "rungBack"), ("name", Client.known.rawValue), ("recipient", "council"),
        ("about", "safeguardingChild"),
    ]

    /// It asks at the desk; the caller's address.
    private func taken(by person: Person = .receptionist) async throws -> String {
        let kept = try await charity.visitor(person).submit("/enquiry/official", Self.council)
        return "/callers/" + String(try #require(kept.location?.split(separator: "/").last))
    }

    private func rule(
        _ path: String, _ ruling: String, _ items: [String] = [], version: String = "1",
        reason: String = "The child may be at risk", by person: Person
    ) async throws -> Reply {
        try await charity.visitor(person).submit(
            path + "/ruling",
            [("version", version), ("reason", reason), ("ruling", ruling)] + items.map { ("item", $0) })
    }

    @Test(arguments: [Person.receptionist, .caseworker, .counsellor, .trustee, .administrator])
    func `whoever does not decide finds nothing of it`(person: Person) async throws {
        let path = try await taken()
        let visitor = charity.visitor(person)
        #expect(try await visitor.get(path + "/ruling").status == 404)
        #expect(try await rule(path, "approve", ["existence"], by: person).status == 404)
        #expect(try await !visitor.get("/").text.contains("Decisions:"))
    }

    @Test(arguments: [Person.manager, .specialist])
    func `those whom the procedure names find it in their queue, without a look-up`(person: Person)
        async throws
    {
        let path = try await taken()
        let visitor = charity.visitor(person)
        #expect(try await visitor.get("/").text.contains("Decisions: 1"))
        let queue = try await visitor.get("/decisions")
        #expect(queue.body.contains(path + "/ruling") && queue.body.contains("Ms &lt;b&gt;Hill&lt;/b&gt;"))
        let page = try await visitor.get(path + "/ruling")
        #expect(page.text.contains("Whether they are known") && page.text.contains("P4.2"))
        #expect(!page.body.contains("/look-up") && !page.body.contains(charity.file(.known).text))
        #expect(try await visitor.submit(path + "/look-up", []).status == 404)
    }

    @Test func `what is missing comes back beside its field, with the typing`() async throws {
        let path = try await taken()
        let nothing = try await rule(path, "approve", reason: "Kept <i>reason</i>", by: .manager)
        #expect(nothing.status == 422 && nothing.text.contains("Tick what may be told, or refuse."))
        #expect(nothing.body.contains("Kept &lt;i&gt;reason&lt;/i&gt;"))
        let silent = try await rule(path, "refuse", reason: " ", by: .manager)
        #expect(silent.status == 422 && silent.text.contains("Say why, for the data guardian."))
    }

    @Test func `one's own is not offered, and not taken`() async throws {
        let path = try await taken(by: .manager)
        #expect(try await !charity.visitor(.manager).get("/decisions").body.contains(path))
        let page = try await charity.visitor(.manager).get(path + "/ruling")
        #expect(page.text.contains("This is not yours to decide"))
        #expect(try await rule(path, "approve", ["existence"], by: .manager).status == 404)
        #expect(try await rule(path, "approve", ["existence"], by: .secondManager).location == "/decisions")
    }

    @Test func `of two managers one is told that it was decided already`() async throws {
        let path = try await taken()
        #expect(try await rule(path, "refuse", by: .manager).location == "/decisions")
        let second = try await rule(path, "approve", ["existence"], by: .secondManager)
        #expect(second.status == 409 && second.text.contains("nothing was done"))
    }

    @Test func `approved, the guardian learns why, looks the person up and is given exactly that`()
        async throws
    {
        let path = try await taken()
        let guardian = charity.visitor(.guardian)
        #expect(try await guardian.get("/callers").text.contains("Waits for a decision"))
        #expect(try await guardian.submit(path + "/look-up", []).status == 404)
        #expect(try await rule(path, "approve", ["existence"], by: .manager).location == "/decisions")
        #expect(try await guardian.get("/callers").text.contains("Approved"))
        let page = try await guardian.get(path)
        #expect(page.text.contains("The child may be at risk") && page.text.contains("Decided by"))
        // Opened before the ruling: nothing is done, and how it stands is shown.
        let early = try await guardian.submit(path + "/answer", [("version", "1"), ("file", "nobody")])
        #expect(early.status == 409 && early.text.contains("nothing was done"))
        let found = try await guardian.submit(path + "/look-up", [])
        #expect(found.body.contains(charity.file(.known).text))
        let said = try await guardian.submit(
            path + "/answer", [("version", "2"), ("file", charity.file(.known).text)])
        #expect(said.text.contains("is known to us") && !said.text.contains("28 days"))
        let desk = try await charity.visitor(.receptionist).get(
            path.replacing("/callers/", with: "/enquiry/caller/"))
        #expect(!desk.text.contains("The child may be at risk") && !desk.text.contains("known to us"))
    }

    @Test func `refused, the guardian is left with the statement`() async throws {
        let path = try await taken()
        #expect(try await rule(path, "refuse", by: .manager).location == "/decisions")
        let page = try await charity.visitor(.guardian).get(path)
        #expect(page.text.contains("Refused") && page.text.contains("Nothing may be looked up"))
        #expect(!page.body.contains("/look-up"))
    }
}
