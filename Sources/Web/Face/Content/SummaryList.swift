/// Facts with their names, one under another.
package struct SummaryList: Streamed {
    /// One fact.
    package struct Row: Sendable {
        let term: String
        let value: HTML
        let action: Link?

        /// A fact; `action` is a link beside it, such as 'Change'.
        package init(_ term: String, _ value: some Content, action: Link? = nil) {
            self.term = term
            self.value = value is String ? "<bdi>\(value.html)</bdi>" : value.html
            self.action = action
        }
    }

    private let rows: [Row]

    /// The facts, in order.
    package init(_ rows: [Row]) { self.rows = rows }

    /// The markup.
    package func write(to page: inout HTML) {
        page.append(literal: "<dl class=\"facts\">\n")
        for row in rows {
            page.append(literal: "<div><dt>")
            page.append(text: row.term)
            page.append(literal: "</dt><dd>")
            page.append(row.value)
            if let action = row.action {
                page.append(literal: "</dd><dd class=\"facts-action\">")
                action.write(to: &page)
            }
            page.append(literal: "</dd></div>\n")
        }
        page.append(literal: "</dl>\n")
    }
}

/// A few large counts.
package struct Figures: Component {
    /// One count.
    package struct Figure: Sendable {
        let number: String
        let label: String
        let href: String?

        /// A count already in words or digits ('fewer than 5'), what it counts, and where to see more.
        package init(_ number: String, _ label: String, href: String? = nil) {
            self.number = number
            self.label = label
            self.href = href
        }
    }

    private let figures: [Figure]

    /// The counts, in order.
    package init(_ figures: [Figure]) { self.figures = figures }

    /// The markup.
    package var html: HTML {
        let lines = figures.map { figure in
            let label: HTML = figure.href.map { "\(Link(figure.label, href: $0))" } ?? "\(figure.label)"
            return "<div><dt>\(label)</dt><dd>\(figure.number)</dd></div>\n" as HTML
        }
        return "<dl class=\"figures\">\n\(lines)</dl>\n"
    }
}
