/// A link in a line of text, a list or a table.
package struct Link: Streamed {
    private let label: HTML
    private let href: String
    private let about: String?

    /// A link; `about` is heard but not seen, where the label alone would be said many times on a page ('Open').
    package init(_ label: some Content, href: String, about: String? = nil) {
        self.label = label.html
        self.href = href
        self.about = about
    }

    /// The markup.
    package func write(to page: inout HTML) {
        page.append(literal: "<a href=\"")
        page.append(text: href)
        page.append(literal: "\">")
        page.append(label)
        if let about {
            page.append(literal: "<span class=\"unseen\"> ")
            page.append(text: about)
            page.append(literal: "</span>")
        }
        page.append(literal: "</a>")
    }
}

/// The way back to the page above.
package struct BackLink: Component {
    private let label: String
    private let href: String

    /// For example `Back to my clients`.
    package init(_ label: String, href: String) {
        self.label = label
        self.href = href
    }

    /// The markup.
    package var html: HTML { "<p class=\"back\"><a href=\"\(href)\">\(label)</a></p>\n" }
}

/// The parts of a file or a register, as links side by side.
package struct Sections: Component {
    /// One part.
    package struct Entry: Sendable {
        let label: String
        let href: String
        let isCurrent: Bool

        /// A link to a part.
        package init(_ label: String, href: String, isCurrent: Bool = false) {
            self.label = label
            self.href = href
            self.isCurrent = isCurrent
        }
    }

    private let label: String
    private let entries: [Entry]

    /// The parts; `label` names the list for people who hear it.
    package init(_ label: String, _ entries: [Entry]) {
        self.label = label
        self.entries = entries
    }

    /// The markup.
    package var html: HTML {
        let links = entries.map {
            "<li><a href=\"\($0.href)\"\(if: $0.isCurrent, " aria-current=\"page\"")>\($0.label)</a></li>\n"
                as HTML
        }
        return "<nav class=\"sections\" aria-label=\"\(label)\"><ul>\n\(links)</ul></nav>\n"
    }
}

/// Which page of a long list this is, and the ways to the others.
package struct Pagination: Component {
    private let position: String
    private let label: String
    private let previous: String?
    private let next: String?

    /// For example `Page 2 of 9`; nil where there is nothing before or after.
    /// - Parameter label: what it turns, another for each on one page.
    package init(
        _ position: String, label: String = "Pages of this list", previous: String?, next: String?
    ) {
        self.position = position
        self.label = label
        self.previous = previous
        self.next = next
    }

    /// The markup.
    package var html: HTML {
        """
        <nav class="pages" aria-label="\(label)">
        \(previous.map { "<a class=\"button secondary\" rel=\"prev\" href=\"\($0)\">Previous<span class=\"unseen\"> page</span></a>\n" as HTML })\
        <p>\(position)</p>
        \(next.map { "<a class=\"button secondary\" rel=\"next\" href=\"\($0)\">Next<span class=\"unseen\"> page</span></a>\n" as HTML })\
        </nav>

        """
    }
}

/// What a page of a long list says of the rest of it.
enum Shown {
    /// For example `The first 100 of 250`.
    static func words(_ count: Int, of all: Int, isFirst: Bool) -> String {
        isFirst ? "The first \(count) of \(all)" : "\(count) more of \(all)"
    }

    /// The same where it is not counted how many there are: `200 lines. There are more on the next page.`
    static func words(_ count: Int, _ what: String, goesOn: Bool) -> String {
        goesOn
            ? "\(count) \(what). There are more on the next page."
            : "\(count) \(what), and no more after them."
    }
}
