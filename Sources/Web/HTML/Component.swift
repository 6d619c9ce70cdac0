/// What can stand in a line of a page: plain text, which is escaped, or a component.
package protocol Content: Sendable {
    /// The markup.
    var html: HTML { get }

    /// Adds the markup to a page. What stands many times on a page is `Streamed`, and comes to its place without a copy.
    func write(to page: inout HTML)
}

extension Content {
    /// Adds the markup to a page.
    package func write(to page: inout HTML) { page.append(html) }
}

extension String: Content {
    /// The text, escaped.
    package var html: HTML { HTML(text: self) }
}

/// A part of a page: a value that knows its markup. Text alone is not one, so that no literal is taken for markup.
package protocol Component: Content {}

/// A component that writes itself straight into the page.
protocol Streamed: Component {}

extension Streamed {
    /// The markup alone.
    package var html: HTML {
        var html = HTML(capacity: 256)
        write(to: &html)
        return html
    }
}

extension HTML: Component {
    /// A fragment is its own markup.
    package var html: HTML { self }
}

/// Lets the parts of a page be listed one under another: `Form(…) { TextField(…); SubmitButton(…) }`.
@resultBuilder
package enum HTMLBuilder {
    /// One part.
    package static func buildExpression<Part: Component>(_ part: Part) -> Part { part }

    /// A part that may be absent.
    package static func buildExpression(_ part: (some Component)?) -> HTML { part?.html ?? .empty }

    /// Parts from a collection.
    package static func buildExpression(_ parts: [some Component]) -> HTML {
        var html = HTML()
        for part in parts { part.write(to: &html) }
        return html
    }

    /// No parts.
    package static func buildBlock() -> HTML { .empty }

    /// The first part.
    package static func buildPartialBlock(first: some Component) -> HTML {
        var page = HTML(capacity: 960)
        first.write(to: &page)
        return page
    }

    /// The next part, after those before it.
    package static func buildPartialBlock(accumulated: consuming HTML, next: some Component) -> HTML {
        next.write(to: &accumulated)
        return accumulated
    }

    /// `if` without `else`.
    package static func buildOptional(_ part: HTML?) -> HTML { part ?? .empty }

    /// The first branch.
    package static func buildEither(first part: HTML) -> HTML { part }

    /// The other branch.
    package static func buildEither(second part: HTML) -> HTML { part }

    /// `for` loops.
    package static func buildArray(_ parts: [HTML]) -> HTML { HTML(joining: parts) }
}

extension HTML {
    /// A fragment made of parts listed one under another.
    package init(@HTMLBuilder _ parts: () -> HTML) {
        self = parts()
    }
}
