import Database
import Vault

/// The text of a record in a file's item `counselling`: a note of one session (clause P2).
package struct CounsellingNote: Kept, Hashable {
    package static let kind = TextKind.counsellingNote

    /// The day of the session, `yyyy-mm-dd`.
    package var day: String
    package var words: String

    package init(day: String, words: String) {
        self.day = day
        self.words = words
    }
}

/// The session note as it is typed.
package struct CounsellingForm: Sendable {
    package var day: String
    package var words: String

    package init(day: String, words: String) {
        self.day = day
        self.words = words
    }

    func checked(today: Day) throws(CaseworkError) -> CounsellingNote {
        var words = Words()
        let day = words.pastDate("day", day, today: today, required: true)
        let note = words.passage("session", self.words, longest: 20_000, required: true)
        try words.check()
        return CounsellingNote(day: day?.text ?? "", words: note)
    }
}

/// The session notes of one file, for those who hold them.
package struct SessionNotes: Sendable {
    package let file: ID
    /// Nil without the item `identity`.
    package let name: String?
    /// By the day of the session, latest first.
    package let notes: [Record<CounsellingNote>]
}

/// Somebody of whom a counsellor has written session notes.
package struct Counselled: Sendable {
    package let file: ID
    package let name: String
    /// How many of the notes are the counsellor's own.
    package let notes: Int
    /// The latest session, `yyyy-mm-dd`.
    package let latest: String
}
