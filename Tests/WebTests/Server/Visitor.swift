import Casework
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization
import Web

/// Somebody at a browser: sends requests to the router as a browser would, and keeps the cookie.
final class Visitor: Sendable {
    private let charity: Charity
    private let responder: RouterResponder<Context>
    private let kept: Mutex<String?>
    /// The address that the connection comes from.
    private let remote: String?

    init(_ charity: Charity, cookie: String?, remote: String? = nil) {
        self.charity = charity
        self.remote = remote
        responder = buildRouter(charity.site).buildResponder()
        kept = Mutex(cookie)
    }

    var cookie: String? {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Reply {
        try await send(.get, path, body: [], headers: headers)
    }

    /// Goes on to wherever a redirect leads.
    func open(_ path: String) async throws -> Reply {
        var reply = try await get(String(path.prefix { $0 != "#" }))
        while let location = reply.location {
            reply = try await get(String(location.prefix { $0 != "#" }))
        }
        return reply
    }

    /// Sends a form as a page of this site does.
    func post(
        _ path: String, _ fields: [(String, String)], headers: [String: String] = Visitor.ownPage
    ) async throws -> Reply {
        let body = fields.map { Self.encoded($0.0) + "=" + Self.encoded($0.1) }.joined(separator: "&")
        return try await post(path, body: Array(body.utf8), headers: headers)
    }

    /// Sends a form with a token of a page that was opened just before.
    func submit(_ path: String, _ fields: [(String, String)]) async throws -> Reply {
        try await post(path, [("form", token())] + fields)
    }

    func post(
        _ path: String, body: [UInt8], headers: [String: String] = Visitor.ownPage
    ) async throws -> Reply { try await send(.post, path, body: body, headers: headers) }

    /// Acknowledges the policy, which comes before every other page (clause S3.5).
    func acknowledge(_ charity: Charity) async throws {
        _ = try await submit(
            "/policy/acknowledge", [("understood", "yes"), ("policy", charity.site.casework.policyHash)])
    }

    /// Types the passphrase afresh, as what matters more than the rest asks (clause S3.7).
    func confirm() async throws { _ = try await submit("/confirm", [("passphrase", Person.passphrase)]) }

    /// A form token of this visitor's session.
    func token() async throws -> String { try await open("/waiting").token }

    static let ownPage = ["Origin": "http://amanah.test", "Sec-Fetch-Site": "same-origin"]

    func send(
        _ method: HTTPRequest.Method, _ path: String, body: [UInt8], headers: [String: String]
    ) async throws -> Reply {
        try await send(
            method, path, body: RequestBody(buffer: ByteBuffer(bytes: body)), headers: headers)
    }

    /// - Parameter whileAnswering: done when the answer has begun, before its body is written.
    func send(
        _ method: HTTPRequest.Method, _ path: String, body: RequestBody, headers: [String: String],
        whileAnswering: () async throws -> Void = {}
    ) async throws -> Reply {
        var head = HTTPRequest(method: method, scheme: "http", authority: "amanah.test", path: path)
        if let cookie { head.headerFields[.cookie] = "__Host-amanah=\(cookie)" }
        for (name, value) in headers { HTTPField.Name(name).map { head.headerFields[$0] = value } }
        var context = Context(
            logger: Source(logger: Logger(label: "unused") { _ in SwiftLogNoOpLogHandler() }))
        context.remote = remote
        let response = try await responder.respond(to: Request(head: head, body: body), context: context)
        try await whileAnswering()
        let collected = Collected()
        try await response.body.write(Collector(collected: collected))
        let reply = Reply(
            status: response.status.code, headers: response.headers, bytes: collected.bytes.withLock { $0 })
        if let cookie = reply.cookie { self.cookie = cookie.isEmpty ? nil : cookie }
        return reply
    }

    /// Every byte that is not a letter or a digit as `%XX`.
    static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            if scalar.isASCII, scalar.properties.isAlphabetic || (48...57).contains(byte) {
                return String(scalar)
            }
            let digits = String(byte, radix: 16, uppercase: true)
            return byte < 16 ? "%0\(digits)" : "%\(digits)"
        }.joined()
    }

    private struct Source: RequestContextSource { let logger: Logger }

    private final class Collected: Sendable { let bytes = Mutex<[UInt8]>([]) }

    private struct Collector: ResponseBodyWriter {
        let collected: Collected

        mutating func write(_ buffer: ByteBuffer) async throws {
            collected.bytes.withLock { $0 += buffer.readableBytesView }
        }

        consuming func finish(_: HTTPFields?) async throws {}
    }
}

/// What came back.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var body: String { String(decoding: bytes, as: UTF8.self) }
    var location: String? { headers[.location] }
    var title: String { body.firstMatch(of: /<title>([^<]*)<\/title>/).map { String($0.output.1) } ?? "" }

    /// The cookie's value, if one was set: empty if it was taken back.
    var cookie: String? {
        headers[.setCookie].flatMap { $0.firstMatch(of: /^__Host-amanah=([^;]*)/) }.map {
            String($0.output.1)
        }
    }

    /// The last form token on the page.
    var token: String {
        body.components(separatedBy: Self.formField).dropFirst().last.map { String($0.prefix(96)) } ?? ""
    }

    /// The page without what is drawn afresh for every page: its form tokens.
    var withoutTokens: String {
        let parts = body.components(separatedBy: Self.formField)
        return parts[0] + parts.dropFirst().map { Self.formField + $0.dropFirst(96) }.joined()
    }

    private static let formField = "name=\"form\" value=\""

    /// What is read on the page, without the markup and outside the frame.
    var text: String {
        let inside = body.components(separatedBy: "<main").last ?? ""
        let main = inside.components(separatedBy: "</main>")[0]
        return main.components(separatedBy: "<").map { String($0.drop { $0 != ">" }.dropFirst()) }
            .joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
