import Foundation
import GRDB
import GRDBSQLite

/// A transaction of SQLite, on the thread of its connection. With `SQLitePool` the only use of GRDB: it keeps connections
/// and prepared statements, and its types for single values are passed by.
final class SQLiteConnection: Connection {
    private let database: GRDB.Database
    /// What the writer knows of the database as this transaction found it; nil for a read.
    private let revision: Revision?
    /// Registered by acts that stand so far.
    private(set) var afterCommit: [@Sendable () -> Void] = []
    /// The rows changed by savepoints that stand so far.
    private(set) var changes = 0
    /// Whether anything was changed but what `append` added, acts that were undone among it.
    private(set) var isTouched = false
    /// Why the engine gave up the whole transaction, if it did.
    private(set) var loss: DatabaseError?

    init(_ database: GRDB.Database, revision: Revision? = nil) {
        self.database = database
        self.revision = revision
    }

    func rows(_ sql: SQL) throws(DatabaseError) -> [Row] {
        try perform(sql) { try Self.rows(of: $0, $1, limit: .max).rows }
    }

    func pages(_ sql: SQL, _ visit: ([Row]) -> Void) throws(DatabaseError) {
        try perform(sql) { columns, statement in
            var isMore = true
            while isMore {
                let page = try Self.rows(of: columns, statement, limit: 256, size: 1 << 20)
                isMore = page.isMore
                visit(page.rows)
            }
        }
    }

    func first(_ sql: SQL) throws(DatabaseError) -> Row? {
        try perform(sql) { columns, statement in
            let limit = sqlite3_stmt_readonly(statement) != 0 ? 1 : Int.max
            return try Self.rows(of: columns, statement, limit: limit).rows.first
        }
    }

