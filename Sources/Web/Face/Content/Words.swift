/// A person's name, kept apart from the direction of the text around it.
package struct PersonName: Component {
    private let name: String

    /// The name as it is written.
    package init(_ name: String) { self.name = name }

    /// The markup.
    package var html: HTML { "<bdi class=\"name\">\(name)</bdi>" }
}

/// What somebody wrote, with its line breaks and in its own direction.
package struct Written: Component {
    private let text: String

    /// The text as it was typed.
    package init(_ text: String) { self.text = text }

    /// The markup.
    package var html: HTML { "<p class=\"written\" dir=\"auto\">\(text)</p>\n" }
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
package struct Moment: Component {
    private let words: String
    private let machine: String

    /// For example `Tuesday 4 March, 10:15` and `2025-03-04T10:15:00Z`.
    package init(_ words: String, machine: String) {
        self.words = words
        self.machine = machine
    }

    /// The markup.
    package var html: HTML { "<time datetime=\"\(machine)\">\(words)</time>" }
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
package struct Tag: Component {
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
    package var html: HTML { "<span class=\"tag \(name)\">\(words)</span>" }

    private var name: HTML {
        switch tone {
        case .plain: "plain"
        case .good: "good"
        case .watch: "watch"
        case .alarm: "alarm"
        case .note: "note"
        }
    }
}
