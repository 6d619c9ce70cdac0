import Vault

/// The text of a record in a file's item `log`: that a guardian opened what the guardians hold in escrow, why, and what
/// somebody else said of it (clauses S3.4, S3.7).
package struct EscrowOpening: Kept, Hashable {
    package static let kind = TextKind.escrowOpening

    /// The guardian's id.
    package let openedBy: String
    /// The items by name.
    package let items: [String]
    package let why: String
    /// Until when, in milliseconds since 1970.
    package let until: Int64
    /// The session that may read it until then, and no other of the same guardian's.
    let session: String
    package var review: Review?

    /// What somebody else said of it.
    package struct Review: Codable, Hashable, Sendable {
        package let by: String
        package let accepts: Bool
        package let words: String
    }

    /// How long it lasts, in seconds: an hour.
    package static let lifetime: Int64 = 60 * 60
}

/// An opening as those see it who hold the file's log.
package struct EscrowLine: Sendable {
    package let file: ID
    package let record: Record<EscrowOpening>
    /// Whether the reader may say something of it: nobody reviews their own.
    package let isToReview: Bool

    package var by: ID { ID(text: record.text.openedBy) ?? record.author }
    /// When it was opened. The record's own time is that of its review, once there is one.
    package var at: Instant {
        Instant(milliseconds: record.text.until).adding(seconds: -EscrowOpening.lifetime)
    }
}

/// What a session may read in escrow, and until when. It is no row and nothing that is kept: it is worked out from the
/// openings that the log knows (docs/keys.md, *A pass*).
struct EscrowPass: Sendable {
    let items: Set<Item>
    let until: Instant
}

/// What a guardian could open in escrow.
package struct EscrowChoices: Sendable {
    package let file: ID
    package let name: String?
    /// Held in no other way.
    package let items: [Item]
    /// Until when this session may read what it opened; nil if it has not.
    package let until: Instant?
    /// Whether nobody else holds the file's log, so that nobody sees the opening or reviews it.
    package let isUnseen: Bool
}

/// What an opening shows, to read and not to change.
package struct EscrowContents: Sendable {
    package let file: ID
    package let until: Instant
    package let items: [Item]
    package let contact: Contact?
    package let notes: [Record<Note>]
    package let sessions: [Record<CounsellingNote>]
    package let organisation: [Record<Note>]
    package let commercial: [Record<Note>]
}
