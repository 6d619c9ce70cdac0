import Casework
import Foundation
import Testing
import Vault
import Web

/// No list ends without saying so: what is not on its first page is on the next, and the last page is the last.
@Suite struct LongListTests {
    private static let many = 250

    private let charity: Charity
    private var casework: Casework { charity.site.casework }

    init() async throws { charity = try await Charity.copy() }

    private func caller(_ person: Person) async throws -> Caller {
        try await casework.caller(cookie: charity.cookies[person])
    }

    /// All pages of a list, by its own ways from one to the next.
    private func pages(_ path: String, _ person: Person) async throws -> [Reply] {
        let visitor = charity.visitor(person)
        var (next, pages): (String?, [Reply]) = (path, [])
        while let path = next, pages.count < 50 {
            let page = try await visitor.get(path)
            #expect(page.status == 200, "\(path)")
            pages.append(page)
            next = page.body.firstMatch(of: /rel="next" href="([^"]+)"/).map { String($0.1) }
        }
        return pages
    }

    /// Which of these stand on none of the pages.
    private func missing(_ marks: [String], _ pages: [Reply]) -> [String] {
        let text = pages.map(\.body).joined()
        return marks.filter { !text.contains($0) }
    }

    private func makeClients() async throws -> [ID] {
        let worker = try await caller(.caseworker)
        var files: [ID] = []
        for number in 0..<Self.many {
            let file = try await casework.makeFirstContact(
                .filled("Client Number\(number)", worker: worker.member, relatedTo: FirstContactForm.nobody),
                id: casework.newID(),
                as: worker)
            files.append(file)
        }
        return files
    }

    @Test func `My clients and my sessions go on to the last one, and say how many there are`() async throws {
        let files = try await makeClients()
        let clients = try await pages("/my-clients", .caseworker)
        #expect(missing(files.map { "\"/file/\($0.text)\"" }, clients).isEmpty)
        #expect(clients.count == 3)
        // The one that was there before as well.
        #expect(clients[0].text.contains("The first 100 of \(Self.many + 1)"))
        #expect(clients[1].text.contains("100 more of \(Self.many + 1)"))
        #expect(!clients[2].body.contains("rel=\"next\""))
        let counsellor = try await caller(.counsellor)
        for file in files {
            try await casework.writeSession(
                CounsellingForm(day: "2026-11-20", words: "A"), id: casework.newID(), in: file, as: counsellor
            )
        }
        let sessions = try await pages("/my-sessions", .counsellor)
        #expect(missing(files.map { "/file/\($0.text)/counselling" }, sessions).isEmpty)
        #expect(sessions[0].text.contains("The first 100 of \(Self.many)"))
        for page in clients + sessions { #expect(!page.body.contains("?before=Client")) }
    }

    @Test func `Every opening in escrow is on a page, reviewed or not`() async throws {
        let file = charity.file(.known)
        try await casework.confirm(passphrase: Person.passphrase, as: caller(.guardian))
        var whys: [String] = []
        for number in 0..<Self.many {
            let why = "Need number \(number) of many."
            let record = casework.newID()
            try await casework.openInEscrow(
                ["casework"], why: why, id: record, of: file, as: caller(.guardian))
            if number % 50 != 0 {
                try await casework.reviewEscrow(
                    record, of: file, accepts: true, words: "Right", as: caller(.manager))
            }
            whys.append(why)
        }
        let openings = try await pages("/escrow", .manager)
        #expect(missing(whys, openings).isEmpty)
        #expect(openings.count == 3)
    }

    @Test func `A file shows all its notes, consents and messages, and its log goes on to its first line`()
        async throws
    {
        let file = charity.file(.known)
        let worker = charity.visitor(.caseworker)
        var (notes, messages): ([String], [String]) = ([], [])
        for number in 0..<Self.many {
            notes.append("Note number \(number) of many.")
            _ = try await worker.submit("/file/\(file.text)/note", [("note", notes[number])])
            messages.append("Message number \(number) of many.")
            try await casework.takeMessage(
                MessageForm(forName: Client.known.rawValue, words: messages[number]), id: casework.newID(),
                as: caller(.receptionist))
        }
        #expect(try await missing(notes, pages("/file/\(file.text)", .caseworker)).isEmpty)
        #expect(try await missing(messages, pages("/file/\(file.text)/messages", .receptionist)).isEmpty)
        let log = try await pages("/file/\(file.text)/log", .manager)
        #expect(log.count == 2 && log[1].text.contains("First contact: a file was made"), "to its first line")
        #expect(try await pages("/file/\(file.text)/looked", .manager)[0].text.contains("Caseworker"))
        let day = try await pages("/log/\(casework.now.day.text)", .guardian)
        #expect(day.count >= 3)
    }

    @Test func `The registers show all: purposes, colleagues who are invited, and callers who wait`()
        async throws
    {
        try await casework.confirm(passphrase: Person.passphrase, as: caller(.guardian))
        let desk = charity.visitor(.receptionist)
        var (purposes, people, callers): ([String], [String], [String]) = ([], [], [])
        for number in 0..<Self.many {
            purposes.append("Purpose number \(number) of many")
            try await casework.proposePurpose(
                name: purposes[number], why: "Because", id: casework.newID(), as: caller(.manager))
            people.append("Colleague Number\(number)x")
            _ = try await casework.invite(
                id: casework.newID(), name: people[number], role: .receptionist, as: caller(.guardian))
            let kept = try await desk.submit(
                "/enquiry/police", CallerTests.officer(asking: "Somebody Unknown"))
            callers.append(
                "/callers/" + (kept.location?.split(separator: "/").last.map(String.init) ?? "none"))
        }
        #expect(try await missing(purposes, pages("/purposes", .manager)).isEmpty)
        #expect(try await missing(people, pages("/staff", .guardian)).isEmpty)
        #expect(try await missing(callers, pages("/callers", .guardian)).isEmpty)
    }
}
