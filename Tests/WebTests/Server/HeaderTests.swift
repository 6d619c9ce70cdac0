import Casework
import Foundation
import HTTPTypes
import Testing
import Vault
import Web

/// What goes with every answer, and what never does.
@Suite struct HeaderTests {
    private static let policy = """
        default-src 'none'; style-src 'self'; font-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
        form-action 'self'; frame-ancestors 'none'; base-uri 'none'
        """

    /// Every page of the program, and every kind of refusal, as one visitor meets them.
    private static let visits = Task { () -> (charity: Charity, replies: [(path: String, reply: Reply)]) in
        let charity = try await Charity.copy()
        return (charity, try await everything(charity))
    }

    private static func everything(_ charity: Charity) async throws -> [(path: String, reply: Reply)] {
        var replies: [(String, Reply)] = []
        let file = charity.file(.known)
        for person in [Person.guardian, .manager, .receptionist, .caseworker, .trustee, .newcomer] {
            let visitor = charity.visitor(person)
            for route in Route.allCases where route != .asset {
                let path = route == .logDay ? route.path("2026-11-22") : route.path(file)
                replies.append((path, try await visitor.get(path)))
                if route == .signOut || route == .lock { continue }
                replies.append(
                    (path, try await visitor.submit(path, [("note", "Amina"), ("query", "Amina")])))
                replies.append((path, try await visitor.post(path, [("query", "Amina")])))
                replies.append(
                    (path, try await visitor.post(path, [], headers: ["Origin": "https://elsewhere.test"])))
            }
            replies.append(("/nothing", try await visitor.get("/nothing")))
            replies.append(("/sign-out", try await visitor.submit("/sign-out", [])))
        }
        let outside = charity.visitor()
        for path in ["/", "/sign-in", "/sign-in?locked=1", "/enrol", "/assets/nothing", "/nothing"] {
            replies.append((path, try await outside.get(path)))
        }
        let tooMuch = [UInt8](repeating: 97, count: 1_048_577)
        replies.append(("/enquiry", try await outside.post("/enquiry", body: tooMuch)))
        replies.append(("/sign-in", try await outside.post("/sign-in", body: tooMuch)))
        replies.append(("/", try await outside.send(.head, "/", body: [], headers: [:])))
        return replies
    }

