import Synchronization

/// The halves of the files' keys, in a small SQLite file beside the database: destroying a file's half shuts the
/// file, and every backup of it, for good.
///
/// It remembers which files' halves were destroyed, so that a lost half is not taken for an erasure, and keeps a few
/// named secrets of the server. All of it is held in memory (48 bytes a file).
package final class HalvesStore: Sendable {
    /// All that a store holds, by file and by name.
    package struct Contents: Hashable, Sendable {
        package var halves: [[UInt8]: [UInt8]] = [:]
        package var destroyed: Set<[UInt8]> = []
        package var named: [String: [UInt8]] = [:]

        package init() {}
    }

    /// The store's tables.
    package static let migrations = [
        Migration(
            name: "0001 halves",
            statements: [
                "CREATE TABLE half (file BYTES NOT NULL PRIMARY KEY, half BYTES NOT NULL)",
                "CREATE TABLE named (name TEXT NOT NULL PRIMARY KEY, value BYTES NOT NULL)",
            ]),
        Migration(
            name: "0002 destroyed", statements: ["CREATE TABLE destroyed (file BYTES NOT NULL PRIMARY KEY)"]),
    ]

    private let database: SQLiteDatabase
    private let contents: Mutex<Contents>

    /// Opens the store at `path`, or makes it, readable by its owner only. Blocks while it loads.
    /// - Throws: as `SQLiteDatabase`.
    package init(path: String) throws(DatabaseError) {
        database = try SQLiteDatabase(path: path, migrations: Self.migrations)
        contents = Mutex(try database.blockingRead(Self.load))
    }

    private static func load(_ connection: any Connection) throws(DatabaseError) -> Contents {
        var contents = Contents()
        for row in try connection.rows("SELECT file, half FROM half") {
            contents.halves[try row.blob("file")] = try row.blob("half")
        }
        for row in try connection.rows("SELECT file FROM destroyed") {
            contents.destroyed.insert(try row.blob("file"))
        }
        for row in try connection.rows("SELECT name, value FROM named") {
            contents.named[try row.text("name")] = try row.blob("value")
        }
        return contents
    }

    /// Sets who is told when the store could not do something: as `Database.setOnFault`.
    package func setOnFault(_ body: @escaping @Sendable (DatabaseError) -> Void) {
        database.setOnFault(body)
    }

    /// A file's half, or nil if it has none or it was destroyed.
    package func half(for file: [UInt8]) -> [UInt8]? {
        contents.withLock { $0.halves[file] }
    }

    /// All halves by file.
    package func all() -> [[UInt8]: [UInt8]] {
        contents.withLock { $0.halves }
    }

    /// Everything, for a copy.
    package func everything() -> Contents {
        contents.withLock { $0 }
    }

    /// Whether a file's half was destroyed here, or in the store that this one is a copy of.
    package func wasDestroyed(_ file: [UInt8]) -> Bool {
        contents.withLock { $0.destroyed.contains(file) }
    }

    /// Fills an empty store from a copy, in one transaction.
    /// - Throws: `conflict` where the store holds any of it already.
    package func fill(from copy: Contents) async throws {
        try await database.write { connection in
            for (file, half) in copy.halves {
                try connection.execute("INSERT INTO half (file, half) VALUES (\(file), \(half))")
            }
            for file in copy.destroyed {
                try connection.execute("INSERT INTO destroyed (file) VALUES (\(file))")
            }
            for (name, value) in copy.named {
                try connection.execute("INSERT INTO named (name, value) VALUES (\(name), \(value))")
            }
            connection.afterCommit { self.contents.withLock { $0 = copy } }
        }
    }

    /// Keeps a file's half; it is durable when this returns. Putting the same again does nothing.
    /// - Throws: `conflict` where the file has another half.
    package func put(_ half: [UInt8], for file: [UInt8]) async throws {
        try await database.write { connection in
            let known = try connection.first("SELECT half FROM half WHERE file = \(file)")
            guard try known?.blob("half") ?? half == half else { throw DatabaseError.conflict }
            guard known == nil else { return }
            try connection.execute("INSERT INTO half (file, half) VALUES (\(file), \(half))")
            connection.afterCommit { self.contents.withLock { $0.halves[file] = half } }
        }
    }

    /// Destroys a file's half for good: when this returns, its bytes are in none of the store's files. That it was
    /// destroyed is remembered, also of a file that had no half here.
    /// - Throws: `busy` where another process reads the store; the half is deleted, but ask again.
    package func destroy(_ file: [UInt8]) async throws {
        try await database.write { connection in
            try connection.execute("DELETE FROM half WHERE file = \(file)")
            try connection.execute("INSERT INTO destroyed (file) VALUES (\(file)) ON CONFLICT DO NOTHING")
            connection.afterCommit {
                self.contents.withLock {
                    $0.halves[file] = nil
                    $0.destroyed.insert(file)
                }
            }
        }
        try await overwriteDeleted()
    }

    /// Overwrites what was deleted wherever it stood in the store's files.
    /// - Throws: `busy` where another process reads the store.
    package func overwriteDeleted() async throws { try await database.purge() }

    /// A named secret, or nil if there is none.
    package func value(named name: String) -> [UInt8]? {
        contents.withLock { $0.named[name] }
    }

    /// Keeps a named secret; it is durable when this returns. Putting the same again does nothing.
    /// - Throws: `conflict` where the name has another value.
    package func put(_ value: [UInt8], named name: String) async throws {
        try await database.write { connection in
            let known = try connection.first("SELECT value FROM named WHERE name = \(name)")
            guard try known?.blob("value") ?? value == value else { throw DatabaseError.conflict }
            guard known == nil else { return }
            try connection.execute("INSERT INTO named (name, value) VALUES (\(name), \(value))")
            connection.afterCommit { self.contents.withLock { $0.named[name] = value } }
        }
    }

    /// Waits for what was begun, and closes.
    package func close() async throws {
        try await database.close()
    }
}
