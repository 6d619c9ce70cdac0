import Database
import Synchronization
import Vault

/// Sign-ins that were refused (clause S3.7): of a colleague's account the first few in an hour are an entry each; the rest, and
/// all at names that nobody here has, are counted.
///
/// Whoever guesses must not learn which names exist. Nothing is written before the answer, whoever it was: all that the
/// answer waits for is the count.
final class RefusedSignIns: Sendable {
    static let mostEach = 10

    private struct State {
        var writing: [UInt64: Task<Void, Never>] = [:]
        var next: UInt64 = 0
    }

    let counts = CountedByHour(mostEach: mostEach)
    private let state = Mutex(State())

    /// Has an entry written that no answer waits for.
    func run(_ body: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            let number = state.next
            state.next += 1
            state.writing[number] = Task { [self] in
                await body()
                self.state.withLock { $0.writing[number] = nil }
            }
        }
    }

    /// Waits for what was begun.
    func settle() async {
        for task in state.withLock({ Array($0.writing.values) }) { await task.value }
    }
}

extension Casework {
    /// A sign-in was refused. The answer does not wait for the log book.
    /// - Parameter member: nil for a name that nobody has.
    func signInWasRefused(_ member: ID?) {
        guard refusedSignIns.counts.add(member, countedAs: .house, at: clock.now()), let member else {
            return
        }
        refusedSignIns.run { [self] in
            do { try await act(.signInRefused, on: .house, by: member) { _ in } } catch {
                refusedSignIns.counts.giveBack(1, of: .house)
            }
        }
    }
}
