import Database
import Vault

/// What can be read of several files at once, or about one: its showing leaves an entry as an opening does (clauses
/// S3.4, P4.5). The raw values are the words that the entry's letter says.
package enum ShownList: String, CaseIterable, Sendable {
    case myClients = "My clients"
    case mySessions = "My sessions"
    case withoutWorker = "Clients with whom nobody works"
    case consents = "Consents to ask again"
    case decisions = "Decisions"
    case callers = "Callers"
    case logBook = "The log book"
    case handingOver = "Files to hand over"
    case reach = "What a colleague can open"
    case unusual = "What is unusual"
    case restrictions = "Restricted files"
    case escrow = "Openings in escrow"
    /// Of one file: anything that it says. Its entry is `fileOpened`.
    case contents = "The file"
    case log = "The log of this file"
    case people = "Who can see this file"
    case looks = "Who looked at this file"
}

/// One list, of one file or of the charity.
struct Reading: Hashable, Sendable {
    let list: ShownList
    let file: ID

    init(_ list: ShownList, _ file: ID) {
        self.list = list
        self.file = file
    }
}

extension Casework {
    /// How long the same list, shown again in the same session, is one reading: long enough for somebody who goes to a
    /// file and comes back, short enough that the log says when they read.
    static let sameReading: Int64 = 15 * 60

    /// Records that a list of the charity's is shown, before it is.
    func record(_ list: ShownList, as caller: Caller) async throws(CaseworkError) {
        guard let house = caller.house else { throw .notFound }
        try await record(list, of: house, as: caller)
    }

    /// Records that something about a file is shown, before it is: once for each list, session and quarter of an hour.
    func record(_ list: ShownList, of open: OpenFile, as caller: Caller) async throws(CaseworkError) {
        let reading = Reading(list, open.file)
        if caller.memory.hasRecorded(reading, within: Self.sameReading, of: now) { return }
        let at: Instant
        if list == .contents {
            at = try await act(.fileOpened, on: open.file, by: caller.member) { $0.at }
        } else {
            let letter = try letter(list.rawValue, to: open, by: caller)
            at = try await act(.listShown, on: open.file, by: caller.member, letter: letter) { $0.at }
        }
        caller.memory.record(reading, at: at)
    }

    /// Records that somebody asked for a file, or a part of one, and was told that there is nothing. It is done alike
    /// whether or not there is such a file, so that neither the answer nor its time says which. Beyond the first few in an hour
    /// it is counted.
    package func recordRefusal(of file: ID, as caller: Caller) async throws(CaseworkError) {
        misses.add(caller.member, at: clock.now())
        guard let house = caller.house,
            refusedFiles.add(caller.member, countedAs: caller.member, at: clock.now())
        else { return }
        let letter = try letter("Asked for file \(file.text)", to: house, by: caller)
        try await act(.openingRefused, on: .house, by: caller.member, letter: letter) { _ in }
    }
}

extension EntryKind {
    /// That somebody read, and did nothing else.
    static let looking: [EntryKind] = [.fileOpened, .counsellingOpened, .messagesShown, .listShown]
}
