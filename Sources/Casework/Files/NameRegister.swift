import Names
import Vault

/// Files by name, in memory.
struct NameRegister: Sendable {
    /// What a row of the register says, once it was opened.
    enum Read: Sendable {
        case found(Findable)
        /// The file is in the register no more.
        case gone
        /// It could not be read: its key was not there, or it is not what was sealed.
        case unread(isShut: Bool)
    }

    /// What is known of one file: where it stands, if it does, and the log entry of its newest row that was opened, also
    /// of one that says *gone*: a search that read its rows before another, and adds them after it, brings nothing back.
    private struct Known {
        var slot: UInt32?
        var entry: Int64
    }

    /// A row that is newer than what is known of its file, and could not be read.
    struct Unread: Sendable {
        var entry: Int64
        var epoch: UInt32
        /// There was no key for it. Otherwise one was tried.
        var isShut: Bool
        var tries = 0
    }

    private var index = NameIndex()
    private var known: [ID: Known] = [:]
    /// By slot; nil where a file stood.
    private var rows: [(file: ID, row: RegisterRow)?] = []
    /// The rows that could not be read, by file. Their file is found by what was read before, if anything was: only an
    /// opened row takes a name away.
    private(set) var unread: [ID: Unread] = [:]
    /// The last log entry whose rows are in here.
    private(set) var lastEntry: Int64 = -1

    /// The log entry of the row that each file is found by.
    var entryOfFile: [ID: Int64] {
        known.compactMapValues { $0.slot == nil ? nil : $0.entry }
    }

    mutating func remove(_ file: ID) {
        unread[file] = nil
        guard let slot = known[file]?.slot else { return }
        known[file]?.slot = nil
        empty(slot)
    }

    /// Takes in a row of a file, unless a newer one came before it.
    mutating func take(_ read: Read, of file: ID, at entry: Int64, epoch: UInt32 = 0) {
        let earlier = known[file]
        if let earlier, earlier.entry > entry { return }
        if case .unread(let isShut) = read {
            // What was opened of this very row stands.
            guard earlier?.entry != entry, unread[file].map({ $0.entry <= entry }) ?? true else { return }
            let tries = unread[file].map { $0.entry == entry ? $0.tries : 0 } ?? 0
            unread[file] = Unread(entry: entry, epoch: epoch, isShut: isShut, tries: tries + 1)
            return
        }
        if let earlier = unread[file], earlier.entry <= entry { unread[file] = nil }
        if let slot = earlier?.slot { empty(slot) }
        guard case .found(let found) = read else {
            known[file] = Known(slot: nil, entry: entry)
            return
        }
        let slot = UInt32(rows.count)
        known[file] = Known(slot: slot, entry: entry)
        rows.append((file, found.row))
        for name in found.names { index.add(name, slot: slot) }
    }

    /// Makes room for so many files at once, where it is to have most of them.
    mutating func reserve(_ files: Int) {
        guard known.isEmpty else { return }
        known.reserveCapacity(files)
        rows.reserveCapacity(files)
    }

    mutating func follow(to entry: Int64) { lastEntry = max(lastEntry, entry) }

    /// The files whose newest row is to be tried again: all of which there is a key now, and some of the others, those first
    /// that were tried least.
    func toTryAgain(with names: NamedKeys.Names, most: Int) -> [ID] {
        let open = unread.filter { $0.value.isShut && names[$0.value.epoch] != nil }.keys
        let others = unread.filter { !$0.value.isShut }.sorted { $0.value.tries < $1.value.tries }.prefix(
            most)
        return open + others.map(\.key)
    }

    /// The rows of these files that could not be read are there no more.
    mutating func forgetUnread(_ files: some Sequence<ID>) {
        for file in files { unread[file] = nil }
    }

    private mutating func empty(_ slot: UInt32) {
        rows[Int(slot)] = nil
        index.remove(slot: slot)
    }

    /// The last word may be only begun: whoever types it and whoever sends it get the same answer.
    func find(_ name: String, limit: Int) -> [FoundFile] {
        index.find(name, limit: limit, isTyping: true).compactMap { match in
            guard let found = rows[Int(match.slot)], match.verdict != .different else { return nil }
            return FoundFile(
                file: found.file, row: found.row, likeness: match.verdict == .same ? .same : .possible,
                score: match.score)
        }
    }

    /// Every file of which something is so that no name says: its reference, or when its person was born.
    func all(where isSought: (ID, RegisterRow) -> Bool) -> [FoundFile] {
        rows.compactMap { found in
            guard let found, isSought(found.file, found.row) else { return nil }
            return FoundFile(file: found.file, row: found.row, likeness: .same, score: 100)
        }
    }
}

/// A row of the register with its names taken apart, which needs no lock.
struct Findable: Sendable {
    let row: RegisterRow
    let names: [NameParts]

    init(_ row: RegisterRow) {
        self.row = row
        names = [NameParts(row.name)] + OtherNames.split(row.otherNames).map { NameParts($0) }
    }
}
