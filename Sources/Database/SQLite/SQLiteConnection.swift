import Foundation
import GRDB
import GRDBSQLite

/// A transaction of SQLite, on the thread of its connection. With `SQLitePool` the only use of GRDB.
final class SQLiteConnection: Connection {
    private let database: GRDB.Database
    /// Registered by acts that stand so far.
    private(set) var afterCommit: [@Sendable () -> Void] = []
    /// The rows changed by savepoints that stand so far.
    private(set) var changes = 0
    /// Why the engine gave up the whole transaction, if it did.
    private(set) var loss: DatabaseError?

    init(_ database: GRDB.Database) {
        self.database = database
    }

    func rows(_ sql: SQL) throws(DatabaseError) -> [Row] {
        try perform(sql) { statement, arguments in
            try Self.rows(of: statement, arguments, limit: .max)
        }
    }

    func first(_ sql: SQL) throws(DatabaseError) -> Row? {
        try perform(sql) { statement, arguments in
            try Self.rows(of: statement, arguments, limit: statement.isReadonly ? 1 : .max).first
        }
    }

    @discardableResult
    func execute(_ sql: SQL) throws(DatabaseError) -> Int {
        let before = database.totalChangesCount
        try perform(sql) { statement, arguments in
            try statement.execute(arguments: arguments)
        }
        // Statements that change no rows leave the engine's count as it was.
        return database.totalChangesCount == before ? 0 : database.changesCount
    }

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
        _ sql: SQL, _ body: (Statement, StatementArguments) throws -> T
    ) throws(DatabaseError) -> T {
        if loss == nil, !database.isInsideTransaction { loss = .unavailable }
        if let loss { throw loss }
        do {
            let statement =
                try sql.isFixed
                ? database.cachedStatement(sql: sql.text) : database.makeStatement(sql: sql.text)
            return try body(statement, Self.arguments(sql))
        } catch {
            let mapped = DatabaseError(engine: error)
            if !database.isInsideTransaction { loss = mapped }
            throw mapped
        }
    }

    private static func rows(
        of statement: Statement, _ arguments: StatementArguments, limit: Int
    ) throws -> [Row] {
        let columns = statement.columnNames
        let cursor = try GRDB.Row.fetchCursor(statement, arguments: arguments)
        var rows: [Row] = []
        // The statement stands at the row that the cursor came to: each column is copied once.
        while rows.count < limit, try cursor.next() != nil {
            rows.append(
                Row(
                    columns: columns,
                    values: try columns.indices.map { try value(statement.sqliteStatement, Int32($0)) }))
        }
        return rows
    }

    private static func value(
        _ statement: OpaquePointer, _ column: Int32
    ) throws(DatabaseError) -> Value {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_TEXT:
            guard let text = sqlite3_column_text(statement, column) else { throw .unavailable }
            let count = Int(sqlite3_column_bytes(statement, column))
            return .text(String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            // Null for no bytes at all; the pointer first, then their number.
            let start = sqlite3_column_blob(statement, column)
            let count = Int(sqlite3_column_bytes(statement, column))
            return .blob(Array(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)))
        default: throw .wrongType
        }
    }

    /// By name where a statement numbers its own placeholders: GRDB gives a list's values out in the order in which
    /// the placeholders first appear.
    private static func arguments(_ sql: SQL) throws(DatabaseError) -> StatementArguments {
        var bound: [DatabaseValue] = []
        bound.reserveCapacity(sql.values.count)
        for value in sql.values {
            let argument: DatabaseValue =
                switch value {
                case .null: .null
                case .integer(let integer): integer.databaseValue
                case .text(let text) where text.utf8.contains(0): throw .wrongType
                case .text(let text): text.databaseValue
                case .blob(let bytes): Data(bytes).databaseValue
                }
            bound.append(argument)
        }
        if sql.isInOrder { return StatementArguments(bound) }
        return StatementArguments(bound.enumerated().map { (String($0 + 1), $1) })
    }
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
