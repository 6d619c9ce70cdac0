/// How much weight a button has.
package enum ButtonStyle: Sendable {
    /// The one thing to do next on the page.
    case primary
    /// Anything else.
    case secondary
    /// What cannot be taken back.
    case danger

    var classes: StaticString {
        switch self {
        case .primary: "button primary"
        case .secondary: "button secondary"
        case .danger: "button danger"
        }
    }
}

/// The button that sends a form. With the script it can be pressed only once.
package struct SubmitButton: Component {
    private let label: String
    private let style: ButtonStyle
    private let busy: String
    private let name: String?
    private let value: String?
    private let action: String?
    private let key: Key?

    /// A submit button.
    ///
    /// - Parameters:
    ///   - busy: what it says while the answer is on its way.
    ///   - name, value: sent with the form, where it has more than one button.
    ///   - action: where this button posts to, if not to the form's own action.
    package init(
        _ label: String, style: ButtonStyle = .primary, busy: String = "Saving…", name: String? = nil,
        value: String? = nil, action: String? = nil, key: Key? = nil
    ) {
        self.label = label
        self.style = style
        self.busy = busy
        self.name = name
        self.value = value
        self.action = action
        self.key = key
    }

    /// The markup.
    package var html: HTML {
        """
        <button class="\(literal: style.classes)" type="submit" data-busy="\(busy)"\(attribute: "name", name)\
        \(attribute: "value", value)\(attribute: "formaction", action)\(key?.attributes)>\(label)\
        \(key.map { " \($0)" as HTML })</button>

        """
    }
}

/// A link that looks like a button: it goes somewhere and changes nothing.
package struct LinkButton: Component {
    private let label: String
    private let href: String
    private let style: ButtonStyle
    private let key: Key?

    /// A link.
    package init(_ label: String, href: String, style: ButtonStyle = .secondary, key: Key? = nil) {
        self.label = label
        self.href = href
        self.style = style
        self.key = key
    }

    /// The markup.
    package var html: HTML {
        """
        <a class="\(literal: style.classes)" href="\(href)"\(key?.attributes)>\(label)\(key.map { " \($0)" as HTML })</a>

        """
    }
}

/// Opens the browser's print window. Without the script it is not shown; the browser's own command still works.
package struct PrintButton: Component {
    private let label: String

    /// A print button.
    package init(_ label: String = "Print this page") { self.label = label }

    /// The markup.
    package var html: HTML {
        "<button class=\"button secondary\" type=\"button\" data-print hidden>\(Icon.print)\(label)</button>\n"
    }
}

/// Buttons and links side by side.
package struct ButtonRow: Component {
    private let buttons: HTML

    /// A row of `SubmitButton`, `LinkButton`, `PrintButton` or small forms.
    package init(@HTMLBuilder _ buttons: () -> HTML) { self.buttons = buttons() }

    /// The markup.
    package var html: HTML { "<div class=\"buttons\">\n\(buttons)</div>\n" }
}
