import Casework
import HTTPTypes
import Testing
import Vault
import Web

/// Every address, asked for by everybody.
@Suite struct RouteTests {
    /// Addresses that nobody needs to be signed in for.
    private static let open: Set<Route> = [.signIn, .enrol, .recover, .asset]

    private static func path(_ route: Route, _ charity: Charity) -> String {
        switch route {
        case .asset: Asset.stylesheet.href
        case .logDay: route.path("2026-11-22")
        case .sheet: route.path("1")
        case .logProof: route.path("0")
        case .suspend, .resetSecondStep, .changeRole, .readmit, .handOver, .workLeft, .giveBack, .reach:
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

    /// What stands in a form that somebody sends empty, where it is the same for everybody.
    private static let written: [Route: [(String, String)]] = [
        .draft: [("draft", Route.enquiry.path())], .draftThrownAway: [("draft", Route.enquiry.path())],
    ]

    /// Sends what an empty form holds to one address, as one person.
    private static func cell(
        _ method: String, _ route: Route, _ person: Person?, _ charity: Charity
    ) async throws -> String {
        // Leaving ends the session that others of the walk need.
        let charity = route == .signOut || route == .lock ? try await Charity.copy() : charity
        let visitor = charity.visitor(person)
        let path = Self.path(route, charity)
        if method == "GET" { return WrittenTable.cell(try await visitor.get(path)) }
        let fields = written[route] ?? []
        let reply =
            person == nil ? try await visitor.post(path, fields) : try await visitor.submit(path, fields)
        return WrittenTable.cell(reply)
    }

    /// Every address and method, as one person.
    private static func walk(_ person: Person?) async throws -> [String: String] {
        let charity = try await Charity.copy()
        var cells: [String: String] = [:]
        for method in ["GET", "POST"] {
            for route in Route.allCases {
                cells[WrittenTable.key(method, route)] = try await cell(method, route, person, charity)
            }
        }
        return cells
    }

    @Test func `who may what is as it is written, for every address and everybody`() async throws {
        let table = try WrittenTable()
        let walks = try await withThrowingTaskGroup(of: (Int, [String: String]).self) { group in
            for (index, person) in WrittenTable.columns.enumerated() {
                group.addTask { (index, try await Self.walk(person)) }
            }
            return try await group.reduce(into: [Int: [String: String]]()) { $0[$1.0] = $1.1 }
        }
        for route in Route.allCases {
            let keys = ["GET", "POST"].map { WrittenTable.key($0, route) }
            #expect(keys.contains { table.lines[$0] != nil }, "\(route) is in no line of the table")
            for key in keys {
                let seen = WrittenTable.columns.indices.map { walks[$0]?[key] ?? "" }
                if let written = table.lines[key] {
                    let line = WrittenTable.line(key, seen, table.remarks[key] ?? "")
                    #expect(written == seen, "The walk saw another line:\n\(line)")
                } else {
                    // A method that has no line is nobody’s.
                    let isNobodys = Set(seen).isSubset(of: ["sign in", "wait", WrittenTable.nothing])
                    #expect(isNobodys, "The walk saw:\n\(WrittenTable.line(key, seen))")
                }
            }
        }
    }

    @Test func `the table has each line once, of addresses that there are, each cell one that is explained`()
        throws
    {
        let table = try WrittenTable()
        #expect(table.repeated.isEmpty)
        let known = Set(
            Route.allCases.flatMap { route in ["GET", "POST"].map { WrittenTable.key($0, route) } })
        #expect(Set(table.lines.keys).subtracting(known).isEmpty)
        for (key, cells) in table.lines {
            #expect(cells.count == WrittenTable.columns.count, "\(key)")
            let isOfNobody = cells.dropFirst(2).allSatisfy { $0 == WrittenTable.nothing }
            #expect(isOfNobody == (table.remarks[key]?.isEmpty == false), "\(key): a remark, or a cell")
        }
    }

    @Test func `a second manager may what the first may`() async throws {
        let first = try await Self.walk(.manager)
        #expect(try await Self.walk(.secondManager) == first)
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
