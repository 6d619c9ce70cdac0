import Casework
import Foundation
import Testing
import Vault
import Web

/// The first contact (clause S4.1): nothing is made before everything was told.
@Suite struct FirstContactTests {
    private static func filled(_ charity: Charity, _ changes: [String: String] = [:]) -> [(String, String)] {
        let fields: [String: String] = [
            "name": "Ibrahim Touré", "born": "1990-02-03", "phone": "07700 900123", "policyTold": "yes",
            "sharingTold": "yes", "refusingTold": "yes", "answer": "agreed",
            "note": "Wants help with a letter.",
            "worker": charity.members[.caseworker]?.text ?? "",
        ]
        return fields.merging(changes) { $1 }.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
    }

    @Test func `an empty form names each thing that is missing, in the order of the page`() async throws {
        let charity = try await Charity.copy()
        let reply = try await charity.visitor(.receptionist).submit("/first-contact/make", [])
        #expect(reply.status == 422)
        let summary = reply.body.matches(of: /<li><a href="#([A-Za-z]+)">/).map { String($0.output.1) }
        #expect(summary == ["policyTold", "sharingTold", "refusingTold", "answer", "name"])
        #expect(reply.body.matches(of: /<li><a href="#[A-Za-z]+">Please fill this in/).isEmpty)
        #expect(!charity.changed)
    }

    @Test(arguments: [
        ("policyTold", ""), ("sharingTold", ""), ("refusingTold", ""), ("answer", ""), ("answer", "perhaps"),
        ("name", ""), ("name", "a\u{202E}b"), ("born", "2027-01-01"), ("born", "12/31/1990"),
        ("born", "1990-02-30"),
        ("worker", "0"), ("worker", String(repeating: "a", count: 32)), ("safeToCall", "maybe"),
    ])
    func `one thing wrong sends the whole form back as it was typed, and makes nothing`(
        field: String, value: String
    ) async throws {
        let charity = try await Charity.copy()
        let fields = Self.filled(charity, [field: value])
        let reply = try await charity.visitor(.receptionist).submit("/first-contact/make", fields)
        #expect(reply.status == 422)
        #expect(reply.body.contains("href=\"#\(field)\""))
        #expect(reply.body.contains("Wants help with a letter."))
        #expect(reply.body.contains("07700 900123"))
        #expect(!charity.changed)
    }

    @Test func `more other names than are compared send the form back with all of them`() async throws {
        let charity = try await Charity.copy()
        let names = (1...21).map { "Name\(String(repeating: "a", count: $0))" }.joined(separator: ", ")
        let fields = Self.filled(charity, ["otherNames": names])
        let reply = try await charity.visitor(.receptionist).submit("/first-contact/make", fields)
        #expect(reply.status == 422)
        #expect(reply.text.contains("These are more than 20 names."))
        #expect(reply.body.contains(names))
        #expect(reply.body.contains("Wants help with a letter."))
        #expect(!charity.changed)
    }

    @Test func `everybody of the name is shown before another file is made, those born that day first`()
        async throws
    {
        let charity = try await Charity.copy()
        let desk = charity.visitor(.receptionist)
        let born = (1960...1984).map { "\($0)-03-12" }
        for day in born {
            let fields = Self.filled(
                charity, ["name": "Mohammed Ali Khan", "born": day, "isSomebodyElse": "yes"])
            #expect(try await desk.submit("/first-contact/make", fields).status == 303)
        }
        let fields = Self.filled(charity, ["name": "Muhammad Ali Khan", "born": "1984-03-12"])
        let asked = try await desk.submit("/first-contact/make", fields)
        #expect(asked.text.contains("Somebody of this name is here already"))
        #expect(asked.text.contains("There are 25."))
        #expect(Set(asked.body.matches(of: /\/file\/[0-9a-f]{32}"/).map { String($0.output) }).count == 25)
        let days = asked.text.matches(of: /12 March (\d{4})/).map { String($0.output.1) }
        #expect(days.first == "1984")
        #expect(Set(days).count == 25)
        #expect(asked.body.contains("Wants help with a letter."))
    }

    @Test func `before two managers and the sheets no file is made`() async throws {
        let (charity, code) = try await Charity.empty()
        let visitor = charity.visitor()
        _ = try await visitor.post(
            "/enrol",
            [
                ("code", code), ("signInName", "gwen"), ("passphrase", Person.passphrase),
                ("passphraseAgain", Person.passphrase),
            ])
        try await visitor.acknowledge(charity)
        for path in ["/first-contact", "/first-contact/make"] {
            let reply = try await visitor.submit(path, Self.filled(charity, ["worker": ""]))
            #expect(reply.status == 409)
            #expect(reply.text.contains("No client’s file can be made yet"))
        }
    }

    @Test func `the caseworker reads the note; the desk that wrote it does not`() async throws {
        let charity = try await Charity.copy()
        let desk = charity.visitor(.receptionist)
        let made = try await desk.submit("/first-contact/make", Self.filled(charity))
        let messages = try #require(made.location)
        let file = messages.replacing("/messages", with: "")
        #expect(try await charity.visitor(.caseworker).get(file).text.contains("Wants help with a letter."))
        let seen = try await desk.get(file)
        #expect(seen.text.contains("Ibrahim Touré"))
        #expect(!seen.text.contains("Wants help"))
        #expect(!seen.text.contains("Casework notes"))
    }

