import Foundation
import Testing
import Vault
import Web

/// Signing in, going on where one was, and what is left when a session ends in the middle of typing.
@Suite struct SessionTests {
    private static let idle: Int64 = 15 * 60 + 1
    private static let note: [(String, String)] = [("note", "What I had <b>typed</b> & not saved")]

    @Test(arguments: [
        "//elsewhere.test", "https://elsewhere.test", "/\\elsewhere.test", "\\\\elsewhere.test",
        "/\u{9}/elsewhere.test",
        "javascript:alert(1)", "elsewhere.test", "/ /elsewhere", "/%2F/elsewhere.test",
        "/x\r\nSet-Cookie: a=b", "/@elsewhere",
        "///elsewhere.test", "/a:b", "", "/é", "/..", "/.//elsewhere.test",
    ])
    func `after signing in nobody is sent anywhere but to this site`(next: String) async throws {
        let charity = try await Charity.copy()
        let page = try await charity.visitor().get("/sign-in?next=\(Visitor.encoded(next))")
        #expect(page.body.contains("name=\"next\" value=\"\""))
        let reply = try await charity.visitor().post(
            "/sign-in", Self.signIn("receptionist") + [("next", next)])
        #expect(reply.location == "/")
    }

    @Test func `after signing in one is where one wanted to be`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor()
        let path = "/file/\(charity.file(.known).text)/messages"
        let asked = try await visitor.get(path)
        #expect(asked.location == "/sign-in?next=\(path)")
        let page = try await visitor.get(asked.location ?? "")
        #expect(page.body.contains("name=\"next\" value=\"\(path)\""))
        let reply = try await visitor.post("/sign-in", Self.signIn("receptionist") + [("next", path)])
        #expect(reply.location == path)
        #expect(try await visitor.get(path).status == 200)
    }

    @Test func `an address that is none of ours is not carried through the sign-in`() async throws {
        let reply = try await Charity.copy().visitor().get("/amina-yusuf")
        #expect(reply.location == "/sign-in")
    }

    @Test(arguments: [
        ("receptionist", "wrong"), ("nobody", Person.passphrase), ("", Person.passphrase),
        ("receptionist", ""),
    ])
    func `a wrong name and a wrong passphrase are one answer, without a cookie`(
        name: String, passphrase: String
    ) async throws {
        let charity = try await Charity.copy()
        let reply = try await charity.visitor().post(
            "/sign-in", [("signInName", name), ("passphrase", passphrase)])
        #expect(reply.status == (name.isEmpty || passphrase.isEmpty ? 422 : 401))
        #expect(reply.cookie == nil)
        #expect(!reply.body.contains("four quiet words"))
        #expect(reply.title.hasPrefix("Please check: "))
    }

    @Test func `somebody unknown and somebody mistyped read the same page`() async throws {
        let charity = try await Charity.copy()
        let pages = try await [("receptionist", "wrong"), ("receptionists", "wrong")].asyncMap {
            try await charity.visitor().post("/sign-in", [("signInName", $0), ("passphrase", $1)]).body
                .replacing("receptionists", with: "…").replacing("receptionist", with: "…")
        }
        #expect(pages[0] == pages[1])
    }

    @Test func `a session that nobody used for a quarter of an hour is over`() async throws {
        let charity = try await Charity.copy()
        charity.time.pass(seconds: Self.idle)
        let reply = try await charity.visitor(.caseworker).get("/my-clients")
        #expect(reply.location == "/sign-in?next=/my-clients")
    }

    @Test func `a screen closes itself before its session is over, however late the last touch was told`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let page = try await visitor.get("/")
        let seconds = try #require(page.body.firstMatch(of: /data-idle-seconds="(\d+)"/)).output.1
        charity.time.pass(seconds: 59)
        _ = try await visitor.get("/stay")
        charity.time.pass(seconds: 60 + (Int64(seconds) ?? 0))
        #expect(try await visitor.get("/stay").status == 200)
    }

    @Test func `a session that is used lasts, but not longer than a working day`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        for _ in 0..<40 {
            charity.time.pass(seconds: 14 * 60)
            #expect(try await visitor.get("/stay").status == 200)
        }
        for _ in 0..<4 {
            charity.time.pass(seconds: 14 * 60)
            _ = try await visitor.get("/stay")
        }
        #expect(try await visitor.get("/stay").status == 303)
    }

    @Test
    func
        `what was typed when the session ended waits in the sign-in page, and nobody reads it in its source`()
        async throws
    {
        let charity = try await Charity.copy()
        let reply = try await Self.endedWhileTyping(charity.visitor(.caseworker), charity)
        #expect(reply.status == 401)
        #expect(reply.text.contains("Your session ended while you were typing"))
        #expect(!reply.body.contains("What I had"))
        #expect(!reply.body.contains(try #require(charity.members[.caseworker]).text), "nor whose it is")
        #expect(!charity.changed)
    }

    @Test func `it is put before the same person again, and saved once they say so`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let page = try await Self.endedWhileTyping(visitor, charity)
        let back = try await visitor.post("/sign-in", Self.signIn("caseworker") + page.hiddenFields)
        #expect(back.status == 200)
        #expect(back.text.contains("It is not saved yet."))
        #expect(back.body.contains("What I had &lt;b&gt;typed&lt;/b&gt; &amp; not saved"))
        #expect(!charity.changed)
        let note = "/file/\(charity.file(.known).text)/note"
        #expect(back.body.contains("action=\"\(note)\""))
        let saved = try await visitor.post(note, back.hiddenFields)
        #expect(saved.status == 303)
        let file = try await visitor.open(saved.location ?? "")
        #expect(file.body.contains("What I had &lt;b&gt;typed&lt;/b&gt; &amp; not saved"))
    }

    @Test func `a wrong passphrase in between loses nothing`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let page = try await Self.endedWhileTyping(visitor, charity)
        let wrong = try await visitor.post(
            "/sign-in", [("signInName", "caseworker"), ("passphrase", "wrong")] + page.hiddenFields)
        #expect(wrong.status == 401)
        let back = try await visitor.post("/sign-in", Self.signIn("caseworker") + wrong.hiddenFields)
        #expect(back.body.contains("What I had &lt;b&gt;typed"))
    }

    @Test func `it is withheld from somebody else who signs in at that page`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let page = try await Self.endedWhileTyping(visitor, charity)
        let other = try await visitor.post("/sign-in", Self.signIn("otherCaseworker") + page.hiddenFields)
        #expect(other.location == "/")
        #expect(!other.body.contains("What I had"))
    }

    @Test func `the same person, signed in again in another tab, gets the old form's typing back`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let old = try await visitor.token()
        _ = try await visitor.submit("/lock", [])
        _ = try await visitor.post("/sign-in", Self.signIn("caseworker"))
        let note = "/file/\(charity.file(.known).text)/note"
        let reply = try await visitor.post(note, [("form", old)] + Self.note)
        #expect(reply.status == 409)
        #expect(reply.text.contains("It is not saved yet."))
        #expect(!charity.changed)
        #expect(try await visitor.post(note, reply.hiddenFields).status == 303)
    }

    @Test func `typing survives a lock in another tab, when the browser has no cookie left`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let old = try await visitor.token()
        _ = try await visitor.submit("/lock", [])
        #expect(visitor.cookie == nil)
        let page = try await visitor.post(
            "/file/\(charity.file(.known).text)/note", [("form", old)] + Self.note)
        #expect(page.status == 401)
        let back = try await visitor.post("/sign-in", Self.signIn("caseworker") + page.hiddenFields)
        #expect(back.body.contains("What I had &lt;b&gt;typed"))
    }

    @Test(arguments: [
        "https://elsewhere.test/", "//elsewhere.test/", "/\\elsewhere.test", "javascript:alert(1)",
    ])
    func `what was kept goes to no other site`(action: String) async throws {
        let charity = try await Charity.copy()
        let kept = try await charity.waiting(action, [("note", "Typed")], of: .caseworker)
        let reply = try await charity.visitor().post("/sign-in", Self.signIn("caseworker") + kept)
        #expect(reply.location == "/")
    }

    @Test(arguments: [
        "/sign-out", "/lock", "/find/live", "/try-recovery-sheets", "/confirm", "/my-sign-in/passphrase",
        "/my-sign-in/second-step/off", "/enrol", "/recover", "/nothing", "",
    ])
    func `what was kept goes to no form that keeps nothing`(action: String) async throws {
        let charity = try await Charity.copy()
        let kept = try await charity.waiting(action, [("note", "Typed")], of: .caseworker)
        let reply = try await charity.visitor().post("/sign-in", Self.signIn("caseworker") + kept)
        #expect(reply.location == "/" && reply.bytes.isEmpty)
        let asked = try await charity.visitor(.caseworker).submit("/confirm", kept)
        #expect(!asked.body.contains("Typed"))
    }

    @Test(arguments: ["/confirm", "/my-sign-in/passphrase", "/my-sign-in/recovery-codes"])
    func `a passphrase typed when the session had ended is on no page`(path: String) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let old = try await visitor.token()
        _ = try await visitor.submit("/lock", [])
        for signedIn in [false, true] {
            if signedIn { _ = try await visitor.post("/sign-in", Self.signIn("caseworker")) }
            let reply = try await visitor.post(path, [("form", old), ("passphrase", "typed too late")])
            #expect(!reply.body.contains("typed too late"))
        }
    }

    @Test func `locking ends the session in the database, not only in this browser`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.manager)
        let cookie = try #require(visitor.cookie)
        let reply = try await visitor.submit("/lock", [])
        #expect(reply.location == "/sign-in?locked=1")
        #expect(reply.cookie == "")
        #expect(try await visitor.open("/sign-in?locked=1").text.contains("The screen is locked"))
        #expect(try await Visitor(charity, cookie: cookie).get("/").location == "/sign-in")
    }

    @Test func `a page left open since an earlier session locks the one that stands`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.manager)
        let old = try await visitor.token()
        _ = try await visitor.submit("/sign-out", [])
        _ = try await visitor.post("/sign-in", Self.signIn("manager"))
        #expect(try await visitor.post("/lock", [("form", old)]).location == "/sign-in?locked=1")
        #expect(visitor.cookie == nil)
    }

    @Test func `a passphrase is never written back`() async throws {
        let reply = try await Charity.copy().visitor().post(
            "/sign-in", [("signInName", ""), ("passphrase", "four quiet words here")])
        #expect(!reply.body.contains("quiet"))
    }

    static func signIn(_ name: String) -> [(String, String)] {
        [("signInName", name), ("passphrase", Person.passphrase)]
    }

    private static func endedWhileTyping(_ visitor: Visitor, _ charity: Charity) async throws -> Reply {
        let token = try await visitor.token()
        charity.time.pass(seconds: idle)
        return try await visitor.post(
            "/file/\(charity.file(.known).text)/note", [("form", token)] + note)
    }
}

extension Reply {
    /// The hidden fields of the page's last form, their text as it was before it was escaped.
    var hiddenFields: [(String, String)] {
        let form = body.components(separatedBy: "<form").last ?? ""
        return form.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/).map {
            (String($0.output.1).unescaped, String($0.output.2).unescaped)
        }
    }
}

extension String {
    fileprivate var unescaped: String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(self) {
            $0.replacing($1.0, with: $1.1)
        }
    }
}

extension Array where Element: Sendable {
    func asyncMap<Result: Sendable>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
