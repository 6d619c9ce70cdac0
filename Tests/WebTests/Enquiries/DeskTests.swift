import Casework
import Database
import HTTPTypes
import Testing
import Vault
import Web

/// Clauses P1 and P1.1: the desk answers the same for everybody, because it looks nobody up.
@Suite struct DeskTests {
    private static let names = [Client.known.rawValue, Client.unknown, Client.restricted.rawValue]

    @Test(arguments: [Person.receptionist, .caseworker, .manager])
    func `the answer is the same, byte for byte, for a known, an unknown and a restricted person`(
        person: Person
    ) async throws {
        var replies: [[Reply]] = []
        for name in Self.names { replies.append(try await Self.enquiry(for: name, by: person).replies) }
        #expect(replies[0].map(\.status) == [200, 303, 200])
        for other in replies.dropFirst() {
            #expect(other.map(\.status) == replies[0].map(\.status))
            #expect(other.map(\.headers) == replies[0].map(\.headers))
            #expect(other.map(\.bytes) == replies[0].map(\.bytes))
        }
    }

    @Test func `so are the statements that the database is given`() async throws {
        var shapes: [[[String]]] = []
        for name in Self.names {
            shapes.append(try await Self.enquiry(for: name, by: .receptionist).statements.map(Self.shape))
        }
        #expect(shapes[0].contains { $0[0].contains("INSERT INTO records") })
        #expect(shapes[1] == shapes[0])
        #expect(shapes[2] == shapes[0])
    }

    @Test func `no statement asks for a client's file or for the register`() async throws {
        let charity = try await Charity.copy(seed: 7)
        let files = Client.allCases.map { Value.blob(charity.file($0).bytes) }
        for statement in try await Self.enquiry(for: Client.known.rawValue, by: .receptionist).statements {
            #expect(!statement.values.contains(where: files.contains))
            #expect(!statement.values.contains(.integer(Int64(Item.register.rawValue))))
        }
    }

    @Test func `nothing that was typed is on the page that follows, in its title or in its address`()
        async throws
    {
        let replies = try await Self.enquiry(for: Client.known.rawValue, by: .receptionist).replies
        for word in ["Amina", "Yusuf", "sister", "07700", "ring"] {
            #expect(!replies[2].body.contains(word))
            #expect(replies[1].location?.contains(word) == false)
        }
    }

    @Test(arguments: [Person.trustee, .administrator, .counsellor])
    func `whoever has no key to the messages has no desk`(person: Person) async throws {
        let visitor = try await Charity.copy().visitor(person)
        #expect(try await visitor.get("/enquiry").status == 404)
        #expect(try await visitor.submit("/enquiry", Self.message(for: "Somebody")).status == 404)
        #expect(try await visitor.get("/enquiry/kept").status == 404)
    }

    @Test func `an empty message is sent back with what is missing, and is not kept`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.receptionist)
        charity.database.forget()
        let reply = try await visitor.submit("/enquiry", [("reach", "01632 960001")])
        #expect(reply.status == 422)
        #expect(reply.title.hasPrefix("Please check: "))
        #expect(reply.text.contains("Write who the message is for."))
        #expect(reply.text.contains("Write the message in the caller’s words."))
        #expect(reply.body.contains("value=\"01632 960001\""))
        #expect(!charity.database.statements.contains { $0.text.contains("INSERT INTO records") })
    }

    @Test func `the same form sent twice keeps one message, and says so`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.receptionist)
        let fields = [("form", try await visitor.token())] + Self.message(for: Client.known.rawValue)
        #expect(try await visitor.post("/enquiry", fields).status == 303)
        let second = try await visitor.post("/enquiry", fields)
        #expect(second.status == 409)
        #expect(second.text.contains("This was saved already"))
        let messages = try await visitor.get("/file/\(charity.file(.known).text)/messages")
        #expect(messages.text.contains("A message for you to hand on"))
    }

    @Test func `the message comes up when the person comes, however the name was spelt, and is ticked once`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.receptionist)
        let messages = "/file/\(charity.file(.known).text)/messages"
        #expect(try await visitor.get(messages).text.contains("No message waits for them"))
        _ = try await visitor.submit("/enquiry", Self.message(for: "Aamina Yousef"))
        _ = try await visitor.submit("/enquiry", Self.message(for: Client.unknown))
        let page = try await visitor.get(messages)
        #expect(page.text.contains("A message for you to hand on"))
        #expect(!page.text.contains(Client.unknown))
        let record = try #require(page.body.firstMatch(of: /name="message" value="([0-9a-f]{32})"/)).output.1
        let tick = [("message", String(record)), ("version", "1")]
        let passed = try await visitor.submit("/file/\(charity.file(.known).text)/pass-on", tick)
        #expect(passed.location == messages)
        let again = try await visitor.submit("/file/\(charity.file(.known).text)/pass-on", tick)
        #expect(again.location == messages)
        #expect(try await visitor.get(messages).text.contains("No message waits for them"))
    }

    @Test func `the last caller's unfinished message is not put before the next, and can be opened`()
        async throws
    {
        let charity = try await Charity.copy()
        let desk = charity.visitor(.receptionist)
        let typed = [("words", "Qz tell him that"), ("draft", "/enquiry"), ("drafted", "yes")]
        #expect(try await desk.submit("/draft", typed).location == "/enquiry/unfinished")
        let next = try await desk.get("/enquiry")
        #expect(!next.body.contains("Qz tell him that") && !next.body.contains("name=\"drafted\""))
        #expect(
            next.text.contains("You began another message")
                && next.body.contains("href=\"/enquiry/unfinished\""))
        // The next caller's message is kept, and the first one's draft stays.
        #expect(try await desk.submit("/enquiry", Self.message(for: "Somebody")).location == "/enquiry/kept")
        let first = try await desk.get("/enquiry/unfinished")
        #expect(first.body.contains("Qz tell him that"))
        #expect(
            try await desk.submit("/draft/throw-away", [("draft", "/enquiry")]).location
                == "/enquiry/unfinished")
        #expect(try await desk.get("/enquiry/unfinished").location == "/enquiry")
        #expect(try await !desk.get("/enquiry").text.contains("You began another message"))
    }

    @Test func `the words to read aloud are the procedure's`() async throws {
        let page = try await Charity.copy().visitor(.receptionist).get("/enquiry")
        #expect(page.text.contains("We can neither confirm nor deny"))
        #expect(page.text.contains("I can take a message"))
        #expect(page.text.contains("P1.1"))
    }

    /// Opens the desk, keeps a message and follows to the page after it, in a fresh copy of the same charity.
    private static func enquiry(
        for name: String, by person: Person
    ) async throws -> (replies: [Reply], statements: [SQL]) {
        let charity = try await Charity.copy(seed: 7)
        let visitor = charity.visitor(person)
        charity.database.forget()
        let desk = try await visitor.get("/enquiry")
        let kept = try await visitor.post("/enquiry", [("form", desk.token)] + message(for: name))
        let page = try await visitor.get(kept.location ?? "/")
        return ([desk, kept, page], charity.database.statements)
    }

    static func message(for name: String) -> [(String, String)] {
        [("forName", name), ("from", "Her sister"), ("reach", "07700 900456"), ("words", "Please ring me.")]
    }

    /// A statement without what is drawn at random: its text, and of each value the kind and the length.
    private static func shape(_ statement: SQL) -> [String] {
        [statement.text]
            + statement.values.map { value in
                switch value {
                case .null: "null"
                case .integer(let number): "integer \(number)"
                case .text(let text): "text \(text.utf8.count)"
                case .blob(let bytes): "blob \(bytes.count)"
                }
            }
    }
}
