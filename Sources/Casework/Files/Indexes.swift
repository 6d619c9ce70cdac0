import Names
import Synchronization
import Vault

/// The names that this process has unlocked, kept for searching while anybody is signed in.
final class Indexes: Sendable {
    /// The register: shared by every session that holds its key.
    let register = Mutex(NameRegister())
    /// Restricted files: each session has only those that were granted to its member.
    let restricted = Mutex<[ID: NameRegister]>([:])

    /// Forgets one file at once.
    /// - Parameter isErased: for good, whatever a search still holds that read its rows before.
    func forget(_ file: ID, isErased: Bool = false) {
        register.withLock { if isErased { $0.take(nil, of: file, at: .max) } else { $0.remove(file) } }
        restricted.withLock { for session in $0.keys { $0[session]?.remove(file) } }
    }

    /// Forgets one session's restricted files.
    func forget(session: ID) { restricted.withLock { $0[session] = nil } }

    /// Forgets everything: the last session has ended.
    func clear() {
        register.withLock { $0 = NameRegister(filling: $0.filling + 1) }
        restricted.withLock { $0 = [:] }
    }
}

/// Files by name, in memory.
struct NameRegister: Sendable {
    /// What is known of one file: where it stands, if it does, and the log entry of its newest row that came here, also
    /// of one that was removed: a search that read its rows before another, and adds them after it, brings nothing back.
    private struct Known {
        var slot: UInt32?
        var entry: Int64
    }

    private var index = NameIndex()
    private var known: [ID: Known] = [:]
    /// By slot; nil where a file stood.
    private var rows: [(file: ID, row: RegisterRow)?] = []
    /// The last log entry whose rows are in here.
    private(set) var lastEntry: Int64 = -1
    /// How often it was emptied: whoever was filling it then has filled another.
    let filling: Int

    init(filling: Int = 0) { self.filling = filling }

    /// The log entry of the row that each file is found by.
    var entryOfFile: [ID: Int64] {
        known.compactMapValues { $0.slot == nil ? nil : $0.entry }
    }

    mutating func remove(_ file: ID) {
        guard let slot = known[file]?.slot else { return }
        known[file]?.slot = nil
        empty(slot)
    }

    /// Takes in a row of the register, unless a newer one of its file came before it; nil for a file that is in it no more.
    mutating func take(_ found: Findable?, of file: ID, at entry: Int64) {
        let slot = UInt32(rows.count)
        let earlier = known.updateValue(Known(slot: found == nil ? nil : slot, entry: entry), forKey: file)
        if let earlier, earlier.entry > entry {
            known[file] = earlier
            return
        }
        if let slot = earlier?.slot { empty(slot) }
        guard let found else { return }
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

    private mutating func empty(_ slot: UInt32) {
        rows[Int(slot)] = nil
        index.remove(slot: slot)
    }

    /// The last word may be only begun: whoever types it and whoever sends it get the same answer.
    func find(_ query: String, limit: Int) -> [FoundFile] {
        index.find(query, limit: limit, isTyping: true).compactMap { match in
            guard let found = rows[Int(match.slot)], match.verdict != .different else { return nil }
            return FoundFile(
                file: found.file, row: found.row, likeness: match.verdict == .same ? .same : .possible,
                score: match.score)
        }
    }
}

/// A row of the register with its names taken apart, which needs no lock.
struct Findable: Sendable {
    let row: RegisterRow
    let names: [NameParts]

    init(_ row: RegisterRow) {
        self.row = row
        names = [NameParts(row.name)] + row.otherNames.split(separator: ",").map { NameParts(String($0)) }
    }
}

/// A file that a search found.
package struct FoundFile: Sendable {
    package let file: ID
    package let row: RegisterRow
    package let likeness: Likeness
    /// 0 to 100.
    package let score: Int

    /// How near the name is to what was asked for.
    package enum Likeness: Int, Sendable, Comparable {
        case same = 0
        case possible = 1

        package static func < (left: Likeness, right: Likeness) -> Bool { left.rawValue < right.rawValue }
    }
}
