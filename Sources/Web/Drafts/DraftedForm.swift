import Casework
import Vault

/// A form whose typing is never lost: kept as a draft while it is typed, by the script or by a button, and put back
/// into it by whoever opens the page. The only other thing a page needs is a line in `DraftedAddress.all`.
struct DraftedForm: Component {
    private let address: String
    private let visit: Visit
    private let draft: Draft?
    private let isKept: Bool
    private let buttons: HTML
    private let fields: HTML

    /// - Parameters:
    ///   - route: where the form posts to.
    ///   - record: the record in its address, if there is one.
    ///   - draft: what was put back into the fields, if anything was.
    ///   - isKept: false where another draft has this form's place: it is not to be lost for this one.
    ///   - save: the words on the button that saves.
    ///   - buttons: other buttons in its place, where there is more than one way to go on.
    init(
        _ route: Route, about file: ID? = nil, record: ID? = nil, _ visit: Visit, draft: Draft? = nil,
        isKept: Bool = true, save: String = "Save", @HTMLBuilder fields: () -> HTML,
        @HTMLBuilder buttons: () -> HTML = { .empty }
    ) {
        self.address = route.path(file, record)
        self.visit = visit
        self.draft = draft
        self.isKept = isKept
        let others = buttons()
        self.buttons = others.isEmpty ? SubmitButton(save).html : others
        self.fields = fields()
    }

    var html: HTML {
        if !isKept {
            return Form(to: address, token: visit.token.text) {
                fields
                ButtonRow { buttons }
            }.html
        }
        return HTML {
            if let draft { DraftNotice(draft: draft, address: address, token: visit.token.text) }
            Form(to: address, token: visit.token.text, draft: Route.draft.path()) {
                HiddenField("drafted", value: "yes")
                fields
                ButtonRow {
                    buttons
                    SubmitButton(
                        "Keep as a draft", style: .secondary, busy: "Keeping…", name: "draft", value: address,
                        action: Route.draft.path())
                }
                DraftStatus()
            }
        }
    }
}

/// What the script says when it has kept the typing; it changes once, so that it is heard once.
private struct DraftStatus: Component {
    var html: HTML {
        """
        <p class="quiet" role="status" data-draft-status data-kept="What you type here is kept as a draft that only you can read." \
        data-failed="This could not be kept as a draft. Save it before you leave this page."></p>

        """
    }
}

/// Says that a form was filled from a draft, and offers to throw it away. A form of its own, so that Enter in the
/// form below never throws anything away.
private struct DraftNotice: Component {
    let draft: Draft
    let address: String
    let token: String

    var html: HTML {
        Notice(.info, "You were writing this on \(draft.at.day.words), \(draft.at.time)") {
            Paragraph("It is not saved yet, and only you can read it. Go on, or throw it away.")
            ButtonRow {
                Form(to: Route.draftThrownAway.path(), token: token) {
                    HiddenField("draft", value: address)
                    SubmitButton("Throw it away", style: .secondary, busy: "One moment…")
                }
            }
        }.html
    }
}

/// Says that another form of this kind waits as a draft, so that this one is not kept in its place.
struct OtherDraft: Component {
    /// For example `another first contact`.
    let words: String
    let draft: Draft
    /// The page that shows the other one.
    let href: String
    /// What the way there says.
    var open = "Open the other one"

    var html: HTML {
        Notice(.info, "You began \(words) on \(draft.at.day.words), \(draft.at.time)") {
            Paragraph(
                "It is kept, so this one is not kept as a draft: save it before you leave the page."
            )
            LinkButton(open, href: href)
        }.html
    }
}

extension Visit {
    /// The place of the draft of one of this program's forms.
    func draftPlace(_ route: Route, about file: ID? = nil, _ record: ID? = nil) -> DraftPlace {
        caller.draftPlace(route.path(file, record), about: file, form: formID)
    }

    /// The same, of an address that was sent.
    func draftPlace(_ address: DraftedAddress) -> DraftPlace {
        caller.draftPlace(address.text, about: address.file, form: formID)
    }

    /// What the visitor had typed in a form and not saved.
    func draft(_ route: Route, about file: ID? = nil, _ record: ID? = nil) async throws -> Draft? {
        try await casework.draft(at: draftPlace(route, about: file, record), as: caller)
    }

    /// The draft that saving this form is the end of; nil if the form was not one that keeps drafts.
    func finishing(_ route: Route, about file: ID? = nil, _ record: ID? = nil) -> DraftPlace? {
        form.isTicked("drafted") ? draftPlace(route, about: file, record) : nil
    }
}

extension Route {
    /// The address about a file and a record of it, of either or of none.
    fileprivate func path(_ file: ID?, _ record: ID?) -> String {
        guard let file else { return path() }
        return record.map { path(file, $0) } ?? path(file)
    }
}

extension FormBody {
    /// The fields as they were typed.
    init(_ draft: Draft) { self.init(fields: draft.fields.map { ($0.name, $0.value) }) }
}
