import Casework
import Database
import Testing
import Vault
import Web

/// Erasing a file: a guardian's, with a reason, the reference typed, and the passphrase afresh.
@Suite struct ErasePageTests {
    private let charity: Charity
    private let path: String

    init() async throws {
        charity = try await Charity.copy()
        path = "/file/\(charity.file(.known).text)/erase"
    }

    private func guardian() async throws -> Visitor {
        let visitor = charity.visitor(.guardian)
        try await visitor.confirm()
        return visitor
    }

    @Test(arguments: Person.staff.filter { $0 != .guardian })
    func `nobody else is told that there is such a page`(person: Person) async throws {
        let visitor = charity.visitor(person)
        try await visitor.confirm()
        #expect(try await visitor.get(path).status == 404)
        #expect(try await visitor.submit(path, [("why", "x"), ("reference", "x")]).status == 404)
        #expect(try await visitor.get("/erased").status == 404)
    }

    @Test func `nothing is said to be erased where nothing was`() async throws {
        let visitor = try await guardian()
        for query in ["", "?copies=renewed", "?file=\(charity.file(.known).text)&copies=renewed", "?file=x"] {
            let page = try await visitor.get("/erased" + query)
            #expect(page.status == 200 && page.title.hasPrefix("Nothing was erased"))
            #expect(!page.text.contains("The file is erased") && !page.text.contains("copies of the halves"))
        }
    }

    @Test func `a guardian is asked for the passphrase first, and what was typed is kept`() async throws {
        let visitor = charity.visitor(.guardian)
        #expect(try await visitor.get(path).location == "/confirm?next=\(path)")
        let reply = try await visitor.submit(
            path, [("why", "They asked"), ("reference", charity.file(.known).reference)])
        #expect(reply.status == 409)
        #expect(reply.body.contains("They asked"))
        #expect(try await visitor.get("/file/\(charity.file(.known).text)").status == 200)
    }

    @Test func `without a reason or with another file's reference it is sent back, with the typing`()
        async throws
    {
        let visitor = try await guardian()
        let page = try await visitor.get(path)
        #expect(page.text.contains("What goes, at once"))
        #expect(page.text.contains("What stays"))
        let empty = try await visitor.submit(path, [])
        #expect(empty.status == 422)
        #expect(empty.text.contains("Say why, in a sentence that names nobody."))
        #expect(empty.text.contains("Type the reference to confirm that it is this file."))
        let wrong = try await visitor.submit(
            path, [("why", "They asked"), ("reference", charity.file(.someoneElses).reference)])
        #expect(wrong.status == 422)
        #expect(wrong.body.contains("They asked"))
    }

    @Test func `where the log was altered nothing is erased, and the page says what to do instead`()
        async throws
    {
        let visitor = try await guardian()
        let file = charity.file(.known)
        #expect(try await visitor.get("/file/\(file.text)").status == 200)
        _ = try await charity.database.write { connection in
            // One that wrote none of the file's keys, so that it opens still.
            try connection.execute(
                "UPDATE entries SET at = at + 1 WHERE file = \(file.bytes) AND kind NOT IN (16, 17, 18, 20, 80)"
            )
        }
        let reply = try await visitor.submit(
            path, [("why", "They asked"), ("reference", file.reference)])
        #expect(reply.status == 503)
        #expect(reply.text.contains("the log book is not as it was signed"))
        #expect(reply.text.contains("amanah ledger verify") && reply.text.contains("amanah restore"))
        #expect(try await visitor.get("/file/\(file.text)").status == 200)
    }

    @Test func `it is erased once, however often the form is sent, and the page says what is left to do`()
        async throws
    {
        let visitor = try await guardian()
        let fields = try await [
            ("form", visitor.token()), ("why", "They asked"),
            ("reference", charity.file(.known).reference),
        ]
        let first = try await visitor.post(path, fields)
        let done = "/erased?file=\(charity.file(.known).text)"
        #expect(first.location == done + "&copies=notSet")
        #expect(try await visitor.post(path, fields).location == done)
        #expect(try await visitor.get(path).location == done)
        #expect(
            try await visitor.get(done + "&copies=notSet").text.contains("The halves have no copies to renew")
        )
        let page = try await visitor.get(done)
        #expect(page.text.contains("The file is erased"))
        #expect(page.text.contains("amanah backup --halves-only"))
        #expect(
            try await charity.visitor(.caseworker).get("/file/\(charity.file(.known).text)").status == 404)
    }
}
