import Hummingbird

/// What stands behind the question mark of an address: numbers, days, ids and names of ours, never anybody's words.
package struct Query: Sendable {
    /// Every name that a page reads. There is no other way to read one, so that a test can try them all.
    package enum Name: String, CaseIterable, Sendable {
        case actor, after, before, consent, copies, file, kind, language, locked, next, number, scope, until
    }

    private let body: FormBody

    init(of request: Request) { body = FormBody(decoding: (request.uri.query ?? "").utf8) }

    /// The first value of a name; empty if it was not sent.
    subscript(name: Name) -> String { body[name.rawValue] }
}
