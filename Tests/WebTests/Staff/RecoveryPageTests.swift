import Testing
import Web

/// Two sheets on a page: to try them, and to make somebody guardian.
@Suite struct RecoveryPageTests {
    /// A new charity with its first guardian and the three sheets as they stand on their pages.
    private func founded() async throws -> (charity: Charity, guardian: Visitor, sheets: [String]) {
        let (charity, code) = try await Charity.empty()
        let guardian = charity.visitor()
        _ = try await guardian.post(
            "/enrol",
            [
                ("code", code), ("signInName", "gwen"), ("passphrase", Person.passphrase),
                ("passphraseAgain", Person.passphrase),
            ])
        try await guardian.acknowledge(charity)
        try await guardian.confirm()
        var sheets: [String] = []
        for number in 1...3 {
            let page = try await guardian.get("/recovery-sheets/\(number)").body
            sheets.append(
                page.matches(of: /[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/).map { "\($0.output.0)" }.joined(
                    separator: "\n"))
        }
        #expect(try await guardian.get("/recovery-sheets/1").status == 409)
        let holders = (1...3).map { ("holder\($0)", "Trustee \($0)") }
        #expect(try await guardian.submit("/recovery-sheets-done", holders).location == "/recovery-sheets")
        charity.time.pass(seconds: 1)
        return (charity, guardian, sheets)
    }

    @Test func `a sheet with a slip is kept as it was typed, and the row is named`() async throws {
        let (charity, guardian, sheets) = try await founded()
        let slip = (sheets[1].first == "2" ? "3" : "2") + sheets[1].dropFirst()
        for (visitor, path) in [(guardian, "/try-recovery-sheets"), (charity.visitor(), "/recover")] {
            let fields = [("first", sheets[0]), ("second", slip)]
            let reply =
                path == "/recover"
                ? try await visitor.post(path, fields) : try await visitor.submit(path, fields)
            #expect(reply.status == 422)
            #expect(reply.text.contains("There is a slip in row 1"))
            #expect(reply.body.contains(slip))
        }
    }

    @Test func `two sheets that work are said to, and Today says when`() async throws {
        let (_, guardian, sheets) = try await founded()
        #expect(try await guardian.get("/").text.contains("They were never tried"))
        let reply = try await guardian.submit(
            "/try-recovery-sheets", [("first", sheets[2].lowercased()), ("second", sheets[0])])
        #expect(reply.status == 200)
        #expect(reply.text.contains("Sheets 1 and 3 work together"))
        #expect(!reply.body.contains(sheets[0]) && !reply.body.contains(sheets[2].lowercased()))
        #expect(!(try await guardian.get("/").text.contains("Try the recovery sheets")))
    }

    @Test func `two sheets make somebody guardian, who is asked for a new set`() async throws {
        let (charity, guardian, sheets) = try await founded()
        let visitor = charity.visitor()
        #expect(try await visitor.get("/sign-in").body.contains("href=\"/recover\""))
        let typed = [("first", sheets[1]), ("second", sheets[2])]
        let second = try await visitor.post("/recover", typed)
        #expect(second.status == 200)
        #expect(second.text.contains("Sheets 2 and 3 are right"))
        #expect(second.text.contains("Gwen Guardian"))
        let lost = try #require(second.body.firstMatch(of: /name="ending" value="([0-9a-f]{32})"/)).output.1
        let empty = try await visitor.post("/recover", typed + [("step", "guardian"), ("member", "new")])
        #expect(empty.status == 422)
        #expect(empty.text.contains("Write their name"))
        let done = try await visitor.post(
            "/recover",
            typed + [
                ("step", "guardian"), ("member", "new"), ("name", "Nia Parry"), ("ending", "\(lost)"),
                ("signInName", "nia"), ("passphrase", Person.passphrase),
                ("passphraseAgain", Person.passphrase),
            ])
        #expect(done.location == "/")
        charity.time.pass(seconds: 1)
        #expect(try await guardian.get("/").location?.hasPrefix("/sign-in") == true)
        try await visitor.acknowledge(charity)
        #expect(try await visitor.get("/").text.contains("Make new recovery sheets"))
        #expect(try await visitor.get("/recovery-sheets").text.contains("A new set is needed"))
        #expect(try await visitor.submit("/recovery-sheets", []).status == 409)
        try await visitor.confirm()
        #expect(try await visitor.submit("/recovery-sheets", []).location == "/recovery-sheets/1")
        for number in 1...3 { #expect(try await visitor.get("/recovery-sheets/\(number)").status == 200) }
        charity.time.pass(seconds: 1)
        let holders = (1...3).map { ("holder\($0)", "Holder \($0)") }
        #expect(try await visitor.submit("/recovery-sheets-done", holders).location == "/recovery-sheets")
        #expect(try await visitor.get("/recovery-sheets").text.contains("The three sheets are handed over"))
        #expect(try await charity.visitor().post("/recover", typed).text.contains("open nothing together"))
    }

    @Test func `sheets typed into a page of another site are not read`() async throws {
        let (charity, _, sheets) = try await founded()
        let reply = try await charity.visitor().post(
            "/recover", [("first", sheets[0]), ("second", sheets[1])],
            headers: ["Sec-Fetch-Site": "cross-site"])
        #expect(reply.status == 403)
    }

    @Test func `sheets that come after the session has ended are kept nowhere`() async throws {
        let (charity, guardian, sheets) = try await founded()
        let token = try await guardian.token()
        charity.time.pass(seconds: 86_400)
        let reply = try await guardian.post(
            "/try-recovery-sheets", [("form", token), ("first", sheets[0]), ("second", sheets[1])])
        #expect(reply.location == "/sign-in")
        #expect(!reply.body.contains(sheets[0].prefix(19)))
    }
}
