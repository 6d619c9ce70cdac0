/// One row of an answer. Columns are asked for by name and by type; a column that is not there, or holds
/// something else, is an error and never a default.
package struct Row: Hashable, Sendable {
    /// The columns' names, shared by all rows of one answer.
    let columns: [String]
    /// The columns' values, in the same order.
    let values: [Value]

    /// The column's value, of whatever type.
    /// - Throws: `missingColumn`.
    package func value(_ name: String) throws(DatabaseError) -> Value {
        guard let index = columns.firstIndex(of: name) else { throw .missingColumn }
        return values[index]
    }

    /// A signed 64-bit number.
    /// - Throws: `missingColumn`, `wrongType`.
    package func integer(_ name: String) throws(DatabaseError) -> Int64 {
        guard let integer = try optionalInteger(name) else { throw .wrongType }
        return integer
    }

    /// A signed 64-bit number, or nil for NULL.
    /// - Throws: `missingColumn`, `wrongType`.
    package func optionalInteger(_ name: String) throws(DatabaseError) -> Int64? {
        switch try value(name) {
        case .integer(let integer): integer
        case .null: nil
        case .text, .blob: throw .wrongType
        }
    }

    /// Text.
    /// - Throws: `missingColumn`, `wrongType`.
    package func text(_ name: String) throws(DatabaseError) -> String {
        guard let text = try optionalText(name) else { throw .wrongType }
        return text
    }

    /// Text, or nil for NULL.
    /// - Throws: `missingColumn`, `wrongType`.
    package func optionalText(_ name: String) throws(DatabaseError) -> String? {
        switch try value(name) {
        case .text(let text): text
        case .null: nil
        case .integer, .blob: throw .wrongType
        }
    }

    /// Bytes.
    /// - Throws: `missingColumn`, `wrongType`.
    package func blob(_ name: String) throws(DatabaseError) -> [UInt8] {
        guard let blob = try optionalBlob(name) else { throw .wrongType }
        return blob
    }

    /// Bytes, or nil for NULL.
    /// - Throws: `missingColumn`, `wrongType`.
    package func optionalBlob(_ name: String) throws(DatabaseError) -> [UInt8]? {
        switch try value(name) {
        case .blob(let blob): blob
        case .null: nil
        case .integer, .text: throw .wrongType
        }
    }
}
