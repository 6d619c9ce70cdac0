import Database
import Vault

/// A form that somebody sent, by the id that was drawn for it, and what it makes. Sent twice, it does what it does once.
struct SentForm: Sendable {
    let id: ID
    /// What its page leads to: the record's id, which is the form's own, or a file's, which its genesis gives.
    let made: ID

    init(_ id: ID, making made: ID? = nil) {
        self.id = id
        self.made = made ?? id
    }

    /// The first thing that an act of the form does.
    /// - Throws: `alreadySaved` for a form that this member sent before; `unavailable` for an id that was somebody else's.
    func begin(by member: ID, at: Instant, _ connection: any Connection) throws {
        if let known = try connection.first("SELECT member FROM forms WHERE form = \(id.bytes)") {
            throw try known.id("member") == member ? CaseworkError.alreadySaved : .unavailable
        }
        try connection.execute(
            """
            INSERT INTO forms (form, member, at, made)
            VALUES (\(id.bytes), \(member.bytes), \(at.milliseconds), \(made.bytes))
            """)
    }
}

extension Casework {
    /// What a form of the caller's made; nil if they have sent none of this id since the longest session could begin.
    package func made(by form: ID, as caller: Caller) async throws(CaseworkError) -> ID? {
        let member = caller.member
        return try await read { connection in
            try connection.first(
                "SELECT made FROM forms WHERE form = \(form.bytes) AND member = \(member.bytes)"
            )?.id("made")
        }
    }

    /// Forgets the forms that no session can send again; called with the idle sessions.
    package func sweepForms() async {
        let oldest = clock.now().adding(seconds: -settings.sessionLimit).milliseconds
        _ = try? await database.write { try $0.execute("DELETE FROM forms WHERE at <= \(oldest)") }
    }
}
