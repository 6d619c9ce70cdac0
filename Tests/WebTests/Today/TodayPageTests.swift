import Casework
import Foundation
import Testing
import Vault
import Web

/// What waits, and what is done most: each role its own.
@Suite struct TodayPageTests {
    @Test(arguments: [
        (Person.receptionist, ["/enquiry", "/find", "/log"]),
        (.caseworker, ["/enquiry", "/find", "/my-clients", "/log"]),
        (.manager, ["/enquiry", "/find", "/log"]), (.counsellor, ["/my-sessions", "/find", "/log"]),
        (.trustee, ["/log", "/checkpoint", "/try-recovery-sheets"]),
        (.administrator, ["/log"]),
    ])
    func `nothing is offered that does not open`(person: Person, places: [String]) async throws {
        let visitor = try await Charity.copy().visitor(person)
        let page = try await visitor.get("/")
        let main = page.body.components(separatedBy: "<main").last ?? ""
        let links = main.matches(of: /href="([^"#]+)"/).map { String($0.output.1) }.filter { $0 != "/staff" }
        #expect(Set(links) == Set(places))
        let nav = page.body.components(separatedBy: "<nav").dropFirst().first ?? ""
        for link in nav.matches(of: /href="(\/[^"#]*)"/).map({ String($0.output.1) }) {
            #expect(try await visitor.get(link).status == 200, "\(link)")
        }
    }

    @Test(arguments: [Person.guardian, .manager])
    func `whoever may let people in is told who waits`(person: Person) async throws {
        #expect(
            try await Charity.copy().visitor(person).get("/").text.contains("Newcomer waits to be let in"))
    }

    @Test(arguments: [Person.guardian, .trustee])
    func `whose business the recovery sheets are is asked to try them`(person: Person) async throws {
        let page = try await Charity.copy().visitor(person).get("/")
        #expect(page.text.contains("Try the recovery sheets They were never tried."))
    }

    @Test(arguments: [Person.receptionist, .caseworker, .administrator])
    func `others are not`(person: Person) async throws {
        let page = try await Charity.copy().visitor(person).get("/")
        #expect(!page.text.contains("waits to be let in"))
        #expect(page.text.contains("Nothing waits for you now."))
    }

    @Test func `a guardian is told how much of today is unusual, and nobody else`() async throws {
        let charity = try await Charity.copy()
        let desk = charity.visitor(.receptionist)
        #expect(try await !charity.visitor(.guardian).get("/").text.contains("Unusual"))
        charity.time.pass(seconds: 301)
        for _ in 1...3 {
            _ = try await desk.get(Route.file.path(charity.file(.restricted)))
        }
        let page = try await charity.visitor(.guardian).get("/")
        #expect(page.text.contains("Unusual in who looked today: 1") && page.body.contains("/unusual"))
        #expect(try await !charity.visitor(.manager).get("/").text.contains("Unusual"))
    }

    @Test(arguments: [Person.guardian, .trustee, .administrator])
    func `when a backup was last tried shows after a drill, to those whose business it is`(person: Person)
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(person)
        #expect(try await visitor.get("/").text.contains("Restore last tried on Never"))
        try await charity.site.casework.recordRestoreTest(
            of: LogState(size: 1, root: Array(repeating: 7, count: 32)))
        let tried = try await visitor.get("/").text
        #expect(tried.contains("Restore last tried on 22 November 2026"))
        #expect(tried.contains("Backup last made on Never"))
        #expect(try await !charity.visitor(.receptionist).get("/").text.contains("Restore last tried"))
    }

    @Test func `the only guardian is asked for a second, where nobody else would see an opening in escrow`()
        async throws
    {
        let charity = try await Charity.copy()
        let words = "Admit a second data guardian"
        #expect(try await !charity.visitor(.guardian).get("/").text.contains(words))
        let casework = charity.site.casework
        let file = casework.newID()
        try await casework.makeFirstContact(
            .filled("Bilal Khan", worker: nil, isRestricted: true), id: file,
            as: try await casework.caller(cookie: charity.cookies[.manager]))
        let guardian = charity.visitor(.guardian)
        #expect(try await guardian.get("/").text.contains(words))
        #expect(try await !charity.visitor(.manager).get("/").text.contains(words))
        try await guardian.confirm()
        let page = try await guardian.get(Route.escrow.path(file))
        #expect(page.text.contains("Nobody else would see it"))
        let known = try await guardian.get(Route.escrow.path(charity.file(.known)))
        #expect(known.text.contains("Others see it at once") && !known.text.contains("Nobody else would"))
    }

    @Test func `no client is named on it`() async throws {
        for person in Person.staff {
            let page = try await Charity.copy().visitor(person).get("/")
            for name in ["Amina", "Daud", "Zahra"] { #expect(!page.body.contains(name)) }
        }
    }
}
