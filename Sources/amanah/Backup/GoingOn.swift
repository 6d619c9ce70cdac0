import Casework
import Crypto
import Database
import FoundationEssentials
import Ledger

extension DataFolder {
    /// Has the charity in this folder go on from an older state of its log: takes the log up anew, erases again what was
    /// erased since, ends the sessions, voids the codes for enrolling, records the restore, begins a new branch, and
    /// verifies everything once more. Nobody can have signed in before. `log.head` is written last.
    /// - Parameters:
    ///   - newer: the log that is left behind.
    ///   - isKeyNew: whether the log's key is another one from here on.
    /// - Returns: how many files were erased again, and how many enrolment codes were voided.
    func goOn(insteadOf newer: LogState, isKeyNew: Bool) async throws -> (erased: Int, codes: Int) {
        let (origin, key) = try readLogKey()
        func takeUp() async throws -> KnownLog {
            let database = try openDatabase()
            let known = try await TakingUp.run(in: database, key: key, origin: origin, head: logHead)
            _ = try await Snapshot.verifyBackup(database, by: known.verifierKey)
            try await database.close()
            return known
        }
        _ = try await takeUp()
        let store = try HalvesStore(path: halves)
        let database = try openDatabase()
        let casework = try await Casework(
            settings: Casework.Settings(organisation: ""), database: database, halves: store, logKey: key,
            logOrigin: origin, logHead: logHead, clock: .system)
        let erased = try await casework.replayErasures()
        let codes = try await casework.recordRestore(insteadOf: newer, isKeyNew: isKeyNew)
        try await casework.close()
        try await store.close()
        // The entry of the restore names the new branch: marks of the entries that are lost count there no more.
        _ = try await takeUp()
        return (erased, codes)
    }
}
