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
        register.withLock { $0 = NameRegister() }
        restricted.withLock { $0 = [:] }
    }
}

/// Files by name, in memory.
struct NameRegister: Sendable {
    private var index = NameIndex()
    private var rows: [UInt32: (file: ID, row: RegisterRow)] = [:]
    private var slots: [ID: UInt32] = [:]
    private var nextSlot: UInt32 = 0
    /// The log entry of each file's newest row that came here, of those that were removed too: a search that read its
    /// rows before another, and adds them after it, brings nothing back.
    private var entries: [ID: Int64] = [:]
    /// The last log entry whose rows are in here.
    private(set) var lastEntry: Int64 = -1

    var files: Set<ID> { Set(slots.keys) }

    /// The log entry of the row that each file is found by.
    var entryOfFile: [ID: Int64] { entries.filter { slots[$0.key] != nil } }

    mutating func add(_ file: ID, _ row: RegisterRow) {
        remove(file)
        let slot = nextSlot
        nextSlot += 1
        slots[file] = slot
        rows[slot] = (file, row)
        index.add(row.name, slot: slot)
        for name in row.otherNames.split(separator: ",") { index.add(String(name), slot: slot) }
    }

    mutating func remove(_ file: ID) {
        guard let slot = slots.removeValue(forKey: file) else { return }
        rows[slot] = nil
        index.remove(slot: slot)
    }

    /// Takes in a row of the register, unless a newer one of its file came before it; nil for a file that is in it no more.
    mutating func take(_ row: RegisterRow?, of file: ID, at entry: Int64) {
        guard entry >= entries[file] ?? -1 else { return }
        entries[file] = entry
        if let row { add(file, row) } else { remove(file) }
    }

    mutating func follow(to entry: Int64) { lastEntry = max(lastEntry, entry) }

    /// The last word may be only begun: whoever types it and whoever sends it get the same answer.
    func find(_ query: String, limit: Int) -> [FoundFile] {
        index.find(query, limit: limit, isTyping: true).compactMap { match in
            guard let found = rows[match.slot], match.verdict != .different else { return nil }
            return FoundFile(
                file: found.file, row: found.row, likeness: match.verdict == .same ? .same : .possible,
                score: match.score)
        }
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
