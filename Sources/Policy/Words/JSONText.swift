/// A JSON value as a request may hold one (RFC 8259).
///
/// Numbers are read, so that they can be refused by name, but not kept: no field of a request is a number.
package indirect enum JSONText: Hashable, Sendable {
    case null
    case bool(Bool)
    case number
    case string(String)
    case array([JSONText])
    /// Members in the order written; a name that stands twice is an error when a request is read.
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: JSONText
    }

    /// How deep arrays and objects may nest. A request needs two levels.
    package static let deepest = 16

    /// Why a text is not JSON.
    package enum Failure: Error, Hashable, Sendable {
        case notUTF8
        /// The offset of the byte, from 0.
        case unexpected(at: Int)
        case tooDeep(at: Int)
    }

    /// Reads one value, with nothing but white space around it.
    package static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONText {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        var reader = JSONReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.isAtEnd else { throw .unexpected(at: reader.offset) }
        return value
    }
}
