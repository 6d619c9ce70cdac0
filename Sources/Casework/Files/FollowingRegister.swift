import Database
import Synchronization
import Vault

extension Casework {
    /// Opens the register's rows that came since the last time, the first time all of them: on threads for long work, a page
    /// at a time, and the next is read meanwhile. What does not open holds up no row after it, and is tried again at each
    /// search: at once where there is a key for it now.
    func follow(
        _ index: SharedIndex, with keys: NamedKeys, for member: ID, rowsAtOnce: Int = 16_384
    ) async throws(CaseworkError) {
        let last = index.register.withLock { $0.lastEntry }
        let next: Int64
        do { next = try last.next() } catch { throw .unavailable }
        var page = try await registerRows(from: next, most: rowsAtOnce, isLong: last < 0)
        while let end = page.end {
            let isFull = page.isFull
            async let next =
                isFull
                ? registerRows(from: end.entry, after: end.record, most: rowsAtOnce, isLong: true)
                : RegisterPage()
            await take(page.rows, into: index, with: keys, for: member)
            let broken = page.broken
            index.register.withLock { names in
                for row in broken { names.take(.unread(isShut: false), of: row.file, at: row.entry) }
            }
            // Rows of one entry may stand on two pages.
            index.register.withLock { $0.follow(to: isFull ? end.entry - 1 : end.entry) }
            do { page = try await next } catch { throw CaseworkError(error) }
        }
        try await tryAgain(index, with: keys, for: member)
    }

    /// How many rows that could not be read are tried again at one search.
    private static let mostTries = 64

    private func tryAgain(
        _ index: SharedIndex, with keys: NamedKeys, for member: ID
    ) async throws(CaseworkError) {
        var files = index.register.withLock { $0.toTryAgain(with: keys.names, most: Self.mostTries) }[...]
        while !files.isEmpty {
            let part = files.prefix(512)
            files = files.dropFirst(512)
            let page = try await read { connection in
                try RegisterPage(connection.rows(SealedRegisterRow.query(of: part)), most: .max)
            }
            await take(page.rows, into: index, with: keys, for: member)
            let there = Set(page.rows.map(\.file) + page.broken.map(\.file))
            index.register.withLock { $0.forgetUnread(part.filter { !there.contains($0) }) }
        }
    }

    /// Opens rows, and takes in each part of them as soon as it is open.
    private func take(
        _ page: [SealedRegisterRow], into index: SharedIndex, with keys: NamedKeys, for member: ID
    ) async {
        let halves = halves.all()
        await withTaskGroup { group in
            let part = 128
            for start in stride(from: 0, to: page.count, by: part) {
                let rows = page[start..<min(start + part, page.count)]
                group.addTask { [longWork, store = self.halves] in
                    await longWork.run(for: member) {
                        // Looked up where it changes: cores that count one key's uses for each row wait for each other.
                        var key: (epoch: ItemEpoch, key: ItemKey?)?
                        let read: [NameRegister.Read] = rows.map { row in
                            if key?.epoch != row.epoch { key = (row.epoch, keys.key(at: row.epoch)) }
                            guard let half = halves[row.file.bytes] else {
                                // Erased while its rows were read. A half that is lost is another thing.
                                return store.wasDestroyed(row.file.bytes) ? .gone : .unread(isShut: false)
                            }
                            return row.read(with: key?.key, half: half)
                        }
                        index.register.withLock { register in
                            register.reserve(halves.count)
                            for (row, read) in zip(rows, read) {
                                register.take(read, of: row.file, at: row.entry, epoch: row.epoch.epoch)
                            }
                        }
                    }
                }
            }
        }
    }

    private func registerRows(
        from entry: Int64, after record: [UInt8] = [], most: Int, isLong: Bool
    ) async throws(CaseworkError) -> RegisterPage {
        let query = SealedRegisterRow.query(from: entry, after: record, most: most)
        let page: @Sendable (any Connection) throws -> RegisterPage = { connection in
            try RegisterPage(connection.rows(query), most: most)
        }
        return isLong ? try await readAtLength(page) : try await read(page)
    }
}

/// Rows of the register in the order in which they were written.
struct RegisterPage: Sendable {
    var rows: [SealedRegisterRow] = []
    /// Of which file the rows are whose other columns are no row's. They count as unread.
    var broken: [(file: ID, entry: Int64)] = []
    /// Where the last row stands; nil if there was none.
    var end: (entry: Int64, record: [UInt8])?
    /// Whether there may be more.
    var isFull = false

    init() {}

    init(_ read: [Row], most: Int) throws {
        for row in read {
            if let sealed = try? SealedRegisterRow(row) {
                rows.append(sealed)
            } else if let file = try? row.id("record") {
                broken.append((file, try row.integer("entry")))
            }
        }
        end = try read.last.map { (try $0.integer("entry"), try $0.blob("record")) }
        isFull = read.count == most
    }
}

/// A row of the register as it is stored.
struct SealedRegisterRow: Sendable {
    let file: ID
    let entry: Int64
    let version: UInt32
    let epoch: ItemEpoch
    let sealed: [UInt8]

    /// Asks for the rows from an entry on, or after one of its rows, in the order in which they were written; older
    /// versions of a file's row among them; none of an entry that is not there yet, after which no other would be asked
    /// for. The register's own index answers, because its condition is repeated word for word.
    static func query(from entry: Int64, after file: [UInt8], most: Int) -> SQL {
        """
        SELECT entry, record, version, epoch, sealed FROM records
        WHERE item + 0 = 33 AND file = \(ID.house.bytes) AND (entry, record) > (\(entry), \(file))
          AND entry <= (SELECT MAX(position) FROM entries)
        ORDER BY entry, record LIMIT \(Int64(most))
        """
    }

    /// Asks for all rows of some files.
    static func query(of files: some Sequence<ID>) -> SQL {
        """
        SELECT entry, record, version, epoch, sealed FROM records
        WHERE record IN \(list: files.map(\.bytes)) AND file = \(ID.house.bytes)
          AND item = \(Int64(Item.register.rawValue))
        """
    }

    init(_ row: Row) throws {
        guard let file = ID(try row.blob("record")) else { throw CaseworkError.unavailable }
        self.file = file
        entry = try row.integer("entry")
        version = try row.count("version")
        epoch = ItemEpoch(.register, try row.count("epoch"))
        sealed = try row.blob("sealed")
    }

    /// What the row says of its file. Only a text that was opened says that the file is in the register no more.
    func read(with key: ItemKey?, half: [UInt8]) -> NameRegister.Read {
        guard let key else { return .unread(isShut: true) }
        guard let text = try? key.about(file, half: half).open(sealed, record: file, version: version) else {
            return .unread(isShut: false)
        }
        if text == RegisterRow.gone { return .gone }
        return (try? RegisterRow(packed: text)).map { .found(Findable($0)) } ?? .unread(isShut: false)
    }
}
