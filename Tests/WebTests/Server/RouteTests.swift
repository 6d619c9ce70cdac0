import Casework
import HTTPTypes
import Testing
import Vault
import Web

/// Every address, asked for by everybody.
@Suite struct RouteTests {
    /// Who gets something other than *nothing here for you*, and what.
    private struct Expected: Sendable {
        let route: Route
        let method: String
        let status: Int
        let people: Set<Person>

        init(_ method: String, _ route: Route, _ status: Int, _ people: Set<Person>) {
            (self.method, self.route, self.status, self.people) = (method, route, status, people)
        }
    }

    private static let everyone = Set(Person.staff)
    private static let desk: Set<Person> = [
        .guardian, .manager, .secondManager, .receptionist, .caseworker, .otherCaseworker, .specialist,
    ]
    private static let finders = desk.union([.counsellor])
    /// Who may write down a special caller.
    private static let takers: Set<Person> = [
        .guardian, .manager, .secondManager, .receptionist, .specialist,
    ]
    private static let admitters: Set<Person> = [.guardian, .manager, .secondManager]
    /// Who holds an item of the known client's file; its caseworker, and managers, hold the casework.
    private static let readers = finders
    private static let workers: Set<Person> = [.caseworker, .manager, .secondManager]
    private static let consenters = workers.union([.guardian, .counsellor])

    private static let checkpointHolders = admitters.union([.trustee])

    /// Who holds the disclosures of the known client's file.
    private static let sharers = workers.union([.guardian, .counsellor, .specialist])

