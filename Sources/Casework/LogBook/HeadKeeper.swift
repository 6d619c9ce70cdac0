import Database
import Dispatch
import Ledger
import Synchronization
import Vault

/// Keeps `log.head` after the database: never before a commit and never beside it, so that the database may be ahead of the
/// file and is never behind it. A crash between the two raises no alarm.
///
/// The file is written at most four times a second, at once for an act that takes something away, and at the close.
final class HeadKeeper: Sendable {
    /// Seconds between two writes that nobody waits for.
    static let pause = 0.25
    /// How many seconds an act that takes something away waits for the file.
    static let longestWait = 2.0

    private struct State {
        var head: LogHead
        /// How many entries the head is of, and how many the file covers.
        var size: UInt64
        var kept: UInt64
        var isDue = false
        var waiting: [Int: Waiter] = [:]
        var waiters = 0
    }

    private struct Waiter {
        let size: UInt64
        let goOn: CheckedContinuation<Void, Never>
    }

    private let file: ReplacedFile
    private let state: Mutex<State>
    private let queue = DispatchQueue(label: "amanah.log-head")

    /// - Parameter head: as it is to be; what the file lacks of it is due.
    init(_ file: ReplacedFile, head: LogHead) {
        self.file = file
        let size = Self.size(of: head) ?? 0
        state = Mutex(State(head: head, size: size, kept: 0, isDue: true))
    }

    /// Reads a head, and the size of its checkpoint; that its signature counts is for whoever compares it to say.
    static func read(_ file: ReplacedFile) throws -> LogHead? {
        guard let bytes = try file.read() else { return nil }
        guard let head = try? LogHead(text: String(decoding: bytes, as: UTF8.self)) else {
            throw LogFault.badHead
        }
        return head
    }

    /// How many entries a head is of; nil if its checkpoint is none.
    static func size(of head: LogHead) -> UInt64? {
        guard !head.checkpoint.isEmpty else { return 0 }
        return (try? SignedNote(parsing: head.checkpoint)).flatMap { try? Checkpoint(parsing: $0.text).size }
    }

    var charity: KnownCharity? { state.withLock { $0.head.charity } }

    /// The key that the charity was founded with; nil before.
    var firstKey: CharityPublicKey? { state.withLock { $0.head.keys.first?.key } }

    var branch: [UInt8] { state.withLock { $0.head.branch } }

    /// Told of a commit, on the writer's thread: by a checkpoint that this process has signed.
    func advance(to note: String, size: UInt64) {
        let isNew = state.withLock { state in
            state.head.checkpoint = note
            state.size = size
            defer { state.isDue = true }
            return !state.isDue
        }
        if isNew { queue.asyncAfter(deadline: .now() + Self.pause) { self.writeIfDue() } }
    }

    /// Told of the founding, once it is committed.
    func found(_ key: CharityPublicKey, at position: UInt64) throws {
        try state.withLock { state in
            state.head = try state.head.founded(with: key, at: position)
            state.isDue = true
        }
        do { try writeNow() } catch {
            queue.asyncAfter(deadline: .now() + 4 * Self.pause) { self.writeIfDue() }
            throw error
        }
    }

    /// Returns when the file covers so many entries, or after two seconds.
    func cover(_ size: UInt64) async {
        await withCheckedContinuation { (goOn: CheckedContinuation<Void, Never>) in
            let waiter = state.withLock { state -> Int? in
                guard state.kept < size else { return nil }
                state.waiters &+= 1
                state.waiting[state.waiters] = Waiter(size: size, goOn: goOn)
                return state.waiters
            }
            guard let waiter else { return goOn.resume() }
            queue.async { self.writeIfDue() }
            queue.asyncAfter(deadline: .now() + Self.longestWait) {
                self.state.withLock { $0.waiting.removeValue(forKey: waiter) }?.goOn.resume()
            }
        }
    }

    /// Writes what the file lacks.
    /// - Throws: `full` or `unavailable`; the database is ahead of the file then.
    func writeNow() throws { try queue.sync { try write() } }

    private func writeIfDue() {
        do { try write() } catch {
            // No room, or a failing disk: the file stays behind, and is tried again.
            queue.asyncAfter(deadline: .now() + 4 * Self.pause) { self.writeIfDue() }
        }
    }

    private func write() throws {
        let (head, size) = state.withLock { state -> (LogHead?, UInt64) in
            guard state.isDue else { return (nil, 0) }
            state.isDue = false
            return (state.head, state.size)
        }
        guard let head else { return }
        do {
            try file.replace { now throws(DatabaseError) in
                // Another process of this charity may have gone further.
                let there = now.flatMap { try? LogHead(text: String(decoding: $0, as: UTF8.self)) }
                if let there, there.keys.count >= head.keys.count, there.branch == head.branch,
                    Self.size(of: there) ?? 0 > size
                {
                    return nil
                }
                return Array(head.text.utf8)
            }
        } catch {
            state.withLock { $0.isDue = true }
            throw error
        }
        let done = state.withLock { state -> [Waiter] in
            state.kept = max(state.kept, size)
            let done = state.waiting.filter { $0.value.size <= state.kept }
            for waiter in done.keys { state.waiting[waiter] = nil }
            return Array(done.values)
        }
        for waiter in done { waiter.goOn.resume() }
    }
}
