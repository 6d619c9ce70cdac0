import Dispatch
import Synchronization

/// Where passphrases are tried: never more than two at once (128 MiB each), never on the cooperative pool,
/// and never with a queue that a flood of guesses could grow without end.
///
/// Whoever has signed in at this browser before is let in before strangers. Strangers take turns by where they come
/// from, and where no place is left, whoever waits alone takes that of somebody who waits with others: a flood keeps
/// nobody out who comes from elsewhere, unless it comes from as many addresses as there are places.
final class ScryptGate: Sendable {
    enum Lane: Sendable { case known, stranger }

    static let mostAtOnce = 2
    /// How many of those who are known may wait.
    static let mostKnown = 32
    /// How many strangers may wait: twenty seconds of work for the two.
    static let mostStrangers = 128
    /// How many strangers of one address may wait.
    static let mostOfOneSource = 4

    private typealias Waiter = CheckedContinuation<Bool, Never>

    private struct State {
        var running = 0
        var spent = 0
        var known: [Waiter] = []
        var strangers = Strangers()

        /// The next to be let in.
        mutating func next() -> Waiter? { known.isEmpty ? strangers.next() : known.removeFirst() }
    }

    /// Those who wait, by where they come from.
    private struct Strangers {
        private var waiting: [String: [Waiter]] = [:]
        /// Whose turn is next; each source once.
        private var turns: [String] = []
        private(set) var count = 0

        /// Takes a place in the queue.
        /// - Returns: who has none now: the newcomer, or the last of the source that has most.
        mutating func add(_ waiter: Waiter, from source: String) -> Waiter? {
            let mine = waiting[source]?.count ?? 0
            guard mine < ScryptGate.mostOfOneSource else { return waiter }
            var last: Waiter?
            if count == ScryptGate.mostStrangers {
                guard let most = turns.max(by: { waits(at: $0) < waits(at: $1) }), waits(at: most) > mine + 1
                else { return waiter }
                last = waiting[most]?.removeLast()
                count -= 1
            }
            if mine == 0 { turns.append(source) }
            waiting[source, default: []].append(waiter)
            count += 1
            return last
        }

        mutating func next() -> Waiter? {
            guard let source = turns.first else { return nil }
            turns.removeFirst()
            let waiter = waiting[source]?.removeFirst()
            count -= 1
            if waits(at: source) > 0 { turns.append(source) } else { waiting[source] = nil }
            return waiter
        }

        private func waits(at source: String) -> Int { waiting[source]?.count ?? 0 }
    }

    private let threads = DispatchQueue(label: "amanah.scrypt", attributes: .concurrent)
    private let state = Mutex(State())

    /// How many passphrases were tried so far, right, wrong or nobody's.
    var spent: Int { state.withLock { $0.spent } }

    /// How many wait now.
    var waiting: Int { state.withLock { $0.known.count + $0.strangers.count } }

    /// - Throws: `busy` where too many wait already; nothing was tried then.
    func run<Result: Sendable>(
        _ lane: Lane = .known, from source: String = "", _ work: @escaping @Sendable () -> Result
    ) async throws(CaseworkError) -> Result {
        guard await enter(lane, source) else { throw .busy }
        defer { leave() }
        return await withCheckedContinuation { continuation in
            threads.async { continuation.resume(returning: work()) }
        }
    }

    private func enter(_ lane: Lane, _ source: String) async -> Bool {
        await withCheckedContinuation { waiter in
            let answered = state.withLock { state -> (Waiter, Bool)? in
                if state.running < Self.mostAtOnce {
                    state.running += 1
                    state.spent += 1
                    return (waiter, true)
                }
                if lane == .stranger { return state.strangers.add(waiter, from: source).map { ($0, false) } }
                guard state.known.count < Self.mostKnown else { return (waiter, false) }
                state.known.append(waiter)
                return nil
            }
            if let (waiter, mayTry) = answered { waiter.resume(returning: mayTry) }
        }
    }

    /// Hands the place on.
    private func leave() {
        let next = state.withLock { state -> Waiter? in
            let next = state.next()
            if next == nil { state.running -= 1 } else { state.spent += 1 }
            return next
        }
        next?.resume(returning: true)
    }
}
