import Dispatch
import Synchronization

/// Two threads on which passphrases are tried: never more than two at once (128 MiB each), never on the
/// cooperative pool.
final class ScryptGate: Sendable {
    private let threads = [
        DispatchQueue(label: "amanah.scrypt.0"), DispatchQueue(label: "amanah.scrypt.1"),
    ]
    private let turn = Atomic<Int>(0)

    func run<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        let thread = threads[turn.wrappingAdd(1, ordering: .relaxed).newValue & 1]
        return await withCheckedContinuation { continuation in
            thread.async { continuation.resume(returning: work()) }
        }
    }
}
