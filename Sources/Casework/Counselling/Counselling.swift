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
        try await act(
            .counsellingNoteWritten, on: file, by: caller.member, form: SentForm(id), finishing: draft
        ) { act in
            try SealedRecord.write(note, id: id, with: key, in: &act)
        }
    }

    /// Opens the session notes of a file. That they were opened is recorded before anything is shown.
    package func sessions(of file: ID, as caller: Caller) async throws(CaseworkError) -> SessionNotes {
        let open = try await openFile(file, holding: .counselling, as: caller)
        try await act(.counsellingOpened, on: file, by: caller.member) { _ in }
        let rows = try await read { try SealedRecord.current(.counselling, of: file, $0) }
        let notes = rows.texts(CounsellingNote.self, of: open, as: caller)
        let name = try await name(in: open, as: caller)
        return SessionNotes(
            file: file, name: name,
            notes: notes.sorted { ($0.text.day, $0.at) > ($1.text.day, $1.at) })
    }

    /// The people of whom the caller has written session notes, latest session first: *my sessions*.
    /// - Parameter position: the place of the last one of the page before; nil for the latest.
    /// - Returns: the people, how many there are on all pages, and the place of the last one if there are more.
    package func mySessions(
        before position: Int64? = nil, as caller: Caller
    ) async throws(CaseworkError) -> (people: [Counselled], all: Int, next: Int64?) {
        let member = caller.member.bytes
        let counselling = Int64(Item.counselling.rawValue)
        let (placed, all) = try await read { connection in
            let placed = try connection.rows(
                """
                SELECT file, MAX(entry) AS last FROM records
                WHERE item = \(counselling) AND author = \(member) GROUP BY file
                HAVING MAX(entry) < \(position ?? .max) ORDER BY last DESC LIMIT \(ListPage<ID>.longest + 1)
                """
            ).compactMap { row in try ID(try row.blob("file")).map { ($0, try row.integer("last")) } }
            let all = try connection.first(
                """
                SELECT COUNT(DISTINCT file) AS files FROM records
                WHERE item = \(counselling) AND author = \(member)
                """)
            return (placed, Int(try all?.integer("files") ?? 0))
        }
        let page = ListPage(placed)
        let files = page.shown
        var mine: [Counselled] = []
        for file in files {
            guard let open = try? await openFile(file, holding: .counselling, as: caller),
                let identity = try? await identity(in: open, as: caller)
            else { continue }
            let rows = try await read { try SealedRecord.current(.counselling, of: file, $0) }
            let days = rows.texts(CounsellingNote.self, of: open, as: caller)
                .filter { $0.author == caller.member }.map(\.text.day)
            guard let latest = days.max() else { continue }
            mine.append(Counselled(file: file, name: identity.name, notes: days.count, latest: latest))
        }
        if !mine.isEmpty { try await record(.mySessions, as: caller) }
        return (mine.sorted { ($0.latest, $1.name) > ($1.latest, $0.name) }, all, page.next)
    }
}
