import Synchronization

/// Tells whoever asked to hear of it why the store could not do something; the caller learns of it all the same.
final class FaultReport: Sendable {
    /// A value of its own around the closure: see `GroupCommit.Hook`.
    private struct Hook {
        var body: (@Sendable (DatabaseError) -> Void)?
    }

    private let hook = Mutex(Hook())

    func set(_ body: @escaping @Sendable (DatabaseError) -> Void) { hook.withLock { $0 = Hook(body: body) } }

    /// The same error.
    func reporting(_ error: any Error) -> any Error {
        if let fault = error as? DatabaseError { hook.withLock { $0 }.body?(fault) }
        return error
    }

    /// The same result.
    func reporting<T>(_ result: Result<T, any Error>) -> Result<T, any Error> {
        if case .failure(let error) = result { _ = reporting(error) }
        return result
    }
}
