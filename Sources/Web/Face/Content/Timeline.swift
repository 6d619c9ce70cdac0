/// What happened, in order.
package struct Timeline: Streamed {
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
    package func write(to page: inout HTML) {
        page.append(literal: "<ol class=\"timeline\">\n")
        for entry in entries { write(entry, to: &page) }
        page.append(literal: "</ol>\n")
    }

    private func write(_ entry: Entry, to page: inout HTML) {
        page.append(literal: entry.isMarked ? "<li class=\"marked\">\n" : "<li>\n")
        page.append(literal: "<p class=\"when\">")
        entry.moment.write(to: &page)
        page.append(literal: " ")
        if let by = entry.by {
            page.append(literal: "<bdi>")
            page.append(text: by)
            page.append(literal: "</bdi>")
        }
        page.append(literal: "</p>\n<p class=\"what\">")
        page.append(entry.title)
        page.append(literal: "</p>\n")
        page.append(entry.content)
        page.append(literal: "</li>\n")
    }
}
