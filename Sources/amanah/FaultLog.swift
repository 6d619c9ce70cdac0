import Database
import Logging
import Synchronization

/// Says in the server's log why the store could not do something, by its closed name: each kind at once, and then once a
/// minute at most, with how often it happened since. A disk that is full fails every request.
final class FaultLog: Sendable {
    private struct Told {
        var at: ContinuousClock.Instant
        var times = 0
    }

    private let logger: Logger
    private let told = Mutex<[DatabaseError: Told]>([:])

    init(_ logger: Logger) { self.logger = logger }

    func tell(_ fault: DatabaseError) {
        let now = ContinuousClock.now
        let times = told.withLock { told -> Int? in
            if var last = told[fault], now - last.at < .seconds(60) {
                last.times += 1
                told[fault] = last
                return nil
            }
            let times = (told[fault]?.times ?? 0) + 1
            told[fault] = Told(at: now)
            return times
        }
        guard let times else { return }
        logger.error("\(fault.description)", metadata: ["cause": "\(fault.name)", "times": "\(times)"])
    }
}
