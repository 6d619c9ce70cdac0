import Casework
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Vault

/// What somebody had typed when their session ended. It waits in the page that asks them to sign in again, and is
/// given back to nobody else.
struct KeptTyping: Sendable {
    let keeper: ID
    let action: String
    let form: FormBody
    /// Whether it was too much at once, so that this is only its beginning.
    let isCut: Bool

    init(keeper: ID, action: String, form: FormBody, isCut: Bool = false) {
        self.keeper = keeper
        self.action = SignInPage.safe(action)
        self.form = form.withoutSecrets
        self.isCut = isCut
    }

    /// Reads what the script of a window sends that closed itself while somebody typed; nil as below.
    init?(resuming form: FormBody, _ casework: Casework) {
        // A page that carried typing of before goes on carrying it.
        if form.isTicked("resume"), let carried = KeptTyping(form, casework, as: "kept." + Self.name) {
            self = carried
            return
        }
        let action = SignInPage.safe(form["keptFor"])
        guard form.isTicked("resume"), let keeper = ID(text: form["keeper"]),
            Route.at(action)?.keepsTyping == true
        else { return nil }
        // No more than what the page can bring back.
        var (room, isCut) = (Guard.largestKept, false)
        var fields: [(name: String, value: String)] = []
        for field in form.fields where field.name.hasPrefix("kept.") {
            let value = String(decoding: field.value.utf8.prefix(room), as: UTF8.self)
            if value.utf8.count < field.value.utf8.count { isCut = true }
            room -= min(room, value.utf8.count)
            fields.append((String(field.name.dropFirst(5)), value))
        }
        self.init(keeper: keeper, action: action, form: FormBody(fields: fields), isCut: isCut)
    }

    /// Reads what `field` wrote; nil if nothing was kept, or for an address that keeps nothing.
    init?(_ form: FormBody, _ casework: Casework, as name: String = name) {
        guard let words = casework.open(typing: form[name]),
            let sealed = try? JSONDecoder().decode(Sealed.self, from: Data(words)),
            let keeper = ID(text: sealed.keeper), Route.at(sealed.action)?.keepsTyping == true
        else { return nil }
        self.init(
            keeper: keeper, action: sealed.action,
            form: FormBody(fields: sealed.fields.map { ($0.name, $0.value) }), isCut: sealed.isCut)
    }

    /// The typing in one hidden field, sealed: who comes to a screen that was left reads nothing in its source.
    func field(_ casework: Casework) -> HiddenField? {
        let sealed = Sealed(
            keeper: keeper.text, action: action, isCut: isCut,
            // The session's own token stays out.
            fields: form.fields.filter { $0.name != "form" }.map { .init(name: $0.name, value: $0.value) })
        guard let words = try? JSONEncoder().encode(sealed) else { return nil }
        return try? HiddenField(Self.name, value: casework.seal(typing: Array(words)))
    }

    static let name = "kept"

    private struct Sealed: Codable {
        struct Field: Codable {
            let name: String
            let value: String
        }
        let keeper: String
        let action: String
        let isCut: Bool
        let fields: [Field]
    }
}

/// Where somebody signs in, by name and passphrase.
struct SignInPage {
    var name = ""
    var next = ""
    var isWrong = false
    var isBusy = false
    /// Seconds until the next try.
    var wait: Int64?
    var isLocked = false
    var errors = FieldErrors.none
    var kept: KeptTyping?
    /// Whether nobody is signed in at this browser any more.
    var isLeft = false

    static func path(next: String) -> String {
        let next = safe(next)
        return next == "/" || next.isEmpty ? Route.signIn.path() : Route.signIn.path() + "?next=" + next
    }

    func answer(_ site: Site, status: HTTPResponse.Status = .ok) -> Answer {
        let field = kept?.field(site.casework)
        let page = Page(
            title: "Sign in", organisation: site.organisation,
            hasErrors: isWrong || isBusy || wait != nil || !errors.isEmpty, isLeft: isLeft
        ) {
            if isLocked {
                Notice(.info, "The screen is locked", "Sign in to go on. Nothing of yours is on this page.")
            }
            if let kept, field != nil {
                Notice(
                    .info, "Your session ended while you were typing",
                    kept.isCut
                        ? "It was more than can be kept: the beginning is in this page. Sign in and it will be put before you again."
                        : "What you typed is kept in this page. Sign in and it will be put before you again, to save."
                )
            }
            if isWrong {
                Notice(
                    .failure, "That did not open",
                    "The sign-in name, the passphrase or the code is not right. Check for capital letters and the keyboard’s language, and try again. A code works once: wait for the next."
                )
            }
            if let wait {
                Notice(
                    .refusal, "Too many tries from here",
                    "Wait \(SignInWords.wait(wait)), then try again. Nobody who signs in elsewhere is kept waiting by this."
                )
            }
            if isBusy {
                Notice(
                    .info, "Many people are signing in just now",
                    "Nothing was tried. Wait a few seconds, type the passphrase again, and try again.")
            }
            ErrorSummary(errors)
            PageHeading("Sign in")
            Form(to: Route.signIn.path(), token: "") {
                HiddenField("next", value: next)
                field
                TextField(
                    "signInName", label: "Sign-in name", value: name, error: errors["signInName"],
                    kind: .signInName, length: .medium, maximum: 60, isRequired: true, isFocused: true)
                TextField(
                    "passphrase", label: "Passphrase", error: errors["passphrase"], kind: .passphrase,
                    length: .medium, isRequired: true)
                CodeField(isKnown: false)
                SubmitButton("Sign in", busy: "Opening…")
            }
            Paragraph("\(Link("I have an enrolment code", href: Route.enrol.path()))" as HTML)
            Paragraph("\(Link("Every data guardian is lost", href: Route.recover.path()))" as HTML)
        }
        return Answer(status: status, html: page.render())
    }

