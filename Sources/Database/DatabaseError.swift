/// Everything that a store can answer with instead of a result. No case carries a value, a column's content or
/// an engine's message, because those hold data.
package enum DatabaseError: Error, Hashable, Sendable {
    /// Another row has this primary key or this unique value.
    case conflict
    /// A row breaks another constraint: a missing value, a foreign key, a check, a column's type.
    case constraint
    /// The answer has no column of this name.
    case missingColumn
    /// A value is not of the type asked for, or is text with U+0000 in it.
    case wrongType
    /// The statement is not one, or its values do not fit its placeholders.
    case statement
    /// A read tried to write.
    case readOnly
    /// The disk, or the size that the database may have, is full.
    case full
    /// Something else held the database for longer than is waited.
    case busy
    /// The file is no database, or is damaged.
    case corrupt
    /// Migrations that this program does not know have been applied: a newer program's database.
    case newerSchema
    /// The schema is not what the migrations make: something was added to it, changed in it or taken out of it.
    case alteredSchema
    /// The database is closed, can't be opened, or its disk fails.
    case unavailable
}

extension DatabaseError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .conflict: "A record with this key is already there."
        case .constraint: "A record breaks a rule of the database."
        case .missingColumn: "An answer of the database lacks a column."
        case .wrongType: "A value of the database is not of the expected type."
        case .statement: "A statement is not valid for the database."
        case .readOnly: "A read tried to change the database."
        case .full: "The disk of the database is full. Free some space on it."
        case .busy: "The database is in use by something else. Try again."
        case .corrupt: "The database is damaged. Restore it from a backup."
        case .newerSchema: "The database belongs to another version of the program. Run the newer version."
        case .alteredSchema:
            """
            Somebody changed how the database is built: a trigger, a view, a table, an index or a column is there that this \
            program did not make, or one is missing. Nothing was done. Stop the server, keep a copy of the file for whoever \
            looks into it, and restore the newest backup that “amanah verify BACKUP” passes.
            """
        case .unavailable: "The database can't be reached. Check its disk and its permissions."
        }
    }
}

extension DatabaseError {
    /// The closed name, for a log: it says what kind of thing happened, and nothing of anybody.
    package var name: String {
        switch self {
        case .conflict: "conflict"
        case .constraint: "constraint"
        case .missingColumn: "missing-column"
        case .wrongType: "wrong-type"
        case .statement: "statement"
        case .readOnly: "read-only"
        case .full: "full"
        case .busy: "busy"
        case .corrupt: "corrupt"
        case .newerSchema: "newer-schema"
        case .alteredSchema: "altered-schema"
        case .unavailable: "unavailable"
        }
    }
}
