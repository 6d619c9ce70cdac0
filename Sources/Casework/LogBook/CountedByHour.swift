import Ledger
import Synchronization
import Vault

/// Refusals that somebody could cause without end, as they come into the log book: the first few in an hour of one member are an
/// entry each, at once; what goes beyond is counted, and becomes one entry when the hour is over. So nobody makes the log grow
/// without bound. What is counted and not written yet is in memory only, and lost if the process is killed.
final class CountedByHour: Sendable {
    private struct State {
        var hour: Int64 = 0
        /// Of this hour, by member: how many are entries of their own.
        var each: [ID: Int] = [:]
        /// Of this hour, and of hours that are over: how many more, by whom they are written as.
        var counted: [ID: Int] = [:]
        var over: [ID: Int] = [:]

        mutating func turn(to now: Instant) {
            let hour = now.milliseconds / 3_600_000
            guard hour != self.hour else { return }
            over.merge(counted, uniquingKeysWith: +)
            (self.hour, counted, each) = (hour, [:], [:])
        }
    }

    private let mostEach: Int
    private let state = Mutex(State())

    /// - Parameter mostEach: how many of one member in an hour are an entry each.
    init(mostEach: Int) { self.mostEach = mostEach }

    /// Takes one in.
    /// - Parameters:
    ///   - member: nil for somebody who is none.
    ///   - actor: whose entry says what is counted.
    /// - Returns: whether it is to be an entry of its own.
    func add(_ member: ID?, countedAs actor: ID, at now: Instant) -> Bool {
        state.withLock { state in
            state.turn(to: now)
            if let member, state.each[member, default: 0] < mostEach {
                state.each[member, default: 0] += 1
                return true
            }
            state.counted[actor, default: 0] += 1
            return false
        }
    }

    /// What is to be written now, an entry each: the hours that are over.
    /// - Parameter all: this hour too.
    func take(at now: Instant, all: Bool) -> [(actor: ID, times: Int)] {
        state.withLock { state in
            state.turn(to: now)
            var taken = state.over
            state.over = [:]
            if all {
                taken.merge(state.counted, uniquingKeysWith: +)
                state.counted = [:]
            }
            return taken.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }

    /// They could not be written.
    func giveBack(_ times: Int, of actor: ID) { state.withLock { $0.over[actor, default: 0] += times } }
}

extension Casework {
    /// Writes down, in one entry each, how much was refused in hours that are over; called every minute.
    /// - Parameter all: this hour's too, as the process ends.
    package func writeCounted(all: Bool = false) async {
        for (counts, kind) in [
            (refusedSignIns.counts, EntryKind.signInRefused), (refusedFiles, .openingRefused),
        ] {
            for (actor, times) in counts.take(at: clock.now(), all: all) {
                do {
                    try await act(kind, on: .house, by: actor) { act in
                        act.note(.counted, .house, version: UInt32(clamping: times), Hash())
                    }
                } catch { counts.giveBack(times, of: actor) }
            }
        }
    }

    /// Writes what is still in memory only. Call it before the database is closed.
    package func finish() async {
        await refusedSignIns.settle()
        await writeCounted(all: true)
    }
}

extension Entry {
    /// How many times what it says was done: once, or as often as was counted.
    var times: Int { counted ?? 1 }

    /// How many were counted together; nil for what was done once.
    var counted: Int? {
        guard let items = try? Evidence(packed: evidence).items else { return nil }
        return items.first { $0.table == .counted }.map { Int($0.version) }
    }
}
