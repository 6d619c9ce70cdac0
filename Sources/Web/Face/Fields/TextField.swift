/// One line to type in, always with a visible label.
///
/// The browser is asked not to remember, correct or predict: what is typed is about a person.
package struct TextField: Component {
    /// What is typed, which decides the keyboard of a phone and what a password manager does.
    package enum Kind: Sendable, Equatable {
        case text, name, telephone, email, number, search
        /// A passphrase that exists; one that is being chosen.
        case passphrase, newPassphrase
        /// The name a person signs in with.
        case signInName
        /// Six digits from an authenticator.
        case oneTimeCode
    }

    /// How long the box looks: as long as what is expected in it.
    package enum Length: Sendable { case short, medium, full }

    private let name: String
    private let field: Field
    private let value: String
    private let kind: Kind
    private let length: Length
    private let maximum: Int?
    private let isFocused: Bool

    /// A text field.
    ///
    /// - Parameters:
    ///   - id: needed only where a page has two fields of one name.
    ///   - maximum: the most characters that may be typed.
    ///   - isFocused: the page opens with the cursor here.
    package init(
        _ name: String, label: String, hint: String? = nil, value: String = "", error: String? = nil,
        kind: Kind = .text, length: Length = .full, maximum: Int? = nil, isRequired: Bool = false,
        isFocused: Bool = false, id: String? = nil
    ) {
        self.name = name
        self.field = Field(id: id ?? name, label: label, hint: hint, error: error, isRequired: isRequired)
        self.value = value
        self.kind = kind
        self.length = length
        self.maximum = maximum
        self.isFocused = isFocused
    }

    /// The markup. A passphrase is never written back into the page.
    package var html: HTML {
        let isSecret = kind == .passphrase || kind == .newPassphrase || kind == .oneTimeCode
        return field.wrap(
            """
            <input class="\(lengthClass)" id="\(field.id)" name="\(name)"\(kind.attributes)\
            \(attribute: "value", isSecret || value.isEmpty ? nil : value)\(attribute: "maxlength", maximum)\
            \(field.attributes)\(if: isFocused, " autofocus")>
            """)
    }

    private var lengthClass: HTML {
        switch length {
        case .short: "short"
        case .medium: "medium"
        case .full: "full"
        }
    }
}

extension TextField.Kind {
    /// Type, keyboard, autocomplete and direction.
    var attributes: HTML {
        let plain: HTML = " spellcheck=\"false\" writingsuggestions=\"false\""
        return switch self {
        case .text: " type=\"text\" autocomplete=\"off\" dir=\"auto\"\(plain)"
        case .name: " type=\"text\" autocomplete=\"off\" dir=\"auto\" autocapitalize=\"words\"\(plain)"
        case .telephone: " type=\"tel\" autocomplete=\"off\" dir=\"ltr\""
        case .email: " type=\"email\" autocomplete=\"off\" dir=\"ltr\"\(plain)"
        case .number: " type=\"text\" inputmode=\"numeric\" autocomplete=\"off\" dir=\"ltr\""
        case .search: " type=\"search\" autocomplete=\"off\" dir=\"auto\" autocapitalize=\"off\"\(plain)"
        case .passphrase: " type=\"password\" autocomplete=\"current-password\" dir=\"ltr\""
        case .newPassphrase: " type=\"password\" autocomplete=\"new-password\" dir=\"ltr\""
        case .signInName:
            " type=\"text\" autocomplete=\"username\" dir=\"ltr\" autocapitalize=\"none\"\(plain)"
        case .oneTimeCode:
            " type=\"text\" inputmode=\"numeric\" autocomplete=\"one-time-code\" dir=\"ltr\"\(plain)"
        }
    }
}
