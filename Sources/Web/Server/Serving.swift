import Casework
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

extension Answer {
    /// The answer with every header that keeps it in this browser and out of any other hands.
    func response(_ site: Site) -> Response {
        var headers = Self.headers(isSecure: site.isSecure)
        if let location { headers[.location] = location }
        for cookie in [cookie, ticket].compactMap(\.self) {
            headers.append(HTTPField(name: .setCookie, value: cookie))
        }
        if clearsBrowser, let name = HTTPField.Name("Clear-Site-Data") { headers[name] = "\"cache\"" }
        if status != .seeOther { headers[.contentType] = "text/html; charset=utf-8" }
        if let file {
            headers[.contentType] = file.type
            headers[.contentDisposition] = "attachment; filename=\"\(file.name)\""
        }
        return Response(
            status: status, headers: headers,
            body: file?.body ?? ResponseBody(byteBuffer: ByteBuffer(bytes: html.bytes)))
    }

    static func headers(isSecure: Bool) -> HTTPFields { isSecure ? secureHeaders : plainHeaders }

    private static let plainHeaders = makeHeaders(isSecure: false)
    private static let secureHeaders = makeHeaders(isSecure: true)

    private static func makeHeaders(isSecure: Bool) -> HTTPFields {
        var headers: HTTPFields = [
            .cacheControl: "no-store",
            .contentSecurityPolicy: """
            default-src 'none'; style-src 'self'; font-src 'self'; script-src 'self'; img-src 'self'; \
            connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'
            """,
            .xContentTypeOptions: "nosniff",
        ]
        for (name, value) in [
            // A browser then sends `Origin: null` with our own forms: the guard goes by `Sec-Fetch-Site`.
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("X-Frame-Options", "DENY"),
            ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), browsing-topics=()"),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        if isSecure { headers[.strictTransportSecurity] = "max-age=63072000" }
        return headers
    }
}

/// The access log: method, route template, status and duration. Never an address as it came, never a name.
struct AccessLog: RouterMiddleware {
    typealias Context = Web.Context
    let logger: Logger

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let began = ContinuousClock.now
        let response = try await next(request, context)
        let micros = (ContinuousClock.now - began) / .microseconds(1)
        logger.info(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "route": "\(context.endpointPath ?? "none")",
                "status": "\(response.status.code)", "micros": "\(Int(micros))",
            ])
        return response
    }
}

/// For an address or a method that no page has: the page that a file which is not there has too.
struct NothingHere: RouterMiddleware {
    typealias Context = Web.Context
    let way: Guard

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do { return try await next(request, context) } catch is HTTPError {
            return try await way.answer(nil, request, context) { _ in throw CaseworkError.notFound }
        }
    }
}

/// A file of the program itself; its address changes with its content.
enum AssetResponse {
    static func answer(_ name: String?, _ site: Site) -> Response {
        guard let asset = name.flatMap(Asset.named) else {
            return Refusals.outside(
                site, status: .notFound, "There is nothing here", "The address may be mistyped."
            ).response(site)
        }
        var headers = Answer.headers(isSecure: site.isSecure)
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        headers[.contentType] = asset.contentType
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
    }
}
