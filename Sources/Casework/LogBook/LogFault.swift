/// Why nothing more is written: the log book in the database is not the one that was signed. Somebody else has written
/// to it, or the log's key is another log's; to go on would sign what they wrote.
package struct LogFault: Error, Equatable, CustomStringConvertible {
    package var description: String {
        "The log book is not as its newest checkpoint signs it. Run “amanah ledger verify”, and restore a backup."
    }
}
