/// What can stand in a line of a page: plain text, which is escaped, or a component.
package protocol Content: Sendable {
    /// The markup.
    var html: HTML { get }
}

extension String: Content {
    /// The text, escaped.
    package var html: HTML { HTML(text: self) }
}

/// A part of a page: a value that knows its markup. Text alone is not one, so that no literal is taken for markup.
package protocol Component: Content {}

extension HTML: Component {
    /// A fragment is its own markup.
    package var html: HTML { self }
}

/// Lets the parts of a page be listed one under another: `Form(…) { TextField(…); SubmitButton(…) }`.
@resultBuilder
package enum HTMLBuilder {
    /// One part.
    package static func buildExpression(_ part: some Component) -> HTML { part.html }

    /// A part that may be absent.
    package static func buildExpression(_ part: (some Component)?) -> HTML { part?.html ?? .empty }

    /// Parts from a collection.
    package static func buildExpression(_ parts: [some Component]) -> HTML {
        HTML(joining: parts.map(\.html))
    }

    /// All parts, in order.
    package static func buildBlock(_ parts: HTML...) -> HTML { HTML(joining: parts) }

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
