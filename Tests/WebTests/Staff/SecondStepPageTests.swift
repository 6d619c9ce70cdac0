import Casework
import Foundation
import HTTPTypes
import Testing
import Vault
import Web

/// The second step, the passphrase asked for afresh, and one's own sessions, as pages.
@Suite struct SecondStepPageTests {
    private static func signIn(_ person: Person, code: String = "") -> [(String, String)] {
        [("signInName", person.rawValue), ("passphrase", Person.passphrase), ("code", code)]
    }

    /// What an authenticator would show, from the key as it is read on the page.
    private static func code(_ page: Reply, _ charity: Charity) throws -> String {
        let key = try #require(page.text.firstMatch(of: /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/)).output
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        let bits = key.filter { $0 != " " }.compactMap { letters.firstIndex(of: $0) }
            .flatMap { value in (0..<5).map { value >> (4 - $0) & 1 } }
        let bytes = stride(from: 0, to: bits.count, by: 8).map { place in
            bits[place..<place + 8].reduce(UInt8(0)) { $0 << 1 | UInt8($1) }
        }
        return try OneTimeSecret(bytes: bytes).code(
            step: OneTimeSecret.step(atMilliseconds: charity.time.now.milliseconds))
    }

    private static func offer(_ page: Reply) throws -> String {
        String(try #require(page.body.firstMatch(of: /name="offer" value="([0-9a-f]{32})"/)).output.1)
    }

    /// Sets up somebody's second step; the page that shows its codes.
    @discardableResult
    static func setUp(_ visitor: Visitor, _ charity: Charity) async throws -> Reply {
        let page = try await visitor.get("/my-sign-in/second-step")
        return try await visitor.submit(
            "/my-sign-in/second-step",
            [
                ("offer", try offer(page)), ("code", try code(page, charity)),
                ("passphrase", Person.passphrase),
            ])
    }

    @Test(arguments: [
        "/confirm", "/my-sign-in/passphrase", "/my-sign-in/recovery-codes", "/my-sign-in/second-step/off",
    ])
    func `a code that was left out is said beside the code, whether the passphrase is right or not`(
        path: String
    ) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.manager)
        _ = try await Self.setUp(visitor, charity)
        let new = [
            ("newPassphrase", "seven other quiet words"), ("newPassphraseAgain", "seven other quiet words"),
        ]
        var pages: [String] = []
        for passphrase in [Person.passphrase, "not the right words at all"] {
            let reply = try await visitor.submit(path, [("passphrase", passphrase), ("code", "")] + new)
            #expect(reply.status == 422)
            #expect(reply.text.contains("Type the code from your authenticator, or a recovery code."))
            #expect(reply.body.contains("href=\"#code\"") && !reply.body.contains("href=\"#passphrase\""))
            pages.append(reply.withoutTokens)
        }
        #expect(pages[0] == pages[1])
        // Which of two that were typed is wrong is not said.
        let wrong = try await visitor.submit(
            path, [("passphrase", Person.passphrase), ("code", "000000")] + new)
        let both = try await visitor.submit(
            path, [("passphrase", "not the right words"), ("code", "000000")] + new)
        #expect(wrong.text.contains("The passphrase or the code is not right."))
        #expect(wrong.withoutTokens == both.withoutTokens)
    }

    @Test(arguments: [Person.guardian, .manager, .trustee, .administrator])
    func `where it is required, nothing but setting it up opens for those who must have it`(person: Person)
        async throws
    {
        let charity = try await Charity.copy(requiresSecondFactor: true)
        let visitor = charity.visitor(person)
        for path in ["/", "/staff", "/log", "/my-sign-in", "/nothing", "/file/\(charity.file(.known).text)"] {
            #expect(try await visitor.get(path).location == "/my-sign-in/second-step", "\(path)")
        }
        // What was typed is kept in the page that says what comes first.
        let sent = try await visitor.submit("/staff/invite", [("name", "Amina Qureshi")])
        #expect(sent.status != 303 && sent.body.contains("/my-sign-in/second-step"))
        #expect(sent.body.contains("Amina Qureshi"))
        #expect(try await visitor.get("/my-sign-in/second-step").text.contains("Your work needs it"))
        #expect(!charity.changed)
    }

    @Test func `where it is required, reception and casework go on as before`() async throws {
        let charity = try await Charity.copy(requiresSecondFactor: true)
        for person in [Person.receptionist, .caseworker, .counsellor, .specialist] {
            #expect(try await charity.visitor(person).get("/").status == 200, "\(person)")
        }
    }

    @Test
    func
        `a wrong code keeps the key on the page, and the right one then turns it on and shows ten codes once`()
        async throws
    {
        let charity = try await Charity.copy(requiresSecondFactor: true)
        let visitor = charity.visitor(.manager)
        let page = try await visitor.get("/my-sign-in/second-step")
        let (offer, code) = (try Self.offer(page), try Self.code(page, charity))
        let wrong = try await visitor.submit(
            "/my-sign-in/second-step", [("offer", offer), ("code", "12"), ("passphrase", Person.passphrase)])
        #expect(wrong.status == 422)
        #expect(try Self.offer(wrong) == offer && Self.code(wrong, charity) == code)
        #expect(!wrong.body.contains(Person.passphrase))
        let done = try await visitor.submit(
            "/my-sign-in/second-step", [("offer", offer), ("code", code), ("passphrase", Person.passphrase)])
        let codes = done.text.matches(of: /\d{4} \d{4} \d{4}/).map { String($0.output) }
        #expect(done.status == 200 && codes.count == 10)
        #expect(try await visitor.get("/").status == 200)
        let again = try await visitor.get("/my-sign-in/second-step")
        #expect(!again.text.contains(codes[0]) && again.text.contains("Take off the second step"))

        let fresh = charity.visitor()
        let alone = try await fresh.post("/sign-in", Self.signIn(.manager))
        let replayed = try await fresh.post("/sign-in", Self.signIn(.manager, code: code))
        #expect(alone.status == 401 && replayed.status == 401 && alone.cookie == nil)
        #expect(alone.withoutTokens == replayed.withoutTokens)
        #expect(try await fresh.post("/sign-in", Self.signIn(.manager, code: codes[0])).location == "/")
        let used = try await charity.visitor().post("/sign-in", Self.signIn(.manager, code: codes[0]))
        #expect(used.status == 401)
    }

    @Test func `new recovery codes are drawn from one's own page, shown once, and the old ones open nothing`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.manager)
        let path = "/my-sign-in/recovery-codes"
        #expect(try await visitor.get(path).location == "/my-sign-in/second-step")
        #expect(!(try await visitor.get("/my-sign-in")).body.contains(path))
        #expect(try await visitor.submit(path, [("passphrase", Person.passphrase)]).status == 404)
        let done = try await Self.setUp(visitor, charity)
        func codes(_ page: Reply) -> [String] {
            page.text.matches(of: /\d{4} \d{4} \d{4}/).map { String($0.output) }
        }
        let old = codes(done)
        #expect(try await visitor.get("/my-sign-in").body.contains("href=\"\(path)\""))
        #expect(try await visitor.get(path).text.contains("Those you have now open nothing from then on"))
        let wrong = try await visitor.submit(path, [("passphrase", "wrong"), ("code", old[0])])
        #expect(wrong.status == 422 && codes(wrong).isEmpty && !wrong.body.contains("value=\"wrong\""))
        let drawn = try await visitor.submit(path, [("passphrase", Person.passphrase), ("code", old[0])])
        #expect(drawn.status == 200 && drawn.text.contains("Your new recovery codes"))
        #expect(codes(drawn).count == 10 && Set(codes(drawn)).isDisjoint(with: old))
        #expect(codes(try await visitor.get(path)).isEmpty)
        let lost = try await charity.visitor().post("/sign-in", Self.signIn(.manager, code: old[1]))
        #expect(lost.status == 401)
        let opened = try await charity.visitor().post(
            "/sign-in", Self.signIn(.manager, code: codes(drawn)[0]))
        #expect(opened.location == "/")
    }

    @Test func `too many tries are answered with how long to wait, and a known browser is let in`()
        async throws
    {
        let charity = try await Charity.copy()
        let first = try await charity.visitor().post("/sign-in", Self.signIn(.receptionist))
        let tickets = try #require(
            first.headers[.setCookie]?.firstMatch(
                of: /__Host-amanah-device=([0-9a-f.]+); Path=\/; Secure; HttpOnly; SameSite=Strict/)
        )
        .output.1
        let wrong = [("signInName", "receptionist"), ("passphrase", "wrong")]
        for _ in 1...5 { #expect(try await charity.visitor().post("/sign-in", wrong).status == 401) }
        for form in [wrong, Self.signIn(.receptionist)] {
            let reply = try await charity.visitor().post("/sign-in", form)
            #expect(reply.status == 429 && reply.cookie == nil)
            #expect(reply.text.contains("Wait 5 seconds"))
        }
        let known = Visitor.ownPage.merging(["Cookie": "__Host-amanah-device=\(tickets)"]) { $1 }
        let reply = try await charity.visitor().post("/sign-in", Self.signIn(.receptionist), headers: known)
        #expect(reply.location == "/")
    }

    @Test(arguments: [
        "//elsewhere.test", "https://elsewhere.test", "/elsewhere", "/staff/../x", "javascript:alert(1)", "",
        "/file", "/log/", "/staff//suspend",
    ])
    func `after the passphrase nobody is sent anywhere but to an address of ours`(next: String) async throws {
        let visitor = try await Charity.copy().visitor(.manager)
        let page = try await visitor.get("/confirm?next=\(Visitor.encoded(next))")
        #expect(page.body.contains("name=\"next\" value=\"\""))
        let reply = try await visitor.submit("/confirm", [("passphrase", Person.passphrase), ("next", next)])
        #expect(reply.location == "/")
    }

    @Test func `the passphrase asked for afresh leads back, and a wrong one stays`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.manager)
        let wrong = try await visitor.submit("/confirm", [("passphrase", "wrong"), ("next", "/staff")])
        #expect(wrong.status == 422 && wrong.body.contains("name=\"next\" value=\"/staff\""))
        let right = try await visitor.submit(
            "/confirm", [("passphrase", Person.passphrase), ("next", "/staff")])
        #expect(right.location == "/staff")
        let kept = try await visitor.submit(
            "/confirm",
            [("passphrase", Person.passphrase)]
                + charity.waiting("/enquiry", [("words", "Half a message")], of: .manager))
        #expect(kept.status == 200 && kept.text.contains("Half a message"))
    }

    @Test func `the list of sessions names the kind of browser, and ends one or all others`() async throws {
        let charity = try await Charity.copy()
        let here = charity.visitor(.caseworker)
        let phone = charity.visitor()
        let agent =
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/150.0 Mobile Safari/537.36 Qzagent"
        _ = try await phone.post(
            "/sign-in", Self.signIn(.caseworker),
            headers: Visitor.ownPage.merging(["User-Agent": agent]) { $1 })
        let list = try await here.get("/my-sign-in")
        #expect(list.text.contains("Chrome on Android") && !list.body.contains("Qzagent"))
        let session = try #require(list.body.firstMatch(of: /name="session" value="([0-9a-f]{32})"/)).output.1
        #expect(
            try await charity.visitor(.receptionist).submit("/my-sign-in/end", [("session", "\(session)")])
                .status
                == 404)
        #expect(try await phone.get("/").status == 200)
        let ended = try await here.submit("/my-sign-in/end", [("session", "\(session)")])
        #expect(ended.location == "/my-sign-in")
        #expect(try await phone.get("/").location == "/sign-in")
        _ = try await phone.post("/sign-in", Self.signIn(.caseworker))
        _ = try await here.submit("/my-sign-in/end", [("session", "others")])
        #expect(try await phone.get("/").location == "/sign-in")
        #expect(try await here.get("/").status == 200)
    }

    @Test func `a changed passphrase signs in and the old one does not`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let new = "seven slow barges"
        let changed = try await visitor.submit(
            "/my-sign-in/passphrase",
            [("passphrase", Person.passphrase), ("newPassphrase", new), ("newPassphraseAgain", new)])
        #expect(changed.status == 200 && !changed.body.contains(new))
        #expect(try await visitor.get("/").status == 200)
        #expect(try await charity.visitor().post("/sign-in", Self.signIn(.caseworker)).status == 401)
        let form = [("signInName", "caseworker"), ("passphrase", new)]
        #expect(try await charity.visitor().post("/sign-in", form).location == "/")
    }

    @Test func `under TLS browsers are told to stay with it, and otherwise are not`() async throws {
        for isSecure in [false, true] {
            let reply = try await Charity.copy(isSecure: isSecure).visitor().get("/sign-in")
            #expect((reply.headers[.strictTransportSecurity] == "max-age=63072000") == isSecure)
        }
    }
}
