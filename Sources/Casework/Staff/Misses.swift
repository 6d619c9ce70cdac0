import Synchronization
import Vault

/// Slows down a colleague who asks for many files that are not there, or not theirs: each such question is an entry of
/// the log for ever (clause S3.4).
///
/// Whoever has asked so for more than a few in an hour waits before the next file is opened, *whichever* it is: neither the
/// answer nor the wait says whether it is there.
final class Misses: Sendable {
    /// How many are free of any wait.
    static let free = 40
    /// The longest time between two, in milliseconds.
    static let longest: Int64 = 1000
    /// Seconds without a miss after which all is forgotten.
    static let memory: Int64 = 3600
    /// How many requests of one member may wait at once.
    static let mostWaiting = 4

    private struct Asker {
        var count = 0
        var last: Instant
        /// When the next may be opened.
        var next: Instant
        var waiting = 0

        /// Milliseconds from one to the next.
        var interval: Int64 { min(Misses.longest, 125 << Int64(min(10, max(0, count - Misses.free)))) }
    }

    private let askers = Mutex<[ID: Asker]>([:])

    /// Somebody was told that there is nothing.
    func add(_ member: ID, at now: Instant) {
        askers.withLock { askers in
            var asker = Self.asker(member, askers, at: now)
            asker.count += 1
            asker.last = now
            if asker.count >= Self.free {
                asker.next = max(asker.next, now.adding(milliseconds: asker.interval))
            }
            askers[member] = asker
        }
    }

    /// Takes the next place; call `arrive` once it has come.
    /// - Returns: how many milliseconds are to be waited; nil where too many wait already.
    func place(for member: ID, at now: Instant) -> Int64? {
        askers.withLock { askers in
            guard askers[member] != nil else { return 0 }
            var asker = Self.asker(member, askers, at: now)
            guard asker.count >= Self.free else { return 0 }
            guard asker.waiting < Self.mostWaiting else { return nil }
            let place = max(now, asker.next)
            asker.next = place.adding(milliseconds: asker.interval)
            asker.waiting += 1
            askers[member] = asker
            return place.milliseconds - now.milliseconds
        }
    }

    func arrive(_ member: ID) {
        askers.withLock { askers in
            guard let waiting = askers[member]?.waiting, waiting > 0 else { return }
            askers[member]?.waiting -= 1
        }
    }

    private static func asker(_ member: ID, _ askers: [ID: Asker], at now: Instant) -> Asker {
        guard let known = askers[member], now < known.last.adding(seconds: memory) || known.waiting > 0 else {
            return Asker(last: now, next: now)
        }
        return known
    }
}

extension Casework {
    /// Waits, before a file is opened, as long as somebody has to who asked for many that are not there.
    /// - Parameter pause: waits so many milliseconds.
    /// - Throws: `busy` where several of their requests wait already.
    package func waitTurn(
        _ caller: Caller, pause: @Sendable (Int64) async -> Void
    ) async throws(CaseworkError) {
        guard let wait = misses.place(for: caller.member, at: clock.now()) else { throw .busy }
        if wait > 0 { await pause(wait) }
        misses.arrive(caller.member)
    }
}

extension Instant {
    fileprivate func adding(milliseconds: Int64) -> Instant {
        Instant(milliseconds: self.milliseconds + milliseconds)
    }
}
