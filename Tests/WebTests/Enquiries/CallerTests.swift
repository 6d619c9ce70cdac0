import Casework
import Database
import HTTPTypes
import Testing
import Vault
import Web

/// Clauses P4.1 and P4.3 at the desk: the words never depend on anybody being known, and only a guardian answers.
@Suite struct CallerTests {
    static let fields = [
        "who", "organisation", "reach", "check", "name", "about", "recipient", "age", "suspicion",
        "investigation", "reportedMissing", "publicSafety", "matter",
    ]

    private static func mother(
        of name: String, age: String = "under16", reported: String = "yes"
    ) -> [(String, String)] {
        [
            ("recipient", "parent"), ("who", "A mother"), ("reach", "07700 900456"), ("name", name),
            ("age", age), ("reportedMissing", reported),
        ]
    }

    static func officer(asking name: String, suspicion: String = "yes") -> [(String, String)] {
        [
            ("who", "PC Brown"), ("organisation", "Lantern Police"), ("reach", "101"), ("check", "rungBack"),
            ("about", "crimeInvestigation"), ("investigation", "yes"), ("suspicion", suspicion),
            ("matter", "A burglary."), ("name", name),
        ]
    }

    @Test func `a parent hears the same, byte for byte, whoever the child is, of whatever age`() async throws
    {
        let names = [Client.known.rawValue, Client.unknown, Client.restricted.rawValue]
        var pages: [Reply] = []
        for name in names {
            for age in ["under16", "16to17", "adult", ""] {
                for reported in ["yes", "no", "unknown"] {
                    let form = Self.mother(of: name, age: age, reported: reported)
                    pages.append(try await Self.asked("/enquiry/family", form).page)
                }
            }
        }
        let first = try #require(pages.first)
        #expect(first.status == 200)
        #expect(first.text.contains("We can neither confirm nor deny"))
        for page in pages {
            #expect(page.headers == first.headers)
            let isTheSame = page.bytes == first.bytes
            #expect(isTheSame)
        }
    }

    @Test(arguments: ["/enquiry/police", "/enquiry/family"])
    func `the desk looks nobody up: no statement asks for a file or for the register`(path: String)
        async throws
    {
        let form =
            path == "/enquiry/police"
            ? Self.officer(asking: Client.known.rawValue) : Self.mother(of: Client.known.rawValue)
        let charity = try await Charity.copy(seed: 7)
        let files = Client.allCases.map { Value.blob(charity.file($0).bytes) }
        let statements = try await Self.asked(path, form).statements
        #expect(statements.contains { $0.text.contains("INSERT INTO records") })
        for statement in statements {
            #expect(!statement.values.contains(where: files.contains))
            // Of entries a number is a position.
            let isOfEntries = statement.text.hasPrefix("SELECT * FROM entries")
            #expect(isOfEntries || !statement.values.contains(.integer(Int64(Item.register.rawValue))))
        }
    }

