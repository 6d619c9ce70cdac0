/// The text of the one record in a file's item `identity`.
package struct Identity: Kept, Hashable {
    package static let kind = TextKind.identity

    /// As the person writes it.
    package var name: String
    /// Other names and spellings.
    package var otherNames: String
    /// `yyyy-mm-dd`, or empty.
    package var born: String

    package init(name: String, otherNames: String, born: String) {
        self.name = name
        self.otherNames = otherNames
        self.born = born
    }
}

/// The text of the one record in a file's item `contact`: how to reach the person, and what is safe.
package struct Contact: Kept, Hashable {
    package static let kind = TextKind.contact

    package var phone: String
    package var email: String
    package var address: String
    package var safeToCall: Safety
    package var safeToText: Safety
    package var safeToLeaveMessage: Safety
    /// When and how it is safe, in the person's words.
    package var note: String

    /// Whether a way of reaching somebody is safe. Not asked is not a yes.
    package enum Safety: String, Codable, CaseIterable, Sendable {
        case yes, no, notAsked
    }

    package init(
        phone: String = "", email: String = "", address: String = "", safeToCall: Safety = .notAsked,
        safeToText: Safety = .notAsked, safeToLeaveMessage: Safety = .notAsked, note: String = ""
    ) {
        self.phone = phone
        self.email = email
        self.address = address
        self.safeToCall = safeToCall
        self.safeToText = safeToText
        self.safeToLeaveMessage = safeToLeaveMessage
        self.note = note
    }
}

/// The text of a record in a file's item `casework`.
package struct Note: Kept, Hashable {
    package static let kind = TextKind.note

    package var words: String

    package init(words: String) { self.words = words }
}
