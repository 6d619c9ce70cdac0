import Casework
import Database
import Dispatch
import FoundationEssentials
import Glibc
import Synchronization
import Vault
import Web

/// Pages over real HTTP on this computer's loopback: 32 connections that stay open, each asking as soon as it is answered.
/// The load generator takes its part of the same cores, and of the memory.
struct BenchPages {
    let day: BenchDay
    let database: SQLiteDatabase

    enum Fault: Error { case connection, answer }

    func run() async throws {
        let secret = try await day.signIn("karim")
        let caller = try await day.casework.caller(cookie: secret.cookie)
        let files = try await day.casework.myFiles(as: caller).map { Route.file.path($0.file) }
        guard !files.isEmpty else { return }
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
        // As on any day, somebody has searched: the names are unlocked.
        _ = try await day.casework.find("Amina", as: caller)
        for await address in started {
            guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else { break }
            let cookie = "__Host-amanah=\(secret.cookie)"
            let measured: [(String, [String], Double?, @Sendable () -> Void)] = [
                ("file pages over HTTP, 32 connections", files, 10_000, {}),
                ("file pages over HTTP, grants opened afresh", files, 4000, { caller.forgetKeys() }),
                ("my clients over HTTP, 32 connections", [Route.myFiles.path()], nil, {}),
                (
                    "my clients over HTTP, every row read anew", [Route.myFiles.path()], nil,
                    { caller.forgetShown() }
                ),
                ("Today over HTTP, 32 connections", [Route.today.path()], nil, {}),
            ]
            for (what, paths, target, before) in measured {
                let result = try await Self.load(port, cookie, paths, seconds: day.load.seconds, before)
                Figure.rate(what, result.rate, over: target).report()
                Figure.time("  of these p99", result.p99, under: target.map { _ in .milliseconds(15) })
                    .report()
            }
            return Figure.memory().report()
        }
        throw Fault.connection
    }

    private static func load(
        _ port: UInt16, _ cookie: String, _ paths: [String], seconds: Int,
        _ before: @escaping @Sendable () -> Void
    ) async throws -> Load.Result {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for place in 0..<32 {
                group.addTask {
                    try await onThread {
                        var times: [Duration] = []
                        let connection = try Connection(port)
                        defer { connection.close() }
                        var turn = place
                        while clock.now < end {
                            before()
                            let began = clock.now
                            try connection.get(paths[turn % paths.count], cookie)
                            times.append(clock.now - began)
                            turn += 1
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
        func get(_ path: String, _ cookie: String) throws {
            let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: \(cookie)\r\n\r\n".utf8)
            guard send(socket, request, request.count, 0) == request.count else { throw Fault.connection }
            var answer: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 65_536)
            var end = Int.max
            while answer.count < end {
                let count = recv(socket, &chunk, chunk.count, 0)
                guard count > 0 else { throw Fault.connection }
                answer += chunk[..<count]
                if end == Int.max { end = try Self.end(of: answer) ?? .max }
            }
        }

        /// How long the whole answer is, once its head is there. Anything but the page asked for is an error.
        private static func end(of answer: [UInt8]) throws -> Int? {
            guard answer.count > 3 else { return nil }
            var end = 0
            while answer[end] != 13 || answer[end + 1] != 10 || answer[end + 2] != 13 || answer[end + 3] != 10
            {
                end += 1
                if end + 3 >= answer.count { return nil }
            }
            let lines = String(decoding: answer[..<end], as: UTF8.self).split(separator: "\r\n")
            let length = lines.first { $0.lowercased().hasPrefix("content-length:") }?.split(separator: " ")
                .last
            guard lines.first?.hasPrefix("HTTP/1.1 200") == true, let length = length.flatMap({ Int($0) })
            else { throw Fault.answer }
            return end + 4 + length
        }
    }
}
