import Database
import Synchronization
import Vault

/// The telephone numbers of the files whose contact details one session may open, in its memory alone. A number stands
/// in no row of the register: the guardians and others hold that, and hold nobody's contact details.
struct KnownNumbers: Sendable {
    private var numbers: [ID: [PhoneNumber]] = [:]
    /// The files whose contact details could not be read.
    private(set) var unread: Set<ID> = []
    /// The log entry that was followed last; nil before the first.
    var through: Int64?

    mutating func forget(_ file: ID) {
        numbers[file] = nil
        unread.remove(file)
    }

    /// - Parameter found: nil if they could not be read.
    mutating func set(_ found: [PhoneNumber]?, of file: ID) {
        forget(file)
        if let found {
            if !found.isEmpty { numbers[file] = found }
        } else {
            unread.insert(file)
        }
    }

    func files(with number: PhoneNumber) -> [ID] {
        numbers.filter { $0.value.contains { $0.isLike(number) } }.keys.sorted()
    }
}

extension Casework {
    /// The files with a telephone number among those whose contact details this caller may open. What memory says is only
    /// where to look: each is opened now, by its grants, and its number compared with what stands there.
    func files(
        with number: PhoneNumber, as caller: Caller
    ) async throws(CaseworkError) -> (found: [FoundFile], unread: Int) {
        try await followNumbers(as: caller)
        let (files, unread) = caller.memory.numbers.withLock { ($0.files(with: number), $0.unread.count) }
        let found = try await readAtLength { connection in
            try files.prefix(Finding.most + 1).compactMap { file -> FoundFile? in
                guard let open = try self.openFiles([file], as: caller, connection)[file],
                    open.holds(.identity),
                    let contact = try Self.contact(in: open, connection, unread: caller.unread),
                    PhoneNumber.all(in: contact.phone).contains(where: { $0.isLike(number) }),
                    let identity = try SealedRecord.current(.identity, of: file, connection).last(
                        Identity.self, of: open, as: caller)?.text
                else { return nil }
                return FoundFile(
                    file: file, row: RegisterRow(identity, of: open.kind), likeness: .same, score: 100)
            }
        }
        return (found, unread)
    }

    /// Reads the numbers of the files that something was done with since the last time, the first time of all: by no more
    /// than a part of them in one snapshot, on the connection for what takes long.
    private func followNumbers(as caller: Caller) async throws(CaseworkError) {
        let through = caller.memory.numbers.withLock { $0.through }
        let principals = caller.keyring.principals
        let looking = EntryKind.looking.map { Int64($0.rawValue) }
        let (files, last) = try await readAtLength { connection -> ([ID], Int64) in
            let last = try Entry.nextPosition(connection) - 1
            let query: SQL =
                if let through {
                    """
                    SELECT DISTINCT file FROM entries
                    WHERE position > \(through) AND NOT kind IN \(list: looking)
                    """
                } else {
                    """
                    SELECT file FROM files
                    WHERE \(sql: Grant.isListed("files.file", for: principals, [.contact]))
                    """
                }
            let files = try connection.rows(query).compactMap { ID(try $0.blob("file")) }
            return (files.filter { $0 != .house }, last)
        }
        for start in stride(from: 0, to: files.count, by: 64) {
            let part = Set(files[start..<min(start + 64, files.count)])
            let read = try await readAtLength { connection in
                let opened = try self.openFiles(part, as: caller.rememberingNothing(), connection)
                return try opened.filter { $0.key != .house && $0.value.holds(.contact) }.mapValues {
                    try Self.contact(in: $0, connection, unread: Unread()).map {
                        PhoneNumber.all(in: $0.phone)
                    }
                }
            }
            caller.memory.numbers.withLock { numbers in
                for file in part {
                    if let found = read[file] { numbers.set(found, of: file) } else { numbers.forget(file) }
                }
            }
        }
        caller.memory.numbers.withLock { $0.through = last }
    }

    /// The contact details of an opened file; nil if they could not be read.
    private static func contact(
        in open: OpenFile, _ connection: any Connection, unread: Unread
    ) throws -> Contact? {
        let rows = try SealedRecord.current(.contact, of: open.file, connection)
        if rows.isEmpty, rows.broken.isEmpty { return Contact() }
        unread.add(rows.broken)
        return rows.last.flatMap { $0.text(Contact.self, with: open.key(of: $0.item), unread: unread)?.text }
    }
}
