/// Why nothing more is read or written: the log book in the database is not the one that this computer knows. Somebody
/// else has written to it, or has put an older one in its place.
package enum LogFault: Error, Equatable, CustomStringConvertible {
    /// It is not as its newest checkpoint signs it, or the log's key is another log's; to go on would sign what somebody
    /// else wrote.
    case altered
    /// It is shorter than `log.head` says: put back, cut off, or lost. How many entries each has.
    case shorter(database: UInt64, head: UInt64)
    /// Its first entries, as many as `log.head` knows, are others.
    case anotherHistory
    /// There is no `log.head`, though the log has entries.
    case noHead
    /// `log.head` can't be read as one, or is another log's.
    case badHead
    /// The halves store, or a copy of it, names another key of the charity than the log's first.
    case anotherCharity

    package var description: String {
        switch self {
        case .altered:
            "The log book is not as its newest checkpoint signs it. Run “amanah ledger verify”, and restore a backup."
        case .shorter(let database, let head):
            """
            The database has gone back: its log has \(database) entries, and this computer has seen \(head) (log.head). It \
            was put back, cut off, or lost. Bring the newer database back. If there is none, what it lacks is lost, \
            suspensions and withdrawn consents too: “amanah restore --in-place --accept-loss” goes on from here, and says so in \
            the log.
            """
        case .anotherHistory:
            """
            The database has another log than this computer knows (log.head): its first entries are others. Do not use it. \
            Restore a backup.
            """
        case .noHead:
            """
            log.head is missing, which says what this computer knows of the log. If the folder was moved here without it, \
            run “amanah ledger adopt”: it recomputes the log, and shows what to compare.
            """
        case .badHead:
            "log.head is damaged, or is another log's. Bring the right one back; or move it away and run “amanah ledger adopt”."
        case .anotherCharity:
            """
            The halves belong to another charity's key than this log. Bring the charity's own halves and log together \
            before anything else.
            """
        }
    }
}