    /// What a visit with an empty form leads to. 422 is a form sent back with what is missing.
    private static let table: [Expected] = [
        Expected("GET", .signIn, 200, everyone), Expected("POST", .signIn, 422, everyone),
        Expected("GET", .enrol, 200, everyone), Expected("POST", .enrol, 422, everyone),
        Expected("GET", .waiting, 303, everyone), Expected("GET", .stay, 200, everyone),
        Expected("GET", .mySignIn, 200, everyone), Expected("GET", .changePassphrase, 200, everyone),
        Expected("POST", .changePassphrase, 422, everyone), Expected("GET", .secondStep, 200, everyone),
        Expected("POST", .secondStep, 422, everyone), Expected("POST", .secondStepOff, 422, everyone),
        Expected("GET", .resetSecondStep, 200, [.guardian]),
        Expected("POST", .resetSecondStep, 422, [.guardian]),
        Expected("GET", .confirm, 200, everyone), Expected("POST", .confirm, 422, everyone),
        Expected("GET", .today, 200, everyone), Expected("GET", .enquiry, 200, desk),
        Expected("POST", .enquiry, 422, desk), Expected("GET", .enquiryKept, 200, desk),
        Expected("GET", .find, 200, finders), Expected("POST", .find, 200, finders),
        Expected("POST", .findLive, 200, finders), Expected("GET", .firstContact, 303, finders),
        Expected("POST", .firstContact, 200, finders), Expected("POST", .makeFile, 422, finders),
        Expected("GET", .mySessions, 200, [.counsellor]),
        Expected("GET", .counselling, 200, [.counsellor]),
        Expected("POST", .counselling, 422, [.counsellor]),
        Expected("GET", .organisation, 200, finders), Expected("POST", .organisation, 200, finders),
        Expected("POST", .makeOrganisation, 422, finders),
        Expected("GET", .suspend, 200, admitters), Expected("POST", .suspend, 422, admitters),
        Expected("GET", .staffMatrix, 200, admitters), Expected("GET", .teams, 200, admitters),
        Expected("GET", .reach, 200, admitters),
        Expected("GET", .changeRole, 200, admitters), Expected("POST", .changeRole, 422, admitters),
        Expected("GET", .readmit, 200, [.guardian]), Expected("POST", .readmit, 422, [.guardian]),
        Expected("GET", .handOver, 200, admitters), Expected("POST", .handOver, 422, admitters),
        Expected("GET", .filePeople, 200, workers.union([.guardian])),
        Expected("POST", .filePeople, 422, workers.union([.guardian])),
        Expected("GET", .restrict, 200, workers.union([.guardian])),
        Expected("POST", .restrict, 422, workers.union([.guardian])),
        Expected("GET", .restrictions, 200, [.guardian]),
        Expected("GET", .conflict, 200, finders.subtracting([.guardian])),
        Expected("POST", .conflict, 422, finders.subtracting([.guardian])),
        // The passphrase first.
        Expected("GET", .escrow, 303, [.guardian]), Expected("POST", .escrow, 409, [.guardian]),
        Expected("GET", .escrowReviews, 200, admitters.union([.caseworker, .otherCaseworker])),
        Expected("GET", .myFiles, 200, [.caseworker, .otherCaseworker]),
        Expected("GET", .file, 200, readers), Expected("GET", .fileLog, 200, workers.union([.guardian])),
        Expected("GET", .fileLooks, 200, workers.union([.guardian])),
        Expected("POST", .contactMade, 303, readers),
        Expected("GET", .messages, 200, desk), Expected("POST", .note, 422, workers),
        Expected("GET", .contact, 200, readers.subtracting([.guardian])),
        Expected("POST", .contact, 422, readers.subtracting([.guardian])),
        Expected("GET", .consent, 200, consenters), Expected("POST", .consent, 422, consenters),
        Expected("GET", .consentForm, 200, consenters),
        Expected("GET", .consents, 200, consenters.union([.otherCaseworker])),
        Expected("GET", .identity, 200, readers), Expected("POST", .identity, 422, readers),
        Expected("GET", .reminders, 200, workers), Expected("POST", .reminders, 422, workers),
        Expected("GET", .draft, 200, everyone),
        // The passphrase is asked for afresh first.
        Expected("GET", .export, 303, everyone), Expected("POST", .export, 409, everyone),
        Expected("GET", .exportFile, 303, readers), Expected("POST", .exportFile, 409, readers),
        Expected("GET", .erase, 303, [.guardian]), Expected("POST", .erase, 422, [.guardian]),
        Expected("GET", .erased, 200, [.guardian]),
        Expected("GET", .share, 200, sharers), Expected("POST", .share, 422, sharers),
        Expected("POST", .shareDone, 422, sharers), Expected("GET", .disclosures, 200, sharers),
        Expected("GET", .decisions, 200, admitters.union([.specialist])),
        Expected("GET", .purposes, 200, everyone), Expected("POST", .purposes, 422, everyone),
        Expected("POST", .approvePurpose, 422, [.guardian]),
        Expected("GET", .logBook, 200, everyone), Expected("GET", .logDay, 200, everyone),
        Expected("GET", .logProof, 200, admitters),
        Expected("GET", .unusual, 200, admitters), Expected("POST", .unusual, 422, admitters),
        Expected("GET", .checkpoint, 200, checkpointHolders),
        Expected("POST", .checkpoint, 422, checkpointHolders),
        Expected("POST", .checkpointTaken, 200, checkpointHolders),
        Expected("POST", .logCheck, 303, everyone), Expected("GET", .staff, 200, everyone),
        Expected("POST", .invite, 422, admitters), Expected("GET", .sheets, 200, [.guardian]),
        Expected("GET", .sheet, 409, [.guardian]), Expected("POST", .sheets, 409, [.guardian]),
        Expected("GET", .recover, 200, everyone), Expected("POST", .recover, 422, everyone),
        Expected("GET", .trySheets, 200, [.guardian, .trustee]),
        Expected("POST", .trySheets, 422, [.guardian, .trustee]),
        Expected("GET", .police, 200, takers), Expected("POST", .police, 422, takers),
        Expected("GET", .family, 200, takers), Expected("POST", .family, 422, takers),
        Expected("GET", .official, 200, takers), Expected("POST", .official, 422, takers),
        Expected("GET", .callers, 200, [.guardian]),
        Expected("GET", .policy, 200, everyone), Expected("GET", .acknowledge, 303, everyone),
        Expected("POST", .acknowledge, 422, everyone), Expected("GET", .acknowledgements, 200, admitters),
    ]

    /// Addresses that nobody needs to be signed in for.
    private static let open: Set<Route> = [.signIn, .enrol, .recover, .asset]

    private static func path(_ route: Route, _ charity: Charity) -> String {
        switch route {
        case .asset: Asset.stylesheet.href
        case .logDay: route.path("2026-11-22")
        case .sheet: route.path("1")
        case .logProof: route.path("0")
        case .suspend, .resetSecondStep, .changeRole, .readmit, .handOver, .reach:
            route.path(charity.members[.trustee] ?? .house)
        case .certify: route.path(charity.members[.newcomer] ?? .house)
        default: route.path(charity.file(.known))
        }
    }

