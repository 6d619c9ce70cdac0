/// What happened, in order.
package struct Timeline: Component {
    /// One thing that happened.
    package struct Entry: Sendable {
        let moment: Moment
        let title: HTML
        let by: String?
        let content: HTML
        let isMarked: Bool

        /// An entry; `isMarked` for what must not be overlooked, such as a concern.
        package init(
            _ moment: Moment, _ title: some Content, by: String? = nil, isMarked: Bool = false,
            @HTMLBuilder content: () -> HTML = { .empty }
        ) {
            self.moment = moment
            self.title = title.html
            self.by = by
            self.isMarked = isMarked
            self.content = content()
        }
    }

    private let entries: [Entry]

    /// The entries, in the order in which they are shown.
    package init(_ entries: [Entry]) { self.entries = entries }

    /// The markup.
    package var html: HTML {
        let lines = entries.map { entry in
            """
            <li\(if: entry.isMarked, " class=\"marked\"")>
            <p class="when">\(entry.moment) \(entry.by.map { "<bdi>\($0)</bdi>" as HTML })</p>
            <p class="what">\(entry.title)</p>
            \(entry.content)</li>

            """ as HTML
        }
        return "<ol class=\"timeline\">\n\(lines)</ol>\n"
    }
}
