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
    /// The most that such typing takes once it is sealed.
    static let largestSealed = 2 * largestKept
    static let cookieName = "__Host-amanah"
    static let ticketsName = "__Host-amanah-device"

    /// Answers a page of somebody signed in.
    /// - Parameter route: nil for an address that is none of ours.
    func answer(
        _ route: Route?, _ request: Request, _ context: Context, allowsUncertified: Bool = false,
        _ page: @Sendable (Visit) async throws -> Answer
    ) async throws -> Response {
        let isChange = request.method == .post
        let origin = isChange ? origin(of: request) : .ours
        if origin == .elsewhere { return Refusals.foreign(site).response(site) }
        let cookie = request.cookie(Self.cookieName)
        let caller: Caller
        do { caller = try await site.casework.caller(cookie: cookie) } catch {
            if origin == .unsaid { return Refusals.foreign(site).response(site) }
            guard error == .signedOut else { return await notAsked(route, request).response(site) }
            return await signInFirst(route, request).response(site)
        }
        // Nothing that was sent is read before it is known whose page it comes from, and who sends it.
        let (sentForm, isWhole) = await form(
            of: request, upTo: carriesTyping(route) ? 2 * Self.largestForm : Self.largestForm)
        let form = retried(sentForm, route, request, by: caller) ?? sentForm
        let sent = FormToken(form["form"])
        let isOurs = sent?.isOf(caller) ?? false
        let visit = Visit(
            site: site, caller: caller, route: route, form: form,
            path: request.uri.path, query: Query(of: request),
            formID: isOurs ? sent?.id : nil,
            parameters: context.parameters, token: FormToken(site.casework.newID(), for: caller))
        if origin == .unsaid { return Refusals.foreign(visit, isOurs: isOurs).response(site) }
        guard isWhole else { return Refusals.tooLarge(visit, isOurs: isOurs).response(site) }
        if isChange, !isOurs, !Self.leaves(route) {
            return formOfBefore(route, request, sent, visit).response(site)
        }
        guard allowsUncertified || caller.isCertified else {
            return Answer.see(Route.waiting.path()).response(site)
        }
        if site.casework.owesSecondFactor(caller) {
            guard SecondStepPage.opensBefore(route) else {
                return (form.isFilled ? Refusals.secondStepFirst(visit) : .see(Route.secondStep.path()))
                    .response(site)
            }
        } else if caller.isCertified, !caller.hasAcknowledged, !AcknowledgePage.opensBefore(route) {
            do {
                return try await AcknowledgePage.first(visit, request.uri.path).response(site)
            } catch { return Refusals.answer(CaseworkError(from: error), visit).response(site) }
        }
        do {
            // Before it is known whether there is such a file, so that neither the wait nor its end tells.
            if (try? visit.id()) != nil { try await site.casework.waitTurn(caller, pause: site.pause) }
            return try await page(visit).response(site)
        } catch {
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
        if request.method == .post, origin(of: request) != .ours {
            return Refusals.foreign(site).response(site)
        }
        let (form, isWhole) = await form(of: request, upTo: largest)
        guard isWhole else { return Refusals.tooLarge(site).response(site) }
        do { return try await page(form).response(site) } catch {
            return Refusals.outside(site, kept: KeptForm(form: form, action: request.uri.path)).response(site)
        }
    }

    /// Whether nobody is signed in at the browser that asks.
    func isLeft(_ request: Request) async -> Bool {
        guard let cookie = request.cookie(Self.cookieName) else { return true }
        do { _ = try await site.casework.caller(cookie: cookie) } catch { return error == .signedOut }
        return false
    }

    /// Nobody can be asked now whose session it is.
    private func notAsked(_ route: Route?, _ request: Request) async -> Answer {
        guard request.method == .post, let route, route.keepsTyping else { return Refusals.outside(site) }
        let (form, isWhole) = await form(of: request, upTo: Self.largestKept)
        guard isWhole, FormToken(form["form"]) != nil else { return Refusals.outside(site) }
        return Refusals.outside(
            site, kept: KeptForm(form: form, action: request.uri.path, sealedBy: site.casework))
    }

    /// A form that waited, sealed, in the page that said that it could not be looked at (`KeptForm`), as it was typed; nil
    /// for any other.
    private func retried(
        _ form: FormBody, _ route: Route?, _ request: Request, by caller: Caller
    ) -> FormBody? {
        guard !carriesTyping(route), let kept = KeptTyping(form, site.casework),
            kept.keeper == caller.member, kept.action == request.uri.path
        else { return nil }
        return FormBody(fields: form.fields.filter { $0.name == "form" } + kept.form.fields)
    }

    /// Whether a form brings along, sealed, what was typed into another.
    private func carriesTyping(_ route: Route?) -> Bool { route == .confirm || route == .acknowledge }

    /// What was sent, and whether it is all of it: of more, the beginning.
    private func form(of request: Request, upTo largest: Int) async -> (FormBody, isWhole: Bool) {
        guard request.method == .post else { return (.empty, true) }
        var bytes: [UInt8] = []
        do {
            for try await part in request.body {
                let room = largest - bytes.count
                bytes += part.readableBytesView.prefix(room)
                if part.readableBytes > room { return (FormBody(decoding: bytes), false) }
            }
        } catch { return (.empty, false) }
        return (FormBody(decoding: bytes), true)
    }

    /// What a browser says of where a form comes from.
    private enum Origin { case ours, elsewhere, unsaid }

    /// A change must come from a page of this site. Browsers say so in `Sec-Fetch-Site`; older ones in `Origin`,
    /// which is `null` where no referrer is sent.
    private func origin(of request: Request) -> Origin {
        if let fetch = request.headers[.secFetchSite] {
            return fetch == "same-origin" || fetch == "none" ? .ours : .elsewhere
        }
        let host = request.head.authority ?? ""
        let origin = request.headers[.origin]
        return origin == "http://\(host)" || origin == "https://\(host)" ? .ours : .unsaid
    }

    /// Leaving is done whatever form asks for it: a page left open since an earlier session locks as well.
    private static func leaves(_ route: Route?) -> Bool { route == .signOut || route == .lock }

    /// The session has ended. What was typed comes along to the sign-in page, and back to the same person.
    private func signInFirst(_ route: Route?, _ request: Request) async -> Answer {
        guard request.method == .post else {
            return .see(SignInPage.path(next: route == nil ? "" : request.uri.path))
        }
        guard let route, route.keepsTyping || carriesTyping(route) else {
            return .see(Route.signIn.path())
        }
        let (form, isWhole) = await form(
            of: request, upTo: carriesTyping(route) ? Self.largestSealed + Self.largestOpen : Self.largestKept
        )
        if let carried = KeptTyping(form, site.casework) {
            return SignInPage(kept: carried, isLeft: true).answer(site, status: .unauthorized)
        }
        guard route.keepsTyping else { return .see(Route.signIn.path()) }
        guard let token = FormToken(form["form"]) else {
            return isWhole ? .see(Route.signIn.path()) : Refusals.tooLarge(site)
        }
        return SignInPage(
            kept: KeptTyping(
                keeper: token.member, action: request.uri.path, form: form, isCut: !isWhole), isLeft: true
        ).answer(site, status: isWhole ? .unauthorized : .contentTooLarge)
    }

    /// The form was drawn for an earlier session. What this same person typed is put before them again; anyone
    /// else's stays unread.
    private func formOfBefore(
        _ route: Route?, _ request: Request, _ sent: FormToken?, _ visit: Visit
    ) -> Answer {
        if let carried = KeptTyping(visit.form, site.casework), carried.keeper == visit.caller.member {
            return KeptPage(kept: carried).answer(site, visit.caller, status: .conflict)
        }
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
