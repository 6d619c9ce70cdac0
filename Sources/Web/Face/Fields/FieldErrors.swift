/// What is wrong with a form, by field, in the order of the page.
package struct FieldErrors: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    private(set) var all: [Entry]

    struct Entry: Sendable, Equatable {
        let field: String
        let message: String
    }

    /// Field names and messages, each saying what to do: `["caller": "Say who is asking."]`.
    package init(dictionaryLiteral elements: (String, String)...) {
        all = elements.map { Entry(field: $0.0, message: $0.1) }
    }

    /// Nothing is wrong.
    package static let none: FieldErrors = [:]

    /// Whether the form may go on.
    package var isEmpty: Bool { all.isEmpty }

    /// Adds a message for a field.
    package mutating func add(_ message: String, to field: String) {
        all.append(Entry(field: field, message: message))
    }

    /// The first message of a field.
    package subscript(field: String) -> String? {
        all.first { $0.field == field }?.message
    }
}

/// The list of what to put right, at the top of a page that came back. It takes the focus and is read out.
package struct ErrorSummary: Component {
    private let errors: FieldErrors
    private let heading: String

    /// A summary; with no errors it shows nothing.
    package init(_ errors: FieldErrors, heading: String = "Please check these before going on") {
        self.errors = errors
        self.heading = heading
    }

    /// The markup.
    package var html: HTML {
        guard !errors.isEmpty else { return .empty }
        let links = errors.all.map { "<li><a href=\"#\($0.field)\">\($0.message)</a></li>\n" as HTML }
        return """
            <div class="notice refusal errors" role="alert" tabindex="-1" autofocus>
            \(Icon.caution)
            <div><h2>\(heading)</h2>
            <ul>
            \(links)</ul></div>
            </div>

            """
    }
}
