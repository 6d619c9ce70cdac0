import Dispatch
import Synchronization

/// Two threads on which passphrases are tried: never more than two at once (128 MiB each), never on the cooperative
/// pool, and never with a queue that a flood of guesses could grow without end.
final class ScryptGate: Sendable {
    /// How many may wait or be tried at once.
    static let mostWaiting = 64

    private let threads = [
        DispatchQueue(label: "amanah.scrypt.0"), DispatchQueue(label: "amanah.scrypt.1"),
    ]
    private let state = Mutex((turn: 0, waiting: 0))

    /// - Throws: `unavailable` where too many wait already.
    func run<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async throws(CaseworkError) -> Result {
        let thread = state.withLock { state -> DispatchQueue? in
            guard state.waiting < Self.mostWaiting else { return nil }
            state.waiting += 1
            state.turn ^= 1
            return threads[state.turn]
        }
        guard let thread else { throw .unavailable }
        defer { state.withLock { $0.waiting -= 1 } }
        return await withCheckedContinuation { continuation in
            thread.async { continuation.resume(returning: work()) }
        }
    }
}
