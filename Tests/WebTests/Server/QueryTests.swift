import Casework
import Testing
import Vault
import Web

/// Whatever stands behind the question mark of an address, or in the place of an id, a day or a number: there is an
/// answer, and the server is still there.
@Suite struct QueryTests {
    private static let values =
        FormTests.numbers + [
            "-1", "65535", String(repeating: "9", count: 400), "", "text", "\u{202E}%00", "0001-01-01",
            "9999-12-31",
        ]

    /// The addresses of pages that read one, with records that are there.
    private static func paths(_ charity: Charity) async throws -> [String] {
        let disclosure = try await ShareTests.release(charity)
        return [disclosure, disclosure + "/letter"]
            + Route.allCases.filter { $0 != .asset }.map { route in
                switch route {
                case .logDay: route.path("2026-11-22")
                case .sheet: route.path("1")
                case .logProof: route.path("0")
                default: route.path(charity.file(.known))
                }
            }
    }

    @Test(arguments: ["0", "-1", "2", "-9223372036854775808", "9223372036854775807"])
    func `a letter that there is not is not there`(number: String) async throws {
        let charity = try await Charity.copy()
        let path = try await ShareTests.release(charity) + "/letter"
        let worker = charity.visitor(.caseworker)
        #expect(try await worker.get(path + "?number=" + number).status == 404)
        #expect(try await worker.get(path + "?number=1").status == 200)
    }

    @Test(arguments: [Person.caseworker, .guardian])
    func `every address answers whatever its queries say, all at once and each twice`(person: Person)
        async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(person)
        for path in try await Self.paths(charity) {
            for value in Self.values {
                let sent = Query.Name.allCases.map { "\($0.rawValue)=\(Visitor.encoded(value))" }
                let query = (sent + sent.reversed()).joined(separator: "&")
                #expect(try await visitor.get(path + "?" + query).status < 500, "\(path) \(value)")
            }
        }
    }

    @Test func `each query alone is answered too, where the page itself is`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        for path in try await Self.paths(charity) where try await visitor.get(path).status == 200 {
            for name in Query.Name.allCases {
                for value in FormTests.numbers.prefix(2) {
                    let query = "\(name.rawValue)=\(Visitor.encoded(value))"
                    #expect(try await visitor.get(path + "?" + query).status < 500, "\(path)?\(query)")
                }
            }
        }
    }

    @Test func `a number or a word in the place of an id is answered`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.guardian)
        for route in Route.allCases where route.rawValue.contains(":") {
            for value in Self.values {
                let path = route.path(Visitor.encoded(value)).replacing(
                    ":record", with: Visitor.encoded(value))
                #expect(try await visitor.get(path).status < 500, "\(route) \(value)")
                #expect(try await visitor.submit(path, []).status < 500, "\(route) \(value)")
            }
        }
    }

    @Test func `signed out, the sign-in page answers whatever the query says`() async throws {
        let visitor = try await Charity.copy().visitor()
        for value in Self.values {
            let encoded = Visitor.encoded(value)
            let reply = try await visitor.get("/sign-in?next=\(encoded)&next=\(encoded)&locked=\(encoded)")
            #expect(reply.status == 200, "\(value)")
        }
    }
}
