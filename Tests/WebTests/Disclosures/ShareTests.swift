import Casework
import Testing
import Vault
import Web

/// Sharing and deciding at the browser (clauses S1.2, S4.3, P4.4).
@Suite struct ShareTests {
    private static func fields(
        party: String = "Dr Moran", ground: String = "riskOfHarm", step: String = "decision"
    ) -> [(String, String)] {
        [
            ("recipient", "healthProfessional"), ("party", party), ("ground", ground),
            ("item", "health"), ("item", "casework"), ("manner", "written"),
            ("need.health", "To treat them"), ("words.health", "Health words <b>&"),
            ("need.casework", "To know the case"), ("words.casework", "Casework words"),
            ("whyNotAnonymous", "They treat this person"), ("answer.verified", "yes"),
            ("answer.undertaking", "yes"), ("step", step),
        ]
    }

    private static func seen(_ reply: Reply) -> String {
        reply.body.firstMatch(of: /name="seen" value="([^"]*)"/).map { String($0.output.1) } ?? ""
    }

    /// Asks for what management decides, and returns the disclosure's address.
    static func refer(_ charity: Charity, party: String = "Dr Moran") async throws -> String {
        let worker = charity.visitor(.caseworker)
        let share = Route.share.path(charity.file(.known))
        let decision = try await worker.submit(share, fields(party: party))
        #expect(decision.text.contains("This is not yours to decide"))
        let done = try await worker.post(
            Route.shareDone.path(charity.file(.known)),
            [("form", decision.token), ("seen", seen(decision))] + fields(party: party))
        return done.location ?? ""
    }

    private static func rule(
        _ path: String, _ ruling: String, _ items: [String], by visitor: Visitor
    ) async throws -> Reply {
        try await visitor.submit(
            path + "/rule",
            [("version", "1"), ("reason", "It is needed"), ("ruling", ruling)] + items.map { ("item", $0) })
    }

    /// Asks and has it approved.
    static func approve(_ charity: Charity, party: String = "Dr Moran") async throws -> String {
        let path = try await refer(charity, party: party)
        let ruled = try await rule(path, "approve", ["health"], by: charity.visitor(.manager))
        #expect(ruled.location == "/decisions")
        return path
    }

    /// The same, and releases it: the address of a disclosure that has a letter.
    static func release(_ charity: Charity, party: String = "Dr Moran") async throws -> String {
        let path = try await approve(charity, party: party)
        let worker = charity.visitor(.caseworker)
        #expect(try await worker.get("/").body.contains(path))
        let page = try await worker.get(path)
        let released = try await worker.post(
            path + "/release", [("form", page.token), ("version", "2"), ("seen", seen(page))])
        #expect(released.location == path)
        return path
    }

    @Test func `nothing leaves before the decision was seen`() async throws {
        let charity = try await Charity.copy()
        let worker = charity.visitor(.caseworker)
        let path = Route.share.path(charity.file(.known))
        for step in ["start", "questions", "decision"] {
            #expect(try await worker.submit(path, Self.fields(step: step)).status == 200)
        }
        for seen in ["", "x", String(repeating: "0", count: 64)] {
            let reply = try await worker.submit(path + "/done", Self.fields() + [("seen", seen)])
            #expect(reply.status == 409)
            #expect(reply.text.contains("nothing was done"))
        }
        #expect(!charity.changed)
    }

    @Test func `what is missing comes back on the step where it is put right, with the typing`() async throws
    {
        let charity = try await Charity.copy()
        let worker = charity.visitor(.caseworker)
        let path = Route.share.path(charity.file(.known))
        let first = try await worker.submit(path, Self.fields(party: ""))
        #expect(first.status == 422 && first.text.contains("Step 1 of 3"))
        #expect(first.body.contains("Health words &lt;b&gt;&amp;"))
        let second = try await worker.submit(path, Self.fields().filter { $0.0 != "need.health" })
        #expect(second.status == 422 && second.text.contains("Step 2 of 3"))
        #expect(second.text.contains("Health: say why they need it."))
        #expect(second.text.contains("Casework words"))
        #expect(!charity.changed)
    }

    @Test func `a refusal shows the clause, the reason and the statement, and is recorded`() async throws {
        let charity = try await Charity.copy()
        let worker = charity.visitor(.caseworker)
        let path = Route.share.path(charity.file(.known))
        let decision = try await worker.submit(path, Self.fields(ground: "gain"))
        #expect(decision.text.contains("This may not go"))
        #expect(decision.text.contains("Clause S2.2"))
        #expect(decision.text.contains("neither confirm nor deny"))
        let done = try await worker.post(
            path + "/done",
            [("form", decision.token), ("seen", Self.seen(decision))] + Self.fields(ground: "gain"))
        let shown = try await worker.open(done.location ?? "")
        #expect(shown.text.contains("Withheld"))
        #expect(try await worker.get((done.location ?? "") + "/letter").status == 404)
        let again = try await worker.post(
            path + "/done",
            [("form", decision.token), ("seen", Self.seen(decision))] + Self.fields(ground: "gain"))
        #expect(again.location == done.location)
    }

    @Test func `a referral is counted and shown to those who decide, and to nobody for their own`()
        async throws
    {
        let charity = try await Charity.copy()
        let path = try await Self.refer(charity)
        for person in [Person.guardian, .specialist, .caseworker] {
            let reply = try await Self.rule(path, "refuse", [], by: charity.visitor(person))
            #expect(reply.status == 404, "\(person)")
        }
        let manager = charity.visitor(.manager)
        #expect(try await manager.get("/").text.contains("Decisions: 1"))
        let queue = try await manager.get("/decisions")
        #expect(queue.text.contains("Dr Moran") && queue.body.contains(path))
        #expect(queue.text.contains("Clause P4.4"))
        #expect(try await manager.get(path).text.contains("Approve what is ticked"))
        #expect(!(try await charity.visitor(.caseworker).get(path)).text.contains("Approve what is ticked"))
        let empty = try await Self.rule(path, "approve", [], by: manager)
        #expect(empty.status == 422 && empty.text.contains("Tick what may go, or refuse."))
    }

    @Test func `of two managers one is told that it was decided already`() async throws {
        let charity = try await Charity.copy()
        let path = try await Self.refer(charity)
        let first = try await Self.rule(path, "refuse", [], by: charity.visitor(.manager))
        #expect(first.location == "/decisions")
        let second = try await Self.rule(path, "approve", ["health"], by: charity.visitor(.secondManager))
        #expect(second.status == 409 && second.text.contains("nothing was done"))
        let today = try await charity.visitor(.caseworker).get("/")
        #expect(today.body.contains(path) && today.text.contains("Refused"))
    }

    @Test(arguments: [
        "Dr Moran", "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "محمد‏ & Søns",
        "</title></main><h1>Released: everything</h1>",
    ])
    func `the letter holds the released words, the terms and the marking, whatever the recipient is called`(
        party: String
    ) async throws {
        let charity = try await Charity.copy()
        let path = try await Self.release(charity, party: party)
        let letter = try await charity.visitor(.caseworker).get(path + "/letter")
        #expect(letter.status == 200)
        #expect(letter.body.contains("<p class=\"marking\" lang=\"en\">CONFIDENTIAL</p>"))
        #expect(letter.body.contains("Health words &lt;b&gt;&amp;"))
        #expect(letter.text.contains(Charity.organisation) && letter.text.contains("22 November 2026"))
        #expect(letter.text.contains("You have accepted these terms"))
        for absent in [
            "Casework words", "Amina", "The first note.", "To treat them", "<script>alert", "<img src=x",
        ] {
            #expect(!letter.body.contains(absent), "\(absent)")
        }
        #expect(letter.body.matches(of: /<h1/).count == 1)
        #expect(!letter.title.contains(party))
    }

    @Test func `a purpose is proposed by anybody and approved by a guardian`() async throws {
        let charity = try await Charity.copy()
        let worker = charity.visitor(.caseworker)
        let proposed = try await worker.submit(
            "/purposes", [("name", "Housing"), ("why", "To place families")])
        #expect(proposed.location == "/purposes")
        let register = try await worker.get("/purposes")
        #expect(register.text.contains("can’t be used yet") && !register.text.contains("Approve it"))
        let guardian = charity.visitor(.guardian)
        #expect(try await guardian.get("/").text.contains("Purposes to look at: 1"))
        let page = try await guardian.get("/purposes")
        let path = page.body.firstMatch(of: /action="(\/purposes\/[0-9a-f]+\/approve)"/).map {
            String($0.output.1)
        }
        let bad = try await guardian.submit(path ?? "", [("version", "1"), ("until", "soon")])
        #expect(bad.status == 422 && bad.text.contains("This is not a date."))
        let fields = [("version", "1"), ("until", "2027-01-31")]
        #expect(try await guardian.submit(path ?? "", fields).location == "/purposes")
        #expect(try await guardian.submit(path ?? "", fields).status == 409)
        #expect(try await worker.get("/purposes").text.contains("31 January 2027"))
    }
}
