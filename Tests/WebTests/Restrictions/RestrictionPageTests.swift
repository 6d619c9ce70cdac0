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
        let casework = charity.site.casework
        guard isThere else {
            charity.time.pass(seconds: 1)
            return (charity, casework.newID())
        }
        let manager = try await casework.caller(cookie: charity.cookies[.manager])
        let worker = charity.members[.caseworker]
        let file = try await casework.makeFirstContact(
            .filled(name, worker: worker), id: casework.newID(), as: manager)
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
            "/staff/matrix", "/staff/teams", "/escrow", "/restrictions", "/draft", "/unusual",
            "/policy/acknowledgements", "/callers", "/erased", "/my-sign-in", "/export",
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
    }

    /// An answer without what counts every entry of the log, whatever it is about: the numbers of entries, how many there
    /// are, the signed head, and digests over those. They can't be the same, for the log is one; they tell that something
    /// was recorded, as they do of everything that the reader may not see.
    private static func withoutNumbers(_ text: String) -> String {
        text.replacing(/<pre.*?<\/pre>/.dotMatchesNewlines(), with: "")
            .replacing(/\/proof\/\d+/, with: "").replacing(/Entry \d+/, with: "")
            .replacing(/All \d+ entries/, with: "").replacing(/<dd><bdi>\d+<\/bdi>/, with: "")
            .replacing(/"position" : \d+/, with: "").replacing(/"sha256" : "[0-9a-f]+"/, with: "")
    }

    @Test(arguments: others)
    func `for everybody else the log book is the same but for how many entries there are`(
        person: Person
    ) async throws {
        let (there, file) = try await Self.charity(with: true)
        let (without, _) = try await Self.charity(with: false)
        let day = "/log/\(there.site.casework.now.day.text)"
        let paths = [
            "/log", "\(day)?kind=\(EntryKind.fileMade.rawValue)", "\(day)?file=\(file.text)", "/checkpoint",
            "\(day)?kind=\(EntryKind.fileRestricted.rawValue)",
        ]
        for path in paths {
            let (one, other) = (
                try await there.visitor(person).get(path), try await without.visitor(person).get(path)
            )
            #expect(one.status == other.status, "\(path)")
            #expect(!one.body.contains(file.reference), "\(path)")
            #expect(
                Self.withoutNumbers(one.withoutTokens) == Self.withoutNumbers(other.withoutTokens), "\(path)")
        }
    }

    @Test(arguments: others)
    func `everybody else is refused an export of everything alike, whether or not there is such a file`(
        person: Person
    ) async throws {
        let (there, file) = try await Self.charity(with: true)
        let (without, _) = try await Self.charity(with: false)
        var archives: [String] = []
        for charity in [there, without] {
            let visitor = charity.visitor(person)
            _ = try await visitor.submit("/confirm", [("passphrase", Person.passphrase)])
            #expect(try await visitor.submit("/file/\(file.text)/export", []).status == 404)
            let reply = try await visitor.submit("/export", [])
            #expect(reply.status == 404)
            archives.append(Self.withoutNumbers(reply.withoutTokens))
        }
        #expect(archives[0] == archives[1])
        #expect(!archives[0].contains(file.text))
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

    @Test func `a guardian restricts and reviews after the passphrase, and what she typed is kept`()
        async throws
    {
        let charity = try await Charity.copy()
        let guardian = charity.visitor(.guardian)
        let (restrict, review) = (
            Route.restrict.path(charity.file(.known)), Route.restriction.path(charity.file(.restricted))
        )
        #expect(try await guardian.get(restrict).location == "/confirm?next=\(restrict)")
        let sent = try await guardian.submit(
            review, [("version", "0"), ("decision", "keep"), ("why", "Still at risk"), ("reviewOn", "")])
        #expect(sent.status == 409 && sent.body.contains("Still at risk"))
        _ = try await guardian.submit("/confirm", [("passphrase", Person.passphrase)])
        #expect(try await guardian.get(restrict).status == 200)
        let day = charity.site.casework.now.day.adding(days: 30).text
        let fresh = try await guardian.submit(
            review, [("version", "0"), ("decision", "keep"), ("why", "Still at risk"), ("reviewOn", day)])
        #expect(fresh.location == Route.restrictions.path())
    }

    @Test func `who restricts a file is asked whom it is about, and told of a colleague's surname`()
        async throws
    {
        let charity = try await Charity.copy()
        let casework = charity.site.casework
        let cookie = charity.cookies[.manager]
        let worker = charity.members[.caseworker]
        // The last word of a colleague's name.
        let staff = try await casework.roster(as: try await casework.caller(cookie: cookie))
        let colleague = try #require(staff.first { $0.id == charity.members[.otherCaseworker] })
        let surname = try #require(colleague.profile.name.split(separator: " ").last)
        let file = try await casework.makeFirstContact(
            .filled("Amina \(surname)", worker: worker, relatedTo: FirstContactForm.nobody),
            id: casework.newID(),
            as: try await casework.caller(cookie: cookie))
        let manager = charity.visitor(.manager)
        let alike = "A name like the client’s: "
        let page = try await manager.get(Route.restrict.path(file))
        #expect(page.text.contains(alike) && page.text.contains(colleague.profile.name))
        let known = try await manager.get(Route.restrict.path(charity.file(.known)))
        #expect(known.body.contains("relatedTo") && !known.text.contains(alike))
        let first = try await manager.submit("/first-contact", [("name", "Amina \(surname)")])
        #expect(first.text.contains("Is this \(colleague.profile.name)"))
        #expect(try await !manager.submit("/first-contact", [("name", "Zubayr")]).text.contains(alike))
        let fields = [
            ("named", worker?.text ?? ""), ("why", "Her sister"),
            ("reviewOn", casework.now.day.adding(days: 30).text),
        ]
        let refused = try await manager.submit(
            Route.restrict.path(file), fields + [("relatedTo", worker?.text ?? "")])
        #expect(refused.status == 422 && refused.text.contains("This is kept from them"))
        let sent = try await manager.submit(
            Route.restrict.path(file), fields + [("relatedTo", colleague.id.text)])
        #expect(sent.location == "/")
        let review = try await charity.visitor(.guardian).get(Route.restriction.path(file))
        #expect(review.text.contains("It can’t be lifted") && review.text.contains(colleague.profile.name))
    }

    @Test func `who takes work over sees beforehand how many files are kept from whom`() async throws {
        let charity = try await Charity.copy()
        let casework = charity.site.casework
        let (guardian, worker) = (charity.visitor(.guardian), charity.members[.caseworker])
        let other = try #require(charity.members[.otherCaseworker])
        let (member, file) = (try #require(worker), charity.file(.known))
        try await casework.makeFirstContact(
            .filled(Client.unknown, worker: worker), id: casework.newID(),
            as: try await casework.caller(cookie: charity.cookies[.manager]))
        let page = Route.handOver.path(member)
        #expect(try await !guardian.get(page).text.contains("kept from them"))
        _ = try await charity.visitor(.otherCaseworker).submit(
            Route.conflict.path(file), [("why", "My sister")])
        #expect(try await guardian.get("/").text.contains("stepped back from file \(file.reference)"))
        let shown = try await guardian.get(page)
        #expect(shown.text.contains("but for 1 kept from them"))
        _ = try await guardian.submit("/confirm", [("passphrase", Person.passphrase)])
        let sent = try await guardian.submit(page, [("successor", other.text), ("why", "Ill")])
        #expect(sent.location == page)
        let left = try await casework.filesGiven(
            to: member, as: try await casework.caller(cookie: charity.cookies[.guardian]))
        #expect(left.map(\.file) == [file])
        let again = try await guardian.submit(page, [("successor", other.text), ("why", "Ill")])
        #expect(again.status == 422 && again.text.contains("This is kept from them"))
    }
}
