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
        (.trustee, ["/log", "/checkpoint", "/try-recovery-sheets", "/policy"]),
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
        let file = try await casework.makeFirstContact(
            .filled("Bilal Khan", worker: nil, isRestricted: true), id: casework.newID(),
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

    @Test
    func `a client whom nobody works with is on Today of caseworkers and managers, and taken on from there`()
        async throws
    {
        let charity = try await Charity.copy()
        let typed = [
            ("name", "Zubaida Khatun"), ("answer", "agreed"), ("policyTold", "yes"), ("sharingTold", "yes"),
            ("refusingTold", "yes"),
        ]
        _ = try await charity.visitor(.receptionist).submit("/first-contact/make", typed)
        for person in Person.staff {
            let page = try await charity.visitor(person).get("/")
            let isTold = [Person.caseworker, .otherCaseworker, .manager, .secondManager].contains(person)
            #expect(page.text.contains("New: nobody works with 1 client yet") == isTold, "\(person)")
            #expect(!page.body.contains("Zubaida"))
        }
        let worker = charity.visitor(.caseworker)
        let list = try await worker.get("/clients-without-worker")
        #expect(list.text.contains("Zubaida Khatun"))
        let form = String(
            try #require(list.body.firstMatch(of: /action="(\/file\/[0-9a-f]+\/take-on)"/)).output.1)
        let manager = charity.visitor(.manager)
        let empty = try await manager.submit(form, [])
        #expect(empty.status == 422 && empty.text.contains("Choose who will work with them."))
        #expect(try await worker.submit(form, []).location == form.replacing("/take-on", with: ""))
        #expect(try await !worker.get("/").text.contains("nobody works with"))
        let late = try await manager.submit(form, [("worker", charity.members[.otherCaseworker]?.text ?? "")])
        #expect(late.status == 409 && late.text.contains("Somebody works with them already"))
    }

    @Test func `who was given to a caseworker is new to them until they open it`() async throws {
        let charity = try await Charity.copy()
        let casework = charity.site.casework
        let file = try await casework.makeFirstContact(
            .filled("Zubaida Khatun", worker: charity.members[.caseworker]), id: casework.newID(),
            as: try await casework.caller(cookie: charity.cookies[.receptionist]))
        let worker = charity.visitor(.caseworker)
        #expect(try await worker.get("/").text.contains("New to you: 1 file"))
        #expect(try await !charity.visitor(.otherCaseworker).get("/").text.contains("New to you"))
        let clients = try await worker.get("/my-clients").text
        #expect(clients.contains("Zubaida Khatun New to you") && !clients.contains("Amina Yusuf New to you"))
        _ = try await worker.get("/file/\(file.text)")
        #expect(try await !worker.get("/").text.contains("New to you"))
    }

    @Test func `who can't wait stands above all else, for guardians and managers, and names nobody`()
        async throws
    {
        let charity = try await Charity.copy()
        let danger = CallerTests.officer(asking: Client.known.rawValue).map {
            $0.0 == "about" ? ("about", "emergency") : $0
        }
        let kept = try await charity.visitor(.receptionist).submit(
            "/enquiry/police", danger + [("publicSafety", "yes")])
        let said = try await charity.visitor(.receptionist).get(kept.location ?? "/")
        #expect(
            said.text.contains("Now ring Guardian")
                && said.text.contains("ring a manager: Manager or Secondmanager"))
        for person in Person.staff {
            let page = try await charity.visitor(person).get("/")
            let isTold = [Person.guardian, .manager, .secondManager].contains(person)
            #expect(page.text.contains("Urgent The police are asking") == isTold, "\(person)")
            #expect(!page.body.contains("Brown") && !page.body.contains("Amina"))
            if isTold {
                let first = page.text.components(separatedBy: "Waiting for you").last ?? ""
                #expect(first.hasPrefix(" Urgent"))
            }
        }
        #expect(try await charity.visitor(.guardian).get("/callers").text.contains("Urgent"))
    }

    @Test func `a trustee is asked to adopt the policy, and records it with the day`() async throws {
        let charity = try await Charity.copy()
        let trustee = charity.visitor(.trustee)
        #expect(try await trustee.get("/").text.contains("The trustees have not adopted the policy yet"))
        #expect(
            try await charity.visitor(.caseworker).get("/policy").text.contains(
                "Not adopted yet by the trustees"))
        #expect(try await charity.visitor(.manager).get("/policy/adopt").status == 404)
        let read = [("policy", charity.site.casework.policyHash)]
        #expect(
            try await trustee.submit("/policy/adopt", [("day", "2026-11-20")]).text.contains(
                "The policy has changed since"), "without saying which text")
        let empty = try await trustee.submit("/policy/adopt", read)
        #expect(empty.status == 422 && empty.text.contains("Write the day of the trustees’ decision."))
        #expect(
            try await trustee.submit("/policy/adopt", read + [("day", "2026-11-20")]).location == "/policy")
        let page = try await charity.visitor(.caseworker).get("/policy").text
        #expect(page.contains("Adopted by the trustees on 20 November 2026; recorded by Trustee"))
        #expect(try await !trustee.get("/").text.contains("adopted the policy"))
    }

    @Test func `no client is named on it`() async throws {
        for person in Person.staff {
            let page = try await Charity.copy().visitor(person).get("/")
            for name in ["Amina", "Daud", "Zahra"] { #expect(!page.body.contains(name)) }
        }
    }
}
