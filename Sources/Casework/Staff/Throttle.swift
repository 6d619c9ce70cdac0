import Synchronization

/// Slows down whoever guesses: by account and by where the guess comes from, so that nobody outside can keep
/// a colleague out of their own account.
///
/// Held in memory, for each process its own; a try counts before it is made, so that many at once are many.
final class Throttle: Sendable {
    struct Key: Hashable, Sendable {
        /// Whom somebody claims to be; a name that nobody has counts as any other.
        let account: [UInt8]
        let source: String
    }

    private struct Tries {
        var count = 0
        var until: Instant
    }

    /// The longest wait, in seconds.
    static let longest: Int64 = 15 * 60
    /// Seconds after which a wait that is over is forgotten with what led to it.
    static let memory: Int64 = 3600
    static let mostKept = 10_000

    /// How many tries are free of any wait.
    private let free: Int
    private let tries = Mutex<[Key: Tries]>([:])

    init(free: Int) { self.free = free }

    /// How many are remembered.
    var kept: Int { tries.withLock { $0.count } }

    /// Counts a try.
    /// - Returns: how many seconds are to be waited before the next; nil if it may be made now.
    func take(_ key: Key, at now: Instant) -> Int64? {
        tries.withLock { tries in
            var mine = tries[key] ?? Tries(until: now)
            if now < mine.until { return (mine.until.milliseconds - now.milliseconds + 999) / 1000 }
            if now >= mine.until.adding(seconds: Self.memory) { mine.count = 0 }
            mine.count += 1
            let over = mine.count - free
            mine.until = over < 0 ? now : now.adding(seconds: min(Self.longest, 5 << Int64(min(over, 10))))
            if tries[key] == nil, tries.count >= Self.mostKept { Self.makeRoom(in: &tries, at: now) }
            tries[key] = mine
            return nil
        }
    }

    /// The try was right: nothing is held against them.
    func clear(_ key: Key) { tries.withLock { $0[key] = nil } }

    /// The try was never made.
    func giveBack(_ key: Key, at now: Instant) {
        tries.withLock { tries in
            guard var mine = tries[key] else { return }
            mine.count -= 1
            mine.until = now
            tries[key] = mine.count > 0 ? mine : nil
        }
    }

    /// Forgets what is over; then those who have tried least, so that many who try once push out nobody who
    /// guesses.
    private static func makeRoom(in tries: inout [Key: Tries], at now: Instant) {
        tries = tries.filter { now < $0.value.until.adding(seconds: memory) }
        guard tries.count >= mostKept else { return }
        let least = tries.sorted { ($0.value.count, $0.value.until) < ($1.value.count, $1.value.until) }
        for (key, _) in least.prefix(mostKept / 10) { tries[key] = nil }
    }
}
