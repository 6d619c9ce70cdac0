import Casework
import Database
import Foundation
import HTTPTypes
import Testing
import Vault

@testable import Web

/// Whatever refuses a change, what was typed is in the page that says so.
@Suite struct TypingKeptTests {
    /// The fields that people type words in.
    private static let written: Set = [
        "name", "otherNames", "phone", "email", "address", "safetyNote", "note", "organisationNote",
        "commercialNote",
        "number", "consentGivers", "words", "forName", "from", "reach", "why", "reason", "party",
        "whyNotAnonymous", "power",
        "language", "interpreter", "giverName", "who", "organisation", "matter", "wordsForDesk", "session",
        "born", "until",
        "reviewOn", "query", "reference",
    ]

    private static func filled(_ subject: FormTests.Subject) -> [(String, String)] {
        subject.fields.map {
            ($0, written.contains($0) || FormBody.secrets.contains($0) ? words(of: $0) : "")
        }
    }

    private static func words(of field: String) -> String { "Qx \(field) typed" }

    private static func expectKept(_ reply: Reply, _ subject: FormTests.Subject, _ comment: String) {
        for field in subject.fields {
            let isThere = reply.body.contains(words(of: field))
            if FormBody.secrets.contains(field) {
                // A slip in a sheet is found beside what was typed.
                if subject.route == .trySheets, reply.status == 422 { continue }
                #expect(!isThere, "\(subject.route) \(field) \(comment)")
            } else if reply.status >= 400, written.contains(field) {
                #expect(isThere, "\(subject.route) \(field) \(reply.status) \(comment)")
            }
        }
    }

