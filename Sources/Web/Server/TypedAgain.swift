import Casework
import Vault

/// What somebody sent that was not saved, in the page that says so: to read, to copy, and where it helps to send again.
///
/// A browser keeps nothing of a page that is not to be stored, so that going back finds an empty form. Passphrases, codes
/// and recovery sheets are in no page.
struct TypedAgain: Component {
    /// Whether the same can be sent again.
    enum Again: Sendable {
        /// With the words on the button. The form keeps its id, so that what was saved after all is not saved twice.
        case same(String)
        /// As another form, which saves it beside what was saved before.
        case another(String)
        case no
    }

    private let form: FormBody
    private let action: String
    private let token: String
    private let again: Again
    private let seen: [SummaryList.Row]

    /// - Parameters:
    ///   - page: what the page shows already.
    ///   - action: where it was sent.
    ///   - token: a new form's, of this session.
    init(_ form: FormBody, besides page: HTML, to action: String, token: String, _ again: Again) {
        self.form = form.withoutSecrets
        self.action = action
        self.token = token
        self.again = again
        self.seen = Self.rows(self.form, besides: page)
    }

    /// Whether anything is shown.
    var isSeen: Bool { !seen.isEmpty }

    var html: HTML {
        HTML {
            if isSeen {
                Section("What you typed", isSheet: true) {
                    SummaryList(seen)
                }
            }
            sending
        }
    }

    private var sending: HTML {
        switch again {
        case .no: .empty
        case .same(let words): send(words, form["form"])
        case .another(let words): send(words, token)
        }
    }

    private func send(_ words: String, _ token: String) -> HTML {
        Form(to: action, token: token) {
            form.fields.filter { $0.name != "form" }.map { HiddenField($0.name, value: $0.value) }
            ButtonRow {
                SubmitButton(words)
                LinkButton("Leave it", href: Route.today.path())
            }
        }.html
    }

    private static func rows(_ form: FormBody, besides page: HTML) -> [SummaryList.Row] {
        form.fields.compactMap { field in
            guard isTyped(field.name, field.value), !shows(field, page) else { return nil }
            return .init(label(field.name), Written(field.value))
        }
    }

    /// Whether a field's text stands in a page, or its day in the boxes of one.
    private static func shows(_ field: (name: String, value: String), _ page: HTML) -> Bool {
        let boxes = DateBoxes(field.value)
        let looked: [HTML] = [
            "\(field.value)", "name=\"\(field.name).day\" value=\"\(boxes.day)\"",
        ]
        return looked.contains { page.bytes.firstRange(of: $0.bytes) != nil }
    }

    /// Words, not a choice among those offered, an id or what a form carries unseen.
    private static func isTyped(_ name: String, _ value: String) -> Bool {
        if value.isEmpty || unseen.contains(name) || ID(text: value) != nil { return false }
        if labels[name] != nil || name.hasPrefix("need.") || name.hasPrefix("words.") { return true }
        // What a choice sends is one word of small letters.
        return !value.utf8.allSatisfy { (97...122).contains($0) || (65...90).contains($0) }
            || !(value.utf8.first.map { (97...122).contains($0) } ?? true)
    }

    private static let unseen: Set = [
        "form", "draft", "drafted", "quietly", "version", "aboutVersion", "seen", "policy", "step", "next",
        KeptTyping.name,
    ]

    private static func label(_ name: String) -> String {
        if let label = labels[name] { return label }
        if name.hasPrefix("need.") { return "What it is needed for" }
        return name.hasPrefix("words.") ? "What would leave" : "Typed"
    }

    /// What the fields are called that people type in.
    private static let labels = [
        "name": "Name", "otherNames": "Other names", "born": "Date of birth", "phone": "Telephone",
        "email": "E-mail", "address": "Address", "safetyNote": "When and how it is safe", "note": "Note",
        "organisationNote": "Note", "commercialNote": "Note", "session": "Note", "words": "What was said",
        "forName": "Who the message is for", "from": "From", "reach": "How to reach them", "who": "Who asked",
        "organisation": "Organisation", "matter": "What it is about", "wordsForDesk": "What to say",
        "query": "Looked for", "why": "Why", "reason": "Reason", "day": "Day", "until": "Until when",
        "reviewOn": "When to look again", "party": "Who receives it", "power": "By which power",
        "whyNotAnonymous": "Why not without a name", "language": "Language", "interpreter": "Interpreter",
        "giverName": "Their name", "number": "Number", "consentGivers": "Who may agree for it",
        "reference": "Reference", "signInName": "Sign-in name", "checkpoint": "Checkpoint",
    ]
}

extension FormBody {
    /// What is in no page that is sent back: passphrases, codes, recovery sheets, and an authenticator's secret.
    static let secrets: Set = [
        "passphrase", "passphraseAgain", "newPassphrase", "newPassphraseAgain", "code", "first", "second",
        "offer",
    ]

    var withoutSecrets: FormBody {
        FormBody(
            fields: fields.filter { field in
                let name = field.name.hasPrefix("kept.") ? String(field.name.dropFirst(5)) : field.name
                return !Self.secrets.contains(name)
            })
    }

    /// Whether somebody typed or chose anything.
    var isFilled: Bool { fields.contains { $0.name != "form" && !$0.value.isEmpty } }
}
