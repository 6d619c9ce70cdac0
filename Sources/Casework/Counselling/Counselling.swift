import Database
import Vault

/// Counselling stays with those who counsel (clause P2): an item of its own, which casework, management and the desk
/// don't hold and guardians have in escrow only. What is done here shows to its holders alone (`EntryKind.needed`).
extension Casework {
    /// Adds a session note. The entry has no details: not a word of a session is ever in the log.
    /// - Parameter id: drawn for the form, so that sending it twice writes one note.
    package func writeSession(
        _ form: CounsellingForm, id: ID, in file: ID, finishing draft: DraftPlace? = nil, as caller: Caller
    ) async throws(CaseworkError) {
        let open = try await openFile(file, holding: .counselling, as: caller)
        let note = try form.checked(today: now.day)
        let key = try open.key(of: .counselling)
        try await act(.counsellingNoteWritten, on: file, by: caller.member, finishing: draft) { act in
            try SealedRecord.write(note, id: id, with: key, in: &act)
        }
    }

    /// Opens the session notes of a file. That they were opened is recorded before anything is shown.
    package func sessions(of file: ID, as caller: Caller) async throws(CaseworkError) -> SessionNotes {
        let open = try await openFile(file, holding: .counselling, as: caller)
        try await act(.counsellingOpened, on: file, by: caller.member) { _ in }
        let rows = try await read { try SealedRecord.current(.counselling, of: file, $0) }
        let notes = rows.compactMap { try? $0.open(CounsellingNote.self, with: open.key(of: $0.item)) }
        let name = open.holds(.identity) ? try await identity(in: open).name : nil
        return SessionNotes(
            file: file, name: name,
            notes: notes.sorted { ($0.text.day, $0.at) > ($1.text.day, $1.at) })
    }

    /// The people of whom the caller has written session notes, latest session first: *my sessions*.
    package func mySessions(as caller: Caller) async throws(CaseworkError) -> [Counselled] {
        let member = caller.member.bytes
        let counselling = Int64(Item.counselling.rawValue)
        let files = try await read { connection in
            try connection.rows(
                """
                SELECT file, MAX(entry) AS last FROM records
                WHERE item = \(counselling) AND author = \(member) GROUP BY file ORDER BY last DESC LIMIT 200
                """
            ).compactMap { ID(try $0.blob("file")) }
        }
        var mine: [Counselled] = []
        for file in files {
            guard let open = try? await openFile(file, holding: .counselling, as: caller),
                let identity = try? await identity(in: open)
            else { continue }
            let rows = try await read { try SealedRecord.current(.counselling, of: file, $0) }
            let days = rows.filter { $0.author == caller.member }.compactMap {
                try? $0.open(CounsellingNote.self, with: open.key(of: $0.item)).text.day
            }
            guard let latest = days.max() else { continue }
            mine.append(Counselled(file: file, name: identity.name, notes: days.count, latest: latest))
        }
        if !mine.isEmpty { try await record(.mySessions, as: caller) }
        return mine.sorted { ($0.latest, $1.name) > ($1.latest, $0.name) }
    }
}
