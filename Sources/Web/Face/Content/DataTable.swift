/// A table with a caption. On a phone each row becomes a card; roles are given so that it stays a table to hear.
package struct DataTable: Component {
    /// A column.
    package struct Column: Sendable {
        let label: String
        let isNumber: Bool

        /// A column; numbers stand at the end of it.
        package init(_ label: String, isNumber: Bool = false) {
            self.label = label
            self.isNumber = isNumber
        }
    }

    private let caption: String
    private let isCaptionSeen: Bool
    private let columns: [Column]
    private let rows: [[HTML]]

    /// A table. The first cell of each row names the row; a row has as many cells as there are columns.
    package init(_ caption: String, isCaptionSeen: Bool = true, columns: [Column], rows: [[HTML]]) {
        self.caption = caption
        self.isCaptionSeen = isCaptionSeen
        self.columns = columns
        self.rows = rows
    }

    /// The markup.
    package var html: HTML {
        """
        <table class="table" role="table">
        <caption\(if: !isCaptionSeen, " class=\"unseen\"")>\(caption)</caption>
        <thead role="rowgroup"><tr role="row">\(columns.map(heading))</tr></thead>
        <tbody role="rowgroup">
        \(rows.map(line))</tbody>
        </table>

        """
    }

    private func heading(_ column: Column) -> HTML {
        "<th scope=\"col\" role=\"columnheader\"\(if: column.isNumber, " class=\"number\"")>\(column.label)</th>"
    }

    private func line(_ cells: [HTML]) -> HTML {
        let marked = zip(columns, cells).enumerated().map { position, pair -> HTML in
            let (column, cell) = pair
            return position == 0
                ? "<th scope=\"row\" role=\"rowheader\" data-label=\"\(column.label)\">\(cell)</th>"
                : """
                <td role="cell" data-label="\(column.label)"\(if: column.isNumber, " class=\"number\"")>\(cell)</td>
                """
        }
        return "<tr role=\"row\">\(marked)</tr>\n"
    }
}
