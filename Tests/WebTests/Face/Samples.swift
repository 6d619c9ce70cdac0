import Web

/// One of every component, each given the same text everywhere that it takes text.
enum Samples {
    static func every(_ text: String) -> [HTML] { fields(text) + actions(text) + content(text) }

    static func fields(_ text: String) -> [HTML] {
        let choices = [Choice(text, text, hint: text), Choice("other", text)]
        let parts: [any Component] = [
            Form(to: text, token: text, id: "form") { HiddenField("hidden", value: text) },
            ErrorSummary(["field": text], heading: text),
            TextField(
                "line", label: text, hint: text, value: text, error: text, maximum: 9, isRequired: true),
            TextArea("lines", label: text, hint: text, value: text, error: text, isRequired: true),
            RadioGroup("radio", legend: text, hint: text, choices: choices, chosen: text, error: text),
            CheckboxGroup("boxes", legend: text, hint: text, choices: choices, chosen: [text], error: text),
            Checkbox("box", label: text, hint: text, value: text, isChosen: true, error: text),
            Select(
                "list", label: text, hint: text, choices: choices, chosen: text, prompt: text, error: text),
            SearchForm(
                to: text, live: text, token: text, label: text, hint: text, value: text, error: text,
                submit: text
            ) { Found(text) },
        ]
        return parts.map(\.html)
    }

    static func actions(_ text: String) -> [HTML] {
        let parts: [any Component] = [
            SubmitButton(
                text, style: .danger, busy: text, name: text, value: text, action: text, key: .letter("q")),
            LinkButton(text, href: text, key: .function(4)),
            PrintButton(text),
            ButtonRow { LinkButton(text, href: text) },
            BigActions(BigAction(text, text, href: text, key: .letter("w"), waiting: 3)),
            Link(text, href: text, about: text),
            BackLink(text, href: text),
            Sections(text, [.init(text, href: text, isCurrent: true)]),
            Pagination(text, previous: text, next: text),
        ]
        return parts.map(\.html)
    }

    static func content(_ text: String) -> [HTML] {
        let moment = Moment(text, machine: text)
        let parts: [any Component] = [
            PageHeading(text, above: text, below: text), Section(text) { Paragraph(text, isQuiet: true) },
            Notice(.refusal, text, text), Notice(.success, text), ReadAloud(text, label: text),
            ClauseNote(text, text, isOpen: true), Details(text) { Paragraph(text) }, PersonName(text),
            Written(text), InLanguage(text, direction: .rightToLeft) { Paragraph(text) }, moment,
            Spelled(text),
            Tag(text, .alarm),
            SummaryList([.init(text, text, action: Link(text, href: text))]),
            Figures([.init(text, text, href: text), .init(text, text)]),
            DataTable(
                text, columns: [.init(text), .init(text, isNumber: true)], rows: [[text.html, text.html]]),
            Timeline([.init(moment, text, by: text, isMarked: true) { Written(text) }]),
            EmptyState(text, text, action: LinkButton(text, href: text)),
            LinkList([.init(text, href: text, note: text)]),
        ]
        return parts.map(\.html) + [QRCode("otpauth://totp/a", label: text)].compactMap { $0?.html }
    }

    static func page(_ text: String, direction: Page.Direction = .leftToRight) -> String {
        let signedIn = SignedIn(
            name: text, role: text,
            places: [.init(text, href: text, isCurrent: true, waiting: 2, key: .enquiry)], home: text,
            lock: text,
            signOut: text, help: text, token: text, keepAlive: text)
        return Page(
            title: text, organisation: text, signedIn: signedIn, marking: .confidential, language: text,
            direction: direction, hasErrors: true
        ) {
            HTML(joining: every(text))
        }.render().description
    }
}
