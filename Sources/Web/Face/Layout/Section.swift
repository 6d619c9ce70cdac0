/// The heading of a page: what this is, and, if it helps, one sentence under it.
package struct PageHeading: Component {
    private let heading: HTML
    private let above: String?
    private let below: String?

    /// A heading. `above` is a short line before it (a step, a date); `below` says what the page is for.
    package init(_ heading: some Content, above: String? = nil, below: String? = nil) {
        self.heading = heading.html
        self.above = above
        self.below = below
    }

    /// The markup.
    package var html: HTML {
        """
        <div class="heading">
        \(above.map { "<p class=\"heading-above\">\($0)</p>\n" as HTML })\
        <h1>\(heading)</h1>
        \(below.map { "<p class=\"heading-below\">\($0)</p>\n" as HTML })\
        </div>

        """
    }
}

/// A part of a page under its own heading.
package struct Section: Streamed {
    /// The level of a section's heading; a page has its one level 1 in `PageHeading`.
    package enum Level: Sendable { case second, third }

    private let heading: HTML
    private let id: String?
    private let level: Level
    private let isSheet: Bool
    private let content: HTML

    /// A section; `isSheet` puts it on a white sheet of its own.
    package init(
        _ heading: some Content, id: String? = nil, level: Level = .second, isSheet: Bool = false,
        @HTMLBuilder content: () -> HTML
    ) {
        self.heading = heading.html
        self.id = id
        self.level = level
        self.isSheet = isSheet
        self.content = content()
    }

    /// The markup.
    package func write(to page: inout HTML) {
        let title: HTML =
            level == .second ? "<h2>\(heading)</h2>" : "<h3>\(heading)</h3>"
        page.append("<section\(attribute: "id", id)\(if: isSheet, " class=\"card\"")>\n\(title)\n")
        page.append(content)
        page.append(literal: "\n</section>\n")
    }
}

/// A paragraph of the interface's own words.
package struct Paragraph: Component {
    private let content: HTML
    private let isQuiet: Bool

    /// A paragraph; `isQuiet` for what matters less.
    package init(_ content: some Content, isQuiet: Bool = false) {
        self.content = content.html
        self.isQuiet = isQuiet
    }

    /// The markup.
    package var html: HTML { "<p\(if: isQuiet, " class=\"quiet\"")>\(content)</p>\n" }
}
