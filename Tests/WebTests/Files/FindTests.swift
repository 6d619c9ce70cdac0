import Casework
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
        #expect(hidden.text.contains("stands a character that nobody sees"))
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

    @Test func `where more match than stand on a page, all of them are reached, by no address`() async throws
    {
        let charity = try await Charity.copy()
        let desk = charity.visitor(.receptionist)
        for year in 1960...2004 { try await charity.client("Mohammed Ali Khan", born: "\(year)-03-12") }
        func files(_ reply: Reply) -> [String] {
            reply.body.matches(of: /\/file\/([0-9a-f]{32})"/).map { String($0.output.1) }
        }
        var seen: [String] = []
        for (before, words) in [("", "1 to 20"), ("20", "21 to 40"), ("40", "41 to 45")] {
            let reply = try await desk.submit("/find", [("query", "Mohammed Ali Khan"), ("before", before)])
            #expect(reply.text.contains("45 people may match"))
            #expect(reply.text.contains("Shown here: \(words) of 45."))
            #expect(reply.body.contains("Show the next") == (before != "40"))
            #expect(reply.body.contains("Show those before") == !before.isEmpty)
            #expect(!reply.body.contains(/(?:href|action)="[^"]*(?:Khan|Mohammed)/))
            seen += files(reply)
        }
        #expect(seen.count == 45)
        #expect(Set(seen).count == 45)
        let live = try await desk.submit("/find/live", [("query", "Mohammed Ali Khan")])
        #expect(live.text.isEmpty == false)
        #expect(live.body.contains("Show the next 20"))
        // A place that is none is the first.
        for before in ["-1", "45", "x", "99999999999999999999"] {
            let reply = try await desk.submit("/find", [("query", "Mohammed Ali Khan"), ("before", before)])
            #expect(reply.text.contains("Shown here: 1 to 20 of 45."))
        }
        for query in ["Mohammed Ali Khan 1984", "Khan 12/03/1984"] {
            let reply = try await desk.submit("/find", [("query", query)])
            #expect(reply.text.contains("1 person may match"))
            #expect(reply.text.contains("12 March 1984"))
        }
    }

    @Test func `a date that is none is said, and so is a file that could not be read`() async throws {
        let charity = try await Charity.copy()
        let desk = charity.visitor(.receptionist)
        let reply = try await desk.submit("/find", [("query", "Amina Yusuf 31/02/1984")])
        #expect(reply.text.contains("The date was left out"))
        #expect(reply.text.contains("Amina Yusuf"))
        let file = charity.file(.known)
        try await charity.database.write { connection in
            _ = try connection.execute(
                "UPDATE records SET sealed = zeroblob(99) WHERE record = \(file.bytes) AND item = 33")
        }
        let other = charity.visitor(.counsellor)
        _ = try await desk.submit("/sign-out", [])
        let found = try await other.submit("/find", [("query", "Amina Yusuf")])
        #expect(found.text.contains("Nobody found"))
        #expect(found.text.contains("One file could not be looked at"))
    }

    @Test func `a first contact begins with the name, the day and the number that were looked for`()
        async throws
    {
        let desk = try await Charity.copy().visitor(.receptionist)
        let reply = try await desk.submit("/find", [("query", "Qqqq Wwww 12/03/1984 07700 900123")])
        #expect(reply.body.contains("name=\"name\" value=\"Qqqq Wwww\""))
        #expect(reply.body.contains("name=\"born\" value=\"1984-03-12\""))
        #expect(reply.body.contains("name=\"phone\" value=\"07700 900123\""))
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

extension Charity {
    /// Makes a client's file at the desk.
    fileprivate func client(_ name: String, born: String) async throws {
        let casework = site.casework
        var form = FirstContactForm()
        (form.name, form.born, form.answer) = (name, born, "agreed")
        (form.policyTold, form.sharingTold, form.refusingTold) = (true, true, true)
        form.relatedTo = FirstContactForm.nobody
        try await casework.makeFirstContact(
            form, id: casework.newID(),
            as: try await casework.caller(cookie: cookies[.receptionist]))
    }
}
