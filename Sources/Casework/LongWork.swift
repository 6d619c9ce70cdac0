import Database
import Dispatch
import FoundationEssentials
import Synchronization
import Vault

/// Work that takes long, in pieces, on threads of its own: a piece of one member's and then a piece of another's. So
/// nobody's work keeps a colleague waiting, and none of it runs on Swift's cooperative pool, which answers everybody,
/// whoever has not signed in too.
final class LongWork: Sendable {
    /// How many operations of one member may wait until another of theirs is done.
    static let mostWaiting = 32

    private typealias Piece = @Sendable () -> Void

    private struct State {
        /// The pieces of each member that wait, the oldest first; no member without one.
        var pieces: [ID: ArraySlice<Piece>] = [:]
        /// The members in `pieces`, whose turn is next first.
        var order: ArraySlice<ID> = []
        var idle: [DispatchQueue]
        /// The members who are at an operation that goes on alone, and who waits behind it.
        var alone: [ID: ArraySlice<CheckedContinuation<Bool, Never>>] = [:]
    }

    private let state: Mutex<State>

    /// - Parameter threads: each is a serial dispatch queue, which gets a thread while it has work.
    init(threads: Int = ProcessInfo.processInfo.activeProcessorCount) {
        state = Mutex(
            State(idle: (0..<max(1, threads)).map { DispatchQueue(label: "amanah.long-work.\($0)") }))
    }

    /// How many pieces no thread has taken yet.
    var waiting: Int { state.withLock { $0.pieces.values.reduce(0) { $0 + $1.count } } }

    /// Does a piece of a member's work when their turn has come.
    func run<Result: Sendable>(
        for member: ID, _ piece: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            submit(for: member) { continuation.resume(returning: piece()) }
        }
    }

    /// Does an operation that takes long, after those of the same member that came before it.
    /// - Throws: `busy` if too many of theirs wait already.
    func alone<Result>(
        _ member: ID, _ operation: () async throws(CaseworkError) -> Result
    ) async throws(CaseworkError) -> Result {
        guard await begin(member) else { throw .busy }
        defer { end(member) }
        return try await operation()
    }

    private func submit(for member: ID, _ piece: @escaping Piece) {
        let thread = state.withLock { state -> DispatchQueue? in
            if state.pieces[member] == nil { state.order.append(member) }
            state.pieces[member, default: []].append(piece)
            return state.idle.popLast()
        }
        if let thread {
            thread.async { while let piece = self.next(on: thread) { piece() } }
        }
    }

    private func next(on thread: DispatchQueue) -> Piece? {
        state.withLock { state in
            guard let member = state.order.popFirst() else {
                // A slice keeps what was taken from its front.
                state.order = []
                state.idle.append(thread)
                return nil
            }
            let piece = state.pieces[member]?.popFirst()
            if state.pieces[member]?.isEmpty ?? true {
                state.pieces[member] = nil
            } else {
                state.order.append(member)
            }
            return piece
        }
    }

    private func begin(_ member: ID) async -> Bool {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> Bool? in
                guard let waiting = state.alone[member] else {
                    state.alone[member] = []
                    return true
                }
                guard waiting.count < Self.mostWaiting else { return false }
                state.alone[member, default: []].append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    private func end(_ member: ID) {
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            if let next = state.alone[member]?.popFirst() { return next }
            state.alone[member] = nil
            return nil
        }
        next?.resume(returning: true)
    }
}

extension Casework {
    /// Reads one consistent snapshot that takes long, on a connection that no page waits for.
    func readAtLength<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws(CaseworkError) -> Result {
        do { return try await database.readAtLength(body) } catch is StaffRows.Differs {
            // Somebody changed what stands while it was read: once more, while nobody else writes.
            do { return try await database.write(body) } catch { throw CaseworkError(error) }
        } catch { throw CaseworkError(error) }
    }
}
