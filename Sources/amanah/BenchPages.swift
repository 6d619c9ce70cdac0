import Casework
import Database
import Dispatch
import FoundationEssentials
import Glibc
import Synchronization
import Vault
import Web

/// Pages over real HTTP on this computer's loopback: 32 connections that stay open, each with a session of its own and
/// asking as soon as it is answered. The load generator takes its part of the same cores, and of the memory.
struct BenchPages {
    let day: BenchDay
    let database: SQLiteDatabase

    enum Fault: Error { case connection, answer }

    /// A browser: its session, and the files that it goes through. No other session opens those, where there are enough.
    private struct Browser: Sendable {
        let cookie: String
        let caller: Caller
        let files: [String]
    }

    private static let browsers = 32

    func run() async throws {
        var browsers: [Browser] = []
        var files: [String] = []
        for place in 0..<Self.browsers {
            let secret = try await day.signIn("karim")
            let caller = try await day.casework.caller(cookie: secret.cookie)
            if files.isEmpty {
                files = try await day.casework.myFiles(as: caller).map { Route.file.path($0.file) }
            }
            guard !files.isEmpty else { return }
            let own = stride(from: place % files.count, to: files.count, by: Self.browsers).map { files[$0] }
            browsers.append(Browser(cookie: secret.cookie, caller: caller, files: own))
        }
        // As on any day, somebody has searched: the names are unlocked.
        _ = try await day.casework.find("Amina", as: browsers[0].caller)
        let settings = try await Settings.read(
            flags: [
                "organisation.name": "Bench", "listen.port": "0", "listen.host": "127.0.0.1",
                "log.level": "error",
            ], environment: [:],
            file: "/nonexistent")
        let serving = Serving(casework: day.casework, database: database, settings: settings)
        let (started, start) = AsyncStream.makeStream(of: String.self)
        Task {
            defer { start.finish() }
            try await serving.run { start.yield($0) }
        }
        for await address in started {
            guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else { break }
            let (myFiles, today) = (Route.myFiles.path(), Route.today.path())
            let measured: [Measured] = [
                Measured("file pages over HTTP, 32 connections", over: 10_000),
                Measured("file pages over HTTP, each grant opened afresh", over: 4000) { $0.forgetKeys() },
                Measured("my clients over HTTP, 32 connections", of: myFiles),
                Measured("my clients over HTTP, every row read anew", of: myFiles) { $0.forgetShown() },
                Measured("Today over HTTP, 32 connections", of: today),
            ]
            for what in measured {
                _ = try await Self.load(port, browsers, what, seconds: 0)
                let result = try await Self.load(port, browsers, what, seconds: day.load.seconds)
                Figure.rate(what.name, result.rate, over: what.target).report()
                Figure.time("  of these p99", result.p99, under: what.target.map { _ in .milliseconds(15) })
                    .report()
            }
            return Figure.memory().report()
        }
        throw Fault.connection
    }

    private struct Measured: Sendable {
        let name: String
        let target: Double?
        /// The page asked for; nil for the browser's files.
        let path: String?
        let before: @Sendable (Caller) -> Void

        init(
            _ name: String, of path: String? = nil, over target: Double? = nil,
            before: @escaping @Sendable (Caller) -> Void = { _ in }
        ) {
            self.name = name
            self.target = target
            self.path = path
            self.before = before
        }
    }

    /// For so many seconds, and until each browser was shown all of its pages.
    private static func load(
        _ port: UInt16, _ browsers: [Browser], _ what: Measured, seconds: Int
    ) async throws -> Load.Result {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for browser in browsers {
                group.addTask {
                    try await onThread {
                        let requests = (what.path.map { [$0] } ?? browser.files).map {
                            Array(
                                "GET \($0) HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: __Host-amanah=\(browser.cookie)\r\n\r\n"
                                    .utf8)
                        }
                        var times: [Duration] = []
                        var connection = try Connection(port)
                        defer { connection.close() }
                        while times.count < requests.count || clock.now < end {
                            what.before(browser.caller)
                            let began = clock.now
                            try connection.get(requests[times.count % requests.count])
                            times.append(clock.now - began)
                        }
                        return times
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Load.Result(times, seconds: seconds)
    }

    /// Runs what blocks on a thread of its own.
    private static func onThread(
        _ body: @escaping @Sendable () throws -> [Duration]
    ) async throws -> [Duration] {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "amanah.bench").async { continuation.resume(with: Result { try body() }) }
        }
    }

    /// One HTTP/1.1 connection that blocks.
    private struct Connection {
        private let socket: Int32
        /// Of one answer after another.
        private var answer = [UInt8](repeating: 0, count: 1 << 17)

        init(_ port: UInt16) throws {
            socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
            }
            guard result == 0 else { throw Fault.connection }
        }

        func close() { _ = Glibc.close(socket) }

        /// Asks for a page and reads it to its end.
        mutating func get(_ request: [UInt8]) throws {
            guard send(socket, request, request.count, 0) == request.count else { throw Fault.connection }
            var count = 0
            var end: Int?
            while count < end ?? .max {
                count += try answer.withUnsafeMutableBytes { answer in
                    let room = UnsafeMutableRawBufferPointer(rebasing: answer[count...])
                    let read = recv(socket, room.baseAddress, room.count, 0)
                    guard read > 0 else { throw Fault.connection }
                    return read
                }
                if end == nil { end = try Self.end(of: answer[..<count]) }
            }
        }

        /// How long the whole answer is, once its head is there. Anything but the page asked for is an error.
        private static func end(of answer: ArraySlice<UInt8>) throws -> Int? {
            try answer.withUnsafeBytes { answer in
                guard let head = place(of: "\r\n\r\n", in: answer) else { return nil }
                guard answer.starts(with: "HTTP/1.1 200".utf8),
                    let length = place(of: "\r\nContent-Length: ", in: answer)
                else { throw Fault.answer }
                let digits = answer[(length + 18)...].prefix { (48...57).contains($0) }
                return head + 4 + digits.reduce(0) { $0 * 10 + Int($1) - 48 }
            }
        }

        private static func place(of words: StaticString, in answer: UnsafeRawBufferPointer) -> Int? {
            let count = words.utf8CodeUnitCount
            guard let start = answer.baseAddress, answer.count >= count else { return nil }
            return (0...(answer.count - count)).first { memcmp(start + $0, words.utf8Start, count) == 0 }
        }
    }
}
