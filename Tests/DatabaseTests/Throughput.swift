import Foundation
import Testing

@testable import Database

/// Figures, not checks: `AMANAH_MEASURE=1 swift test -c release --filter Throughput`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["AMANAH_MEASURE"] != nil))
struct Throughput {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// Has `workers` tasks run `body` until `count` runs are done; prints how many a second.
    private func measure(
        _ name: String, workers: Int, count: Int, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let elapsed = try await ContinuousClock().measure {
            try await withThrowingTaskGroup { group in
                for worker in 0..<workers {
                    group.addTask {
                        for run in stride(from: worker, to: count, by: workers) { try await body(run) }
                    }
                }
                try await group.waitForAll()
            }
        }
        print("\(name), \(workers) at once: \(Int(Double(count) / (elapsed / .seconds(1)))) a second")
    }

    @Test(arguments: [1, 8, 64, 256])
    func `Durable acts of one row`(writers: Int) async throws {
        let transactions = Notes()
        let database = try scratch.database { _ in
            transactions.add("")
            return nil
        }
        let count = writers == 1 ? 10_000 : 100_000
        try await measure("Durable acts", workers: writers, count: count) {
            try await database.insert($0, "words")
        }
        print("  acts a transaction: \(count / max(1, transactions.all.count))")
        try await database.close()
    }

    @Test(arguments: [1, 8, 32])
    func `Reads`(readers: Int) async throws {
        let database = try scratch.database()
        _ = try await database.write { connection in
            for id in 0..<10_000 {
                try connection.execute("INSERT INTO note (id, words) VALUES (\(id), 'words')")
            }
        }
        try await measure("Reads of one row", workers: readers, count: 50_000) { run in
            _ = try await database.read { try $0.first("SELECT words FROM note WHERE id = \(run % 10_000)") }
        }
        try await measure("Reads of a page (20 rows and 3 rows)", workers: readers, count: 20_000) { run in
            let start = run % 9_000
            _ = try await database.read { connection in
                for id in 0..<3 {
                    _ = try connection.first("SELECT words FROM note WHERE id = \(start + id)")
                }
                return try connection.rows(
                    "SELECT id, words FROM note WHERE id > \(start) ORDER BY id LIMIT 20")
            }
        }
        try await database.close()
    }
}