    @Test func `signed out, every address but the open ones leads to the sign-in`() async throws {
        let charity = try await Charity.copy()
        for route in Route.allCases where !Self.open.contains(route) {
            let path = Self.path(route, charity)
            let asked = try await charity.visitor().get(path)
            #expect(asked.status == 303, "GET \(route)")
            #expect(asked.location?.hasPrefix("/sign-in") == true, "GET \(route)")
            #expect(asked.bytes.isEmpty)
            let sent = try await charity.visitor().post(path, [("note", "Typed"), ("query", "Amina")])
            #expect(sent.location == "/sign-in", "POST \(route)")
        }
        for route in Self.open {
            #expect(try await charity.visitor().get(Self.path(route, charity)).status == 200)
        }
    }

    @Test(arguments: ["", "0", String(repeating: "f", count: 64), "../../etc", "%00", "\u{202E}"])
    func `a cookie that is no session's is nobody`(cookie: String) async throws {
        let charity = try await Charity.copy()
        #expect(
            try await Visitor(charity, cookie: cookie).get("/my-clients").location
                == "/sign-in?next=/my-clients")
    }

    @Test func `somebody who was not let in yet gets to the waiting page and nowhere else`() async throws {
        let charity = try await Charity.copy()
        let stays: Set<Route> = [.waiting, .stay]
        for route in Route.allCases where !Self.open.contains(route) && !stays.contains(route) {
            let visitor = charity.visitor(.newcomer)
            let path = Self.path(route, charity)
            #expect(try await visitor.get(path).location == "/waiting", "GET \(route)")
            if route == .signOut || route == .lock { continue }
            #expect(try await visitor.submit(path, []).location == "/waiting", "POST \(route)")
        }
        #expect(try await charity.visitor(.newcomer).get("/waiting").text.contains("fingerprint"))
    }

    @Test(arguments: Person.staff)
    func `the keys of a role decide what each address answers`(person: Person) async throws {
        let charity = try await Charity.copy()
        for method in ["GET", "POST"] {
            for route in Route.allCases where route != .asset && route != .signOut && route != .lock {
                let path = Self.path(route, charity)
                let visitor = charity.visitor(person)
                let reply = method == "GET" ? try await visitor.get(path) : try await visitor.submit(path, [])
                let row = Self.table.first { $0.route == route && $0.method == method }
                let status = row.map { $0.people.contains(person) ? $0.status : 404 } ?? 404
                #expect(reply.status == status, "\(method) \(route)")
            }
        }
    }

    @Test(arguments: Person.staff)
    func `nothing here for you is one page, whatever the reason`(person: Person) async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(person)
        let restricted = charity.file(.restricted).text
        var paths = [
            "/nothing-of-that-name", "/file", "/file/", "/file/\(String(repeating: "0", count: 32))",
            "/file/\(ID.house.text)", "/file/\(String(repeating: "a", count: 32))", "/file/x", "/file/%00",
            "/file/\(restricted.uppercased())", "/log/2026-02-30", "/log/yesterday", "/sign-out",
            "/find/live",
            "/file/\(restricted)/nothing", "/assets", "/recovery-sheets/4", "/recovery-sheets/-1",
            "/log-proof/999999", "/log-proof/-1", "/log-proof/00", "/log-proof/99999999999999999999",
        ]
        if ![.guardian, .otherCaseworker].contains(person) {
            paths += ["", "/messages", "/contact", "/consent", "/consent/withdraw", "/consent/print"].map {
                "/file/\(restricted)\($0)"
            }
        }
        let first = try await visitor.get(paths[0])
        #expect(first.status == 404)
        #expect(first.text.contains("There is nothing here for you"))
        for path in paths.dropFirst() {
            let reply = try await visitor.get(path)
            #expect(reply.status == 404, "\(path)")
            let isTheSame = reply.headers == first.headers && reply.withoutTokens == first.withoutTokens
            #expect(isTheSame, "\(path)")
        }
        for method in ["contact-made", "pass-on", "note", "contact", "consent", "consent/withdraw"]
        where ![.guardian, .otherCaseworker].contains(person) {
            let reply = try await visitor.submit(
                "/file/\(restricted)/\(method)",
                [("note", "x"), ("message", ID.house.text), ("version", "1")])
            #expect(reply.status == 404, "\(method)")
            let isTheSame = reply.headers == first.headers && reply.withoutTokens == first.withoutTokens
            #expect(isTheSame, "\(method)")
        }
    }

    @Test func `a method that no page has is answered as a page that is not there`() async throws {
        let visitor = try await Charity.copy().visitor(.receptionist)
        for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
            let reply = try await visitor.send(.init(method) ?? .put, "/enquiry", body: [], headers: [:])
            #expect(reply.status == 404, "\(method)")
            #expect(reply.headers[.contentSecurityPolicy] != nil, "\(method)")
        }
    }
}
