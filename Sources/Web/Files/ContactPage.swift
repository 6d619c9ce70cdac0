import Casework
import Vault

/// Changes the contact details, unless somebody else has since the form was opened.
struct ContactPage {
    var form: FormBody
    var errors = FieldErrors.none
    /// What stands now, where somebody else changed it in the meantime.
    var theirs: Contact?
    var kind = FileKind.client

    static func show(_ visit: Visit) async throws -> Answer {
        let contents = try await visit.casework.readFile(visit.id(), as: visit.caller)
        guard let contact = contents.contact else { throw CaseworkError.notFound }
        return try await ContactPage(form: FormBody(contact), kind: contents.kind).answer(visit)
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
                of: file, from: UInt32(typed["version"]) ?? 0, as: visit.caller)
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
        let isTheSame = FormBody(now).fields.allSatisfy {
            $0.name == "version" || $0.value == visit.form[$0.name]
        }
        // Sent twice, or both wrote the same: nothing is left to decide.
        if isTheSame { return .see(Route.file.path(try visit.id())) }
        let form = FormBody(
            fields: visit.form.fields.filter { $0.name != "version" } + [("version", "\(now.version)")])
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
            if let theirs {
                Notice(.warning, "Somebody changed these while you were typing") {
                    Paragraph(
                        "Theirs is saved and stands here. Yours is in the form below; saving it replaces theirs."
                    )
                    ContactSummary(contact: theirs, kind: kind)
                }
            }
            PageHeading(name.map { "Contact details: \(PersonName($0))" } ?? "Contact details" as HTML)
            Form(to: Route.contact.path(file), token: visit.token.text) {
                HiddenField("version", value: form["version"])
                ContactFields(form: form, errors: errors, asksSafety: kind == .client)
                SubmitButton(theirs == nil ? "Save" : "Save mine instead")
            }
        }
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
        case .yes: Tag("Safe", .good)
        case .no: Tag("Not safe", .alarm)
        case .notAsked: Tag("Not asked: treat as not safe", .watch)
        }
    }
}
