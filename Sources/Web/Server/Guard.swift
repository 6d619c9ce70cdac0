import Casework
import HTTPTypes
import Hummingbird
import NIOCore
import Vault

/// The context of a request: nothing of ours, so that nothing can be forgotten in it.
package struct Context: RequestContext {
    package var coreContext: CoreRequestContextStorage

    package init(source: Source) { self.coreContext = CoreRequestContextStorage(source: source) }

    package init(logger: some RequestContextSource) {
        self.coreContext = CoreRequestContextStorage(source: logger)
    }
}

/// The one way in: it turns a request into a visit, or into a way back to the sign-in page.
struct Guard: Sendable {
    let site: Site
    /// The most bytes that a form may bring.
    static let largestForm = 1 << 20
    static let cookieName = "__Host-amanah"

    /// Answers a page of somebody signed in.
    func answer(
        _ route: Route, _ request: Request, _ context: Context, allowsUncertified: Bool = false,
        _ page: @Sendable (Visit) async throws -> Answer
    ) async throws -> Response {
        let form: FormBody
        do { form = try await self.form(of: request) } catch { return Refusals.tooLarge(site).response(site) }
        let cookie = request.cookies[Self.cookieName]?.value
        let caller: Caller
        do { caller = try await site.casework.caller(cookie: cookie) } catch {
            guard error == .signedOut else { return Refusals.outside(site).response(site) }
            return signInFirst(route, request, form, cookie: cookie).response(site)
        }
        let sent = FormToken(form["form"])
        let isChange = request.method == .post
        if isChange {
            guard isSameOrigin(request) else { return Refusals.foreign(site).response(site) }
            guard let sent, sent.isOf(caller) else {
                return signInFirst(route, request, form, cookie: cookie).response(site)
            }
        }
        let visit = Visit(
            site: site, caller: caller, route: route, form: form,
            query: FormBody(decoding: (request.uri.query ?? "").utf8), formID: isChange ? sent?.id : nil,
            parameters: context.parameters, token: FormToken(site.casework.newID(), for: caller))
        guard allowsUncertified || caller.isCertified else {
            return Answer.see(Route.waiting.path()).response(site)
        }
        do { return try await page(visit).response(site) } catch {
            return Refusals.answer(CaseworkError(from: error), visit).response(site)
        }
    }

    /// Answers an open page: signing in, enrolling.
    func open(
        _ request: Request, _ page: @Sendable (FormBody) async throws -> Answer
    ) async throws -> Response {
        let form: FormBody
        do { form = try await self.form(of: request) } catch { return Refusals.tooLarge(site).response(site) }
        if request.method == .post, !isSameOrigin(request) { return Refusals.foreign(site).response(site) }
        do { return try await page(form).response(site) } catch {
            return Refusals.outside(site).response(site)
        }
    }

    private func form(of request: Request) async throws -> FormBody {
        guard request.method == .post else { return .empty }
        return FormBody(decoding: try await request.body.collect(upTo: Self.largestForm).readableBytesView)
    }

    /// A change must come from a page of this site. Browsers say so in `Sec-Fetch-Site`; older ones in `Origin`,
    /// which is `null` where no referrer is sent.
    private func isSameOrigin(_ request: Request) -> Bool {
        if let fetch = request.headers[.secFetchSite] { return fetch == "same-origin" || fetch == "none" }
        guard let origin = request.headers[.origin] else { return false }
        let host = request.head.authority ?? ""
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    /// The session has ended. What was typed comes along to the sign-in page and back.
    private func signInFirst(
        _ route: Route, _ request: Request, _ form: FormBody, cookie: String?
    ) -> Answer {
        guard request.method == .post else {
            return .see(SignInPage.path(next: request.uri.path))
        }
        guard let secret = cookie.flatMap({ SessionSecret(cookie: $0) }), let token = FormToken(form["form"]),
            token.isOf(secret), route != .signOut, route != .lock, route != .findLive
        else { return .see(Route.signIn.path()) }
        return SignInPage(
            kept: KeptTyping(keeper: token.member, action: request.uri.path, form: form)
        ).answer(site, status: .unauthorized)
    }
}

extension CaseworkError {
    /// Anything that is not ours says no more than that it could not be done.
    init(from error: any Error) { self = error as? CaseworkError ?? .unavailable }
}

extension HTTPField.Name {
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
