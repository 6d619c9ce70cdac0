/// What a list says when it is empty: that this is all right, and what could be done next.
package struct EmptyState: Component {
    private let heading: String
    private let text: String
    private let action: LinkButton?

    /// A heading, a sentence and, where there is one, the next thing to do.
    package init(_ heading: String, _ text: String, action: LinkButton? = nil) {
        self.heading = heading
        self.text = text
        self.action = action
    }

    /// The markup.
    package var html: HTML {
        """
        <div class="nothing">
        <h2>\(heading)</h2>
        <p>\(text)</p>
        \(action)</div>

        """
    }
}

/// A list of results or of people to open; each line is one large target.
package struct LinkList: Component {
    /// One line.
    package struct Entry: Sendable {
        let label: HTML
        let href: String
        let note: HTML?

        /// A line with its link, and a quieter note under it.
        package init(_ label: some Content, href: String, note: (some Content)? = HTML?.none) {
            self.label = label.html
            self.href = href
            self.note = note?.html
        }
    }

    private let entries: [Entry]

    /// The lines, in order.
    package init(_ entries: [Entry]) { self.entries = entries }

    /// The markup.
    package var html: HTML {
        let lines = entries.map { entry in
            """
            <li><a href="\(entry.href)"><span class="lines-label">\(entry.label)</span>\
            \(entry.note.map { "<span class=\"lines-note\">\($0)</span>" as HTML })</a></li>

            """ as HTML
        }
        return "<ul class=\"lines\">\n\(lines)</ul>\n"
    }
}