    @Test
    func `a name like a colleague's asks whether it is about them, presets nothing, and keeps the typing`()
        async throws
    {
        let charity = try await Charity.copy()
        let desk = charity.visitor(.receptionist)
        let casework = charity.site.casework
        let staff = try await casework.roster(
            as: try await casework.caller(cookie: charity.cookies[.receptionist]))
        let colleague = try #require(staff.first { $0.id == charity.members[.otherCaseworker] })
        let surname = try #require(colleague.profile.name.split(separator: " ").last)
        let fields = Self.filled(charity, ["name": "Amina \(surname)"])
        let asked = try await desk.submit("/first-contact/make", fields)
        #expect(asked.status == 422 && asked.body.contains("href=\"#relatedTo\""))
        #expect(asked.text.contains("Is this \(colleague.profile.name)"))
        #expect(asked.text.contains("or somebody related to them?"))
        #expect(asked.body.contains("Wants help with a letter.") && asked.body.contains("07700 900123"))
        let field = asked.body.components(separatedBy: "name=\"relatedTo\"").last?
            .components(separatedBy: "</select>").first
        #expect(try #require(field).contains("required") && !(field?.contains("selected") ?? true))
        #expect(!charity.changed)
        let no = try await desk.submit(
            "/first-contact/make", fields + [("relatedTo", FirstContactForm.nobody)])
        #expect(no.location?.hasSuffix("/messages") == true)
        let yes = try await desk.submit(
            "/first-contact/make",
            fields + [("relatedTo", colleague.id.text), ("isSomebodyElse", "yes")])
        #expect(yes.location == "/")
    }

    @Test func `the form sent twice makes one file`() async throws {
        let charity = try await Charity.copy()
        let desk = charity.visitor(.receptionist)
        let fields = [("form", try await desk.token())] + Self.filled(charity)
        let first = try await desk.post("/first-contact/make", fields)
        let second = try await desk.post("/first-contact/make", fields)
        #expect(first.status == 303)
        #expect(second.location == first.location)
        #expect(
            try await desk.submit("/find", [("query", "Ibrahim Touré")]).text.contains("1 person may match"))
    }

    @Test func `somebody of the same name is shown first, with their file, and the typing stands`()
        async throws
    {
        let charity = try await Charity.copy()
        let desk = charity.visitor(.receptionist)
        let name = ["name": Client.known.rawValue]
        let asked = try await desk.submit("/first-contact/make", Self.filled(charity, name))
        #expect(asked.status == 422)
        #expect(asked.text.contains("Somebody of this name is here already"))
        #expect(asked.body.contains("href=\"/file/\(charity.file(.known).text)\""))
        #expect(asked.body.contains("Wants help with a letter."))
        #expect(!charity.changed)
        let sure = Self.filled(charity, name) + [("isSomebodyElse", "yes")]
        let wrong = try await desk.submit(
            "/first-contact/make", sure.filter { $0.0 != "phone" } + [("phone", "none")])
        let tick = try #require(wrong.body.firstMatch(of: /<input[^>]*name="isSomebodyElse"[^>]*>/))
        #expect(wrong.status == 422 && tick.output.contains(" checked"), "the tick is kept, too")
        #expect(try await desk.submit("/first-contact/make", sure).status == 303)
    }

    @Test func `somebody restricted of the same name is no reason to ask`() async throws {
        let charity = try await Charity.copy()
        let fields = Self.filled(charity, ["name": Client.restricted.rawValue])
        #expect(try await charity.visitor(.receptionist).submit("/first-contact/make", fields).status == 303)
    }

    @Test func `a restricted file that the desk makes is at once out of its sight`() async throws {
        let charity = try await Charity.copy()
        let desk = charity.visitor(.receptionist)
        let made = try await desk.submit(
            "/first-contact/make", Self.filled(charity, ["isRestricted": "yes"]))
        #expect(made.location == "/")
        #expect(try await desk.submit("/find", [("query", "Ibrahim Touré")]).text.contains("Nobody found"))
        #expect(try await charity.visitor(.caseworker).get("/my-clients").text.contains("Ibrahim Touré"))
    }

    @Test(arguments: ["/first-contact/make", "/organisation/make"])
    func `what can't be rung or written to is refused with the reason, and the typing is kept`(path: String)
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.receptionist)
        charity.database.forget()
        let reply = try await visitor.submit(
            path,
            [
                ("name", "Zubaida Khatun"), ("sort", "charity"), ("answer", "agreed"), ("policyTold", "yes"),
                ("sharingTold", "yes"), ("refusingTold", "yes"), ("phone", "not a phone!!"),
                ("email", "nope"),
            ])
        #expect(reply.status == 422 && !charity.changed)
        #expect(
            reply.text.contains("This can’t be rung.")
                && reply.text.contains("This is not an e-mail address."))
        #expect(reply.body.contains("value=\"not a phone!!\"") && reply.body.contains("value=\"nope\""))
    }
}
