import Casework
import Vault

/// Changes the contact details, unless somebody else has since the form was opened.
struct ContactPage {
    var form: FormBody
    var errors = FieldErrors.none
    /// What stands now, where somebody else changed it in the meantime.
    var theirs: Contact?
    var kind = FileKind.client
    var draft: Draft?

    static func show(_ visit: Visit) async throws -> Answer {
        let contents = try await visit.casework.readFile(visit.id(), as: visit.caller)
        guard let contact = contents.contact else { throw CaseworkError.notFound }
        let draft = try await visit.draft(.contact, about: contents.file)
        return try await ContactPage(
            form: draft.map { FormBody($0) } ?? FormBody(contact), kind: contents.kind, draft: draft
        ).answer(visit)
    }

    static func change(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let typed = visit.form
        do {
            try await visit.casework.changeContact(
                ContactForm(
                    phone: typed["phone"], email: typed["email"], address: typed["address"],
                    safeToCall: typed["safeToCall"], safeToText: typed["safeToText"],
                    safeToLeaveMessage: typed["safeToLeaveMessage"], note: typed["safetyNote"]),
                of: file, from: UInt32(typed["version"]) ?? 0,
                finishing: visit.finishing(.contact, about: file), as: visit.caller)
            return .see(Route.file.path(file))
        } catch {
            switch error {
            case .invalid(let problems):
                let kind = try await visit.casework.readFile(file, as: visit.caller).kind
                return try await ContactPage(form: typed, errors: FieldErrors(problems), kind: kind)
                    .answer(visit)
            case .stale: return try await besideTheirs(visit)
            default: throw error
            }
        }
    }

    /// Both texts: what somebody else saved in the meantime, and what was typed here.
    private static func besideTheirs(_ visit: Visit) async throws -> Answer {
        let contents = try await visit.casework.readFile(visit.id(), as: visit.caller)
        guard let now = contents.contact else { throw CaseworkError.notFound }
        guard let form = visit.form.beside(FormBody(now), version: now.version) else {
            return .see(Route.file.path(try visit.id()))
        }
        return try await ContactPage(form: form, theirs: now.text, kind: contents.kind).answer(visit)
    }

    private func answer(_ visit: Visit) async throws -> Answer {
        let file = try visit.id()
        let name = try await visit.casework.name(of: file, as: visit.caller)
        return visit.page(
            "Contact details", marking: .confidential, hasErrors: !errors.isEmpty || theirs != nil
        ) {
            BackLink("Back to the file", href: Route.file.path(file))
            ErrorSummary(errors)
            PageHeading(name.map { "Contact details: \(PersonName($0))" } ?? "Contact details" as HTML)
            if let theirs {
                BothTexts(Self.rows(theirs, form), keepTheirs: KeepTheirs(.contact, of: file, visit))
            }
            DraftedForm(
                .contact, about: file, visit, draft: draft, save: theirs == nil ? "Save" : "Save mine instead"
            ) {
                HiddenField("version", value: form["version"])
                ContactFields(form: form, errors: errors, asksSafety: kind == .client)
            }
        }
    }

    private static func rows(_ theirs: Contact, _ form: FormBody) -> [BothTexts.Row] {
        func mine(_ name: String) -> String {
            Contact.Safety(rawValue: form[name])?.words ?? Contact.Safety.notAsked.words
        }
        return [
            .init("Telephone", theirs: theirs.phone, mine: form["phone"]),
            .init("To call", theirs: theirs.safeToCall.words, mine: mine("safeToCall")),
            .init("To text", theirs: theirs.safeToText.words, mine: mine("safeToText")),
            .init(
                "To leave a message", theirs: theirs.safeToLeaveMessage.words,
                mine: mine("safeToLeaveMessage")),
            .init("E-mail", theirs: theirs.email, mine: form["email"]),
            .init("Address", theirs: theirs.address, mine: form["address"]),
            .init("When and how", theirs: theirs.note, mine: form["safetyNote"]),
        ]
    }
}

extension FormBody {
    /// The fields of a contact form, filled from what is saved.
    init(_ contact: Record<Contact>) {
        let text = contact.text
        self.init(fields: [
            ("phone", text.phone), ("email", text.email), ("address", text.address),
            ("safeToCall", text.safeToCall.rawValue), ("safeToText", text.safeToText.rawValue),
            ("safeToLeaveMessage", text.safeToLeaveMessage.rawValue), ("safetyNote", text.note),
            ("version", "\(contact.version)"),
        ])
    }
}

/// How to reach the person; what is safe stands beside each way, before anyone dials.
struct ContactSummary: Component {
    let contact: Contact
    var kind = FileKind.client

    var html: HTML {
        let safety: [SummaryList.Row] =
            kind == .organisation
            ? []
            : [
                .init("To call", tag(contact.safeToCall)), .init("To text", tag(contact.safeToText)),
                .init("To leave a message", tag(contact.safeToLeaveMessage)),
            ]
        let how = kind == .organisation ? "Whom to ask for" : "When and how"
        return SummaryList(
            [.init("Telephone", line(contact.phone))] + safety + [
                .init("E-mail", line(contact.email)),
                .init("Address", Written(contact.address.isEmpty ? "Not given" : contact.address)),
                .init(how, Written(contact.note.isEmpty ? "Nothing noted" : contact.note)),
            ]
        ).html
    }

    private func line(_ text: String) -> HTML { text.isEmpty ? "Not given" : "<bdi>\(text)</bdi>" }

    private func tag(_ safety: Contact.Safety) -> Tag {
        switch safety {
        case .yes: Tag(safety.words, .good)
        case .no: Tag(safety.words, .alarm)
        case .notAsked: Tag(safety.words, .watch)
        }
    }
}

extension Contact.Safety {
    /// Whether that way is safe, in words.
    var words: String {
        switch self {
        case .yes: "Safe"
        case .no: "Not safe"
        case .notAsked: "Not asked: treat as not safe"
        }
    }
}
