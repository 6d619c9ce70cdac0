/// Markup, as UTF-8. A literal is markup; an interpolated `String` is escaped; interpolated `HTML` is spliced.
///
/// Literals arrive as `StaticString`, so text that came from a person cannot become markup: that does not compile.
package struct HTML: Sendable, Equatable {
    /// The document or fragment, as it goes to the browser.
    package private(set) var bytes: [UInt8]

    /// Nothing at all.
    package static let empty = HTML()

    /// An empty fragment with room for `capacity` bytes.
    package init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    /// A person's text, escaped for text and for quoted attribute values.
    package init(text: some StringProtocol) {
        self.init(capacity: text.utf8.count + 16)
        append(text: text)
    }

    /// Nothing left to show.
    package var isEmpty: Bool { bytes.isEmpty }

    /// Adds markup that is written in the source.
    package mutating func append(literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Puts parts of itself in another order: nothing is added.
    mutating func arrange(_ range: Range<Int>, as parts: [Range<Int>]) {
        bytes.replaceSubrange(range, with: parts.flatMap { bytes[$0] })
    }

    /// Adds another fragment as it is.
    package mutating func append(_ other: HTML) {
        bytes.append(contentsOf: other.bytes)
    }

    /// Adds a person's text, escaped.
    package mutating func append(text: some StringProtocol) {
        var copy = String(text)
        copy.withUTF8 { bytes.append(escaping: $0) }
    }
}

extension HTML {
    /// Many fragments as one, with markup from the source between them.
    package init(joining parts: [HTML], separator: StaticString = "") {
        self.init(capacity: parts.reduce(0) { $0 + $1.bytes.count + separator.utf8CodeUnitCount })
        for (position, part) in parts.enumerated() {
            if position > 0 { append(literal: separator) }
            append(part)
        }
    }
}

extension HTML: CustomStringConvertible {
    /// The markup as text; for tests and for reading.
    package var description: String { String(decoding: bytes, as: UTF8.self) }
}