    @discardableResult
    func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        let before = database.totalChangesCount
        try perform(sql) { while try Self.step($1) {} }
        // Statements that change no rows leave the engine's count as it was.
        return database.totalChangesCount == before ? 0 : database.changesCount
    }

    func append(_ sql: SQL) throws(DatabaseError) {
        let (before, wasTouched) = (database.totalChangesCount, isTouched)
        let changed = try execute(sql)
        // More rows than the statement's own: a trigger that somebody put into the schema.
        isTouched = wasTouched || database.totalChangesCount - before != changed
    }

    var isWriting: Bool { revision != nil }

    func stands(_ revision: Revision) -> Bool { !isTouched && revision == self.revision }

    func afterCommit(_ body: @escaping @Sendable () -> Void) {
        afterCommit.append(body)
    }

    /// Runs an act so that its failure undoes it alone.
    /// - Throws: what the body throws; `loss` is set where the whole transaction went with it.
    func savepoint<T>(_ body: () throws -> T) throws -> T {
        let (registered, before) = (afterCommit.count, database.totalChangesCount)
        try execute("SAVEPOINT act")
        do {
            let result = try body()
            try execute("RELEASE act")
            changes += database.totalChangesCount - before
            return result
        } catch {
            afterCommit.removeSubrange(registered...)
            if loss == nil {
                try execute("ROLLBACK TO act")
                try execute("RELEASE act")
            }
            throw error
        }
    }

    /// Outside its transaction a statement would commit on its own, so there it fails.
    private func perform<T>(
        _ sql: SQL, _ body: (_ columns: [String], _ statement: OpaquePointer) throws -> T
    ) throws(DatabaseError) -> T {
        if loss == nil, !database.isInsideTransaction { loss = .unavailable }
        if let loss { throw loss }
        do {
            let prepared =
                try sql.isFixed
                ? database.cachedStatement(sql: sql.text) : database.makeStatement(sql: sql.text)
            let statement = prepared.sqliteStatement
            if sqlite3_stmt_readonly(statement) == 0 { isTouched = true }
            defer {
                sqlite3_reset(statement)
                sqlite3_clear_bindings(statement)
            }
            try Self.bind(sql, to: statement)
            return try withExtendedLifetime(prepared) { try body(prepared.columnNames, statement) }
        } catch {
            let mapped = DatabaseError(engine: error)
            if !database.isInsideTransaction { loss = mapped }
            throw mapped
        }
    }

    /// Goes to the next row.
    /// - Returns: whether there is one.
    private static func step(_ statement: OpaquePointer) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        case let code: throw GRDB.DatabaseError(resultCode: ResultCode(rawValue: code))
        }
    }

    /// Reads on, up to so many rows or about a megabyte.
    /// - Returns: the rows, and whether there may be more.
    private static func rows(
        of columns: [String], _ statement: OpaquePointer, limit: Int, size: Int = .max
    ) throws -> (rows: [Row], isMore: Bool) {
        var (cells, bytes): ([RowPage.Cell], [UInt8]) = ([], [])
        var (count, isMore) = (0, true)
        while isMore, count < limit, bytes.count < size {
            isMore = try step(statement)
            guard isMore else { break }
            // Somebody changed the schema since the statement was prepared.
            guard sqlite3_column_count(statement) == columns.count else { throw DatabaseError.statement }
            for column in 0..<Int32(columns.count) {
                cells.append(try read(column, of: statement, into: &bytes))
            }
            count += 1
        }
        return (RowPage(columns: columns, cells: cells, bytes: bytes).rows, isMore)
    }

    private static func read(
        _ column: Int32, of statement: OpaquePointer, into bytes: inout [UInt8]
    ) throws(DatabaseError) -> RowPage.Cell {
        let start = bytes.count
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_TEXT:
            guard let text = sqlite3_column_text(statement, column) else { throw .unavailable }
            let count = Int(sqlite3_column_bytes(statement, column))
            bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
            return .text(start..<bytes.count)
        case SQLITE_BLOB:
            // Null for no bytes at all; the pointer first, then their number.
            if let blob = sqlite3_column_blob(statement, column) {
                let count = Int(sqlite3_column_bytes(statement, column))
                bytes.append(
                    contentsOf: UnsafeBufferPointer(
                        start: blob.assumingMemoryBound(to: UInt8.self), count: count))
            }
            return .blob(start..<bytes.count)
        default: throw .wrongType
        }
    }

    /// By place where interpolation numbered the placeholders; else by name, because SQLite numbers them in the order
    /// in which they first appear.
    private static func bind(_ sql: SQL, to statement: OpaquePointer) throws {
        guard sqlite3_bind_parameter_count(statement) == sql.values.count else {
            throw DatabaseError.statement
        }
        for (index, value) in sql.values.enumerated() {
            let place =
                sql.isInOrder
                ? Int32(index + 1) : sqlite3_bind_parameter_index(statement, "$\(index + 1)")
            let code =
                switch value {
                case .null: sqlite3_bind_null(statement, place)
                case .integer(let integer): sqlite3_bind_int64(statement, place, integer)
                case .text(let text): try bind(text, at: place, of: statement)
                case .blob([]): sqlite3_bind_zeroblob(statement, place, 0)
                case .blob(let bytes):
                    sqlite3_bind_blob64(statement, place, bytes, UInt64(bytes.count), copied)
                }
            guard code == SQLITE_OK else {
                throw GRDB.DatabaseError(resultCode: ResultCode(rawValue: code))
            }
        }
    }

    private static func bind(
        _ text: String, at place: Int32, of statement: OpaquePointer
    ) throws(DatabaseError) -> Int32 {
        if text.utf8.contains(0) { throw .wrongType }
        return sqlite3_bind_text(statement, place, text, Int32(clamping: text.utf8.count), copied)
    }

    /// SQLite's `SQLITE_TRANSIENT`: it copies what is bound.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

extension DatabaseError {
    /// What an engine's error means; its message, which may hold data, is dropped.
    init(engine error: any Error) {
        if let known = error as? DatabaseError {
            self = known
            return
        }
        guard let error = error as? GRDB.DatabaseError else {
            self = .unavailable
            return
        }
        self =
            switch error.extendedResultCode {
            case .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_ROWID: .conflict
            default:
                switch error.resultCode {
                case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG: .constraint
                case .SQLITE_FULL: .full
                case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
                case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
                case .SQLITE_READONLY: .readOnly
                case .SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_RANGE: .statement
                default: .unavailable
                }
            }
    }
}
