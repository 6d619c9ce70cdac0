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

    /// In quotation marks; what a spreadsheet would take for a formula has an apostrophe before it.
    ///
    /// Spreadsheets of many languages part the cells at a semicolon, and then do not see the quotation marks that follow a
    /// comma. So the text after each semicolon or tab, and in each new line, may be a cell of its own.
    static func cell(_ text: String) -> String {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace || $0 == "\t" || $0 == "\r" }
        var isStart = first.map { formulas.contains($0) || $0 == "\t" || $0 == "\r" } ?? false
        var result = isStart ? "\"'" : "\""
        isStart = false
        for scalar in text.unicodeScalars {
            if isStart, formulas.contains(scalar) { result += "'" }
            // What a spreadsheet leaves out in front of a formula leaves it one.
            isStart =
                ends.contains(scalar)
                || isStart && (scalar.properties.isWhitespace || scalar == "\"" || scalar == "'")
            if scalar == "\"" { result += "\"" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }

    /// What makes a formula at the beginning of a cell; the wide forms too.
    private static let formulas: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
    /// After which another cell may begin, for some spreadsheet.
    private static let ends: Set<Unicode.Scalar> = [";", "\t", "\n", "\r"]
}
