import Dispatch
import Synchronization

/// Jobs for a fixed number of threads that may block, so that nothing blocks Swift's cooperative pool.
///
/// Each thread is a serial dispatch queue, which gets a thread of its own as long as it has work. A thread takes
/// up to `batch` waiting jobs at once; while it works on them, the next batch gathers.
final class WorkQueue<Job: Sendable>: Sendable {
    private struct State {
        var waiting = ArraySlice<Job>()
        /// How many jobs came in so far.
        var submitted = 0
        var idle: [DispatchQueue]
        var isClosed = false
        var whenIdle: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>
    private let threads: Int
    private let batch: Int
    private let work: @Sendable ([Job], Waiting) -> Void

    /// The jobs that were waiting already when a batch was taken.
    struct Waiting {
        fileprivate let queue: WorkQueue
        fileprivate let last: Int

        /// Takes the next of them, if no thread has yet.
        func next() -> Job? { queue.take(upTo: last) }
    }

    /// - Parameter work: does the jobs, and answers whoever waits for them; it runs on up to `threads` threads.
    init(
        name: String, threads: Int, batch: Int, work: @escaping @Sendable ([Job], Waiting) -> Void
    ) {
        self.threads = threads
        self.batch = batch
        self.work = work
        state = Mutex(State(idle: (0..<threads).map { DispatchQueue(label: "\(name).\($0)") }))
    }

    /// Has the job done; false if the queue is closed, and then it never is.
    func submit(_ job: Job) -> Bool {
        let (isTaken, thread) = state.withLock { state -> (Bool, DispatchQueue?) in
            guard !state.isClosed else { return (false, nil) }
            state.waiting.append(job)
            state.submitted += 1
            return (true, state.idle.popLast())
        }
        if let thread {
            thread.async { self.run(on: thread) }
        }
        return isTaken
    }

    /// How many jobs no thread has taken yet.
    var waiting: Int {
        state.withLock { $0.waiting.count }
    }

    /// Takes no more jobs, and returns when none is waiting or being done.
    func close() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.idle.count < threads { state.whenIdle.append(continuation) }
                return state.idle.count == threads
            }
            if isIdle { continuation.resume() }
        }
    }

    private func run(on thread: DispatchQueue) {
        while let (jobs, last) = next(on: thread) { work(jobs, Waiting(queue: self, last: last)) }
    }

    private func take(upTo last: Int) -> Job? {
        state.withLock { state in
            guard state.submitted - state.waiting.count < last else { return nil }
            return state.waiting.popFirst()
        }
    }

    private func next(on thread: DispatchQueue) -> (jobs: [Job], last: Int)? {
        typealias Next = (taken: (jobs: [Job], last: Int)?, whenIdle: [CheckedContinuation<Void, Never>])
        let (taken, whenIdle) = state.withLock { state -> Next in
            guard state.waiting.isEmpty else {
                let jobs = Array(state.waiting.prefix(batch))
                state.waiting.removeFirst(jobs.count)
                // A slice keeps what was taken from its front.
                if state.waiting.isEmpty { state.waiting = [] }
                return ((jobs, state.submitted), [])
            }
            state.idle.append(thread)
            guard state.idle.count == threads else { return (nil, []) }
            defer { state.whenIdle = [] }
            return (nil, state.whenIdle)
        }
        for continuation in whenIdle { continuation.resume() }
        return taken
    }
}
