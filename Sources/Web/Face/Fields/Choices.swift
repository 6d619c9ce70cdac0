/// One of several, all in view.
package struct RadioGroup: Component {
    private let name: String
    private let field: Field
    private let choices: [Choice]
    private let chosen: String?

    /// Radio buttons under a legend.
    package init(
        _ name: String, legend: String, hint: String? = nil, choices: [Choice], chosen: String? = nil,
        error: String? = nil, isRequired: Bool = false, id: String? = nil
    ) {
        self.name = name
        self.field = Field(id: id ?? name, label: legend, hint: hint, error: error, isRequired: isRequired)
        self.choices = choices
        self.chosen = chosen
    }

    /// The markup.
    package var html: HTML {
        field.group(
            choices.lines(
                of: field, name: name, type: "radio", chosen: Set([chosen].compactMap(\.self)),
                extra: field.isRequired ? " required" : .empty))
    }
}

/// Any of several.
package struct CheckboxGroup: Component {
    private let name: String
    private let field: Field
    private let choices: [Choice]
    private let chosen: Set<String>

    /// Tick boxes under a legend; all share one name.
    package init(
        _ name: String, legend: String, hint: String? = nil, choices: [Choice], chosen: Set<String> = [],
        error: String? = nil, isRequired: Bool = false, id: String? = nil
    ) {
        self.name = name
        self.field = Field(id: id ?? name, label: legend, hint: hint, error: error, isRequired: isRequired)
        self.choices = choices
        self.chosen = chosen
    }

    /// The markup.
    package var html: HTML {
        field.group(choices.lines(of: field, name: name, type: "checkbox", chosen: chosen))
    }
}

/// A single tick box: something the person states.
package struct Checkbox: Component {
    private let name: String
    private let choice: Choice
    private let isChosen: Bool
    private let error: String?
    private let isRequired: Bool
    private let id: String

    /// A tick box that sends `value` when ticked.
    package init(
        _ name: String, label: String, hint: String? = nil, value: String = "yes", isChosen: Bool = false,
        error: String? = nil, isRequired: Bool = false, id: String? = nil
    ) {
        self.name = name
        self.choice = Choice(value, label, hint: hint)
        self.isChosen = isChosen
        self.error = error
        self.isRequired = isRequired
        self.id = id ?? name
    }

    /// The markup.
    package var html: HTML {
        let state: HTML = "\(if: error != nil, " aria-invalid=\"true\"")\(if: isRequired, " required")"
        let line = choice.line(
            id: id, name: name, type: "checkbox", isChosen: isChosen, extra: state,
            error: error.map { _ in "\(id)-error" })
        return """
            <div class="field choices\(if: error != nil, " has-error")">
            \(error.map { "<p class=\"error\" id=\"\(id)-error\">\(Icon.caution)\($0)</p>\n" as HTML })\
            \(line)\
            </div>

            """
    }
}

/// One of many, from a list that opens.
package struct Select: Component {
    private let name: String
    private let field: Field
    private let choices: [Choice]
    private let chosen: String?
    private let prompt: String?

    /// A list; `prompt` is a first entry that sends nothing.
    package init(
        _ name: String, label: String, hint: String? = nil, choices: [Choice], chosen: String? = nil,
        prompt: String? = "Please choose", error: String? = nil, isRequired: Bool = false, id: String? = nil
    ) {
        self.name = name
        self.field = Field(id: id ?? name, label: label, hint: hint, error: error, isRequired: isRequired)
        self.choices = choices
        self.chosen = chosen
        self.prompt = prompt
    }

    /// The markup.
    package var html: HTML {
        let options = choices.map {
            "<option value=\"\($0.value)\"\(if: $0.value == chosen, " selected") dir=\"auto\">\($0.label)</option>\n"
                as HTML
        }
        return field.wrap(
            """
            <select id="\(field.id)" name="\(name)"\(field.attributes)>
            \(prompt.map { "<option value=\"\">\($0)</option>\n" as HTML })\(options)</select>
            """)
    }
}
