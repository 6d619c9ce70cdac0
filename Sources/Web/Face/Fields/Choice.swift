/// One thing that may be chosen: what is sent, what is read, and, if needed, a line of help.
package struct Choice: Sendable {
    let value: String
    let label: String
    let hint: String?

    /// A choice.
    package init(_ value: String, _ label: String, hint: String? = nil) {
        self.value = value
        self.label = label
        self.hint = hint
    }

    /// A tick box or a radio button with its label beside it; the whole line is the target.
    func line(
        id: String, name: String, type: StaticString, isChosen: Bool, extra: HTML = .empty,
        error: String? = nil
    ) -> HTML {
        let notes = [error, hint.map { _ in "\(id)-help" }].compactMap(\.self)
        return """
            <div class="choice">
            <input type="\(if: true, type)" id="\(id)" name="\(name)" value="\(value)"\(if: isChosen, " checked")\
            \(attribute: "aria-describedby", notes.isEmpty ? nil : notes.joined(separator: " "))\(extra)>
            <label for="\(id)" dir="auto">\(label)</label>
            \(hint.map { "<p class=\"hint\" id=\"\(id)-help\">\($0)</p>\n" as HTML })\
            </div>

            """
    }
}

extension [Choice] {
    /// The first line has the field's own id, so that the error summary leads to it.
    func lines(
        of field: Field, name: String, type: StaticString, chosen: Set<String>, extra: HTML = .empty
    ) -> HTML {
        HTML(
            joining: enumerated().map { position, choice in
                choice.line(
                    id: position == 0 ? field.id : "\(field.id)-\(position + 1)", name: name, type: type,
                    isChosen: chosen.contains(choice.value), extra: extra)
            })
    }
}
