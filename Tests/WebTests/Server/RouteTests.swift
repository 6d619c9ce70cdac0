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
        case .withdrawCode, .turnAway, .suspend, .resetSecondStep, .changeRole, .readmit, .handOver,
            .workLeft, .giveBack, .reach:
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

    /// Asks for an address, or sends it these fields of its form, as one person.
    private static func cell(
        _ method: String, _ path: String, _ fields: [(String, String)], _ person: Person?, _ charity: Charity
    ) async throws -> String {
        let visitor = charity.visitor(person)
        let reply =
            switch (method, person) {
            case ("GET", _): try await visitor.get(path)
            case (_, nil): try await visitor.post(path, fields)
            default: try await visitor.submit(path, fields)
            }
        guard reply.status == 404 else { return WrittenTable.cell(reply, nil) }
        // What was sent stands in the page either way: it is the same as of an address that there is not.
        let nowhere = "/nothing-of-that-name"
        let nothing =
            try await method == "GET" ? visitor.get(nowhere) : visitor.submit(nowhere, fields)
        return WrittenTable.cell(reply, nothing)
    }

    /// Every address and method, as one person.
    private static func walk(_ person: Person?) async throws -> [String: String] {
        let charity = try await Charity.copy()
        var cells: [String: String] = [:]
        for method in ["GET", "POST"] {
            for route in Route.allCases {
                // Leaving ends the session that others of the walk need.
                let place = route == .signOut || route == .lock ? try await Charity.copy() : charity
                cells[WrittenTable.key(method, route)] = try await cell(
                    method, path(route, place), written[route] ?? [], person, place)
            }
        }
        return cells
    }

    /// Those that are of a record, each with one.
    private static func walkOfRecords(_ person: Person?) async throws -> [String: String] {
        let every = try await EveryRecord()
        var cells: [String: String] = [:]
        for method in ["GET", "POST"] {
            for route in Route.allCases {
                guard let place = every.places[route] else { continue }
                cells[WrittenTable.key(method, route)] = try await cell(
                    method, place.path, place.fields, person, every.charity)
            }
        }
        return cells
    }

    /// By each key of the walks, what each person got.
    private static func everybody(
        _ walk: @escaping @Sendable (Person?) async throws -> [String: String]
    ) async throws -> [String: [String]] {
        let walks = try await withThrowingTaskGroup(of: (Int, [String: String]).self) { group in
            for (index, person) in WrittenTable.columns.enumerated() {
                group.addTask { (index, try await walk(person)) }
            }
            return try await group.reduce(into: [Int: [String: String]]()) { $0[$1.0] = $1.1 }
        }
        let keys = Set(walks.values.flatMap(\.keys))
        return Dictionary(
            uniqueKeysWithValues: keys.map { key in
                (key, WrittenTable.columns.indices.map { walks[$0]?[key] ?? "" })
            })
    }

    @Test(arguments: [WrittenTable.addresses, WrittenTable.records])
    func `who may what is as it is written, for every address and everybody`(heading: String) async throws {
        let table = try WrittenTable(heading)
        let seen = try await Self.everybody(
            heading == WrittenTable.addresses ? Self.walk : Self.walkOfRecords)
        #expect(Set(table.lines.keys).isSubset(of: seen.keys))
        for (key, cells) in seen.sorted(by: { $0.key < $1.key }) {
            let line = WrittenTable.line(key, cells, table.remarks[key] ?? "")
            if let written = table.lines[key] {
                #expect(written == cells, "The walk saw another line:\n\(line)")
            } else {
                // A method that has no line is nobody’s.
                let isNobodys = Set(cells).isSubset(of: ["sign in", "wait", WrittenTable.nothing])
                #expect(isNobodys, "The walk saw:\n\(line)")
            }
        }
    }

    @Test func `each address has a line, once, and one that is of a record has another where there is one`()
        throws
    {
        let (table, records) = (
            try WrittenTable(WrittenTable.addresses), try WrittenTable(WrittenTable.records)
        )
        #expect(table.repeated.isEmpty && records.repeated.isEmpty)
        let known = Set(
            Route.allCases.flatMap { route in ["GET", "POST"].map { WrittenTable.key($0, route) } })
        #expect(Set(table.lines.keys).subtracting(known).isEmpty)
        for route in Route.allCases {
            let keys = ["GET", "POST"].map { WrittenTable.key($0, route) }
            #expect(keys.contains { table.lines[$0] != nil }, "\(route) is in no line of the table")
        }
        for (key, cells) in table.lines.merging(records.lines, uniquingKeysWith: { $1 }) {
            #expect(cells.count == WrittenTable.columns.count, "\(key)")
        }
        #expect(Set(table.lines.keys.filter(table.isNobodys)).isSubset(of: records.lines.keys))
        for key in records.lines.keys {
            #expect(!records.isNobodys(key), "\(key): nobody gets anything")
            #expect(records.remarks[key]?.isEmpty == false, "\(key): of which record?")
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
            // Nothing counts or tells how the program does, to anybody.
            "/metrics", "/debug", "/debug/pprof/", "/debug/vars", "/health", "/healthz", "/ready", "/status",
            "/stats", "/version", "/server-status", "/actuator/health", "/.well-known/security.txt",
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
            let fields = [("note", "What I typed"), ("message", ID.house.text), ("version", "1")]
            let reply = try await visitor.submit("/file/\(restricted)/\(method)", fields)
            let nowhere = try await visitor.submit("/file/\(ID.house.text)/nothing", fields)
            #expect(reply.status == 404, "\(method)")
            #expect(reply.text.contains("What I typed"), "\(method)")
            let isTheSame = reply.headers == nowhere.headers && reply.withoutTokens == nowhere.withoutTokens
            #expect(isTheSame, "\(method)")
        }
    }

    @Test(arguments: [
        "/metrics", "/debug", "/debug/pprof/", "/health", "/healthz", "/status", "/server-status",
    ])
    func `nothing tells somebody outside how much is done here, or how the program does`(path: String)
        async throws
    {
        let visitor = try await Charity.copy().visitor()
        let (there, nothing) = (try await visitor.get(path), try await visitor.get("/nothing-of-that-name"))
        #expect(there.status == nothing.status && there.bytes == nothing.bytes)
        #expect(!Route.allCases.map(\.rawValue).contains(path))
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
