import FoundationEssentials

/// One thing that was measured, with what it should reach.
struct Figure {
    let what: String
    let value: String
    /// For example `at least 10000 a second`; nil where nothing is asked.
    let target: String?
    let isMet: Bool

    static func rate(_ what: String, _ rate: Double, over target: Double? = nil) -> Figure {
        Figure(
            what: what, value: "\(Int(rate)) a second", target: target.map { "at least \(Int($0))" },
            isMet: target.map { rate >= $0 } ?? true)
    }

    static func time(_ what: String, _ time: Duration, under target: Duration? = nil) -> Figure {
        Figure(
            what: what, value: words(time), target: target.map { "at most \(words($0))" },
            isMet: target.map { time <= $0 } ?? true)
    }

    static func ratio(_ what: String, _ ratio: Double, under target: Double) -> Figure {
        let words = "\(Int(ratio * 100)) %"
        return Figure(
            what: what, value: words, target: "at most \(Int(target * 100)) %", isMet: ratio <= target)
    }

    /// What this process holds in memory now.
    static func memory() -> Figure {
        let status = FileManager.default.contents(atPath: "/proc/self/status") ?? Data()
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("VmRSS:") }
        let kilobytes = line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
        return Figure(
            what: "memory in use, the load generator among it", value: "\(kilobytes / 1024) MB",
            target: "at most 128 MB", isMet: kilobytes <= 128 * 1024)
    }

    func report() {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        let judged = target.map { padded($0, 24) + (isMet ? "met" : "MISSED") } ?? ""
        print(padded(what, 66) + padded(value, 22) + judged)
        flushOutput()
    }

    private static func words(_ time: Duration) -> String {
        let micros = Int(time / .microseconds(1))
        return micros < 100_000
            ? "\(micros / 1000).\(String(1000 + micros % 1000).dropFirst()) ms" : "\(micros / 1000) ms"
    }
}

/// Does something over and over, so many at once, for a while.
struct Load {
    let seconds: Int

    struct Result {
        let rate: Double
        let median: Duration
        /// The time that 99 of 100 stay under.
        let p99: Duration
    }

    func run(_ width: Int, _ work: @escaping @Sendable () async throws -> Void) async throws -> Result {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<width {
                group.addTask {
                    var times: [Duration] = []
                    while clock.now < end {
                        let began = clock.now
                        try await work()
                        times.append(clock.now - began)
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Result(times, seconds: seconds)
    }
}

extension [Duration] {
    /// The time in their middle; zero for none.
    var median: Duration { isEmpty ? .zero : sorted()[count / 2] }
}

extension Load.Result {
    init(_ times: [Duration], seconds: Int) {
        let sorted = times.sorted()
        self.init(
            rate: Double(times.count) / Double(seconds),
            median: sorted.median,
            p99: sorted.isEmpty ? .zero : sorted[sorted.count * 99 / 100])
    }
}
