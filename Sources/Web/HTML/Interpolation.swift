extension HTML: ExpressibleByStringInterpolation {
    /// Markup that is written in the source.
    package init(stringLiteral value: StaticString) {
        self.init()
        append(literal: value)
    }

    /// A literal with values in it.
    package init(stringInterpolation: Interpolation) {
        self = stringInterpolation.html
    }

    /// What each kind of value becomes inside a literal. There is none for an optional `String`, on purpose.
    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var html: HTML

        /// Room for the literal and a little for each value.
        package init(literalCapacity: Int, interpolationCount: Int) {
            html = HTML(capacity: literalCapacity + interpolationCount * 32)
        }

        /// Markup from the source, as it is.
        package mutating func appendLiteral(_ literal: StaticString) {
            html.append(literal: literal)
        }

        /// Markup that the source has under a name, as it is.
        package mutating func appendInterpolation(literal: StaticString) {
            html.append(literal: literal)
        }

        /// Text, escaped.
        package mutating func appendInterpolation(_ text: some StringProtocol) {
            html.append(text: text)
        }

        /// A component or a fragment, as it is.
        package mutating func appendInterpolation(_ part: some Component) {
            part.write(to: &html)
        }

        /// A component or a fragment where there is one.
        package mutating func appendInterpolation(_ part: (some Component)?) {
            if let part { part.write(to: &html) }
        }

        /// Components or fragments, one after another.
        package mutating func appendInterpolation(_ parts: [some Component]) {
            for part in parts { part.write(to: &html) }
        }

        /// A whole number in plain digits.
        package mutating func appendInterpolation(_ number: Int) {
            html.append(text: String(number))
        }

        /// Markup from the source, only where the condition holds: `<input\(if: ticked, " checked")>`.
        package mutating func appendInterpolation(if condition: Bool, _ literal: StaticString) {
            if condition { html.append(literal: literal) }
        }

        /// An attribute with an escaped value, only where there is one: `<input\(attribute: "value", name)>`.
        package mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            html.append(literal: " ")
            html.append(literal: name)
            html.append(literal: "=\"")
            html.append(text: value)
            html.append(literal: "\"")
        }

        /// An attribute with a number, only where there is one.
        package mutating func appendInterpolation(attribute name: StaticString, _ value: Int?) {
            appendInterpolation(attribute: name, value.map(String.init))
        }
    }
}

extension DefaultStringInterpolation {
    /// A component in plain text would be shown as the program prints a value. It is what a literal is taken for where
    /// nothing says that it is markup.
    @available(*, deprecated, message: "a component in plain text: say `as HTML` behind the literal")
    mutating func appendInterpolation(_: some Component) {}
}
