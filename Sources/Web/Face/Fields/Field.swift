/// What stands around every control: label, hint and error, tied to it for people who hear the page.
struct Field {
    let id: String
    let label: String
    let hint: String?
    let error: String?
    let isRequired: Bool

    /// Attributes that the control itself carries.
    var attributes: HTML {
        "\(description)\(if: error != nil, " aria-invalid=\"true\"")\(if: isRequired, " required")"
    }

    /// The word that marks a field that must be filled.
    var mark: HTML? { isRequired ? " <span class=\"needed\">needed</span>" : nil }

    /// The hint and the error, where there are any.
    var notes: HTML {
        """
        \(hint.map { "<p class=\"hint\" id=\"\(id)-hint\">\($0)</p>\n" as HTML })\
        \(error.map { "<p class=\"error\" id=\"\(id)-error\">\(Icon.caution)\($0)</p>\n" as HTML })
        """
    }

    /// A single control with its label.
    func wrap(_ control: HTML) -> HTML {
        """
        <div class="field\(if: error != nil, " has-error")">
        <label for="\(id)">\(label)\(mark)</label>
        \(notes)\(control)
        </div>

        """
    }

    /// Several controls under a legend.
    func group(_ controls: HTML) -> HTML {
        """
        <fieldset class="field choices\(if: error != nil, " has-error")"\(description)>
        <legend>\(label)\(mark)</legend>
        \(notes)\(controls)</fieldset>

        """
    }

    /// Which notes belong to the control.
    var description: HTML {
        let notes = [hint.map { _ in "\(id)-hint" }, error.map { _ in "\(id)-error" }].compactMap(\.self)
        return "\(attribute: "aria-describedby", notes.isEmpty ? nil : notes.joined(separator: " "))"
    }
}
