import Synchronization
import Vault

/// The sessions that this process has seen lately, with their keys: an unlocked key is in memory while its
/// session lasts and no longer.
final class Keyrings: Sendable {
    /// What a session holds, and the state of the database that it was worked out from.
    struct Held: Sendable {
        let revision: SessionRow.Revision
        let caller: Caller
        var used: Instant
    }

    private let held = Mutex<[ID: Held]>([:])

    func held(_ session: ID, at now: Instant) -> Held? {
        held.withLock { held in
            held[session]?.used = now
            return held[session]
        }
    }

    func keep(_ caller: Caller, _ revision: SessionRow.Revision, at now: Instant) {
        held.withLock { $0[caller.session] = Held(revision: revision, caller: caller, used: now) }
    }

    /// Forgets one file in every session.
    func forget(_ file: ID) {
        held.withLock { for session in $0.values { session.caller.memory.forget(file) } }
    }

    /// Forgets one session's keys.
    func drop(_ session: ID) { held.withLock { $0[session] = nil } }

    /// Forgets the sessions that have been idle since before a moment.
    /// - Returns: those that are left.
    func drop(idleSince moment: Instant) -> Set<ID> {
        held.withLock {
            $0 = $0.filter { $0.value.used >= moment }
            return Set($0.keys)
        }
    }

    /// Whether a session's keys are in memory still.
    func holds(_ session: ID) -> Bool { held.withLock { $0[session] != nil } }
}