    @Test(arguments: FormTests.subjects.filter { $0.route != .findLive })
    func `a store that fails takes no typing with it, however far the page had come`(
        subject: FormTests.Subject
    ) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(subject.person)
        let path = subject.path(charity)
        for error in [DatabaseError.full, .unavailable, .corrupt] {
            for operations in 0...4 {
                let token = try await visitor.token()
                charity.database.fail(with: error, after: operations)
                let reply = try await visitor.post(path, [("form", token)] + Self.filled(subject))
                charity.database.fail(with: nil)
                let comment = "\(error) after \(operations)"
                if reply.status == 503, reply.body.contains("name=\"kept\"") {
                    // Nobody knew whose session it is: the words wait sealed, and are there when the store is.
                    let again = try await visitor.post(path, reply.hiddenFields)
                    Self.expectKept(again, subject, comment + ", and sent again")
                    #expect(again.status < 500, "\(subject.route) \(comment)")
                } else {
                    Self.expectKept(reply, subject, comment)
                }
                if visitor.cookie == nil { return }
            }
        }
    }

    @Test(arguments: FormTests.subjects.filter { $0.route != .findLive })
    func `a form that is refused for what it holds keeps it`(subject: FormTests.Subject) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(subject.person)
        let reply = try await visitor.submit(subject.path(charity), Self.filled(subject))
        Self.expectKept(reply, subject, "refused")
    }

    @Test
    func `on a disk that is full a note is not saved and not lost, and is saved once when there is room`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let path = "/file/\(charity.file(.known).text)/note"
        let long = String(repeating: "What they told me. ", count: 1000)
        try await charity.database.write { _ = try $0.rows("PRAGMA max_page_count = 1") }
        var reply = try await visitor.submit(path, [("note", "A" + long)])
        for _ in 0..<20 where reply.status == 303 {
            reply = try await visitor.submit(path, [("note", "A" + long)])
        }
        #expect(reply.status == 503)
        #expect(reply.body.contains("A" + long))
        #expect(!reply.text.lowercased().contains("go back"))
        try await charity.database.write { _ = try $0.rows("PRAGMA max_page_count = 1000000") }
        let file = "/file/\(charity.file(.known).text)"
        let before = try await visitor.get(file).body.components(separatedBy: "What they told me.").count
        let saved = try await visitor.post(path, reply.hiddenFields)
        #expect(saved.status == 303)
        let after = try await visitor.get(file).body.components(separatedBy: "What they told me.").count
        #expect(after > before)
        // The same again is the same form.
        #expect(try await visitor.post(path, reply.hiddenFields).status == 409)
        #expect(try await visitor.get(file).body.components(separatedBy: "What they told me.").count == after)
    }

    @Test func `what is sent a second time with other words is not thrown away`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let path = "/file/\(charity.file(.known).text)/note"
        let token = try await visitor.token()
        #expect(try await visitor.post(path, [("form", token), ("note", "The first words")]).status == 303)
        let again = try await visitor.post(path, [("form", token), ("note", "The second words")])
        #expect(again.status == 409)
        #expect(again.text.contains("The second words"))
        #expect(try await visitor.post(path, again.hiddenFields).status == 303)
        let file = try await visitor.get("/file/\(charity.file(.known).text)").text
        #expect(file.contains("The first words") && file.contains("The second words"))
    }

    @Test func `of too much at once the beginning stands in the page`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let body =
            "form=\(try await visitor.token())&note=The+beginning." + String(repeating: "a", count: 1 << 20)
        let path = "/file/\(charity.file(.known).text)/note"
        let reply = try await visitor.post(path, body: Array(body.utf8))
        #expect(reply.status == 413)
        #expect(reply.text.contains("The beginning.aaa"))
        // In a form of somebody else's session nothing of it.
        let other = try await charity.visitor(.manager).post(path, body: Array(body.utf8))
        #expect(other.status == 413 && !other.body.contains("The beginning."))
    }

    @Test func `of too much when the session had ended the beginning waits, and says that it is one`()
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let body =
            "form=\(try await visitor.token())&note=The+beginning." + String(repeating: "a", count: 1 << 19)
        _ = try await visitor.submit("/lock", [])
        let reply = try await visitor.post("/file/\(charity.file(.known).text)/note", body: Array(body.utf8))
        #expect(reply.status == 413)
        let back = try await visitor.post("/sign-in", SessionTests.signIn("caseworker") + reply.hiddenFields)
        #expect(back.text.contains("This is only the beginning") && back.text.contains("The beginning.aaa"))
    }

    @Test(arguments: [[:], ["Origin": "null"], ["Origin": "http://another.name"]])
    func `where a browser hides where a form comes from, its writer reads what they typed`(
        headers: [String: String]
    ) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let path = "/file/\(charity.file(.known).text)/note"
        let token = try await visitor.token()
        let reply = try await visitor.post(
            path, [("form", token), ("note", "Typed & kept")], headers: headers)
        #expect(reply.status == 403 && reply.text.contains("Typed &amp; kept"))
        #expect(!reply.body.contains("action=\"\(path)\""), "nothing is sent again from there")
        let forged = try await visitor.post(path, [("note", "Somebody’s words")], headers: headers)
        #expect(forged.status == 403 && !forged.body.contains("Somebody’s words"))
        #expect(!charity.changed)
    }

    @Test func `a sign-in that fails for the store keeps what waited in it`() async throws {
        let charity = try await Charity.copy()
        let kept = try await charity.waiting("/enquiry", [("words", "Waits here")], of: .caseworker)
        #expect(kept.count == 1)
        charity.database.fail(with: .full)
        let visitor = charity.visitor()
        let reply = try await visitor.post("/sign-in", SessionTests.signIn("caseworker") + kept)
        charity.database.fail(with: nil)
        #expect(reply.status == 503 && reply.body.contains(kept[0].1))
        #expect(!reply.body.contains(Person.passphrase))
        let again = try await visitor.post("/sign-in", reply.hiddenFields)
        #expect(again.status == 422)
        let back = try await visitor.post("/sign-in", SessionTests.signIn("caseworker") + again.hiddenFields)
        #expect(back.text.contains("Waits here"))
    }

    @Test func `a window that closed itself brings its typing to the sign-in, where nothing is tried`()
        async throws
    {
        let charity = try await Charity.copy()
        let kept = [
            ("resume", "yes"), ("keeper", charity.members[.caseworker]?.text ?? ""), ("keptFor", "/enquiry"),
            ("kept.words", "Waits here"),
        ]
        let page = try await charity.visitor().post("/sign-in", kept)
        #expect(page.status == 200 && page.text.contains("What you typed is kept in this page."))
        #expect(!page.body.contains("Waits here"), "not in its source either")
        let back = try await charity.visitor().post(
            "/sign-in", SessionTests.signIn("caseworker") + page.hiddenFields)
        #expect(back.text.contains("Waits here"))
    }

    @Test func `a second step that is owed loses nothing`() async throws {
        let charity = try await Charity.copy(requiresSecondFactor: true)
        let visitor = charity.visitor(.manager)
        let reply = try await visitor.submit(
            "/file/\(charity.file(.known).text)/restrict", [("why", "Her brother works here")])
        #expect(reply.status == 409 && reply.text.contains("Her brother works here"))
        #expect(reply.body.contains("href=\"/my-sign-in/second-step\""))
    }

    @Test func `each page says whose session it is, and the answer to staying the same`() async throws {
        let charity = try await Charity.copy()
        let (worker, manager) = (charity.visitor(.caseworker), charity.visitor(.manager))
        let session = try #require(
            try await worker.get("/").body.firstMatch(of: /data-session="([0-9a-f]{32})"/)
        ).output.1
        #expect(try await worker.get("/stay").body == session)
        #expect(try await manager.get("/stay").body != session)
        #expect(try await worker.get("/sign-in").body.contains("data-left") == false)
        #expect(try await charity.visitor().get("/sign-in").body.contains("data-left"))
        let left = try await worker.submit("/lock", [])
        #expect(left.headers[.init("Clear-Site-Data") ?? .age] == "\"cache\"")
    }
}
