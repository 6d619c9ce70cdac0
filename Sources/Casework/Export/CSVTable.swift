/// A list as comma-separated values (RFC 4180), in UTF-8 with the mark that spreadsheets know it by.
struct CSVTable: Sendable {
    let name: String
    private var text: String
    private(set) var rows = 0

    init(_ name: String, columns: [String]) {
        self.name = name
        text = "\u{FEFF}"
        write(columns)
    }

    mutating func add(_ cells: [String]) {
        rows += 1
        write(cells)
    }

    var part: ExportPart { ExportPart(name: name, bytes: Array(text.utf8)) }

    private mutating func write(_ cells: [String]) {
        text += cells.map(Self.cell).joined(separator: ",") + "\r\n"
    }

    /// In quotation marks; one that a spreadsheet would take for a formula has an apostrophe before it.
    static func cell(_ text: String) -> String {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace || $0 == "\t" || $0 == "\r" }
        let isFormula = first.map { "=+-@\t\r＝＋－＠".unicodeScalars.contains($0) } ?? false
        return "\"" + (isFormula ? "'" : "") + text.replacing("\"", with: "\"\"") + "\""
    }
}
