/// A table with a caption. On a phone each row becomes a card; roles are given so that it stays a table to hear.
package struct DataTable: Streamed {
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
    package func write(to page: inout HTML) {
        page.append(
            """
            <table class="table" role="table">
            <caption\(if: !isCaptionSeen, " class=\"unseen\"")>\(caption)</caption>
            <thead role="rowgroup"><tr role="row">\(columns.map(heading))</tr></thead>
            <tbody role="rowgroup">

            """)
        for row in rows { write(row, to: &page) }
        page.append(literal: "</tbody>\n</table>\n")
    }

    private func heading(_ column: Column) -> HTML {
        "<th scope=\"col\" role=\"columnheader\"\(if: column.isNumber, " class=\"number\"")>\(column.label)</th>"
    }

    private func write(_ cells: [HTML], to page: inout HTML) {
        page.append(literal: "<tr role=\"row\">")
        for (place, (column, cell)) in zip(columns, cells).enumerated() {
            page.append(
                literal: place == 0
                    ? "<th scope=\"row\" role=\"rowheader\" data-label=\""
                    : "<td role=\"cell\" data-label=\"")
            page.append(text: column.label)
            page.append(literal: place > 0 && column.isNumber ? "\" class=\"number\">" : "\">")
            page.append(cell)
            page.append(literal: place == 0 ? "</th>" : "</td>")
        }
        page.append(literal: "</tr>\n")
    }
}
