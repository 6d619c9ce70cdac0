/// A form that posts, with the session's token. The browser's own validation is off: our messages are kinder and the
/// same without a script.
package struct Form: Component {
    private let action: String
    private let token: String
    private let id: String?
    private let draft: String?
    private let fields: HTML

    /// A form.
    ///
    /// - Parameters:
    ///   - action: where it posts to.
    ///   - token: goes into the hidden field `form`.
    ///   - draft: where the script keeps what is typed, until it is saved.
    package init(
        to action: String, token: String, id: String? = nil, draft: String? = nil,
        @HTMLBuilder fields: () -> HTML
    ) {
        self.action = action
        self.token = token
        self.id = id
        self.draft = draft
        self.fields = fields()
    }

    /// The markup.
    package var html: HTML {
        """
        <form class="form" method="post" action="\(action)"\(attribute: "id", id)\(attribute: "data-draft", draft) autocomplete="off" novalidate>
        <input type="hidden" name="form" value="\(token)">
        \(fields)
        </form>

        """
    }
}

/// A value that the form carries unseen.
package struct HiddenField: Component {
    private let name: String
    private let value: String

    /// A name and its value.
    package init(_ name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// The markup.
    package var html: HTML { "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">\n" }
}
