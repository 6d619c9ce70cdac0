/// A block that stands out: something to know, that went well, to watch, or that may not be done.
package struct Notice: Component {
    /// What it is about; each has its colour, its drawing and its word.
    package enum Kind: Sendable {
        case info, warning
        /// Something was done.
        case success
        /// Something may be done. Nothing has been yet.
        case allowed
        /// Something did not work, or does not hold.
        case failure
        /// Something may not be done. Say why, and who can decide.
        case refusal
    }

    private let kind: Kind
    private let heading: String
    private let content: HTML

    /// A notice with a heading and any parts under it.
    package init(_ kind: Kind, _ heading: String, @HTMLBuilder content: () -> HTML = { .empty }) {
        self.kind = kind
        self.heading = heading
        self.content = content()
    }

    /// A notice with a heading and a sentence.
    package init(_ kind: Kind, _ heading: String, _ text: String) {
        self.init(kind, heading) { Paragraph(text) }
    }

    /// The markup.
    package var html: HTML {
        """
        <div class="notice \(name)"\(if: kind == .success, " role=\"status\"")>
        \(icon)
        <div><h2><span class="unseen" lang="en">\(spoken) </span>\(heading)</h2>
        \(content)</div>
        </div>

        """
    }

    private var name: HTML {
        switch kind {
        case .info: "info"
        case .success, .allowed: "success"
        case .warning: "warning"
        case .refusal, .failure: "refusal"
        }
    }

    private var spoken: HTML {
        switch kind {
        case .info: "To know:"
        case .success: "Done:"
        case .allowed: "Allowed:"
        case .failure: "It did not work:"
        case .warning: "Take care:"
        case .refusal: "Not allowed:"
        }
    }

    private var icon: Icon {
        switch kind {
        case .info: .info
        case .success, .allowed: .done
        case .warning: .caution
        case .refusal, .failure: .stop
        }
    }
}
