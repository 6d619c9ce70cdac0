import Database
import Synchronization
import Vault

/// A list as a session last read it, and the revision of the database that all of it was read at.
struct KeptList: Sendable {
    /// What was asked for: an answer to one question is none to another.
    enum Name: Hashable, Sendable {
        /// The names on these files.
        case names(Set<ID>)
        case due(Day)
        case lapsing(Day)
        /// What may wait for the caller's ruling, and what was ruled on since a day.
        case toRule
        case ruled(Day)
        /// The messages for the person of a file.
        case messages(ID)
        /// What stands beside any file; the transaction that records an opening says whether it stands.
        case beside
        /// Of each client with whom nobody works, whether nobody ever did.
        case withoutWorker
        /// Files that somebody else gave the caller.
        case newToMe
    }

    let revision: Revision
    /// Of each file that something in it was opened from: without its half a file is erased.
    let halves: [ID: [UInt8]]
    let value: any Sendable
    /// What of it could not be read: whoever is shown it again is told so, too.
    let unread: Unread
}

/// What a page that shows many lists has asked already: all of them are of one moment.
final class Moment: Sendable {
    private let found = Mutex<Revision?>(nil)

    func stood(_ revision: Revision) -> Bool { found.withLock { $0 == revision } }

    func note(_ revision: Revision) { found.withLock { $0 = revision } }
}

extension Casework {
    /// A list as this session read it before, if a transaction that could write finds that nothing but the log has
    /// changed since, by nobody's hand (docs/decisions/0074-opening-fast.md); or read from its rows. It says nothing of
    /// the log: what depends on that is read beside it, before.
    ///
    /// That it is shown is recorded by the caller, afterwards, and before anybody sees it.
    /// - Parameter read: the list, and the files that it was opened from, by the one authorisation path.
    func again<Value: Sendable>(
        _ name: KeptList.Name, as caller: Caller,
        _ read: () async throws(CaseworkError) -> (Value, from: [OpenFile])
    ) async throws(CaseworkError) -> Value {
        if let known = caller.memory.list(name), let value = known.value as? Value,
            try await stands(known.revision, for: caller), isWhole(known)
        {
            caller.unread.add(known.unread)
            return value
        }
        let before = caller.unread.names
        // Before any row is read, so that a change meanwhile makes it fall.
        let revision = database.revision
        let (value, files) = try await read()
        if let revision {
            let halves = Dictionary(files.map { ($0.file, $0.half) }, uniquingKeysWith: { first, _ in first })
            caller.memory.keep(
                KeptList(
                    revision: revision, halves: halves, value: value, unread: caller.unread.since(before)),
                as: name)
        }
        return value
    }

    /// Whether every file that a list was opened from has its half still.
    func isWhole(_ known: KeptList) -> Bool {
        known.halves.allSatisfy { halves.half(for: $0.key.bytes) == $0.value }
    }

    private func stands(_ revision: Revision, for caller: Caller) async throws(CaseworkError) -> Bool {
        // This program has changed nothing since, and another hand had not when this page asked first.
        if let moment = caller.moment, moment.stood(revision), database.revision == revision { return true }
        do {
            guard try await database.write({ $0.stands(revision) }) else { return false }
        } catch { throw CaseworkError(error) }
        caller.moment?.note(revision)
        return true
    }

    /// The file, if the caller holds an item of it, and nil if they don't. Anything else that goes wrong is thrown: it
    /// must not be remembered as if there were nothing.
    func openFile(
        ifHolding item: Item, _ file: ID, as caller: Caller
    ) async throws(CaseworkError) -> OpenFile? {
        do { return try await openFile(file, holding: item, as: caller) } catch {
            guard error == .notFound else { throw error }
            return nil
        }
    }
}
