import Casework
import Database
import Testing
import Vault
import Web

/// Asking, withdrawing, following up and printing consent, as a browser sees it (clauses S1.3, S4.1, S4.3).
@Suite struct ConsentPageTests {
    /// What a browser sends of a page's form: what is typed or ticked in it as it comes, and no button.
    private static func sent(_ page: Reply) -> [(String, String)] {
        let form =
            page.body.firstMatch(of: /(?s)<form class="form".*?<\/form>/).map { String($0.output) } ?? ""
        return form.matches(of: /<input [^>]*>/).compactMap { match in
            let tag = match.output
            guard let name = tag.firstMatch(of: /\sname="([^"]*)"/)?.output.1 else { return nil }
            let value = tag.firstMatch(of: /\svalue="([^"]*)"/)?.output.1 ?? ""
            let isBox = tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\"")
            return isBox && !tag.contains(" checked") ? nil : (String(name), String(value))
        }
    }

    private static func path(_ charity: Charity, _ route: Route) -> String {
        route.path(charity.file(.known))
    }

    private static func purpose(_ charity: Charity) async throws -> ID {
        let casework = charity.site.casework
        let id = casework.newID()
        try await casework.proposePurpose(
            name: "Housing help", why: "To find a home", id: id,
            as: try await casework.caller(cookie: charity.cookies[.caseworker]))
        return id
    }

    /// What is typed for consent to one sharing.
    private static func typed(_ purpose: ID, until: String = "") -> [(String, String)] {
        [
            ("recipient", "council"), ("party", "The <i>Housing</i> Office"), ("items", "contact"),
            ("purpose", purpose.text), ("until", until),
        ]
    }

    private static let all = ["why", "withWhom", "agreeing", "refusing", "services"]

    private static func consent(
        _ visitor: Visitor, _ charity: Charity, _ fields: [(String, String)], told: [String] = all
    ) async throws -> Reply {
        try await visitor.submit(
            path(charity, .consent),
            [("scope", "specific"), ("allSaid", "yes"), ("answer", "agreed"), ("entitlement", "self")]
                + fields
                + told.map { ("told", $0) })
    }

    /// The consent that a link of the file's page withdraws.
    private static func withdrawn(_ page: Reply) -> String {
        page.body.firstMatch(of: /consent\/withdraw\?consent=([0-9a-f]{32})/).map { String($0.output.1) }
            ?? ""
    }

    @Test func `General consent takes three clicks: all said, agreed, save`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let page = try await visitor.get(Self.path(charity, .consent) + "?scope=general")
        // One click each: a tick, a choice, the button that sends.
        let clicks = [("allSaid", "yes"), ("answer", "agreed")]
        let saved = try await visitor.post(Self.path(charity, .consent), Self.sent(page) + clicks)
        #expect(clicks.count + 1 == 3)
        #expect(saved.location == Self.path(charity, .file) + "#consent")
        let file = try await visitor.open(Self.path(charity, .file))
        #expect(file.text.contains("Sharing on a need to know Ask again general consent"))
        #expect(file.text.contains("Agreed They were told everything first."))
        #expect(file.text.contains("How Said to Caseworker"))
    }

    @Test func `A consent that lapses is asked again in three clicks`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let purpose = try await Self.purpose(charity)
        _ = try await Self.consent(visitor, charity, Self.typed(purpose, until: "2026-12-01"))
        let list = try await visitor.get("/consents")
        #expect(
            list.text.contains(
                "Amina Yusuf Sharing with The &lt;i&gt;Housing&lt;/i&gt; Office , the council 1 December 2026 Lapsing"
            ))
        #expect(try await visitor.get("/").text.contains("One consent to ask again"))
        let href = try #require(list.body.firstMatch(of: /href="(\/file[^"]*\?consent=[^"]*)"/)).output.1
        let page = try await visitor.get(String(href))
        // A list that opens is sent too; it is chosen already.
        let chosen = page.body.matches(of: /<option value="([^"]*)" selected/).map { String($0.output.1) }
        #expect(chosen == ["council", purpose.text])
        let fields = Self.sent(page).map {
            ($0.0, $0.1.replacing("&lt;", with: "<").replacing("&gt;", with: ">"))
        }
        let saved = try await visitor.post(
            Self.path(charity, .consent),
            fields + [
                ("recipient", chosen[0]), ("purpose", chosen[1]), ("allSaid", "yes"), ("answer", "agreed"),
            ])
        #expect(saved.status == 303)
        #expect(try await visitor.get("/consents").text.contains("None lapses soon"))
        #expect(try await visitor.get(Self.path(charity, .file)).text.contains("Earlier consents"))
    }

    @Test func `A point that was unticked makes it incomplete, and the pages say so`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let purpose = try await Self.purpose(charity)
        let page = try await visitor.get(Self.path(charity, .consent))
        #expect(page.text.contains("Something was left out, so this is incomplete: it counts as no consent"))
        #expect(page.body.matches(of: /name="told"[^>]* checked/).count == 5)
        let saved = try await Self.consent(
            visitor, charity, Self.typed(purpose), told: ["why", "withWhom", "agreeing"])
        #expect(saved.status == 303)
        let text = try await visitor.get(Self.path(charity, .file)).text
        #expect(
            text.contains("Incomplete They agreed, but not everything was told. This counts as no consent."))
        #expect(
            text.contains(
                "Not told What follows if they refuse; Which services need it, and may be refused without it")
        )
    }

    @Test func `Saving without having ticked all said is sent back with the typing and what to do`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let purpose = try await Self.purpose(charity)
        let reply = try await visitor.submit(
            Self.path(charity, .consent),
            [("scope", "specific"), ("answer", "refused"), ("entitlement", "parent"), ("giverName", "")]
                + Self.typed(purpose) + Self.all.map { ("told", $0) })
        #expect(reply.status == 422)
        #expect(reply.text.contains("Tick this when you have said all of it"))
        #expect(reply.text.contains("Write the name of whoever agreed or refused."))
        #expect(reply.body.contains("value=\"The &lt;i&gt;Housing&lt;/i&gt; Office\""))
        #expect(reply.body.contains("value=\"refused\" checked"))
        #expect(reply.body.contains("<option value=\"council\" selected"))
        #expect(
            !charity.database.statements.contains {
                $0.text.contains("INSERT INTO records")
                    && $0.values.contains(.integer(Int64(Item.consent.rawValue)))
            })
    }

    @Test
    func `A withdrawal says who said so, is done at once and only once, and names nobody in its address`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let path = Self.path(charity, .withdrawConsent)
        let id = Self.withdrawn(try await visitor.get(Self.path(charity, .file)))
        let page = try await visitor.get(path + "?consent=\(id)")
        #expect(page.text.contains("From now on nothing is shared on it."))
        #expect(page.title == "Withdraw consent – The Lantern Trust")
        let empty = try await visitor.submit(path, [("consent", id), ("version", "1")])
        #expect(empty.status == 422 && empty.text.contains("Write who said so, and how."))
        let stale = try await visitor.submit(
            path, [("consent", id), ("version", "7"), ("words", "He said so")])
        #expect(stale.status == 422 && stale.text.contains("This consent changed while you were typing"))
        #expect(stale.body.contains("He said so</textarea>"))
        for _ in 0..<2 {
            let done = try await visitor.submit(
                path, [("consent", id), ("version", "1"), ("words", "He <b>said</b> so")])
            #expect(done.location == Self.path(charity, .file) + "#consent")
        }
        let file = try await visitor.get(Self.path(charity, .file))
        #expect(file.text.contains("Withdrawn Nothing is shared on it any more."))
        #expect(file.body.contains("He &lt;b&gt;said&lt;/b&gt; so"))
        #expect(Self.withdrawn(file).isEmpty)
        #expect(try await visitor.get(path + "?consent=\(id)").status == 303)
    }

    @Test(arguments: [
        ("", "en", "I agree"), ("?language=ar", "ar", "أوافق"), ("?language=ur", "ur", "میں راضی ہوں"),
        ("?language=xx", "en", "I agree"),
    ])
    func `The form prints in the client's language beside English, marked and called a draft`(
        query: String, tag: String, agree: String
    ) async throws {
        let charity = try await Charity.copy()
        let page = try await charity.visitor(.caseworker).get(Self.path(charity, .consentForm) + query)
        #expect(page.text.contains("CONFIDENTIAL") && page.text.contains("☐ \(agree)"))
        #expect(page.text.contains("☐ I agree") && page.text.contains("Signature"))
        let isDraft = tag != "en"
        #expect(page.body.contains("lang=\"\(tag)\" dir=\"rtl\"") == isDraft)
        #expect(page.text.contains("To be checked by a fluent speaker") == isDraft)
        #expect(page.text.contains("Amina Yusuf"))
    }

    @Test func `The oral wording is there in every language, and each draft says that it is one`()
        async throws
    {
        let charity = try await Charity.copy()
        let page = try await charity.visitor(.caseworker).get(Self.path(charity, .consent))
        for tag in ["ar", "ur"] { #expect(page.body.contains("lang=\"\(tag)\" dir=\"rtl\"")) }
        #expect(page.body.matches(of: /A draft, to be checked by a fluent speaker/).count == 2)
    }

    @Test func `The list and Today name nobody to whoever does not hold the file's consents`() async throws {
        let charity = try await Charity.copy()
        let purpose = try await Self.purpose(charity)
        _ = try await Self.consent(
            charity.visitor(.caseworker), charity, Self.typed(purpose, until: "2026-12-01"))
        #expect(try await charity.visitor(.manager).get("/consents").text.contains("Amina Yusuf"))
        #expect(!(try await charity.visitor(.otherCaseworker).get("/consents").text.contains("Amina")))
        #expect(try await charity.visitor(.receptionist).get("/consents").status == 404)
        for person in [Person.caseworker, .manager, .receptionist] {
            #expect(!(try await charity.visitor(person).get("/").text.contains("Amina")), "\(person)")
        }
    }

    @Test func `The file says of each consent what it is to, where it stands, for what, how and until when`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let purpose = try await Self.purpose(charity)
        _ = try await Self.consent(
            visitor, charity,
            Self.typed(purpose, until: "2026-12-01") + [
                ("how", "oral"), ("language", "Urdu"), ("interpreter", "Nadia"),
            ])
        let text = try await visitor.get(Self.path(charity, .file)).text
        let section =
            text.split(separator: " Consent To ").last?.split(separator: " Record consent ").first ?? ""
        #expect(
            section == """
                Sharing with The &lt;i&gt;Housing&lt;/i&gt; Office , the council Ask again consent of 22 November 2026 \
                It stands Agreed They were told everything first. Withdraw consent of 22 November 2026 \
                Which parts How to reach them What for Housing help \
                How Said to Caseworker , in Urdu , interpreted by Nadia Until 1 December 2026 \
                Recorded 22 November 2026, 10:00 by Caseworker \
                To Sharing on a need to know Ask again general consent \
                It stands Agreed They were told everything first. Withdraw general consent \
                How Said to Caseworker Recorded 22 November 2026, 10:00 by Caseworker
                """)
    }
}
