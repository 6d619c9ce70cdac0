/// One row of an answer. Columns are asked for by name and by type; a column that is not there, or holds
/// something else, is an error and never a default.
package struct Row: Sendable {
    private let page: RowPage
    /// The place of its first column among the page's cells.
    private let start: Int

    init(_ page: RowPage, at start: Int) {
        self.page = page
        self.start = start
    }

    /// The columns' values, in their order.
    var values: [Value] { page.cells[start..<start + page.columns.count].map(page.value) }

    /// The column's value, of whatever type.
    /// - Throws: `missingColumn`.
    package func value(_ name: String) throws(DatabaseError) -> Value { page.value(try cell(name)) }

    /// A signed 64-bit number.
    /// - Throws: `missingColumn`, `wrongType`.
    package func integer(_ name: String) throws(DatabaseError) -> Int64 {
        guard let integer = try optionalInteger(name) else { throw .wrongType }
        return integer
    }

    /// A signed 64-bit number, or nil for NULL.
    /// - Throws: `missingColumn`, `wrongType`.
    package func optionalInteger(_ name: String) throws(DatabaseError) -> Int64? {
        switch try cell(name) {
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
        switch try cell(name) {
        case .text(let place): page.text(place)
        case .null: nil
        case .integer, .blob: throw .wrongType
        }
    }

    /// Bytes.
    /// - Throws: `missingColumn`, `wrongType`.
    package func blob(_ name: String) throws(DatabaseError) -> [UInt8] { Array(try bytes(name)) }

    /// Bytes, or nil for NULL.
    /// - Throws: `missingColumn`, `wrongType`.
    package func optionalBlob(_ name: String) throws(DatabaseError) -> [UInt8]? {
        try optionalBytes(name).map { Array($0) }
    }

    /// Bytes where they lie, with all of the answer: to be looked at and not kept.
    /// - Throws: `missingColumn`, `wrongType`.
    package func bytes(_ name: String) throws(DatabaseError) -> ArraySlice<UInt8> {
        guard let bytes = try optionalBytes(name) else { throw .wrongType }
        return bytes
    }

    /// Bytes where they lie, or nil for NULL.
    /// - Throws: `missingColumn`, `wrongType`.
    package func optionalBytes(_ name: String) throws(DatabaseError) -> ArraySlice<UInt8>? {
        switch try cell(name) {
        case .blob(let place): page.bytes[place]
        case .null: nil
        case .integer, .text: throw .wrongType
        }
    }

    private func cell(_ name: String) throws(DatabaseError) -> RowPage.Cell {
        guard let column = page.columns.firstIndex(of: name) else { throw .missingColumn }
        return page.cells[start + column]
    }
}

/// Rows that were read together: all their texts and bytes in one run, so that reading one more row allocates nothing.
final class RowPage: Sendable {
    /// One column of one row; texts and bytes by their place in `bytes`.
    enum Cell: Sendable {
        case null
        case integer(Int64)
        case text(Range<Int>)
        case blob(Range<Int>)
    }

    let columns: [String]
    /// Row by row.
    let cells: [Cell]
    let bytes: [UInt8]

    init(columns: [String], cells: [Cell], bytes: [UInt8]) {
        self.columns = columns
        self.cells = cells
        self.bytes = bytes
    }

    var rows: [Row] { stride(from: 0, to: cells.count, by: columns.count).map { Row(self, at: $0) } }

    func text(_ place: Range<Int>) -> String { String(decoding: bytes[place], as: UTF8.self) }

    func value(_ cell: Cell) -> Value {
        switch cell {
        case .null: .null
        case .integer(let integer): .integer(integer)
        case .text(let place): .text(text(place))
        case .blob(let place): .blob(Array(bytes[place]))
        }
    }
}
