/// Two people wrote the same record: what is saved and what was typed here, side by side, and the choice between them.
/// The form with one's own text stands below it.
package struct BothTexts: Component {
    /// One field of the record in both texts.
    package struct Row: Sendable {
        let label: String
        let theirs: String
        let mine: String

        /// A field's name, and its text in each; empty for nothing.
        package init(_ label: String, theirs: String, mine: String) {
            self.label = label
            self.theirs = theirs
            self.mine = mine
        }

        /// Line ends and the space around a text are no difference.
        var differs: Bool {
            func plain(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }
            return plain(theirs) != plain(mine)
        }
    }

    private let rows: [Row]
    private let keepTheirs: HTML

    /// - Parameter keepTheirs: the button that leaves it as it is saved.
    package init(_ rows: [Row], keepTheirs: some Content) {
        self.rows = rows
        self.keepTheirs = keepTheirs.html
    }

    /// The markup.
    package var html: HTML {
        HTML {
            Notice(.warning, "Somebody changed this while you were typing") {
                Paragraph(
                    "Theirs is saved. Yours is kept in the form below and is not saved yet. Keep theirs; or change yours until it is right, and save it in place of theirs. Nothing is lost: what is replaced stays in the file’s history."
                )
                keepTheirs
            }
            DataTable(
                "Both texts", columns: [.init("What"), .init("Saved now"), .init("Yours")],
                rows: rows.map { row in
                    [
                        "\(row.label)\(row.differs ? " \(Tag("Different", .watch))" as HTML : .empty)",
                        Self.text(row.theirs), Self.text(row.mine),
                    ]
                })
        }
    }

    private static func text(_ text: String) -> HTML {
        text.isEmpty ? "<span class=\"quiet\">Nothing</span>" : Written(text).html
    }
}
