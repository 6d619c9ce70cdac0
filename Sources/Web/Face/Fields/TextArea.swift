/// Several lines to type in.
package struct TextArea: Component {
    private let name: String
    private let field: Field
    private let value: String
    private let rows: Int
    private let maximum: Int?

    /// A text area of so many rows; it grows where the browser can.
    package init(
        _ name: String, label: String, hint: String? = nil, value: String = "", error: String? = nil,
        rows: Int = 5, maximum: Int? = nil, isRequired: Bool = false, id: String? = nil
    ) {
        self.name = name
        self.field = Field(id: id ?? name, label: label, hint: hint, error: error, isRequired: isRequired)
        self.value = value
        self.rows = rows
        self.maximum = maximum
    }

    /// The markup. The newline after the tag is the one that HTML drops, so that a leading one of the text stays.
    package var html: HTML {
        field.wrap(
            """
            <textarea id="\(field.id)" name="\(name)" rows="\(rows)" dir="auto" autocomplete="off" spellcheck="false" \
            writingsuggestions="false"\(attribute: "maxlength", maximum)\(field.attributes)>
            \(value)</textarea>
            """)
    }
}
