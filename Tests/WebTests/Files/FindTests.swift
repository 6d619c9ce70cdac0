import Database
import Testing
import Vault
import Web

/// Someone has come or called: found however the name is spelt, and only by whom it concerns.
@Suite struct FindTests {
    @Test(arguments: [Person.receptionist, .caseworker, .manager, .counsellor, .specialist])
    func `a restricted file is not there for others, by its name or by its like`(person: Person) async throws
    {
        let visitor = try await Charity.copy().visitor(person)
        for name in [Client.restricted.rawValue, "Zara Idrees", "Zahra"] {
            let reply = try await visitor.submit("/find", [("query", name)])
            let nobody = try await visitor.submit("/find", [("query", "Qqqq Wwww")])
            #expect(reply.text.contains("Nobody found"))
            let isTheSame =
                reply.withoutTokens.replacing(name, with: "…")
                == nobody.withoutTokens.replacing("Qqqq Wwww", with: "…")
            #expect(isTheSame, "\(name)")
        }
    }

    @Test(arguments: [Person.otherCaseworker, .guardian])
    func `it is there for its caseworker and the guardians`(person: Person) async throws {
        let reply = try await Charity.copy().visitor(person).submit("/find", [("query", "Zara Idrees")])
        #expect(reply.text.contains("Zahra Idris"))
    }

    @Test(arguments: ["Amina", "Ami", "Yusuf", "Amina Yusuf", "Daud W", "Qqqq"])
    func `the button and the typing find the same people`(query: String) async throws {
        let visitor = try await Charity.copy().visitor(.receptionist)
        let sent = try await visitor.submit("/find", [("query", query)])
        let typed = try await visitor.submit("/find/live", [("query", query)])
        func people(_ reply: Reply) -> [String] {
            reply.body.matches(of: /\/file\/([0-9a-f]{32})\"/).map { String($0.output.1) }
        }
        #expect(people(sent) == people(typed))
        #expect(people(sent).isEmpty == (query == "Qqqq"))
    }

    @Test func `nothing asked, nothing answered, nothing recorded`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.receptionist)
        charity.database.forget()
        for path in ["/find", "/find/live"] {
            for query in ["", " ", "\t"] {
                let reply = try await visitor.submit(path, [("query", query)])
                #expect(reply.status == 200)
                #expect(!reply.body.contains("<article"))
            }
        }
        #expect(!charity.database.statements.contains { $0.text.contains("INSERT INTO entries") })
    }

    @Test func `a name too long, or with an invisible turn in it, is sent back with the reason`() async throws
    {
        let visitor = try await Charity.copy().visitor(.receptionist)
        let long = try await visitor.submit("/find", [("query", String(repeating: "a", count: 201))])
        #expect(long.status == 422)
        #expect(long.text.contains("It can have up to 200 characters."))
        let hidden = try await visitor.submit("/find", [("query", "Ali\u{202E}b")])
        #expect(hidden.status == 422)
        #expect(hidden.text.contains("invisible character"))
    }

    @Test func `results that follow the typing are a fragment, and the same people`() async throws {
        let visitor = try await Charity.copy().visitor(.receptionist)
        let live = try await visitor.submit("/find/live", [("query", "Amina Yus")])
        #expect(live.status == 200)
        #expect(!live.body.contains("<html"))
        #expect(live.body.contains("Amina Yusuf"))
        #expect(live.body.contains("data-found"))
    }

    @Test(arguments: ["Amina Yousef", "Aaminah Yusuf", "YUSUF amina", "أمينة يوسف"])
    func `another spelling, another order and another script find the same person`(name: String) async throws
    {
        let reply = try await Charity.copy().visitor(.receptionist).submit("/find", [("query", name)])
        #expect(reply.text.contains("Amina Yusuf"))
    }

    @Test func `that they came or called leads to what waits for them`() async throws {
        let charity = try await Charity.copy()
        let file = charity.file(.known).text
        let desk = try await charity.visitor(.receptionist).submit("/file/\(file)/contact-made", [])
        #expect(desk.location == "/file/\(file)/messages")
        let counsellor = try await charity.visitor(.counsellor).submit("/file/\(file)/contact-made", [])
        #expect(counsellor.location == "/file/\(file)")
    }
}
