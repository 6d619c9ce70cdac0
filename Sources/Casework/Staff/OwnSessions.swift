import Database
import Vault

/// One of a member's own sessions, as they see it.
package struct OwnSession: Sendable {
    package let id: ID
    package let began: Instant
    package let used: Instant
    package let device: Device
    /// Whether it is the one that asks.
    package let isThis: Bool
}

extension SessionRow {
    /// Ends a member's sessions.
    /// - Returns: those that it ended.
    static func end(of member: ID, but kept: ID?, _ connection: any Connection) throws -> [ID] {
        let sessions = try connection.rows("SELECT session FROM sessions WHERE member = \(member.bytes)")
            .compactMap { ID(try $0.blob("session")) }.filter { $0 != kept }
        for session in sessions {
            try connection.execute("DELETE FROM sessions WHERE session = \(session.bytes)")
        }
        return sessions
    }
}

extension Casework {
    /// Where the caller is signed in now, the session used last first.
    package func ownSessions(as caller: Caller) async throws(CaseworkError) -> [OwnSession] {
        let now = clock.now()
        let idle = now.adding(seconds: -settings.idleLimit).milliseconds
        let old = now.adding(seconds: -settings.sessionLimit).milliseconds
        let (member, this) = (caller.member, caller.session)
        return try await read { connection in
            try connection.rows(
                """
                SELECT session, began, used, device FROM sessions
                WHERE member = \(member.bytes) AND used >= \(idle) AND began >= \(old)
                ORDER BY used DESC, session
                """
            ).compactMap { row in
                guard let id = ID(try row.blob("session")) else { return nil }
                return OwnSession(
                    id: id, began: Instant(milliseconds: try row.integer("began")),
                    used: Instant(milliseconds: try row.integer("used")),
                    device: Device(number: try row.integer("device")), isThis: id == this)
            }
        }
    }

    /// Ends one of one's own other sessions; it is refused from its next request on.
    /// - Throws: `notFound` alike for another member's, this one, and one that is over.
    package func endSession(_ session: ID, as caller: Caller) async throws(CaseworkError) {
        guard session != caller.session else { throw .notFound }
        try await act(.sessionEnded, on: .house, by: caller.member) { act in
            let ended = try act.connection.execute(
                """
                DELETE FROM sessions
                WHERE session = \(session.bytes) AND member = \(caller.member.bytes)
                """)
            guard ended == 1 else { throw CaseworkError.notFound }
        }
        forget(session)
    }

    /// Ends all of one's own sessions but this one.
    package func endOtherSessions(as caller: Caller) async throws(CaseworkError) {
        let ended = try await act(.sessionEnded, on: .house, by: caller.member) { act in
            try SessionRow.end(of: caller.member, but: caller.session, act.connection)
        }
        for session in ended { forget(session) }
    }
}
