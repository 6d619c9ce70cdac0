import Casework
import Hummingbird
import NIOCore
import Vault

/// One request by somebody signed in: who asks, what they sent, and the frame that their pages stand in.
package struct Visit: Sendable {
    package let site: Site
    package private(set) var caller: Caller
    /// Nil for an address that is none of ours.
    package var route: Route?
    package let form: FormBody
    /// The address that was asked for, without its query.
    let path: String
    package let query: Query
    /// The form token's id: what this form would make.
    package let formID: ID?
    let parameters: Parameters
    /// The token of this answer's forms.
    package let token: FormToken

    var casework: Casework { site.casework }

    /// For a page that only shows, and shows many lists: they are of one moment (`Caller.atOneMoment`).
    var atOneMoment: Visit {
        var visit = self
        visit.caller = caller.atOneMoment()
        return visit
    }

    /// The id in the address, for example of a file.
    func id(_ name: String = "file") throws(CaseworkError) -> ID {
        guard let id = parameters.get(name).flatMap({ ID(text: $0) }) else { throw .notFound }
        return id
    }

    /// The id that this form carries for what it makes.
    func newID() throws(CaseworkError) -> ID {
        guard let formID else { throw .signedOut }
        return formID
    }

    /// Asks for the passphrase first, unless it was typed within the last five minutes; then comes back here.
    ///
    /// Call it first in whatever shows or does what `Caller.isFresh` names; the operation asks `Caller.requireFresh` too.
    func requireFresh() throws(CaseworkError) { try caller.requireFresh(at: casework.now) }

    /// A page in the frame of whoever is signed in.
    ///
    /// Where it refuses what a form asked for, whatever the cause, all that was typed stands in it: what the page does not
    /// show by itself is added here.
    /// - Parameters:
    ///   - again: whether what was refused may be sent again from here.
    ///   - hidesTyping: for what may be another's.
    func page(
        _ title: String, status: HTTPResponse.Status = .ok, width: Page.Width = .reading,
        marking: Page.Marking = .none, hasErrors: Bool = false, again: TypedAgain.Again = .no,
        hidesTyping: Bool = false, @HTMLBuilder _ main: () -> HTML
    ) -> Answer {
        let written = main()
        let status = hasErrors ? .unprocessableContent : status
        let isKept = status.code < 400 || hidesTyping || route == .findLive || form.isTicked("quietly")
        let typed = isKept ? nil : TypedAgain(form, besides: written, to: path, token: token.text, again)
        return Answer(
            status: status,
            html: Page(
                title: title, organisation: site.organisation, signedIn: frame, width: width,
                marking: typed?.isSeen == true ? .confidential : marking, hasErrors: hasErrors
            ) {
                UnreadNotice(count: caller.unread.count)
                written
                typed
            }.render())
    }

    private var frame: SignedIn {
        SignedIn(
            name: caller.profile?.name ?? "", role: caller.profile?.role.words ?? "", places: places,
            home: Route.today.path(), mySignIn: Route.mySignIn.path(), lock: Route.lock.path(),
            signOut: Route.signOut.path(),
            token: token.text, idleSeconds: Int(Self.screenLimit(of: casework.settings.idleLimit)),
            keepAlive: Route.stay.path(), session: sessionMark, signIn: Route.signIn.path())
    }

    /// Tells the pages of this session from those of any other: 32 hexadecimal digits that open nothing.
    var sessionMark: String { ID(caller.mark(Array("amanah/1/windows".utf8)))?.text ?? "" }

    /// How long a screen stays open untouched, in seconds. The browser tells of a touch at most a minute late, or a sixth
    /// of the limit where that is less, and the session's row is as old as that again: a screen that can still be kept
    /// open must not find its session over.
    static func screenLimit(of idleLimit: Int64) -> Int64 { idleLimit - min(120, idleLimit / 3) }

    private var places: [SignedIn.Place] {
        guard caller.hasAcknowledged else { return [] }
        func place(_ label: String, _ target: Route, key: Key? = nil) -> SignedIn.Place {
            SignedIn.Place(label, href: target.path(), isCurrent: route?.place == target, key: key)
        }
        guard caller.isCertified else { return [place("Almost there", .waiting)] }
        var places = [place("Today", .today)]
        if caller.holds(.messages) { places.append(place("Enquiry desk", .enquiry, key: .enquiry)) }
        if caller.holds(.register) { places.append(place("Someone has come or called", .find)) }
        if caller.teams.contains(.caseworkers) { places.append(place("My clients", .myFiles)) }
        if ConsentsPage.isFor(caller) { places.append(place("Consents", .consents)) }
        if !caller.approvals.isEmpty {
            places.append(place("Decisions", .decisions))
        }
        if caller.holds(.purposes) { places.append(place("Purposes", .purposes)) }
        if caller.teams.contains(.counselling) { places.append(place("My sessions", .mySessions)) }
        places.append(place("Log book", .logBook))
        places.append(place("Staff", .staff))
        places.append(place("Policy", .policy))
        return places
    }
}

/// What a page answers: a document, a fragment, or the way to the next page.
package struct Answer: Sendable {
    let status: HTTPResponse.Status
    let html: HTML
    var location: String?
    var cookie: String?
    /// Whether the browser is to forget what it keeps of this site's pages.
    var clearsBrowser = false
    /// A file to keep, in the page's place.
    var file: File?

    /// What is saved under a name; its type is said to the browser, so that it opens anywhere.
    struct File: Sendable {
        let name: String
        let type: String
        let body: ResponseBody
    }
    /// The cookie of this browser's tickets, if it changes.
    var ticket: String?

    init(status: HTTPResponse.Status = .ok, html: HTML) {
        self.status = status
        self.html = html
    }

    /// A file to save (RFC 6266). The name is ours, never somebody's words.
    static func save(as name: String, type: String, _ body: ResponseBody) -> Answer {
        var answer = Answer(html: .empty)
        answer.file = File(name: name, type: type, body: body)
        return answer
    }

    /// A text to save.
    static func save(_ text: String, as name: String) -> Answer {
        save(as: name, type: "text/plain; charset=utf-8", ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// See the next page (RFC 9110 §15.4.4).
    static func see(_ path: String) -> Answer {
        var answer = Answer(status: .seeOther, html: .empty)
        answer.location = path
        return answer
    }
}
