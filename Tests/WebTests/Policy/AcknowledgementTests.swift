import Casework
import Testing
import Vault
import Web

/// Clause S3.5: the policy is acknowledged before anything else opens.
@Suite struct AcknowledgementTests {
    /// Somebody who was let in and has acknowledged nothing.
    private static func newcomer(_ charity: Charity) async throws -> Visitor {
        try await charity.visitor(.guardian).confirm()
        let guardian = try await charity.site.casework.caller(cookie: charity.cookies[.guardian])
        let visitor = charity.visitor(.newcomer)
        let newcomer = try await charity.site.casework.caller(cookie: charity.cookies[.newcomer])
        try await charity.site.casework.certify(
            newcomer.member, fingerprint: newcomer.keyring.keys.identity.fingerprint, as: guardian)
        charity.database.forget()
        return visitor
    }

    @Test func `who has not acknowledged the policy gets to it from every address, and to nothing else`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = try await Self.newcomer(charity)
        let open: Set<Route> = [
            .signIn, .enrol, .recover, .asset, .policy, .acknowledge, .waiting, .signOut, .lock, .stay,
        ]
        for route in Route.allCases where !open.contains(route) {
            let reply = try await visitor.get(route.path(charity.file(.known)))
            #expect(reply.location?.hasPrefix("/policy/acknowledge") == true, "GET \(route)")
            let sent = try await visitor.submit(route.path(charity.file(.known)), [])
            let isKept = sent.status == 409 && sent.text.contains("What you typed is kept")
            #expect(isKept || sent.bytes.isEmpty, "POST \(route)")
        }
        #expect(try await visitor.get("/nothing").location == "/policy/acknowledge")
        #expect(!charity.changed)
        #expect(try await visitor.get("/policy").status == 200)
        #expect(try await visitor.get("/stay").status == 200)
    }

    @Test func `an unticked acknowledgement, and one of another version, is sent back`() async throws {
        let charity = try await Charity.copy()
        let visitor = try await Self.newcomer(charity)
        let policy = charity.site.casework.policyHash
        let unticked = try await visitor.submit("/policy/acknowledge", [("policy", policy)])
        #expect(unticked.status == 422)
        let other = try await visitor.submit(
            "/policy/acknowledge", [("understood", "yes"), ("policy", String(repeating: "0", count: 64))])
        #expect(other.status == 422)
        #expect(other.text.contains("The policy has changed since."))
        #expect(try await visitor.get("/").location == "/policy/acknowledge")
    }

    @Test func `acknowledging it opens what was wanted, in every session, and is in the log book once`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = try await Self.newcomer(charity)
        let asked = try await visitor.get("/enquiry")
        #expect(asked.location == "/policy/acknowledge?next=/enquiry")
        let page = try await visitor.get(asked.location ?? "/")
        #expect(page.text.contains("Before someone agrees, tell them why we would share"))
        let fields = [
            ("form", page.token), ("understood", "yes"), ("next", "/enquiry"),
            ("policy", charity.site.casework.policyHash),
        ]
        #expect(try await visitor.post("/policy/acknowledge", fields).location == "/enquiry")
        #expect(try await visitor.post("/policy/acknowledge", fields).location == "/enquiry")
        #expect(try await visitor.get("/enquiry").status == 200)
        #expect(
            try await visitor.get("/log").text.matches(of: /Acknowledged the policy/).count == 2)
    }

    @Test func `what was typed before the policy changed is given back after it is acknowledged`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = try await Self.newcomer(charity)
        let page = try await visitor.submit("/enquiry", DeskTests.message(for: "Somebody"))
        #expect(page.status == 409)
        let hidden = page.body.matches(
            of: /name="(kept)" value="([^"]*)"/
        ).map { (String($0.output.1), String($0.output.2)) }
        let back = try await visitor.submit(
            "/policy/acknowledge",
            [("understood", "yes"), ("policy", charity.site.casework.policyHash)] + hidden)
        #expect(back.text.contains("Please ring me."))
    }

    @Test func `managers and guardians see who has not acknowledged it yet`() async throws {
        let charity = try await Charity.copy()
        _ = try await Self.newcomer(charity)
        for person in [Person.manager, .guardian] {
            let page = try await charity.visitor(person).get("/policy/acknowledgements")
            #expect(page.text.contains("1 of \(Person.allCases.count) have not yet."))
            #expect(page.text.contains("Not yet"))
        }
    }

    @Test func `what somebody else wrote about a member counts for nothing`() async throws {
        let charity = try await Charity.copy()
        let visitor = try await Self.newcomer(charity)
        let casework = charity.site.casework
        try await casework.acknowledgePolicy(
            casework.policyHash, as: casework.caller(cookie: charity.cookies[.receptionist]))
        #expect(try await visitor.get("/").location == "/policy/acknowledge")
    }

    @Test func `every clause can be linked to, and a clause shown elsewhere links to it`() async throws {
        let visitor = try await Charity.copy().visitor(.receptionist)
        let page = try await visitor.get("/policy")
        for clause in ["S1.1", "S4.1", "P1.1", "P4.3", "E", "R", "D", "H1"] {
            #expect(page.body.contains("id=\"\(clause)\""))
        }
        #expect(page.text.contains("How we read it:"))
        #expect(page.text.contains("A parent or relative is never told"))
        #expect(try await visitor.get("/enquiry").body.contains("href=\"/policy#P1.1\""))
    }
}