    @Test func `police hear the statement too, and the same for a known and an unknown person`() async throws
    {
        var pages: [Reply] = []
        for name in [Client.known.rawValue, Client.unknown, Client.restricted.rawValue] {
            pages.append(try await Self.asked("/enquiry/police", Self.officer(asking: name)).page)
        }
        #expect(pages[0].text.contains("We can neither confirm nor deny"))
        #expect(!pages[0].body.contains("Amina"))
        for page in pages.dropFirst() { #expect(page.bytes == pages[0].bytes) }
    }

    @Test func `what police left out is asked for while they are there`() async throws {
        let page = try await Self.asked(
            "/enquiry/police", Self.officer(asking: "Somebody", suspicion: "unknown")
        ).page
        #expect(page.text.contains("whether a reasonable suspicion was stated"))
    }

    @Test(arguments: [Person.receptionist, .manager, .secondManager, .caseworker, .administrator])
    func `only guardians see the queue, look anybody up and answer`(person: Person) async throws {
        let charity = try await Charity.copy()
        let caller = try await Self.caller(Self.officer(asking: Client.known.rawValue), charity)
        let visitor = charity.visitor(person)
        for path in ["/callers", "/callers/\(caller)"] {
            #expect(try await visitor.get(path).status == 404, "\(path)")
        }
        #expect(try await visitor.submit("/callers/\(caller)/look-up", []).status == 404)
        let answer = [("version", "1"), ("file", charity.file(.known).text)]
        #expect(try await visitor.submit("/callers/\(caller)/answer", answer).status == 404)
        #expect(try await charity.visitor(.guardian).get("/callers").text.contains("PC Brown"))
    }

    @Test func `a guardian looks the person up, restricted files too, and is given exactly the words`()
        async throws
    {
        for (client, words) in [(Client.known, "is known to us"), (.restricted, "is known to us")] {
            let charity = try await Charity.copy()
            let caller = try await Self.caller(Self.officer(asking: client.rawValue), charity)
            let guardian = charity.visitor(.guardian)
            #expect(try await guardian.get("/").text.contains("1 caller waits for your answer"))
            let page = try await guardian.get("/callers/\(caller)")
            #expect(page.text.contains("whether we know the person and whether they were in touch recently"))
            let found = try await guardian.submit("/callers/\(caller)/look-up", [])
            #expect(found.body.contains(charity.file(client).text))
            let said = try await guardian.submit(
                "/callers/\(caller)/answer", [("version", "1"), ("file", charity.file(client).text)])
            #expect(said.text.contains("This is CONFIDENTIAL. The person you asked about \(words)."))
            #expect(said.text.contains("has been in contact with us in the last 28 days"))
            #expect(!said.body.contains(client.rawValue))
            let again = try await guardian.submit(
                "/callers/\(caller)/answer", [("version", "1"), ("file", "nobody")])
            #expect(again.status == 409)
            #expect(again.text.contains("answered this caller already"))
            #expect(try await guardian.submit("/callers/\(caller)/look-up", []).status == 409)
            let file = try await guardian.get("/file/\(charity.file(client).text)")
            #expect(file.text.contains("A caller at the desk was answered"))
        }
    }

    @Test func `somebody unknown is answered as not known, and the desk sees no answer`() async throws {
        var desk: [Reply] = []
        for client in [Client.known.rawValue, Client.unknown] {
            let charity = try await Charity.copy(seed: 9)
            let caller = try await Self.caller(Self.officer(asking: client), charity)
            let file = client == Client.unknown ? "nobody" : charity.file(.known).text
            let said = try await charity.visitor(.guardian).submit(
                "/callers/\(caller)/answer", [("version", "1"), ("file", file)])
            #expect(said.text.contains(client == Client.unknown ? "is not known to us" : "is known to us"))
            let page = try await charity.visitor(.receptionist).get("/enquiry/caller/\(caller)")
            #expect(!page.text.contains("known to us"))
            desk.append(page)
            // Only as a choice of the filter, never as an entry.
            let log = try await charity.visitor(.receptionist).get("/log")
            #expect(log.text.matches(of: /caller at the desk was/).count == 1)
        }
        #expect(desk[0].withoutTokens == desk[1].withoutTokens)
    }

    @Test func `the desk hears from the guardian only the words that were passed on`() async throws {
        let charity = try await Charity.copy()
        let caller = try await Self.caller(Self.officer(asking: Client.unknown), charity)
        _ = try await charity.visitor(.guardian).submit(
            "/callers/\(caller)/answer",
            [("version", "1"), ("file", "nobody"), ("wordsForDesk", "Say that I rang back.")])
        let desk = charity.visitor(.receptionist)
        for path in ["/", "/enquiry"] {
            let page = try await desk.get(path)
            #expect(page.text.contains("An answer for you to pass on"))
            #expect(page.body.contains("href=\"/enquiry/caller/\(caller)\""))
        }
        let page = try await desk.get("/enquiry/caller/\(caller)")
        #expect(page.text.contains("Say that I rang back."))
        let ticked = try await desk.submit("/enquiry/caller/\(caller)/passed-on", [("version", "2")])
        #expect(ticked.location == "/enquiry/caller/\(caller)")
        #expect(try await desk.get("/enquiry/caller/\(caller)").text.contains("This was passed on"))
        for path in ["/", "/enquiry"] {
            #expect(try await !desk.get(path).text.contains("for you to pass on"))
        }
    }

    @Test func `whoever is found is told apart by dates as people write them`() async throws {
        let charity = try await Charity.copy()
        let casework = charity.site.casework
        var form = FirstContactForm.filled("Bella Moran", worker: nil)
        form.born = "1970-02-02"
        try await casework.makeFirstContact(
            form, id: casework.newID(), as: try await casework.caller(cookie: charity.cookies[.manager]))
        let caller = try await Self.caller(Self.officer(asking: Client.unknown), charity)
        let found = try await charity.visitor(.guardian).submit("/callers/\(caller)/look-up", [])
        #expect(found.text.contains("Born 2 February 1970") && !found.text.contains("1970-02-02"))
    }

    @Test func `a refused one says why, offers no look-up, and is answered with the statement`() async throws
    {
        let charity = try await Charity.copy()
        let form = Self.officer(asking: Client.known.rawValue, suspicion: "no")
        let caller = try await Self.caller(form, charity)
        let guardian = charity.visitor(.guardian)
        let page = try await guardian.get("/callers/\(caller)")
        #expect(page.text.contains("Nothing may be told"))
        #expect(!page.body.contains("/look-up"))
        #expect(try await guardian.submit("/callers/\(caller)/look-up", []).status == 404)
        let forced = [("version", "1"), ("file", charity.file(.known).text)]
        #expect(try await guardian.submit("/callers/\(caller)/answer", forced).status == 404)
        let said = try await guardian.submit("/callers/\(caller)/answer", [("version", "1")])
        #expect(said.text.contains("We can neither confirm nor deny"))
    }

    @Test func `a wrong choice and an empty name are sent back with the typing`() async throws {
        let visitor = try await Charity.copy().visitor(.receptionist)
        let wrong = try await visitor.submit(
            "/enquiry/police",
            [("who", "PC Brown"), ("about", "gain"), ("age", "7"), ("suspicion", "perhaps"), ("check", "x")])
        #expect(wrong.status == 422)
        #expect(wrong.text.contains("Write whom they ask about."))
        #expect(wrong.body.contains("value=\"PC Brown\""))
        #expect(wrong.text.contains("Please choose one of those offered."))
    }

    @Test func `a form sent twice hands over one caller`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.receptionist)
        let fields = [("form", try await visitor.token())] + Self.officer(asking: "Somebody")
        #expect(try await visitor.post("/enquiry/police", fields).status == 303)
        #expect(try await visitor.post("/enquiry/police", fields).status == 409)
        #expect(try await charity.visitor(.guardian).get("/").text.contains("1 caller waits"))
    }

    /// The receptionist hands a caller over, in a fresh copy of the same charity.
    private static func asked(
        _ path: String, _ form: [(String, String)]
    ) async throws -> (page: Reply, statements: [SQL]) {
        let charity = try await Charity.copy(seed: 7)
        let visitor = charity.visitor(.receptionist)
        let token = try await visitor.get(path).token
        charity.database.forget()
        let kept = try await visitor.post(path, [("form", token)] + form)
        #expect(kept.status == 303)
        return (try await visitor.get(kept.location ?? "/"), charity.database.statements)
    }

    /// The id of a police caller who was handed over.
    private static func caller(_ form: [(String, String)], _ charity: Charity) async throws -> String {
        let visitor = charity.visitor(.receptionist)
        let kept = try await visitor.submit("/enquiry/police", form)
        return String(try #require(kept.location?.split(separator: "/").last))
    }
}
