import Vault

/// An address whose form keeps drafts: nothing else can be given a draft.
struct DraftedAddress {
    /// A form that keeps drafts.
    struct Entry: Sendable {
        /// Where the form posts to, and the page that shows it.
        let form: Route
        let page: Route
        /// What is written there, for a list.
        let words: String

        init(_ form: Route, on page: Route, _ words: String) {
            self.form = form
            self.page = page
            self.words = words
        }
    }

    /// Every form that keeps drafts.
    static let all = [
        Entry(.note, on: .file, "A note"), Entry(.contact, on: .contact, "Contact details"),
        Entry(.identity, on: .identity, "Who they are"),
        Entry(.makeFile, on: .firstContact, "A first contact"),
        Entry(.enquiry, on: .enquiryUnfinished, "A message at the desk"),
        Entry(.organisationNote, on: .file, "A note on an organisation"),
        Entry(.commercialNote, on: .file, "A commercially sensitive note"),
        Entry(.makeOrganisation, on: .organisation, "A new organisation"),
        Entry(.organisationChange, on: .organisationChange, "What an organisation is"),
        Entry(.consent, on: .consent, "A consent"), Entry(.share, on: .share, "Something to share"),
        Entry(.rule, on: .disclosure, "A decision"),
        Entry(.counselling, on: .counselling, "A session note"),
    ]

    let entry: Entry
    /// The form's address, and the page that shows the form.
    let text: String
    let page: String
    /// The file that it is about; nil for a form of no file.
    let file: ID?

    /// Reads a form's address; nil if it is no form that keeps drafts.
    init?(_ address: String) {
        for entry in Self.all {
            guard let ids = Self.ids(in: address, of: entry.form) else { continue }
            (self.entry, self.text, self.file) = (entry, address, ids[":file"])
            self.page = Self.path(entry.page, ids)
            return
        }
        return nil
    }

    /// The ids in an address of a route, by the names of their places; nil if it is none of the route's.
    private static func ids(in address: String, of route: Route) -> [Substring: ID]? {
        let parts = route.rawValue.split(separator: "/")
        let given = address.split(separator: "/")
        guard parts.count == given.count else { return nil }
        var ids: [Substring: ID] = [:]
        for (part, text) in zip(parts, given) where part.hasPrefix(":") {
            guard let id = ID(text: text) else { return nil }
            ids[part] = id
        }
        return address == path(route, ids) ? ids : nil
    }

    private static func path(_ route: Route, _ ids: [Substring: ID]) -> String {
        "/" + route.rawValue.split(separator: "/").map { ids[$0]?.text ?? String($0) }.joined(separator: "/")
    }
}
