/// A large target for something that is done many times a day.
package struct BigAction: Component {
    private let label: String
    private let description: String?
    private let href: String
    private let key: Key?
    private let waiting: Int
    private let ownsKey: Bool

    /// A large link.
    ///
    /// - Parameters:
    ///   - key: shown on it. Set `ownsKey` to false where the navigation already carries it: a key has one owner.
    ///   - waiting: how many things there ask for attention.
    package init(
        _ label: String, _ description: String? = nil, href: String, key: Key? = nil, ownsKey: Bool = true,
        waiting: Int = 0
    ) {
        self.label = label
        self.description = description
        self.href = href
        self.key = key
        self.ownsKey = ownsKey
        self.waiting = waiting
    }

    /// The markup.
    package var html: HTML {
        let count: HTML? =
            waiting > 0
            ? " <span class=\"waiting\">\(waiting)<span class=\"unseen\"> waiting</span></span>" : nil
        return """
            <li><a class="big" href="\(href)"\(ownsKey ? key?.attributes : nil)><span class="big-label">\(label)\(count)</span>\(key)\
            \(description.map { "<span class=\"big-words\">\($0)</span>" as HTML })</a></li>

            """
    }
}

/// The large actions of a page, together.
package struct BigActions: Component {
    private let actions: [BigAction]

    /// A list of large actions; the first is the most usual.
    package init(_ actions: BigAction...) { self.actions = actions }

    /// A list of large actions.
    package init(_ actions: [BigAction]) { self.actions = actions }

    /// The markup.
    package var html: HTML { "<ul class=\"bigs\">\n\(actions)</ul>\n" }
}
