/// Words to be said as they stand, in large type.
package struct ReadAloud: Component {
    private let words: String
    private let label: String

    /// The words, and the line above them.
    package init(_ words: String, label: String = "Say these words") {
        self.words = words
        self.label = label
    }

    /// The markup.
    package var html: HTML {
        """
        <figure class="aloud">
        <figcaption>\(label)</figcaption>
        <blockquote><p>\(words)</p></blockquote>
        </figure>

        """
    }
}

/// The clause that something rests on: quietly beside it, the wording one press away.
package struct ClauseNote: Component {
    private let clause: String
    private let wording: String
    private let isOpen: Bool

    /// For example `P1.1` and its wording. `isOpen` shows the wording at once, where someone must decide.
    package init(_ clause: String, _ wording: String, isOpen: Bool = false) {
        self.clause = clause
        self.wording = wording
        self.isOpen = isOpen
    }

    /// The markup.
    package var html: HTML {
        """
        <details class="clause"\(if: isOpen, " open")>
        <summary>Clause \(clause)</summary>
        <p>\(wording)</p>
        <p>\(Link("Read it in the policy", href: Self.path(clause), about: "clause \(clause)"))</p>
        </details>

        """
    }

    /// Where a clause stands in the policy; what is in brackets after its number is passed over.
    static func path(_ clause: String) -> String { Route.policy.path() + "#" + clause.prefix { $0 != "(" } }
}

/// A clause's number, in a line or a table, as the way to its wording in the policy.
package struct ClauseLink: Component {
    private let clause: String

    /// For example `P4.1(i)`.
    package init(_ clause: String) { self.clause = clause }

    /// The markup.
    package var html: HTML { Link(clause, href: ClauseNote.path(clause)).html }
}

/// Something longer that most people will not need.
package struct Details: Component {
    private let summary: String
    private let content: HTML

    /// A line that opens.
    package init(_ summary: String, @HTMLBuilder content: () -> HTML) {
        self.summary = summary
        self.content = content()
    }

    /// The markup.
    package var html: HTML {
        "<details class=\"more\">\n<summary>\(summary)</summary>\n<div>\(content)</div>\n</details>\n"
    }
}
