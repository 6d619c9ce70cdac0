import Casework
import HTTPTypes
import Hummingbird
import NIOCore
import Vault

/// The context of a request: nothing of ours but where it came from, so that nothing can be forgotten in it.
package struct Context: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The address that the connection came from; nil without one.
    package var remote: String?

    package init(source: Source) {
        self.coreContext = CoreRequestContextStorage(source: source)
        self.remote = source.channel.remoteAddress?.ipAddress
    }

    package init(logger: some RequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: logger)
    }
}

/// The one way in: it turns a request into a visit, or into a way back to the sign-in page.
struct Guard: Sendable {
    let site: Site
    /// The most bytes that a form may bring: of somebody signed in; of somebody whose session has ended, to be kept for
    /// them; and of anybody, where nothing is kept.
    static let largestForm = 1 << 20
    static let largestKept = 1 << 18
    static let largestOpen = 1 << 16
    static let cookieName = "__Host-amanah"
    static let ticketsName = "__Host-amanah-device"

    /// Answers a page of somebody signed in.
    /// - Parameter route: nil for an address that is none of ours.
    func answer(
        _ route: Route?, _ request: Request, _ context: Context, allowsUncertified: Bool = false,
        _ page: @Sendable (Visit) async throws -> Answer
    ) async throws -> Response {
        let isChange = request.method == .post
        if isChange, !isSameOrigin(request) { return Refusals.foreign(site).response(site) }
        let cookie = request.cookie(Self.cookieName)
        let caller: Caller
        do { caller = try await site.casework.caller(cookie: cookie) } catch {
            guard error == .signedOut else { return Refusals.outside(site).response(site) }
            return await signInFirst(route, request).response(site)
        }
        // Nothing that was sent is read before it is known whose page it comes from, and who sends it.
        guard let form = await form(of: request, upTo: Self.largestForm) else {
            return Refusals.tooLarge(site).response(site)
        }
        let sent = FormToken(form["form"])
        let isOurs = sent?.isOf(caller) ?? false
        let visit = Visit(
            site: site, caller: caller, route: route, form: form,
            path: request.uri.path, query: Query(of: request),
            formID: isOurs ? sent?.id : nil,
            parameters: context.parameters, token: FormToken(site.casework.newID(), for: caller))
        if isChange, !isOurs, !Self.leaves(route) {
            return formOfBefore(route, request, sent, visit).response(site)
        }
        guard allowsUncertified || caller.isCertified else {
            return Answer.see(Route.waiting.path()).response(site)
        }
        if site.casework.owesSecondFactor(caller) {
            guard SecondStepPage.opensBefore(route) else {
                return Answer.see(Route.secondStep.path()).response(site)
            }
        } else if caller.isCertified, !caller.hasAcknowledged, !AcknowledgePage.opensBefore(route) {
            return AcknowledgePage.first(visit, request.uri.path).response(site)
        }
        do { return try await page(visit).response(site) } catch {
            let error = CaseworkError(from: error)
            if error == .notFound, let file = try? visit.id() {
                do { try await site.casework.recordRefusal(of: file, as: caller) } catch {
                    return Refusals.answer(error, visit).response(site)
                }
            }
            return Refusals.answer(error, visit).response(site)
        }
    }

    /// Answers an open page: signing in, enrolling.
    func open(
        _ request: Request, upTo largest: Int = largestOpen,
        _ page: @Sendable (FormBody) async throws -> Answer
    ) async throws -> Response {
        if request.method == .post, !isSameOrigin(request) { return Refusals.foreign(site).response(site) }
        guard let form = await form(of: request, upTo: largest) else {
            return Refusals.tooLarge(site).response(site)
        }
        do { return try await page(form).response(site) } catch {
            return Refusals.outside(site).response(site)
        }
    }

    /// What was sent; nil if it is more.
    private func form(of request: Request, upTo largest: Int) async -> FormBody? {
        guard request.method == .post else { return .empty }
        guard let body = try? await request.body.collect(upTo: largest) else { return nil }
        return FormBody(decoding: body.readableBytesView)
    }

    /// A change must come from a page of this site. Browsers say so in `Sec-Fetch-Site`; older ones in `Origin`,
    /// which is `null` where no referrer is sent.
    private func isSameOrigin(_ request: Request) -> Bool {
        if let fetch = request.headers[.secFetchSite] { return fetch == "same-origin" || fetch == "none" }
        guard let origin = request.headers[.origin] else { return false }
        let host = request.head.authority ?? ""
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    /// Leaving is done whatever form asks for it: a page left open since an earlier session locks as well.
    private static func leaves(_ route: Route?) -> Bool { route == .signOut || route == .lock }

    /// The session has ended. What was typed comes along to the sign-in page, and back to the same person.
    private func signInFirst(_ route: Route?, _ request: Request) async -> Answer {
        guard request.method == .post else {
            return .see(SignInPage.path(next: route == nil ? "" : request.uri.path))
        }
        guard let route, route.keepsTyping else { return .see(Route.signIn.path()) }
        guard let form = await form(of: request, upTo: Self.largestKept) else {
            return Refusals.tooLarge(site)
        }
        guard let token = FormToken(form["form"]) else { return .see(Route.signIn.path()) }
        return SignInPage(
            kept: KeptTyping(keeper: token.member, action: request.uri.path, form: form)
        ).answer(site, status: .unauthorized)
    }

    /// The form was drawn for an earlier session. What this same person typed is put before them again; anyone
    /// else's stays unread.
    private func formOfBefore(
        _ route: Route?, _ request: Request, _ sent: FormToken?, _ visit: Visit
    ) -> Answer {
        guard let sent, sent.member == visit.caller.member, let route, route.keepsTyping else {
            return Refusals.formOfBefore(visit)
        }
        let kept = KeptTyping(keeper: sent.member, action: request.uri.path, form: visit.form)
        return KeptPage(kept: kept).answer(site, visit.caller, status: .conflict)
    }
}

extension CaseworkError {
    /// Anything that is not ours says no more than that it could not be done.
    init(from error: any Error) { self = error as? CaseworkError ?? .unavailable }
}

extension Request {
    /// What a cookie holds (RFC 6265 §4.2); of the first, where a name was sent twice.
    func cookie(_ name: String) -> String? {
        for header in headers[values: .cookie] {
            for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
                let pair = pair.drop { $0 == UInt8(ascii: " ") }
                guard pair.starts(with: name.utf8) else { continue }
                let rest = pair.dropFirst(name.utf8.count)
                if rest.first == UInt8(ascii: "=") { return String(Substring(rest.dropFirst())) }
            }
        }
        return nil
    }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