    /// Takes the form. With `resume` it is a window that closed itself while somebody typed: nobody signs in yet.
    static func submit(_ form: FormBody, _ site: Site, from source: SignInSource) async throws -> Answer {
        var page = SignInPage(name: form["signInName"], next: safe(form["next"]))
        page.kept = KeptTyping(resuming: form, site.casework)
        if page.kept != nil { return page.answer(site) }
        page.kept = KeptTyping(form, site.casework)
        if form["signInName"].isEmpty { page.errors.add("Type your sign-in name.", to: "signInName") }
        if form["passphrase"].isEmpty { page.errors.add("Type your passphrase.", to: "passphrase") }
        guard page.errors.isEmpty else { return page.answer(site, status: .unprocessableContent) }
        do {
            let secret = try await site.casework.signIn(
                name: form["signInName"], passphrase: form["passphrase"], code: form["code"], from: source)
            let cookie = secret.cookie
            let tickets = site.casework.tickets(after: form["signInName"], from: source)
            if let kept = page.kept {
                let caller = try await site.casework.caller(cookie: cookie)
                if kept.keeper == caller.member {
                    return KeptPage(kept: kept).answer(site, caller).with(cookie: cookie).with(
                        tickets: tickets)
                }
            }
            return Answer.see(page.next.isEmpty ? Route.today.path() : page.next).with(cookie: cookie)
                .with(tickets: tickets)
        } catch {
            switch error {
            case .wrongSignIn:
                page.isWrong = true
                return page.answer(site, status: .unauthorized)
            case .tooManyTries(let seconds):
                page.wait = seconds
                return page.answer(site, status: .tooManyRequests)
            case .busy:
                page.isBusy = true
                return page.answer(site, status: .serviceUnavailable)
            default: throw error
            }
        }
    }

    /// Only an address of this program's own is gone to after signing in: small letters, digits, hyphens, slashes, and
    /// one that `Route` has.
    static func safe(_ next: String) -> String {
        let isPlain = next.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: "/")
        }
        return isPlain && next.hasPrefix("/") && !next.hasPrefix("//") && Route.at(next) != nil ? next : ""
    }
}

/// After signing in again: what was typed before, to be read and saved.
struct KeptPage {
    let kept: KeptTyping

    func answer(_ site: Site, _ caller: Caller, status: HTTPResponse.Status = .ok) -> Answer {
        let typed = kept.form.fields.filter { $0.name != "form" && !$0.value.isEmpty }
        let unread: Set = ["draft", "drafted", "quietly"]
        let page = Page(
            title: "What you typed", organisation: site.organisation, marking: .confidential
        ) {
            PageHeading("Here is what you typed", below: "It is not saved yet.")
            if kept.isCut {
                Notice(
                    .warning, "This is only the beginning",
                    "It was more than can be kept when your session ended. Look at where it stops before you save it."
                )
            }
            typed.filter { ID(text: $0.value) == nil && !unread.contains($0.name) }.map { Written($0.value) }
            Form(to: kept.action, token: FormToken(site.casework.newID(), for: caller).text) {
                typed.map { HiddenField($0.name, value: $0.value) }
                ButtonRow {
                    SubmitButton("Go on and save it")
                    LinkButton("Leave it", href: Route.today.path())
                }
            }
        }
        return Answer(status: status, html: page.render())
    }
}

extension Answer {
    /// With the session's cookie: for this host alone, never to a script, never to another site's page.
    func with(cookie: String) -> Answer {
        var answer = self
        answer.cookie = "\(Guard.cookieName)=\(cookie); Path=/; Secure; HttpOnly; SameSite=Strict"
        return answer
    }

    /// With what this browser keeps of who signed in here; half a year.
    func with(tickets: String) -> Answer {
        var answer = self
        guard !tickets.isEmpty else { return self }
        answer.ticket =
            "\(Guard.ticketsName)=\(tickets); Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=15552000"
        return answer
    }

    /// And the cookie taken back.
    func withoutCookie() -> Answer {
        var answer = self
        answer.cookie = "\(Guard.cookieName)=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"
        answer.clearsBrowser = true
        return answer
    }
}
