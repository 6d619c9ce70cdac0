/// What is wrong with a form, by field. The page that shows it brings it into its own order.
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

    /// Those of these fields.
    package func of(_ fields: Set<String>) -> FieldErrors {
        var errors = self
        errors.all.removeAll { !fields.contains($0.field) }
        return errors
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

extension HTML {
    /// The same page with the links of its error summary in the order in which their fields stand on it: a page need not
    /// bring them into it, so none can bring them into another. What is about no field of this page comes last, without a
    /// link.
    func withSummaryInPageOrder() -> HTML {
        let opening = Array("<div class=\"notice refusal errors\"".utf8)
        guard let summary = bytes.firstRange(of: opening),
            let list = bytes[summary.upperBound...].firstRange(of: Array("<ul>\n".utf8)),
            let end = bytes[list.upperBound...].firstRange(of: Array("</ul>".utf8))
        else { return self }
        var lines: [(range: Range<Int>, place: Int)] = []
        var start = list.upperBound
        let close = Array("</li>\n".utf8)
        while let line = bytes[start..<end.lowerBound].firstRange(of: close) {
            let range = start..<line.upperBound
            lines.append((range, place(ofLinkIn: range)))
            start = line.upperBound
        }
        var page = self
        page.arrange(
            list.upperBound..<end.lowerBound,
            as: lines.enumerated().sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
                .flatMap { $0.element.place == .max ? withoutLink($0.element.range) : [$0.element.range] })
        return page
    }

    /// Where on the page that stands to which a line of the summary leads.
    private func place(ofLinkIn line: Range<Int>) -> Int {
        guard let link = bytes[line].firstRange(of: Array("href=\"#".utf8)),
            let end = bytes[link.upperBound..<line.upperBound].firstIndex(of: UInt8(ascii: "\""))
        else { return .max }
        let id = Array(" id=\"".utf8) + bytes[link.upperBound...end]
        return bytes.firstRange(of: id)?.lowerBound ?? .max
    }

    /// The parts of a line of the summary that are not its link.
    private func withoutLink(_ line: Range<Int>) -> [Range<Int>] {
        guard let start = bytes[line].firstRange(of: Array("<a href=\"#".utf8)),
            let opened = bytes[start.upperBound..<line.upperBound].firstRange(of: Array("\">".utf8)),
            let end = bytes[opened.upperBound..<line.upperBound].firstRange(of: Array("</a>".utf8))
        else { return [line] }
        return [
            line.lowerBound..<start.lowerBound, opened.upperBound..<end.lowerBound,
            end.upperBound..<line.upperBound,
        ]
    }
}
