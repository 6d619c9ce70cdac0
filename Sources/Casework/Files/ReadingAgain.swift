import Database
import Vault

/// A file as a session was last shown it, and the revision of the database that all of it was read at.
struct ShownFile: Sendable {
    let revision: Revision
    let open: OpenFile
    let contents: FileContents
    /// The file's log up to here is in the contents.
    let through: Int64
    var surroundings: FileSurroundings?
}

/// What stands beside any file that a member opens.
package struct Beside: Sendable {
    /// Of everybody on the roster.
    package let names: [ID: String]
    /// The register, in no order.
    package let purposes: [Record<Purpose>]
    let unread: Unread

    init(_ caller: Caller, _ connection: any Connection, by log: Integrator) throws {
        let before = caller.unread.names
        names = Dictionary(
            uniqueKeysWithValues: try Profile.all(caller, connection, by: log).map { ($0.id, $0.text.name) })
        purposes = try Purpose.all(caller, connection, by: log)
        unread = caller.unread.since(before)
    }
}

/// What a file's page shows beside its contents.
package struct FileSurroundings: Sendable {
    package let beside: Beside
    /// The reader's own; none without the item `casework`.
    package let reminders: [Reminder]
    /// What the reader was writing and has not sent, by its form's address.
    package let drafts: [String: Draft]
}

extension Casework {
    /// The file as this session was shown it before, if the transaction that records this opening finds that nothing
    /// but the log has changed since: not the file's rows, not what is certified, not the session, by nobody's hand
    /// (docs/decisions/0074-opening-fast.md). What the log has gained is read in that transaction.
    /// - Returns: nil if it is to be read from its rows; then nothing was recorded.
    func readAgain(_ file: ID, as caller: Caller) async throws(CaseworkError) -> FileContents? {
        guard let known = caller.memory.reading(of: file),
            let half = halves.half(for: file.bytes), half == known.open.half
        else { return nil }
        let isShown = known.open.holds(.log)
        let opening: LogLine
        let since: [LogRow]
        do {
            (opening, since) = try await act(.fileOpened, on: file, by: caller.member) { act in
                guard act.connection.stands(known.revision) else { throw CaseworkError.stale }
                let since =
                    isShown
                    ? try LogRow.ofFile(
                        file, after: known.through, without: Unseen(by: caller.member, in: known.open),
                        limit: FileContents.mostLines, act.connection) : []
                return (LogLine(opening: file, by: act.actor, at: act.at, position: act.position), since)
            }
        } catch {
            guard error == .stale else { throw error }
            return nil
        }
        var contents = known.contents
        if isShown {
            let lines = [opening] + lines(since, of: known.open, as: caller) + contents.timeline
            contents.timeline = Array(lines.prefix(FileContents.mostLines))
        }
        caller.memory.keep(
            ShownFile(
                revision: known.revision, open: known.open, contents: contents, through: opening.position,
                surroundings: known.surroundings))
        caller.memory.record(Reading(.contents, file), at: now)
        caller.unread.add(contents.unread)
        contents.stood = true
        return contents
    }

    /// What stands beside the contents of a file that was just opened, out of one snapshot; as it was before, where that
    /// opening found it unchanged.
    /// - Parameter drafts: the places of the forms on the page.
    package func surroundings(
        of contents: FileContents, drafts places: () -> [DraftPlace], as caller: Caller
    ) async throws(CaseworkError) -> FileSurroundings {
        let file = contents.file
        if contents.stood, let known = caller.memory.reading(of: file), known.revision == contents.revision,
            let surroundings = known.surroundings
        {
            caller.unread.add(surroundings.beside.unread)
            return surroundings
        }
        let revision = database.revision
        let (half, places, known) = (halves.half(for: file.bytes), places(), contents.beside)
        if let known { caller.unread.add(known.unread) }
        let surroundings = try await read { connection in
            var drafts: [String: Draft] = [:]
            for place in places {
                drafts[place.address] = try self.draft(at: place, as: caller, connection)
            }
            return FileSurroundings(
                beside: try known ?? Beside(caller, connection, by: self.log),
                reminders: contents.items.contains(.casework)
                    ? try half.map { try Reminder.all(of: caller, on: file, half: $0, connection) } ?? []
                    : [],
                drafts: drafts)
        }
        if let revision {
            caller.memory.keep(surroundings, of: file, at: revision)
            if known == nil {
                let house = caller.house.map { [$0.file: $0.half] } ?? [:]
                caller.memory.keep(
                    KeptList(
                        revision: revision, halves: house, value: surroundings.beside,
                        unread: surroundings.beside.unread), as: .beside)
            }
        }
        return surroundings
    }
}
