/// Things that must be in place, each with whether it is.
package struct Checklist: Component {
    private let lines: [(words: String, isDone: Bool)]

    /// The things, in order.
    package init(_ lines: [(words: String, isDone: Bool)]) { self.lines = lines }

    /// The markup.
    package var html: HTML {
        let items = lines.map { line in
            let tag = line.isDone ? Tag("Done", .good) : Tag("To do", .watch)
            return "<li>\(tag) \(line.words)</li>\n" as HTML
        }
        return "<ul class=\"checklist\">\n\(items)</ul>\n"
    }
}
