import Casework
import Foundation
import Testing
import Vault
import Web

/// A consent that was refused reaches the manager who decides how to go on (clause S4.2); somebody in distress is told
/// later (clause S4.1).
@Suite struct RefusedConsentTests {
    private let charity: Charity

    init() async throws { charity = try await Charity.copy() }

    /// A first contact at the desk; the file's address for whoever may open it.
    private func met(
        _ name: String, _ changes: [String: String], by person: Person = .receptionist
    ) async throws -> ID {
        var fields = [
            "name": name, "policyTold": "yes", "sharingTold": "yes", "refusingTold": "yes",
            "answer": "refused", "worker": charity.members[.caseworker]?.text ?? "",
        ]
        fields.merge(changes) { $1 }
        let desk = charity.visitor(person)
        let made = try await desk.submit(
            Route.makeFile.path(), fields.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key })
        #expect(made.status == 303, "\(made.text)")
        return try #require(try await newest(name))
    }

    private func newest(_ name: String) async throws -> ID? {
        let page = try await charity.visitor(.caseworker).get("/my-clients")
        let found = page.body.components(separatedBy: "<a href=\"/file/").dropFirst().first {
            $0.contains(name)
        }
        return found.flatMap { ID(text: String($0.prefix(32))) }
    }

    private func rule(
        _ file: ID, _ goingOn: String = "team", reason: String = "She is safe with us", by person: Person
    ) async throws -> Reply {
        let visitor = charity.visitor(person)
        let page = try await visitor.get(Route.refusedConsent.path(file))
        var form = try PageForm.with("Decide", on: page)
        if !goingOn.isEmpty { try form.fill("goingOn", goingOn) }
        try form.fill("reason", reason)
        return try await form.send("Decide", by: visitor)
    }

    @Test func `a refusal is in every manager's decisions, and leaves them when one has ruled`() async throws
    {
        let file = try await met("Hodan Aweys", [:])
        let address = Route.refusedConsent.path(file)
        for person in [Person.manager, .secondManager] {
            #expect(try await charity.visitor(person).get("/").text.contains("Decisions: 1"))
            let queue = try await charity.visitor(person).get("/decisions")
            #expect(queue.body.contains(address) && queue.text.contains("consent was refused"))
            #expect(queue.text.contains("Clause S4.2"))
        }
        let page = try await charity.visitor(.manager).get(address)
        #expect(page.text.contains("Hodan Aweys") && !page.title.contains("Hodan"))
        #expect(page.body.contains(Route.file.path(file)))
        #expect(try await rule(file, by: .manager).location == "/decisions")
        for person in [Person.manager, .secondManager] {
            #expect(try await !charity.visitor(person).get("/decisions").body.contains(address))
            #expect(try await !charity.visitor(person).get("/").text.contains("Decisions:"))
            #expect(try await charity.visitor(person).get(address).status == 404)
        }
        let worker = charity.visitor(.caseworker)
        #expect(try await worker.get("/").text.contains("how to go on without consent was decided"))
        let seen = try await worker.get(Route.file.path(file))
        #expect(seen.text.contains("She is safe with us") && seen.text.contains("whoever needs it"))
    }

    @Test(arguments: [Person.receptionist, .caseworker, .counsellor, .guardian, .specialist, .trustee])
    func `nobody else finds it, nor rules on it`(person: Person) async throws {
        let file = try await met("Hodan Aweys", [:])
        let visitor = charity.visitor(person)
        #expect(try await visitor.get(Route.refusedConsent.path(file)).status == 404)
        let sent = try await visitor.submit(
            Route.refusedConsent.path(file), [("position", "1"), ("goingOn", "team"), ("reason", "x")])
        #expect(sent.status == 404)
    }

    @Test func `whoever wrote it down does not rule on it, another does`() async throws {
        let file = try await met("Hodan Aweys", [:], by: .manager)
        #expect(try await charity.visitor(.manager).get(Route.refusedConsent.path(file)).status == 404)
        #expect(try await !charity.visitor(.manager).get("/").text.contains("Decisions:"))
        #expect(try await rule(file, by: .secondManager).location == "/decisions")
    }

    @Test func `of a restricted file, which no manager holds, a guardian decides`() async throws {
        let file = try await met("Hodan Aweys", ["isRestricted": "yes"])
        #expect(try await charity.visitor(.manager).get(Route.refusedConsent.path(file)).status == 404)
        #expect(try await charity.visitor(.guardian).get("/decisions").text.contains("consent was refused"))
        #expect(try await rule(file, "stop", by: .guardian).location == "/decisions")
    }

    @Test func `what is missing comes back with the typing, and the second of two is told`() async throws {
        let file = try await met("Hodan Aweys", [:])
        let empty = try await rule(file, "", reason: "Kept <i>reason</i>", by: .manager)
        #expect(empty.status == 422 && empty.text.contains("Choose how to go on."))
        #expect(empty.body.contains("Kept &lt;i&gt;reason&lt;/i&gt;"))
        #expect(try await rule(file, reason: " ", by: .manager).text.contains("Say why"))
        let other = charity.visitor(.secondManager)
        var form = try PageForm.with("Decide", on: try await other.get(Route.refusedConsent.path(file)))
        #expect(try await rule(file, by: .manager).location == "/decisions")
        try form.fill("goingOn", "stop")
        try form.fill("reason", "Too late")
        let late = try await form.send("Decide", by: other)
        #expect(late.status == 409 && late.text.contains("nothing was done"))
    }

    @Test func `agreed anew, it waits no more; refused or withdrawn later, it waits`() async throws {
        let worker = charity.visitor(.caseworker)
        let file = try await met("Hodan Aweys", [:])
        let all = Consent.Telling.allCases.map { ("told", $0.rawValue) }
        func answer(_ answer: String) async throws {
            let sent = try await worker.submit(
                Route.consent.path(file),
                [("scope", "general"), ("allSaid", "yes"), ("answer", answer), ("entitlement", "self")] + all)
            #expect(sent.status == 303)
        }
        try await answer("agreed")
        #expect(try await !charity.visitor(.manager).get("/").text.contains("Decisions:"))
        try await answer("refused")
        #expect(try await charity.visitor(.manager).get("/").text.contains("Decisions: 1"))
        #expect(try await rule(file, by: .manager).location == "/decisions")
        try await answer("agreed")
        let consent = try #require(
            try await worker.get(Route.file.path(file)).body.firstMatch(
                of: /consent\/withdraw\?consent=([0-9a-f]{32})/)
        ).output.1
        _ = try await worker.submit(
            Route.withdrawConsent.path(file),
            [("consent", String(consent)), ("version", "1"), ("words", "She rang")])
        #expect(try await charity.visitor(.manager).get("/decisions").text.contains("consent was refused"))
    }

    @Test func `somebody in distress is not said to have been told, and the caseworker is reminded`()
        async throws
    {
        let nothing = ["policyTold": "", "sharingTold": "", "refusingTold": ""]
        for answer in ["agreed", "refused", ""] {
            let fields = ["name": "Hodan Aweys", "answer": answer].filter { !$0.value.isEmpty }
            let reply = try await charity.visitor(.receptionist).submit(
                Route.makeFile.path(), fields.sorted { $0.key < $1.key })
            #expect(reply.status == 422 && reply.text.contains("Give them the confidentiality policy"))
        }
        let file = try await met("Hodan Aweys", nothing.merging(["answer": "notAsked"]) { $1 })
        let worker = charity.visitor(.caseworker)
        let page = try await worker.get(Route.file.path(file))
        #expect(page.text.contains("The policy has still to be explained"))
        #expect(page.text.contains("Not told Our confidentiality policy, given to them;"))
        #expect(!page.text.contains("Policy given"))
        #expect(try await worker.get("/").text.contains("the policy has still to be explained"))
        #expect(try await !charity.visitor(.manager).get("/").text.contains("Decisions:"))
        let sent = try await worker.submit(
            Route.consent.path(file),
            [("scope", "general"), ("allSaid", "yes"), ("answer", "agreed"), ("entitlement", "self")]
                + Consent.Telling.allCases.map { ("told", $0.rawValue) })
        #expect(sent.status == 303)
        #expect(try await !worker.get("/").text.contains("has still to be explained"))
    }
}
