/// One SQL statement or fragment: text with `$1` placeholders, and the values bound to them.
///
/// A literal makes one, and an interpolated value is *bound*: `"SELECT name FROM staff WHERE id = \(id)"` has
/// the text `SELECT name FROM staff WHERE id = $1`. Nothing turns a `String` made at run time into SQL text,
/// so injection does not compile. The text keeps to what SQLite and PostgreSQL both understand.
package struct SQL: Hashable, Sendable {
    /// The text, whose placeholders are `$1`, `$2` … in PostgreSQL's numbering.
    package private(set) var text: String
    /// The value of `$1` first, and so on.
    package private(set) var values: [Value]
    /// Whether the text is one of a few that the program comes to again, so that it is kept prepared. A list's length is
    /// in the text, so one with a long list is not.
    private(set) var isFixed: Bool

    /// The most that a list can have for its statement to be kept prepared: more than anybody's keys.
    static let shortList = 16

    /// Whether each placeholder stands once, in the order of the values, as interpolation writes them.
    private(set) var isInOrder = true

    /// Literal text that numbers its own placeholders, where one value is used twice or out of order.
    package init(_ text: StaticString, values: [Value]) {
        self.init(text: text.description, values: values, isFixed: true)
        isInOrder = values.isEmpty
    }

    /// The one way from text made at run time, for `Dialect` alone.
    init(text: String, values: [Value], isFixed: Bool) {
        self.text = text
        self.values = values
        self.isFixed = isFixed
    }

    /// One statement out of two fragments; the second's placeholders follow the first's.
    package static func + (first: SQL, second: SQL) -> SQL {
        var sum = first
        sum.append(second)
        return sum
    }

    private mutating func append(_ other: SQL) {
        text += other.text(numberedAfter: values.count)
        values += other.values
        isFixed = isFixed && other.isFixed
        isInOrder = isInOrder && other.isInOrder
    }

    /// The text with `count` added to the number of each placeholder; what stands in quotes is left alone.
    private func text(numberedAfter count: Int) -> String {
        guard count > 0, !values.isEmpty else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count + values.count)
        var rest = Substring(text).utf8
        var isQuoted = false
        while let byte = rest.popFirst() {
            result.append(byte)
            if byte == UInt8(ascii: "'") { isQuoted.toggle() }
            guard byte == UInt8(ascii: "$"), !isQuoted else { continue }
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard let number = Int(Substring(digits)) else { continue }
            result += String(number + count).utf8
            rest = rest.dropFirst(digits.count)
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension SQL: ExpressibleByStringInterpolation {
    /// Text without values. The parameter is a `StaticString`, so that only a literal can be given.
    package init(stringLiteral text: StaticString) {
        self.init(text, values: [])
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// Collects a literal's text and binds its values.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql: SQL

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql = SQL(text: "", values: [], isFixed: true)
            sql.text.reserveCapacity(literalCapacity + interpolationCount * 3)
            sql.values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { sql.text += String(decoding: $0, as: UTF8.self) }
        }

        /// Binds a value, or SQL's NULL for nil.
        package mutating func appendInterpolation(_ value: (some Bindable)?) {
            sql.values.append(value?.bound ?? .null)
            sql.text += "$\(sql.values.count)"
        }

        /// Splices another statement's text, its placeholders renumbered.
        package mutating func appendInterpolation(sql other: SQL) {
            sql.append(other)
        }

        /// Binds each of a list: `IN \(list: ids)` becomes `IN ($1, $2)`.
        ///
        /// An empty list becomes `(NULL)`, with which neither `IN` nor `NOT IN` is ever true.
        package mutating func appendInterpolation(list: some Collection<some Bindable>) {
            if list.count > SQL.shortList { sql.isFixed = false }
            guard !list.isEmpty else {
                sql.text += "(NULL)"
                return
            }
            for (position, value) in list.enumerated() {
                sql.text += position == 0 ? "(" : ", "
                appendInterpolation(value)
            }
            sql.text += ")"
        }
    }
}
