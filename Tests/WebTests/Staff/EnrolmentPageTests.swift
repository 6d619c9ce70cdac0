import Casework
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

    @Test(arguments: ["XXXX", "AAAA-BBBB", "what they gave me"])
    func `what is no code is said to be none, in words about codes`(code: String) async throws {
        let reply = try await Charity.copy().visitor().post("/enrol", Self.form(code, "nia"))
        #expect(reply.status == 422 && reply.text.contains("This is not a whole code."))
        #expect(!reply.text.contains("Please choose one of those offered."))
    }

    @Test
    func `one name invited twice is two rows: the lost code is withdrawn, and who used it is turned away`()
        async throws
    {
        let charity = try await Charity.copy()
        let manager = charity.visitor(.manager)
        try await manager.confirm()
        let nia = [("name", "Nia"), ("role", "caseworker")]
        let lost = try Self.code(on: await manager.submit("/staff/invite", nia))
        let again = try await manager.submit("/staff/invite", nia)
        #expect(again.status == 422 && again.text.contains("Somebody of this name is here or on their way"))
        let second = try Self.code(
            on: await manager.submit("/staff/invite", nia + [("isSomebodyElse", "yes")]))
        func links(_ what: String) async throws -> [String] {
            try await manager.get("/staff").body.matches(of: /href="(\/staff\/[0-9a-f]+\/[a-z-]+)"/).map {
                String($0.output.1)
            }.filter { $0.hasSuffix(what) }
        }
        #expect(try await links("withdraw-code").count == 2)
        // Both enrol before anybody knows.
        #expect(try await charity.visitor().post("/enrol", Self.form(lost, "thief")).location == "/waiting")
        #expect(try await charity.visitor().post("/enrol", Self.form(second, "nia")).location == "/waiting")
        let waiting = Set(try await links("turn-away"))
        #expect(waiting.count == 3)  // The newcomer of every test's charity is the third.
        let page = try #require(waiting.first { !$0.contains(charity.members[.newcomer]?.text ?? "-") })
        let empty = try await manager.submit(page, [])
        #expect(empty.status == 422 && empty.text.contains("Say why, in a sentence."))
        #expect(try await manager.submit(page, [("why", "The lost code")]).location == "/staff")
        #expect(Set(try await links("turn-away")) == waiting.subtracting([page]))
        #expect(try await manager.get("/staff").text.contains("Invited, and never let in"))
        let log = try await manager.get("/log").text
        #expect(log.contains("Somebody who had enrolled was turned away"))
    }

    @Test func `a withdrawn code enrols nobody, and the passphrase is asked for first`() async throws {
        let charity = try await Charity.copy()
        let manager = charity.visitor(.manager)
        try await manager.confirm()
        let code = try Self.code(
            on: await manager.submit("/staff/invite", [("name", "Nia"), ("role", "caseworker")]))
        let link = try #require(
            await manager.get("/staff").body.firstMatch(of: /href="(\/staff\/[0-9a-f]+\/withdraw-code)"/))
        let path = String(link.output.1)
        charity.time.pass(seconds: 301)
        #expect(try await manager.get(path).location == "/confirm?next=\(path)")
        let early = try await manager.submit(path, [("why", "Lost")])
        #expect(early.status == 409 && early.body.contains("Lost"))
        try await manager.confirm()
        #expect(try await manager.get(path).text.contains("The code enrols nobody from now on"))
        #expect(try await manager.submit(path, [("why", "Lost")]).location == "/staff")
        let reply = try await charity.visitor().post("/enrol", Self.form(code, "nia"))
        #expect(reply.status == 422 && reply.text.contains("That code opens nothing"))
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
        let role = Person.newcomer.role.rawValue
        let shown = [("role", role), ("version", "1")]
        #expect(
            try await manager.submit(certify, [("fingerprint", "0000-0000-0000-0000-0000")] + shown).status
                == 404)
        #expect(try await newcomer.get("/").location == "/waiting")
        let asked = try await manager.submit(certify, [("fingerprint", fingerprint)] + shown)
        #expect(asked.status == 409 && asked.text.contains("Your passphrase, please"))
        #expect(try await newcomer.get("/").location == "/waiting")
        try await manager.confirm()
        // Another row of the roster than the page showed.
        for other in [[("role", "guardian"), ("version", "1")], [("role", role), ("version", "2")]] {
            let reply = try await manager.submit(certify, [("fingerprint", fingerprint)] + other)
            #expect(reply.status == 409)
        }
        #expect(try await newcomer.get("/").location == "/waiting")
        #expect(
            try await manager.submit(certify, [("fingerprint", fingerprint)] + shown).location == "/staff")
        #expect(try await manager.submit(certify, [("fingerprint", fingerprint)] + shown).status == 409)
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
        #expect(!asked.body.contains("value=\"Nia\""), "sealed")
        let page = try await manager.submit(
            "/confirm", [("passphrase", Person.passphrase)] + asked.hiddenFields.filter { $0.0 == "kept" })
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
        let empty = try await guardian.submit("/recovery-sheets-done", [("holder1", "Imran Qureshi")])
        #expect(empty.status == 422 && empty.text.contains("Write who holds sheet 2."))
        #expect(
            empty.text.contains("Recovery sheet 3 of 3") && empty.body.contains("value=\"Imran Qureshi\""))
        let twice = try await guardian.submit(
            "/recovery-sheets-done", [("holder1", "Imran"), ("holder2", "Dorothy"), ("holder3", "imran")])
        #expect(twice.status == 422 && twice.text.contains("They hold another sheet"))
        let holders = [("holder1", "Imran"), ("holder2", "Dorothy"), ("holder3", "Paul")]
        #expect(try await guardian.submit("/recovery-sheets-done", holders).location == "/recovery-sheets")
        #expect(try await guardian.get("/recovery-sheets").text.contains("Sheet 2 Dorothy"))
        #expect(try await guardian.get("/try-recovery-sheets").text.contains("Sheet 3 Paul"))
        #expect(try await guardian.get("/recovery-sheets/1").status == 409)
        #expect(try await guardian.get("/recovery-sheets").text.contains("The three sheets are handed over"))
    }
}
