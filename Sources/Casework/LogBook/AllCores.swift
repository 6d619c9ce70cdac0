import Database
import Dispatch
import FoundationEssentials
import Synchronization

extension Connection {
    /// Reads a query a page at a time, works the pages out on all cores while it reads on, and hands on what came out of
    /// each, in the rows' order. Blocks: for a database's own thread.
    /// - Parameter work: of a whole page, because what is generic here is slow if it is called for each row.
    func pages<Result: Sendable>(
        _ query: SQL, _ work: @escaping @Sendable ([Row]) -> [Result], visit: ([Result]) -> Void
    ) throws(DatabaseError) {
        let others = ProcessInfo.processInfo.activeProcessorCount - 1
        var waiting: [Share<Result>] = []
        try pages(query) { rows in
            let share = Share { work(rows) }
            // Where the others have enough to do, this thread works too, so that reading does not run ahead of them.
            if waiting.count(where: { !$0.isDone }) < 2 * others {
                DispatchQueue.global().async { share.run() }
            } else {
                share.run()
            }
            waiting.append(share)
            while let first = waiting.first, first.isDone || waiting.count > 8 * others {
                visit(first.results)
                waiting.removeFirst()
            }
        }
        for share in waiting { visit(share.results) }
    }
}

/// A part of some work, which whoever comes first does.
private final class Share<Result: Sendable>: Sendable {
    private let work: @Sendable () -> [Result]
    private let isTaken = Atomic(false)
    private let worked = Mutex<[Result]>([])
    private let done = DispatchGroup()

    init(_ work: @escaping @Sendable () -> [Result]) {
        self.work = work
        done.enter()
    }

    var isDone: Bool { done.wait(timeout: .now()) == .success }

    /// Does it, unless somebody has begun.
    func run() {
        guard !isTaken.exchange(true, ordering: .relaxed) else { return }
        let results = work()
        worked.withLock { $0 = results }
        done.leave()
    }

    /// Waits for it, or does it now.
    var results: [Result] {
        run()
        done.wait()
        return worked.withLock { $0 }
    }
}
