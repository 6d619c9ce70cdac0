/// One value of a column or of a placeholder. There are no floating-point numbers and no dates: amounts
/// and times are integers, in units that their column's comment names.
package enum Value: Hashable, Sendable {
    case null
    /// A signed 64-bit number; truth values are 0 and 1.
    case integer(Int64)
    /// Unicode text. It can't hold U+0000, which PostgreSQL refuses and SQLite cuts off at.
    case text(String)
    /// Any bytes: ids, keys, hashes, ciphertexts.
    case blob([UInt8])
}

/// A type whose values can be interpolated into `SQL`, where they are bound and never become text.
package protocol Bindable {
    /// What is bound for this value.
    var bound: Value { get }
}

extension Value: Bindable {
    package var bound: Value { self }
}

extension Int: Bindable {
    package var bound: Value { .integer(Int64(self)) }
}

extension Int64: Bindable {
    package var bound: Value { .integer(self) }
}

extension Bool: Bindable {
    package var bound: Value { .integer(self ? 1 : 0) }
}

extension String: Bindable {
    package var bound: Value { .text(self) }
}

extension [UInt8]: Bindable {
    package var bound: Value { .blob(self) }
}

extension Bindable where Self: RawRepresentable, RawValue: Bindable {
    /// An enum with raw values is bound as its raw value: `enum State: String, Bindable`.
    package var bound: Value { rawValue.bound }
}
