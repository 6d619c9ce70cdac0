import Database
import Ledger
import Vault

/// What is recorded of backups. It is the program that acts, on the word of whoever runs it on the server with the log's
/// key; no member's key is at hand, so the actor is the house and there is no letter.
extension Casework {
    /// Records that a backup was made of the log as it was, with both copies of the halves.
    package func recordBackup(of state: LogState) async throws(CaseworkError) {
        try await record(.backupMade, state)
    }

    /// Records that a backup of the log as it was then was restored on trial, and verified to the last row.
    package func recordRestoreTest(of state: LogState) async throws(CaseworkError) {
        try await record(.restoreTested, state)
    }

    /// Records a restore: which newer log it leaves behind, as far as anybody showed one, or the backup's own. It ends the
    /// sessions, and voids the codes for enrolling that still wait: one that was used, or taken back, after the backup was
    /// made would open the charity again (clause S3.7). While nobody has enrolled, the first guardian's code is the only way
    /// in, and stays.
    /// - Parameter isKeyNew: whether the log's key is another one from here on.
    /// - Returns: how many codes it voided.
    package func recordRestore(insteadOf state: LogState, isKeyNew: Bool) async throws(CaseworkError) -> Int {
        let isFounded = log.charity != nil
        return try await record(.restored, state, isKeyNew: isKeyNew) { act in
            let (there, lost) = try act.staff.sessions()
            try SessionRow.end(lost + there.map(\.session), in: &act)
            return isFounded ? try WaitingCode.void(in: &act) : 0
        }
    }

    /// Records that this computer took up the log again, as it was then (`amanah ledger adopt`).
    package func recordAdoption(of state: LogState) async throws(CaseworkError) {
        try await record(.headAdopted, state)
    }

    @discardableResult
    private func record(
        _ kind: EntryKind, _ state: LogState, isKeyNew: Bool = false,
        _ more: @escaping @Sendable (inout Act) throws -> Int = { _ in 0 }
    ) async throws(CaseworkError) -> Int {
        guard let root = Hash(state.root), let key = Hash(log.verifierKey.publicKey) else {
            throw .unavailable
        }
        return try await act(kind, on: .house, by: .house) { act in
            act.note(.logState, .house, version: UInt32(truncatingIfNeeded: state.size), root)
            if isKeyNew { act.note(.logKey, .house, key) }
            return try more(&act)
        }
    }

    /// Erases again what was erased after the backup was made, before anyone can sign in (UK GDPR Art 17): each file
    /// whose half the store remembers to have destroyed.
    /// - Returns: how many files.
    package func replayErasures() async throws(CaseworkError) -> Int {
        let halves = halves.everything()
        let erased = try await read { try LiveFiles($0, halves: halves).erased }
        for file in erased.sorted() {
            try await act(.fileErased, on: .house, by: .house) { try Self.remove(file, in: &$0) }
            indexes.forget(file, isErased: true)
        }
        do {
            for file in erased where halves.halves[file.bytes] != nil {
                try await self.halves.destroy(file.bytes)
            }
            if !erased.isEmpty { try await database.purge() }
        } catch { throw .unavailable }
        return erased.count
    }

    /// When the last backup was made, and when one was last restored on trial: for those who see to it.
    package func lastBackups(
        as caller: Caller
    ) async throws(CaseworkError) -> (made: Instant?, tried: Instant?) {
        guard caller.seesToBackups else { throw .notFound }
        return try await read { [marks = log.marks] in
            (try Entry.newest(.backupMade, $0, marks)?.at, try Entry.newest(.restoreTested, $0, marks)?.at)
        }
    }

}

extension Caller {
    /// Whether it is for this member to know that backups are made: guardians, trustees, and whoever looks after the
    /// computers (clause S3.7).
    package var seesToBackups: Bool {
        !teams.isDisjoint(with: [.guardian, .trustees]) || isCertified && profile?.role == .administrator
    }
}
