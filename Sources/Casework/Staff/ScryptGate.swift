import Dispatch
import Synchronization

/// Where passphrases are tried: never more than two at once (128 MiB each), never on the cooperative pool,
/// and never with a queue that a flood of guesses could grow without end.
///
/// Whoever has signed in at this browser before is let in before strangers, and one stranger's address can
/// hold only a few places: a flood from outside keeps no colleague waiting behind it.
final class ScryptGate: Sendable {
    enum Lane: Sendable { case known, stranger }

    static let mostAtOnce = 2
    /// How many of each lane may wait.
    static let mostWaiting = 32
    /// How many strangers of one address may wait.
    static let mostOfOneSource = 4

    private struct Waiter {
        let source: String
        let goOn: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var running = 0
        var spent = 0
        var known: [Waiter] = []
        var strangers: [Waiter] = []
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
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> Bool? in
                if state.running < Self.mostAtOnce {
                    state.running += 1
                    state.spent += 1
                    return true
                }
                let waiter = Waiter(source: source, goOn: continuation)
                switch lane {
                case .known:
                    guard state.known.count < Self.mostWaiting else { return false }
                    state.known.append(waiter)
                case .stranger:
                    let ofThisOne = state.strangers.count { $0.source == source }
                    guard state.strangers.count < Self.mostWaiting, ofThisOne < Self.mostOfOneSource else {
                        return false
                    }
                    state.strangers.append(waiter)
                }
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// Hands the place on: to whoever is known before any stranger.
    private func leave() {
        let next = state.withLock { state -> Waiter? in
            let next =
                !state.known.isEmpty
                ? state.known.removeFirst()
                : !state.strangers.isEmpty ? state.strangers.removeFirst() : nil
            if next == nil { state.running -= 1 } else { state.spent += 1 }
            return next
        }
        next?.goOn.resume(returning: true)
    }
}
