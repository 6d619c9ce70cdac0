import Database
import FoundationEssentials
import Vault

/// What somebody wants to be reminded of on a file, when, and why: readable by them alone (docs/decisions/0070-drafts.md).
package struct Reminder: Sendable {
    package let id: ID
    package let file: ID
    package let day: Day
    package let why: String

    /// The most that a member can have.
    package static let most = 200

    /// What is sealed in the row.
    struct Text: Codable, Sendable {
        /// `yyyy-mm-dd`.
        let day: String
        let why: String

        var packed: [UInt8] { get throws { Array(try JSONEncoder().encode(self)) } }
    }

    /// Opens a row with the member's key; the file's half is in it.
    init(_ row: Row, half: [UInt8], with key: OwnKey) throws {
        guard let id = ID(try row.blob("reminder")), let file = ID(try row.blob("file")) else {
            throw CaseworkError.unavailable
        }
        let text = try JSONDecoder().decode(
            Text.self,
            from: Data(try key.about(file, half: half).open(try row.blob("sealed"), row: id)))
        guard let day = Day(text.day) else { throw CaseworkError.unavailable }
        self.id = id
        self.file = file
        self.day = day
        self.why = text.why
    }
}

extension Reminder {
    /// The caller's own on a file that they have opened, the nearest day first.
    static func all(
        of caller: Caller, on file: ID, half: [UInt8], _ connection: any Connection
    ) throws -> [Reminder] {
        let key = caller.keyring.keys.own(.reminders)
        return try connection.rows(
            """
            SELECT reminder, file, sealed FROM reminders
            WHERE member = \(caller.member.bytes) AND file = \(file.bytes)
            """
        ).compactMap { try? Reminder($0, half: half, with: key) }.sorted { $0.day < $1.day }
    }
}

/// A file that asks for attention, and why, in words that say nothing of its person.
package struct DueReminder: Hashable, Sendable {
    package let file: ID
    package let reason: Reason

    package enum Reason: Hashable, Sendable {
        /// One that the reader set; its words are on the file.
        case set
        /// A consent ends within `consentDays` (clause S4.1).
        case consentEnds(Day)
        /// The policy has still to be explained, and consent to be asked (clause S4.1).
        case toExplain
        /// No note for `quietDays` (clause S1.1).
        case quiet(since: Day)
    }

    /// Days before a consent's end at which it is said.
    package static let consentDays: Int64 = 30
    /// Days without a note after which it is said.
    package static let quietDays: Int64 = 60
}
