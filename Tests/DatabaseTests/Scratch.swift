import Dispatch
import Foundation
import Synchronization

@testable import Database

/// A directory of its own for a test's real files, removed with the value.
final class Scratch: Sendable {
    let directory: String

    init() throws {
        directory = FileManager.default.temporaryDirectory.path + "/amanah-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }

    var path: String { directory + "/store.sqlite" }

    /// A database with one table: `note (id, words)`.
    func database(beforeCommit: SQLiteDatabase.BeforeCommit? = nil) throws -> SQLiteDatabase {
        try SQLiteDatabase(path: path, migrations: Self.migrations, beforeCommit: beforeCommit)
    }

    static let migrations = [
        Migration(
            name: "0001 note",
            statements: [
                "CREATE TABLE note (id INTEGER64 NOT NULL PRIMARY KEY, words TEXT NOT NULL, bytes BYTES)"
            ])
    ]

    /// The files of the directory, and what is in them.
    func files() throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
            let url = URL(fileURLWithPath: directory).appendingPathComponent(name)
            files[name] = [UInt8](try Data(contentsOf: url))
        }
        return files
    }
}

extension SQLiteDatabase {
    func insert(_ id: Int, _ words: String = "") async throws {
        _ = try await write { try $0.execute("INSERT INTO note (id, words) VALUES (\(id), \(words))") }
    }

    func ids() async throws -> [Int64] {
        try await read { try $0.rows("SELECT id FROM note ORDER BY id").map { try $0.integer("id") } }
    }

    /// Writes the acts in one batch, in their order; nil for each that was done, or why it was not.
    func inOneBatch(_ acts: [@Sendable (any Connection) throws -> Void]) async throws -> [(any Error)?] {
        let gate = Gate()
        let holder = Task { try await self.write { _ in gate.wait() } }
        await gate.untilReached()
        var tasks: [Task<(any Error)?, Never>] = []
        for act in acts {
            tasks.append(
                Task {
                    do {
                        try await self.write(act)
                        return nil
                    } catch {
                        return error
                    }
                })
            while waitingActs < tasks.count { await Task.yield() }
        }
        gate.open()
        try await holder.value
        var errors: [(any Error)?] = []
        for task in tasks { errors.append(await task.value) }
        return errors
    }
}

/// Stops a body on its thread until the test lets it go on.
final class Gate: Sendable {
    private let reached = Mutex(false)
    private let opened = DispatchSemaphore(value: 0)

    func wait() {
        reached.withLock { $0 = true }
        opened.wait()
    }

    func open() {
        opened.signal()
    }

    func untilReached() async {
        while !reached.withLock({ $0 }) { await Task.yield() }
    }
}

/// Counts, or collects in order, across threads.
final class Notes: Sendable {
    private let notes = Mutex<[String]>([])

    var all: [String] { notes.withLock { $0 } }

    func add(_ note: String) {
        notes.withLock { $0.append(note) }
    }
}
