import Testing
import Vault
import Web

/// Joining: the code, the passphrase, the fingerprint, the sheets.
@Suite struct EnrolmentPageTests {
    private static func form(_ code: String, _ name: String, _ changes: [String: String] = [:]) -> [(
        String, String
    )] {
        [
            "code": code, "signInName": name, "passphrase": Person.passphrase,
            "passphraseAgain": Person.passphrase,
        ]
        .merging(changes) { $1 }.sorted { $0.key < $1.key }
    }

    private static func code(on page: Reply) throws -> String {
        String(try #require(page.text.firstMatch(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){4}/)).output.0)
    }

    @Test(arguments: [
        ["code": ""], ["code": "AAAA"], ["signInName": ""], ["passphrase": ""], ["passphrase": "short"],
        ["passphraseAgain": "four quiet words there"], ["signInName": String(repeating: "x", count: 61)],
        ["signInName": "manager"],
    ])
    func `a form with a fault enrols nobody and never shows the passphrase`(changes: [String: String])
        async throws
    {
        let charity = try await Charity.copy()
        let guardian = charity.visitor(.guardian)
        try await guardian.confirm()
        let code = try Self.code(
            on: await guardian.submit(
                "/staff/invite", [("name", "Nia"), ("role", "caseworker")]))
        let visitor = charity.visitor()
        charity.database.forget()
        let reply = try await visitor.post("/enrol", Self.form(code, "nia", changes))
        #expect(reply.status == 422)
        #expect(reply.cookie == nil)
        #expect(!reply.body.contains("quiet words"))
        #expect(reply.body.contains("class=\"notice refusal errors\""))
        #expect(!charity.changed)
        #expect(try await visitor.post("/enrol", Self.form(code, "nia")).location == "/waiting")
    }

    @Test func `a code that nobody was given opens nothing`() async throws {
        let reply = try await Charity.copy().visitor().post(
            "/enrol", Self.form("0000-1111-2222-3333-4444", "nia"))
        #expect(reply.status == 422)
        #expect(reply.text.contains("That code opens nothing"))
    }

    @Test func `a code opens once, and for fourteen days`() async throws {
        let charity = try await Charity.copy()
        let guardian = charity.visitor(.guardian)
        try await guardian.confirm()
        let first = try Self.code(
            on: await guardian.submit("/staff/invite", [("name", "Nia"), ("role", "caseworker")]))
        let second = try Self.code(
            on: await guardian.submit("/staff/invite", [("name", "Noor"), ("role", "caseworker")]))
        #expect(try await charity.visitor().post("/enrol", Self.form(first, "nia")).status == 303)
        let again = try await charity.visitor().post("/enrol", Self.form(first, "somebody else"))
        #expect(again.text.contains("That code opens nothing"))
        charity.time.pass(seconds: 14 * 86_400 + 1)
        let late = try await charity.visitor().post("/enrol", Self.form(second, "noor"))
        #expect(late.text.contains("That code opens nothing"))
    }

    @Test
    func `the newcomer's fingerprint is the one that the key holder sees, and letting in opens the pages`()
        async throws
    {
        let charity = try await Charity.copy()
        let newcomer = charity.visitor(.newcomer)
        let fingerprint = try Self.code(on: await newcomer.get("/waiting"))
        let manager = charity.visitor(.manager)
        #expect(try await manager.get("/").text.contains("Newcomer waits to be let in"))
        #expect(try await manager.get("/staff").text.contains(fingerprint))
        let certify = "/staff/\(charity.members[.newcomer]?.text ?? "")/certify"
        #expect(
            try await manager.submit(certify, [("fingerprint", "0000-0000-0000-0000-0000")]).status == 404)
        #expect(try await newcomer.get("/").location == "/waiting")
        let asked = try await manager.submit(certify, [("fingerprint", fingerprint)])
        #expect(asked.status == 409 && asked.text.contains("Your passphrase, please"))
        #expect(try await newcomer.get("/").location == "/waiting")
        try await manager.confirm()
        #expect(try await manager.submit(certify, [("fingerprint", fingerprint)]).location == "/staff")
        #expect(try await manager.submit(certify, [("fingerprint", fingerprint)]).status == 409)
        #expect(try await newcomer.get("/waiting").location == "/")
        try await newcomer.acknowledge(charity)
        #expect(try await newcomer.get("/enquiry").status == 200)
    }

    @Test(arguments: ["", "owner", "guardian\u{0}", "Manager"])
    func `a role that there is not is refused, with the name kept`(role: String) async throws {
        let charity = try await Charity.copy()
        let reply = try await charity.visitor(.manager).submit(
            "/staff/invite", [("name", "Nia"), ("role", role)])
        #expect(reply.status == 422)
        #expect(reply.text.contains("Please choose a role."))
        #expect(reply.body.contains("value=\"Nia\""))
        #expect(!charity.changed)
    }

    @Test func `a screen left open invites nobody, and the typing waits for the passphrase`() async throws {
        let charity = try await Charity.copy()
        let manager = charity.visitor(.manager)
        let fields = [("name", "Nia"), ("role", "caseworker")]
        let asked = try await manager.submit("/staff/invite", fields)
        #expect(asked.status == 409 && asked.text.contains("Nothing was done yet."))
        #expect(!charity.changed)
        let kept = [
            ("passphrase", Person.passphrase), ("keeper", charity.members[.manager]?.text ?? ""),
            ("keptFor", "/staff/invite"),
        ]
        for (name, value) in fields {
            #expect(asked.body.contains("name=\"kept.\(name)\" value=\"\(value)\""))
        }
        let page = try await manager.submit("/confirm", kept + fields.map { ("kept." + $0.0, $0.1) })
        #expect(page.text.contains("Here is what you typed"))
        let invited = try await manager.post("/staff/invite", [("form", page.token)] + fields)
        #expect(try Self.code(on: invited).count == 24)
    }

    @Test func `a manager does not make guardians`() async throws {
        let charity = try await Charity.copy()
        let manager = charity.visitor(.manager)
        #expect(!(try await manager.get("/staff").body.contains("value=\"guardian\"")))
        let reply = try await manager.submit("/staff/invite", [("name", "Nia"), ("role", "guardian")])
        #expect(reply.status == 422)
        #expect(!charity.changed)
    }

    @Test func `the sheets come in order, each to one session, and never again`() async throws {
        let (charity, code) = try await Charity.empty()
        let guardian = charity.visitor()
        #expect(try await guardian.post("/enrol", Self.form(code, "gwen")).location == "/waiting")
        try await guardian.acknowledge(charity)
        #expect(try await guardian.get("/recovery-sheets/2").status == 404)
        #expect(try await guardian.submit("/recovery-sheets-done", []).status == 404)
        #expect(
            try await guardian.get("/recovery-sheets/1").location == "/confirm?next=/recovery-sheets/1")
        try await guardian.confirm()
        var sheets: Set<String> = []
        for sheet in 1...3 {
            let page = try await guardian.get("/recovery-sheets/\(sheet)")
            #expect(page.status == 200)
            #expect(page.body.contains("CONFIDENTIAL"))
            sheets.insert(page.text)
        }
        #expect(sheets.count == 3)
        #expect(try await guardian.get("/recovery-sheets/4").status == 404)
        #expect(try await guardian.submit("/recovery-sheets-done", []).location == "/recovery-sheets")
        #expect(try await guardian.get("/recovery-sheets/1").status == 409)
        #expect(try await guardian.get("/recovery-sheets").text.contains("The three sheets are handed over"))
    }
}
