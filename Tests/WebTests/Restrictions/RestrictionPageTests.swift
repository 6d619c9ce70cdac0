import Casework
import Testing
import Vault
import Web

/// What others are answered about a file that was restricted, and the pages of those who hold it (S3.4, S3.7).
@Suite struct RestrictionPageTests {
    private static let name = "Khadija Rahman"
    private static let others = Person.staff.filter { $0 != .guardian && $0 != .caseworker }

    /// A charity with a client whose file was open and is restricted to the caseworker; or without the file.
    private static func charity(with isThere: Bool) async throws -> (charity: Charity, file: ID) {
        let charity = try await Charity.copy()
        guard isThere else { return (charity, charity.site.casework.newID()) }
        let casework = charity.site.casework
        let manager = try await casework.caller(cookie: charity.cookies[.manager])
        let file = casework.newID()
        let worker = charity.members[.caseworker]
        try await casework.makeFirstContact(.filled(name, worker: worker), id: file, as: manager)
        charity.time.pass(seconds: 1)
        var form = RestrictionForm()
        (form.named, form.why) = ([worker?.text ?? ""], "Her brother works here")
        form.reviewOn = casework.now.day.adding(days: 90).text
        try await casework.restrict(form, id: casework.newID(), file: file, as: manager)
        return (charity, file)
    }

    @Test(arguments: others)
    func `for everybody else each page is the one of a charity without the file, byte for byte`(
        person: Person
    ) async throws {
        let (there, file) = try await Self.charity(with: true)
        let (without, _) = try await Self.charity(with: false)
        let paths = [
            "/", "/my-clients", "/my-sessions", "/consents", "/decisions", "/purposes", "/staff",
            "/staff/matrix", "/staff/teams", "/escrow", "/restrictions", "/draft",
        ]
        for path in paths {
            let (one, other) = (
                try await there.visitor(person).get(path), try await without.visitor(person).get(path)
            )
            #expect(one.status == other.status, "\(path)")
            #expect(one.withoutTokens == other.withoutTokens, "\(path)")
        }
        for (path, field) in [("/find", "query"), ("/find/live", "query"), ("/first-contact", "name")] {
            for sought in [Self.name, "Khadijah Rehman", "Rahman"] {
                let (one, other) = (
                    try await there.visitor(person).submit(path, [(field, sought)]),
                    try await without.visitor(person).submit(path, [(field, sought)])
                )
                #expect(one.status == other.status, "\(path) \(sought)")
                #expect(one.withoutTokens == other.withoutTokens, "\(path) \(sought)")
            }
        }
        let nothing = try await there.visitor(person).get("/nothing-of-that-name")
        let rest = [
            "", "/people", "/log", "/restrict", "/restriction", "/conflict", "/escrow", "/escrow/read",
        ]
        for path in rest {
            let reply = try await there.visitor(person).get("/file/\(file.text)\(path)")
            #expect(reply.status == 404, "\(path)")
            #expect(reply.withoutTokens == nothing.withoutTokens, "\(path)")
        }
        let log = try await there.visitor(person).get("/log")
        #expect(!log.body.contains(file.text) && !log.body.contains(file.reference))
    }

    @Test func `a guardian opens in escrow after the passphrase, and a manager reviews it`() async throws {
        let charity = try await Charity.copy()
        let file = charity.file(.known)
        let (guardian, manager) = (charity.visitor(.guardian), charity.visitor(.manager))
        let address = Route.escrow.path(file)
        #expect(try await guardian.get(address).location == "/confirm?next=\(address)")
        try await guardian.confirm()
        #expect(try await guardian.get(address).status == 200)
        #expect(try await guardian.submit(address, [("items", "casework")]).status == 422)
        #expect(try await guardian.get(Route.escrowRead.path(file)).status == 404)
        let sent = try await guardian.submit(
            address, [("items", "casework"), ("why", "The worker <i>is</i> ill")])
        #expect(sent.location == Route.escrowRead.path(file))
        #expect(try await guardian.get(Route.escrowRead.path(file)).text.contains("The first note."))
        let today = try await manager.get("/")
        #expect(today.body.contains("in escrow") && today.body.contains("&lt;i&gt;"))
        let page = try await manager.get("/escrow")
        let found = page.body.firstMatch(of: /action="(\/file\/[0-9a-f]+\/escrow-review\/[0-9a-f]+)"/)
        let review = String(try #require(found).output.1)
        #expect(try await guardian.get("/escrow").body.contains("Somebody else reviews it"))
        #expect(try await guardian.submit(review, [("review", "accept"), ("words", "Mine")]).status == 404)
        #expect(try await manager.submit(review, [("review", "accept")]).status == 422)
        #expect(try await manager.submit(review, [("review", "object"), ("words", "No")]).status == 303)
        #expect(try await manager.get("/escrow").text.contains("Objected to"))
        #expect(try await !manager.get("/").body.contains("in escrow"))
    }
}
