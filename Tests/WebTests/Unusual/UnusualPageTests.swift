import Casework
import Foundation
import Testing
import Vault
import Web

/// Who looked, who can see, and the list of the unusual, as somebody at a browser meets them (clauses S3.4, S3.7).
@Suite struct UnusualPageTests {
    private let charity: Charity

    init() async throws { charity = try await Charity.copy() }

    @Test func `a receptionist and a stranger to the file ask who looked, and there is nothing for them`()
        async throws
    {
        let path = Route.fileLooks.path(charity.file(.known))
        for person in [Person.receptionist, .otherCaseworker, .trustee] {
            #expect(try await charity.visitor(person).get(path).status == 404)
        }
        #expect(
            try await charity.visitor(.manager).get(Route.fileLooks.path(charity.file(.restricted))).status
                == 404)
        #expect(try await charity.visitor(.caseworker).get("/unusual").status == 404)
    }

    @Test func `the guardian reads who looked and who can see a file, and no note of it`() async throws {
        _ = try await charity.visitor(.receptionist).get(Route.file.path(charity.file(.known)))
        let guardian = charity.visitor(.guardian)
        let looked = try await guardian.get(Route.fileLooks.path(charity.file(.known)))
        #expect(looked.text.contains("Receptionist") && looked.text.contains("Opened the file"))
        let people = try await guardian.get(Route.filePeople.path(charity.file(.known)))
        #expect(people.text.contains("Named as its worker when the file was made"))
        #expect(people.text.contains("Guardians, in escrow"))
        for page in [looked, people] {
            #expect(!page.text.contains("The first note.") && !page.text.contains(Client.known.rawValue))
        }
    }

    @Test func `who can see a file says who gave it, when, for which purpose and why`() async throws {
        let casework = charity.site.casework
        let worker = try await casework.caller(cookie: charity.cookies[.caseworker])
        let purpose = casework.newID()
        try await casework.proposePurpose(name: "Housing", why: "To place families", id: purpose, as: worker)
        try await casework.approvePurpose(
            purpose, version: 1, until: casework.now.day.adding(days: 60).text,
            as: try await casework.caller(cookie: charity.cookies[.guardian]))
        charity.time.pass(seconds: 60)
        let sent = try await charity.visitor(.caseworker).submit(
            Route.filePeople.path(charity.file(.known)),
            [
                ("member", try #require(charity.members[.otherCaseworker]).text), ("items", "health"),
                ("purpose", purpose.text), ("why", "To arrange a visit"),
            ])
        #expect(sent.status == 303)
        let page = try await charity.visitor(.manager).get(Route.filePeople.path(charity.file(.known)))
        let table = page.body.components(separatedBy: "Who can see what of it, and why").last ?? ""
        let rows = table.components(separatedBy: "<tr>")
        let row = try #require(rows.first { $0.contains("To arrange a visit") })
        let staff = try await casework.roster(as: worker)
        for person in [Person.caseworker, .otherCaseworker] {
            let name = try #require(staff.first { $0.id == charity.members[person] }).profile.name
            #expect(row.contains(name))
        }
        #expect(row.contains("22 November 2026") && row.contains("10:01"))
        #expect(row.contains("Purpose: Housing"))
    }

    @Test func `what is unusual says why, keeps what was typed, and is looked into once`() async throws {
        let desk = charity.visitor(.receptionist)
        _ = try await desk.submit("/find", [("query", "Receptionist")])
        let guardian = charity.visitor(.guardian)
        let page = try await guardian.get("/unusual")
        #expect(page.text.contains("Searched for their own surname"))
        #expect(try await charity.visitor(.manager).get("/unusual").text.contains("Nothing of these days"))
        let member = try #require(charity.members[.receptionist])
        let day = charity.site.casework.now.day.text
        let fields = [("what", "ownName"), ("member", member.text), ("day", day), ("until", day)]
        let empty = try await guardian.submit("/unusual", fields + [("why", "")])
        #expect(empty.status == 422 && empty.text.contains("Say what you found."))
        let long = String(repeating: "x", count: 2001)
        let tooLong = try await guardian.submit("/unusual", fields + [("why", long)])
        #expect(tooLong.status == 422 && tooLong.body.contains(long))
        let token = try await guardian.token()
        let sent = [("form", token)] + fields + [("why", "They share a name with a client.")]
        for _ in 0..<2 {
            #expect(try await guardian.post("/unusual", sent).location == "/unusual?until=\(day)")
        }
        let after = try await guardian.get("/unusual?until=\(day)")
        #expect(after.text.contains("They share a name with a client."))
        #expect(after.text.contains("Nothing of these days"))
    }

    /// The charity's clocks stand at ten in the morning.
    @Test(arguments: [
        (7..<20, nil), (11..<19, "before 11:00 or from 19:00 on"), (6..<10, "before 6:00 or from 10:00 on"),
    ])
    func `what is out of hours goes by the hours that the charity has set`(
        hours: Range<Int>, words: String?
    ) async throws {
        let charity = try await Charity.copy(usualHours: hours)
        _ = try await charity.visitor(.receptionist).submit("/find", [("query", "Somebody")])
        let page = try await charity.visitor(.guardian).get("/unusual")
        if let words { #expect(page.text.contains(words)) }
        #expect(page.text.contains("our clocks’ time") == (words != nil))
    }

    @Test func `asking for a file that is restricted or not there leaves an entry, and the same page`()
        async throws
    {
        let desk = charity.visitor(.receptionist)
        var answers: [[UInt8]] = []
        for id in [charity.file(.restricted), charity.site.casework.newID()] {
            for _ in 0..<3 {
                answers.append(Array(try await desk.get(Route.file.path(id)).withoutTokens.utf8))
            }
        }
        #expect(Set(answers).count == 1)
        let page = try await charity.visitor(.guardian).get("/unusual")
        #expect(
            page.text.contains("Asked for what is not theirs") && page.text.contains("6 times in one day"))
    }
}
