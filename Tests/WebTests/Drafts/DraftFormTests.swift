import Casework
import Database
import Testing
import Vault
import Web

/// Typing that was not saved comes back to whoever typed it, in the form where they typed it.
@Suite struct DraftFormTests {
    private static let idle: Int64 = 15 * 60 + 1
    private static let typed = "Half a <b>sentence</b> & no more"

    /// Sends a draft as the script does, or as the button does.
    private static func keep(
        _ visitor: Visitor, _ address: String, _ fields: [(String, String)], quietly: Bool = true
    ) async throws -> Reply {
        try await visitor.submit(
            "/draft", [("draft", address)] + fields + (quietly ? [("quietly", "yes")] : []))
    }

    private static func note(_ charity: Charity) -> String { "/file/\(charity.file(.known).text)/note" }

    @Test(arguments: [
        "", "/", "/staff/invite", "/file/x/note", "/file/:file/note", "https://elsewhere.test/", "//enquiry",
        "/enquiry/", "/enquiry?x", "/draft",
    ])
    func `an address that is no form of ours has no draft`(address: String) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        #expect(try await Self.keep(visitor, address, [("note", "x")]).status == 404)
        #expect(try await visitor.submit("/draft/throw-away", [("draft", address)]).status == 404)
        #expect(!charity.database.statements.contains { $0.text.contains("INTO drafts") })
    }

    @Test(arguments: [Person.receptionist, .otherCaseworker, .trustee])
    func `a draft about a restricted file is nothing here for others`(person: Person) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(person == .otherCaseworker ? .caseworker : person)
        let address = "/file/\(charity.file(.restricted).text)/note"
        #expect(try await Self.keep(visitor, address, [("note", "x")]).status == 404)
    }

    @Test func `after the session expired the typing is in the form again, for its writer alone`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let kept = try await Self.keep(visitor, Self.note(charity), [("note", Self.typed)])
        #expect(kept.status == 200 && kept.bytes.isEmpty)
        charity.time.pass(seconds: Self.idle)
        let path = "/file/\(charity.file(.known).text)"
        #expect(try await visitor.get(path).location?.hasPrefix("/sign-in") == true)
        _ = try await visitor.post("/sign-in", SessionTests.signIn("caseworker"))
        let page = try await visitor.get(path)
        #expect(page.text.contains("You were writing this on 22 November 2026, 10:00"))
        #expect(page.body.contains("Half a &lt;b&gt;sentence&lt;/b&gt; &amp; no more</textarea>"))
        #expect(try await visitor.get("/").text.contains("Something you were writing is not saved yet"))
        #expect(try await visitor.get("/draft").body.contains("href=\"\(path)\""))
        let other = charity.visitor()
        _ = try await other.post("/sign-in", SessionTests.signIn("manager"))
        #expect(try await !other.get(path).body.contains("Half a"))
        #expect(try await other.get("/draft").text.contains("Nothing is left unsaved"))
    }

    @Test func `saved, or thrown away, it is not put back`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let path = "/file/\(charity.file(.known).text)"
        let again = "You were writing this on"
        _ = try await Self.keep(visitor, Self.note(charity), [("note", Self.typed)])
        _ = try await visitor.submit(Self.note(charity), [("drafted", "yes"), ("note", "Whole")])
        #expect(try await !visitor.get(path).text.contains(again))
        _ = try await Self.keep(visitor, Self.note(charity), [("note", Self.typed)])
        #expect(try await visitor.get(path).text.contains(again))
        let thrown = try await visitor.submit("/draft/throw-away", [("draft", Self.note(charity))])
        #expect(thrown.location == path)
        #expect(try await !visitor.get(path).text.contains(again))
    }

    @Test func `without a script the button keeps it and leads back to the form`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.receptionist)
        let form = try await visitor.get("/enquiry")
        #expect(form.body.contains("formaction=\"/draft\""))
        #expect(form.body.contains("data-draft=\"/draft\""))
        let kept = try await Self.keep(
            visitor, "/enquiry", [("forName", "Somebody"), ("words", "Ring")], quietly: false)
        #expect(kept.location == "/enquiry/unfinished")
        let page = try await visitor.get("/enquiry/unfinished")
        #expect(page.body.contains("value=\"Somebody\"") && page.text.contains("You were writing this on"))
    }

    @Test func `a first contact comes back with what was ticked, and another does not take its place`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.receptionist)
        #expect(try await visitor.get("/first-contact").location == "/find")
        _ = try await Self.keep(
            visitor, "/first-contact/make",
            [("name", "Idil Farah"), ("policyTold", "yes"), ("answer", "refused")])
        let page = try await visitor.get("/first-contact")
        #expect(page.body.contains("value=\"Idil Farah\""))
        #expect(page.body.contains(/id="policyTold"[^>]* checked/))
        #expect(page.body.contains(/value="refused" checked/))
        let other = try await visitor.submit("/first-contact", [("name", "Bella Moran")])
        #expect(other.text.contains("You began another first contact"))
        #expect(!other.body.contains("data-draft=\"/draft\""))
    }

    @Test func `too long is said kindly, with the way to save it`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let long = String(repeating: "word ", count: 14_000)
        #expect(try await Self.keep(visitor, Self.note(charity), [("note", long)]).status == 422)
        let said = try await Self.keep(visitor, Self.note(charity), [("note", long)], quietly: false)
        #expect(said.status == 422 && said.text.contains("This is too long for a draft"))
        #expect(said.body.contains("action=\"\(Self.note(charity))\"") && said.body.contains("word word"))
    }

    @Test(arguments: FormTests.hostile)
    func `hostile text is kept as text`(text: String) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        #expect(
            try await Self.keep(visitor, Self.note(charity), [("note", text), (text, text)]).status == 200)
        let page = try await visitor.get("/file/\(charity.file(.known).text)")
        #expect(page.status == 200)
        #expect(!page.body.contains("<script>alert") && !page.body.contains("<img src=x"))
        #expect(!page.bytes.contains(0))
    }

    @Test(arguments: ["contact", "identity"])
    func `two who change one record see both texts, and choose`(part: String) async throws {
        let charity = try await Charity.copy()
        let (first, second) = (charity.visitor(.caseworker), charity.visitor(.manager))
        let path = "/file/\(charity.file(.known).text)/\(part)"
        let field = part == "contact" ? "phone" : "name"
        let (one, two) =
            part == "contact" ? ("01632 960111", "01632 960222") : ("Amina Yusuf", "Amina Yousuf")
        let fields = { (text: String, version: String) in
            [("version", version), ("drafted", "yes"), (field, text), ("safeToCall", "no")]
        }
        #expect(try await first.submit(path, fields(one, "1")).status == 303)
        let stale = try await second.submit(path, fields(two, "1"))
        #expect(stale.status == 422)
        #expect(stale.text.contains("Somebody changed this while you were typing"))
        for text in [one, two, "Different", "Saved now", "Yours"] {
            #expect(stale.text.contains(text))
        }
        #expect(
            stale.body.contains("value=\"\(two)\"")
                && stale.body.contains("name=\"version\" value=\"2\""))
        // Theirs: the draft goes, and the form shows what is saved.
        _ = try await Self.keep(second, path, fields(two, "1"))
        #expect(try await second.get(path).body.contains("value=\"\(two)\""))
        #expect(try await second.submit("/draft/throw-away", [("draft", path)]).location == path)
        #expect(try await second.get(path).body.contains("value=\"\(one)\""))
        // Mine instead.
        #expect(try await second.submit(path, fields(two, "2")).status == 303)
        #expect(try await first.get(path).body.contains("value=\"\(two)\""))
    }

    @Test func `a reminder says why on its file, and elsewhere only which file`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let file = charity.file(.known)
        let set = try await visitor.submit(
            "/file/\(file.text)/reminders", [("day", "2026-11-23"), ("why", "Ask about the <i>letter</i>")])
        #expect(set.location == "/file/\(file.text)/reminders")
        #expect(try await !visitor.get("/").text.contains("a reminder is due"))
        charity.time.pass(seconds: 24 * 3600)
        _ = try await visitor.post("/sign-in", SessionTests.signIn("caseworker"))
        for path in ["/", "/my-clients"] {
            let page = try await visitor.get(path)
            #expect(page.text.contains("File \(file.reference) : a reminder is due"))
            #expect(!page.text.contains("letter"))
        }
        #expect(try await !visitor.get("/").body.contains("Amina"))
        let page = try await visitor.get("/file/\(file.text)")
        #expect(page.body.contains("Ask about the &lt;i&gt;letter&lt;/i&gt;"))
        let id = try #require(page.body.firstMatch(of: /name="reminder" value="([0-9a-f]{32})"/)).output.1
        let later = try await visitor.submit(
            "/file/\(file.text)/reminders/end", [("reminder", String(id)), ("later", "yes")])
        #expect(later.status == 303)
        #expect(try await !visitor.get("/").text.contains("a reminder is due"))
    }
}
