import Foundation
import GRDB
import Synchronization

/// One writing and a few reading connections to a database file in WAL mode. With `SQLiteConnection` the only
/// use of GRDB. All of it blocks.
final class SQLitePool: Sendable {
    /// How many short reads can be under way at once. No more than there are cores: each commit empties the page cache of
    /// every connection, and each reads the same pages again.
    static let readers = max(2, ProcessInfo.processInfo.activeProcessorCount)

    private let pool: DatabasePool
    private let revisions = Revisions()
    /// What makes the schema that is to be there; nil until it is.
    private let schema = Mutex<[Migration]?>(nil)

    var revision: Revision { revisions.newest }

    /// Opens the file, or makes it, so that only its owner can read it.
    /// - Throws: `unavailable`, `corrupt`, `busy`.
    init(path: String) throws(DatabaseError) {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        // One more for what takes long.
        configuration.maximumReaderCount = Self.readers + 1
        configuration.prepareDatabase { database in
            try database.execute(sql: Self.settings)
        }
        do {
            try Self.keepPrivate(path)
            pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB sets NORMAL when it turns the WAL on, which would lose answered acts when the power fails.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        } catch {
            throw DatabaseError(engine: error)
        }
    }

    /// Of every connection: schemas run no code, what is deleted is overwritten, nothing is kept in temporary
    /// files. The WAL is moved into the database at 32 MB, not at SQLite's 4 MB, so that a page which many acts change is
    /// written there once; one that grew beyond is cut back. The file is not mapped into memory: after every commit
    /// SQLite would take the map away and fault each page in again.
    private static let settings = """
        PRAGMA trusted_schema = OFF;
        PRAGMA secure_delete = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA wal_autocheckpoint = 8000;
        PRAGMA journal_size_limit = 33554432;
        PRAGMA cache_size = -8000;
        """

    /// New files of SQLite's own get the mode of the database's file.
    private static func keepPrivate(_ path: String) throws(DatabaseError) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            Foundation.close(descriptor)
            return
        }
        // An existing file is not opened: closing it would drop SQLite's locks on it.
        for file in [path, path + "-wal", path + "-shm"] where chmod(file, 0o600) != 0 {
            guard errno == ENOENT, file != path else { throw .unavailable }
        }
    }

    /// Reads one snapshot.
    /// - Throws: what the body throws, or a `DatabaseError`.
    func read<T>(_ body: (SQLiteConnection) throws -> T) throws -> T {
        try mapped { try pool.read { try body(SQLiteConnection($0)) } }
    }

    /// Reads one snapshot for many readers, each with a connection of its own, so that what one meets is not another's.
    /// - Parameter next: gives the next reader; nil when there is none that may share this snapshot.
    func read(_ next: () -> ((SQLiteConnection) -> Void)?) throws {
        try mapped {
            try pool.read { database in
                while database.isInsideTransaction, let body = next() { body(SQLiteConnection(database)) }
            }
        }
    }

    /// Does one durable transaction; returns what is to be run now that it is durable.
    /// - Throws: what the body throws, or a `DatabaseError`; then nothing of it is in the database.
    func transaction(_ body: (SQLiteConnection) throws -> Void) throws -> [@Sendable () -> Void] {
        try mapped {
            try pool.writeWithoutTransaction { database in
                try database.beginTransaction(.immediate)
                do {
                    let (revision, isOthers) = try revisions.found(by: database)
                    let connection = SQLiteConnection(database, revision: revision)
                    // Before anybody is answered; and whatever became of the commit.
                    defer { if connection.isTouched { revisions.advance() } }
                    if isOthers, let migrations = schema.withLock({ $0 }) {
                        try checkSchema(connection, migrations)
                    }
                    try body(connection)
                    if let loss = connection.loss { throw loss }
                    try database.commit()
                    return connection.afterCommit
                } catch {
                    if database.isInsideTransaction { try database.rollback() }
                    throw error
                }
            }
        }
    }

    /// What another has put into the schema would act within this transaction.
    private func checkSchema(_ connection: SQLiteConnection, _ migrations: [Migration]) throws(DatabaseError)
    {
        do {
            try SQLiteCatalogue.check(connection, isMadeBy: migrations[...])
        } catch {
            // Nobody's later transaction passes either.
            revisions.forget()
            throw error
        }
    }

    /// Moves the WAL into the database and empties it.
    /// - Throws: `busy` while something reads an older state, after waiting for it.
    func emptyLog() throws {
        try mapped {
            let isBusy = try pool.writeWithoutTransaction { database in
                try Bool.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
            guard isBusy == false else { throw DatabaseError.busy }
        }
    }

    /// Writes one snapshot to a new file, without what was deleted; others go on writing meanwhile.
    func copy(to path: String) throws {
        try Self.keepPrivate(path)
        try mapped {
            try pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
        }
    }

    /// Applies the migrations that the database lacks, once its schema is found to be what those before them make; and
    /// from then on has it looked at again whenever somebody else has changed the database.
    /// - Throws: `alteredSchema`, `newerSchema`, or what a statement meets; the migrations before it stay applied.
    func apply(_ migrations: [Migration]) throws {
        var applied = 0
        _ = try transaction { connection in
            if let known = try SQLiteCatalogue.applied(migrations, in: connection) {
                applied = known
            } else {
                try connection.execute(Dialect.sqlite.translate([Migration].record))
            }
        }
        for position in migrations.indices.dropFirst(applied) {
            _ = try transaction { try migrations.apply(at: position, in: $0, .sqlite) }
        }
        schema.withLock { $0 = migrations }
        _ = try transaction { try SQLiteCatalogue.check($0, isMadeBy: migrations[...]) }
    }

    /// Empties the WAL, if nothing else reads it, and closes all connections. Closing again does nothing.
    func close() throws {
        try? emptyLog()
        try mapped { try pool.close() }
    }

    /// Lets no engine's error through.
    private func mapped<T>(_ body: () throws -> T) throws -> T {
        do {
            return try body()
        } catch let error as GRDB.DatabaseError {
            throw DatabaseError(engine: error)
        }
    }
}
