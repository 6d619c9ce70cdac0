import Casework
import Synchronization

/// A clock that is moved through the months of a history. What is told is served by the computer's own.
final class DemoClock: Sendable {
    private let instant: Mutex<Instant>

    init(at instant: Instant) { self.instant = Mutex(instant) }

    /// Moves on to a moment; never back.
    func advance(to moment: Instant) {
        instant.withLock { $0 = max($0, moment) }
    }

    func advance(seconds: Int64) {
        instant.withLock { $0 = $0.adding(seconds: seconds) }
    }

    var clock: Clock {
        Clock { [self] in instant.withLock { $0 } }
    }
}

/// The working days of a history, counted back from the day before today.
struct DemoCalendar: Sendable {
    private let days: [Day]

    init(before today: Day, count: Int) {
        var days: [Day] = []
        var day = today
        while days.count < count {
            day = day.adding(days: -1)
            if !["Saturday", "Sunday"].contains(day.weekday) { days.append(day) }
        }
        self.days = days.reversed()
    }

    /// - Parameter minute: after the midnight that the day begins with.
    func instant(_ day: Int, minute: Int) -> Instant {
        days[day].moments.lowerBound.adding(seconds: Int64(minute) * 60)
    }
}
