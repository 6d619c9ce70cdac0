import Casework
import Testing
import Vault
import Web

/// A caller whose referral rested on something unknown: it is found out by ringing back, and then it can be approved
/// (clauses P4.1 to P4.4).
@Suite struct CallerFoundTests {
    private let charity: Charity

    init() async throws { charity = try await Charity.copy() }

    private func taken(_ route: Route, _ fields: [(String, String)]) async throws -> String {
        let kept = try await charity.visitor(.receptionist).submit(route.path(), fields)
        return "/callers/" + String(try #require(kept.location?.split(separator: "/").last))
    }

    /// Another official, whom nobody has checked.
    private static func official(_ recipient: String, _ about: String, check: String) -> [(String, String)] {
        [
            ("who", "Ms Hill"), ("organisation", "Lantern Office"), ("reach", "01632 960001"),
            ("check", check), ("name", Client.known.rawValue), ("recipient", recipient), ("about", about),
        ]
    }

    /// Writes down on a page what it asks, and gives the page that follows.
    private func find(
        _ page: Reply, _ answers: [String: String], by visitor: Visitor
    ) async throws -> (Reply, asked: Set<String>) {
        var form = try PageForm.with("Write it down and decide anew", on: page)
        let asked = Set(form.offered.keys)
        for (name, value) in answers { try form.fill(name, value) }
        let sent = try await form.send("Write it down and decide anew", by: visitor)
        return (sent.location == nil ? sent : try await visitor.open(sent.location ?? ""), asked)
    }

    @Test(
        arguments: [
            "council", "safeguardingBody", "healthProfessional", "emergencyService", "court", "regulator",
            "taxAuthority", "partnerAgency",
        ], ["safeguardingChild", "safeguardingAdult", "legalDuty"])
    func `an official who was not checked is checked, approved, looked up and answered`(
        recipient: String, about: String
    ) async throws {
        for check in ["no", ""] {
            let path = try await taken(.official, Self.official(recipient, about, check: check))
            let decider = charity.visitor(about == "legalDuty" ? .guardian : .manager)
            let page = try await decider.get(path + "/ruling")
            #expect(page.text.contains("An approval would let nothing go"))
            let (_, asked) = try await find(page, ["check": "rungBack"], by: decider)
            #expect(asked == ["check"])
            let again = try await decider.get(path + "/ruling")
            var ruling = try PageForm.with("Approve what is ticked", on: again)
            try ruling.tick("item", "existence")
            try ruling.fill("reason", "It is needed")
            #expect(try await ruling.send("Approve what is ticked", by: decider).location == "/decisions")
            try await answered(path, "is known to us")
        }
    }

    /// A guardian looks them up and answers.
    private func answered(_ path: String, _ words: String) async throws {
        let guardian = charity.visitor(.guardian)
        let page = try await guardian.get(path)
        let found = try await PageForm.with("Look for this person now", on: page).send(
            "Look for this person now", by: guardian)
        var answer = try PageForm.with("Record it and show", on: found)
        try answer.fill("file", charity.file(.known).text)
        #expect(try await answer.send("Record it and show", by: guardian).text.contains(words))
    }

    @Test func `police who were not checked are rung back by the guardian, who then answers them`()
        async throws
    {
        let fields = CallerTests.officer(asking: Client.known.rawValue).filter { $0.0 != "check" }
        let path = try await taken(.police, fields)
        let guardian = charity.visitor(.guardian)
        let page = try await guardian.get(path)
        #expect(page.text.contains("Nothing may be told"))
        let (after, asked) = try await find(page, ["check": "rungBack"], by: guardian)
        #expect(asked == ["check"])
        #expect(after.text.contains("Allowed: You may tell them"))
        try await answered(path, "is known to us")
    }

    @Test func `a missing person's age is found out, and then the police are told`() async throws {
        let path = try await taken(
            .police,
            [
                ("who", "PC Brown"), ("organisation", "Lantern Police"), ("reach", "101"),
                ("check", "rungBack"), ("about", "missingPerson"), ("reportedMissing", "yes"),
                ("name", Client.known.rawValue),
            ])
        let manager = charity.visitor(.manager)
        let page = try await manager.get(path + "/ruling")
        let (after, asked) = try await find(page, ["age": "under16"], by: manager)
        #expect(asked == ["age"])
        // It needs nobody's approval any more, and leaves the queue.
        #expect(after.status == 200 && !after.body.contains(path + "/ruling"))
        try await answered(path, "in contact")
    }

    @Test func `nothing found out, or what is no answer, is sent back; others find no form`() async throws {
        let path = try await taken(.official, Self.official("council", "safeguardingChild", check: "no"))
        let manager = charity.visitor(.manager)
        let empty = try await manager.submit(path + "/found", [("version", "1")])
        #expect(empty.status == 422 && empty.text.contains("Write down what you learnt"))
        let odd = try await manager.submit(path + "/found", [("version", "1"), ("check", "perhaps")])
        #expect(odd.status == 422 && odd.body.contains("href=\"#check\""))
        for person in [Person.receptionist, .caseworker, .counsellor, .trustee] {
            let sent = try await charity.visitor(person).submit(
                path + "/found", [("version", "1"), ("check", "seen")])
            #expect(sent.status == 404, "\(person)")
        }
        let first = try await manager.submit(path + "/found", [("version", "1"), ("check", "seen")])
        #expect(first.status == 303)
        let late = try await charity.visitor(.secondManager).submit(
            path + "/found", [("version", "1"), ("check", "seen")])
        #expect(late.status == 409)
    }

    @Test func `an approval that has run out is ruled on anew, a refusal is not`() async throws {
        let path = try await taken(.official, Self.official("council", "safeguardingChild", check: "seen"))
        let refused = try await taken(.official, Self.official("council", "safeguardingChild", check: "seen"))
        for (each, ruling) in [(path, "approve"), (refused, "refuse")] {
            let sent = try await charity.visitor(.manager).submit(
                each + "/ruling",
                [("version", "1"), ("reason", "It is needed"), ("ruling", ruling), ("item", "existence")])
            #expect(sent.location == "/decisions")
        }
        charity.time.pass(seconds: 7 * 86_400 + 1)
        let manager = charity.visitor()
        _ = try await manager.post(
            "/sign-in", [("signInName", "manager"), ("passphrase", Person.passphrase)])
        let queue = try await manager.get("/decisions")
        #expect(queue.body.contains(path + "/ruling") && !queue.body.contains(refused + "/ruling"))
        var ruling = try PageForm.with(
            "Approve what is ticked", on: try await manager.get(path + "/ruling"))
        try ruling.tick("item", "existence")
        try ruling.fill("reason", "Still needed")
        #expect(try await ruling.send("Approve what is ticked", by: manager).location == "/decisions")
    }
}
