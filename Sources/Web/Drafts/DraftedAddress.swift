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
        Entry(.enquiry, on: .enquiry, "A message at the desk"),
    ]

    let entry: Entry
    let file: ID?

    /// Reads a form's address; nil if it is no form that keeps drafts.
    init?(_ address: String) {
        for entry in Self.all {
            let parts = entry.form.rawValue.split(separator: "/")
            let given = address.split(separator: "/")
            guard parts.count == given.count else { continue }
            let file = zip(parts, given).first { $0.0 == ":file" }.flatMap { ID(text: $0.1) }
            if address == (file.map { entry.form.path($0) } ?? entry.form.path()) {
                (self.entry, self.file) = (entry, file)
                return
            }
        }
        return nil
    }

    /// The page that shows the form.
    var page: String { file.map { entry.page.path($0) } ?? entry.page.path() }
}
