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
    func forget(_ file: ID) {
        register.withLock { $0.remove(file) }
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
    private var rows: [ID: RegisterRow] = [:]
    /// The last log entry whose rows are in here.
    private(set) var lastEntry: Int64 = -1

    var files: Set<ID> { Set(rows.keys) }

    mutating func add(_ file: ID, _ row: RegisterRow) { rows[file] = row }

    mutating func remove(_ file: ID) { rows[file] = nil }

    mutating func follow(to entry: Int64) { lastEntry = max(lastEntry, entry) }

    func find(_ query: String, limit: Int) -> [Found] {
        rows.filter { $0.value.name.lowercased().contains(query.lowercased()) }.map {
            Found(file: $0.key, row: $0.value, likeness: .same, score: 100)
        }
    }
}

/// A file that a search found.
package struct Found: Sendable {
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
