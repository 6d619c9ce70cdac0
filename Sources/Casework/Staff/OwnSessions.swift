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
    /// Ends a member's sessions, as a part of an act.
    /// - Returns: those that it ended.
    static func end(of member: ID, but kept: ID?, in act: inout Act) throws -> [ID] {
        let (there, lost) = try act.staff.sessions()
        let sessions = lost + there.filter { $0.member == member && $0.session != kept }.map(\.session)
        try end(sessions, in: &act)
        return sessions
    }
}

extension Casework {
    /// Where the caller is signed in now, the session used last first.
    package func ownSessions(as caller: Caller) async throws(CaseworkError) -> [OwnSession] {
        let now = clock.now()
        let (member, this) = (caller.member, caller.session)
        let (idle, limit) = (settings.idleLimit, settings.sessionLimit)
        return try await read { [log] connection in
            let staff = try log.staff(connection)
            return try staff.sessions().there.compactMap { session, owner -> OwnSession? in
                guard owner == member else { return nil }
                guard
                    let row = try connection.first(
                        "SELECT began, seen, device FROM sessions WHERE session = \(session.bytes)"),
                    let used = SessionTime.seen(session).read(try row.blob("seen"), log.marks)
                else { return nil }
                let began = Instant(milliseconds: try row.integer("began"))
                guard now <= used.adding(seconds: idle), now <= began.adding(seconds: limit) else {
                    return nil
                }
                return OwnSession(
                    id: session, began: began, used: used,
                    device: Device(number: try row.integer("device")), isThis: session == this)
            }.sorted { ($1.used, $0.id) < ($0.used, $1.id) }
        }
    }

    /// Ends one of one's own other sessions; it is refused from its next request on.
    /// - Throws: `notFound` alike for another member's, this one, and one that is over.
    package func endSession(_ session: ID, as caller: Caller) async throws(CaseworkError) {
        guard session != caller.session else { throw .notFound }
        try await act(.sessionEnded, on: .house, by: caller.member) { act in
            guard try act.staff.sessions().there.contains(where: { $0 == (session, caller.member) }) else {
                throw CaseworkError.notFound
            }
            try SessionRow.end([session], in: &act)
        }
        forget(session)
    }

    /// Ends all of one's own sessions but this one.
    package func endOtherSessions(as caller: Caller) async throws(CaseworkError) {
        let ended = try await act(.sessionEnded, on: .house, by: caller.member) { act in
            try SessionRow.end(of: caller.member, but: caller.session, in: &act)
        }
        for session in ended { forget(session) }
    }
}