    @Test func `every answer forbids storing, framing, sniffing and whatever is not this site's own`()
        async throws
    {
        for (path, reply) in try await Self.visits.value.replies {
            #expect(reply.headers[.contentSecurityPolicy] == Self.policy, "\(path)")
            #expect(reply.headers[.cacheControl] == "no-store", "\(path)")
            for validator in [HTTPField.Name.eTag, .lastModified, .expires, .age] {
                #expect(reply.headers[validator] == nil, "\(path) \(validator)")
            }
            #expect(reply.headers[.xContentTypeOptions] == "nosniff", "\(path)")
            for (name, value) in [
                ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
                ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
            ] {
                #expect(HTTPField.Name(name).flatMap { reply.headers[$0] } == value, "\(path)")
            }
            // What is saved as a file is never shown as a page.
            let isFile = path == Route.checkpointTaken.path() && reply.status == 200
            if reply.location == nil {
                #expect(
                    reply.headers[.contentType] == "text/\(isFile ? "plain" : "html"); charset=utf-8",
                    "\(path)")
                #expect(
                    reply.headers[.contentDisposition]?.hasPrefix("attachment; ") ?? false == isFile,
                    "\(path)")
            }
            #expect(reply.headers[.strictTransportSecurity] == nil)
        }
    }

    @Test func `nobody learns by a conditional request whether a page is as it was`() async throws {
        let charity = try await Charity.copy()
        let visitor = charity.visitor(.caseworker)
        let path = Route.enquiry.path()
        let plain = try await visitor.get(path)
        for condition in [
            ["If-None-Match": "*"], ["If-Modified-Since": "Sun, 22 Nov 2026 10:00:00 GMT"],
            ["Range": "bytes=0-9"],
        ] {
            let reply = try await visitor.get(path, headers: condition)
            #expect(reply.status == 200)
            #expect(reply.headers == plain.headers)
            #expect(reply.withoutTokens == plain.withoutTokens)
        }
    }

    @Test func `nothing answers with the status of a failure`() async throws {
        for (path, reply) in try await Self.visits.value.replies {
            #expect(reply.status < 500, "\(path)")
        }
    }

    @Test func `no page has a style or a script of its own, or anything of another server`() async throws {
        let script = "<script defer src=\"\(Asset.script.href)\"></script>"
        for (path, reply) in try await Self.visits.value.replies {
            let page = reply.body.replacing(script, with: "")
            for forbidden in [
                "<style", " style=", "<script", "javascript:", " onclick=", " onload=", " onerror=",
                "=\"http", "=\"//",
            ] {
                #expect(!page.contains(forbidden), "\(path) \(forbidden)")
            }
        }
    }

    @Test func `no name stands in a title, an address or the log`() async throws {
        let (charity, replies) = try await Self.visits.value
        let names = Client.allCases.flatMap { $0.rawValue.split(separator: " ").map(String.init) }
        for (_, reply) in replies {
            let links = ["href", "action", "src", "data-search", "data-keep-alive"].flatMap { name in
                reply.body.components(separatedBy: " \(name)=\"").dropFirst().map {
                    String($0.prefix { $0 != "\"" })
                }
            }
            for text in links + [reply.title, reply.location ?? ""] {
                #expect(!names.contains { text.localizedStandardContains($0) }, "\(text)")
            }
        }
        #expect(charity.log.lines.count > 300)
        for line in charity.log.lines {
            #expect(!names.contains { line.localizedStandardContains($0) }, "\(line)")
            #expect(line.firstMatch(of: /[0-9a-f]{32}/) == nil, "\(line)")
        }
    }

    @Test
    func `a line of the log holds the method, the route as it is written, the status and the time it took`()
        async throws
    {
        let charity = try await Charity.copy()
        _ = try await charity.visitor(.caseworker).get("/file/\(charity.file(.known).text)?name=Amina")
        _ = try await charity.visitor(.caseworker).get("/amina-yusuf?q=Amina")
        let lines = charity.log.lines.map { $0.replacing(/micros=\d+/, with: "micros=…") }
        #expect(
            lines == [
                "request method=GET micros=… route=/file/{file} status=200",
                "request method=GET micros=… route=NotFound status=404",
            ])
    }

    @Test func `the cookie is for this host alone, for no script and for no other site's page`() async throws
    {
        let charity = try await Charity.copy()
        let visitor = charity.visitor()
        let reply = try await visitor.post(
            "/sign-in", [("signInName", "receptionist"), ("passphrase", Person.passphrase)])
        #expect(reply.status == 303)
        let cookies = reply.headers[values: .setCookie]
        let all =
            #/(__Host-amanah=[0-9a-f]{64}|__Host-amanah-device=[0-9a-f]{64}); Path=\/; Secure; HttpOnly; SameSite=Strict(; Max-Age=15552000)?/#
        #expect(cookies.count == 2)
        #expect(cookies.allSatisfy { $0.wholeMatch(of: all) != nil })
        #expect(cookies.first?.contains("Max-Age") == false)
        let left = try await visitor.submit("/sign-out", [])
        #expect(
            left.headers[.setCookie] == "__Host-amanah=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"
        )
    }

    @Test func `behind a proxy that ends TLS, browsers are told to stay with TLS`() async throws {
        let reply = try await Charity.copy(isSecure: true).visitor().get("/sign-in")
        #expect(reply.headers[.strictTransportSecurity] == "max-age=63072000")
    }

    @Test func `the program's own files may be kept, under an address that changes with them`() async throws {
        let visitor = try await Charity.copy().visitor()
        for asset in Asset.all {
            let reply = try await visitor.get(asset.href)
            #expect(reply.status == 200)
            #expect(reply.bytes == asset.bytes)
            #expect(reply.headers[.contentType] == asset.contentType)
            #expect(reply.headers[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(reply.headers[.contentSecurityPolicy] == Self.policy)
        }
        for name in ["..%2Famanah.css", "amanah.css.map", "%00", "AMANAH.CSS"] {
            #expect(try await visitor.get("/assets/\(name)").status == 404)
        }
    }
}
