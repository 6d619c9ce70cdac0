/// A person's name, kept apart from the direction of the text around it.
package struct PersonName: Streamed {
    private let name: String

    /// The name as it is written.
    package init(_ name: String) { self.name = name }

    /// The markup.
    package func write(to page: inout HTML) {
        page.append(literal: "<bdi class=\"name\">")
        page.append(text: name)
        page.append(literal: "</bdi>")
    }
}

/// What somebody wrote, with its line breaks and in its own direction.
package struct Written: Streamed {
    private let text: String

    /// The text as it was typed.
    package init(_ text: String) { self.text = text }

    /// The markup.
    package func write(to page: inout HTML) {
        page.append(literal: "<p class=\"written\" dir=\"auto\">")
        page.append(text: text)
        page.append(literal: "</p>\n")
    }
}

/// Text in another language than the page, such as the consent wording in a client's own.
package struct InLanguage: Component {
    private let language: String
    private let direction: Page.Direction
    private let content: HTML

    /// Parts in the language of a BCP 47 tag: `ar`, `ur`, `bn`, `so`.
    package init(_ language: String, direction: Page.Direction, @HTMLBuilder content: () -> HTML) {
        self.language = language
        self.direction = direction
        self.content = content()
    }

    /// The markup.
    package var html: HTML {
        """
        <div class="tongue" lang="\(language)" dir="\(direction == .rightToLeft ? "rtl" : "ltr")">
        \(content)</div>

        """
    }
}

/// A moment, for people and for machines.
package struct Moment: Streamed {
    private let words: String
    private let machine: String

    /// For example `Tuesday 4 March, 10:15` and `2025-03-04T10:15:00Z`.
    package init(_ words: String, machine: String) {
        self.words = words
        self.machine = machine
    }

    /// The markup.
    package func write(to page: inout HTML) {
        page.append(literal: "<time datetime=\"")
        page.append(text: machine)
        page.append(literal: "\">")
        page.append(text: words)
        page.append(literal: "</time>")
    }
}

/// A code, a fingerprint or a reference that is compared or copied by eye.
package struct Spelled: Component {
    private let code: String

    /// The code, already in groups.
    package init(_ code: String) { self.code = code }

    /// The markup.
    package var html: HTML { "<code class=\"spelled\" dir=\"ltr\">\(code)</code>" }
}

/// A short state, in words; colour only repeats what the words say.
package struct Tag: Streamed {
    /// How it is tinted.
    package enum Tone: Sendable { case plain, good, watch, alarm, note }

    private let words: String
    private let tone: Tone

    /// One to three words.
    package init(_ words: String, _ tone: Tone = .plain) {
        self.words = words
        self.tone = tone
    }

    /// The markup.
    package func write(to page: inout HTML) {
        page.append(literal: "<span class=\"tag ")
        page.append(literal: name)
        page.append(literal: "\">")
        page.append(text: words)
        page.append(literal: "</span>")
    }

    private var name: StaticString {
        switch tone {
        case .plain: "plain"
        case .good: "good"
        case .watch: "watch"
        case .alarm: "alarm"
        case .note: "note"
        }
    }
}
