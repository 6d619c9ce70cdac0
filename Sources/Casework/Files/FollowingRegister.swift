import Database
import Synchronization
import Vault

extension Casework {
    /// Opens the register's rows that came since the last time, the first time all of them: on all cores, a page at a
    /// time, and the next is read meanwhile. The index is everybody's: what this caller holds no key of yet is left for
    /// whoever searches next.
    func followRegister(with key: ItemKey, rowsAtOnce: Int = 16_384) async throws(CaseworkError) {
        let (filling, last) = indexes.register.withLock { ($0.filling, $0.lastEntry) }
        var shut = Int64.max
        var page = try await registerRows(from: last + 1, most: rowsAtOnce)
        while let end = page.last {
            let isFull = page.count == rowsAtOnce
            async let next = isFull ? registerRows(from: end.entry, after: end.file, most: rowsAtOnce) : []
            var keys: [ItemEpoch: ItemKey] = [:]
            for row in page where keys[row.epoch] == nil {
                keys[row.epoch] = key.at(row.epoch)
                if keys[row.epoch] == nil { shut = min(shut, row.entry) }
            }
            // Rows of one entry may stand on two pages.
            let newest = min(isFull ? end.entry - 1 : end.entry, shut - 1)
            guard await take(page, with: keys, filling: filling, to: newest) else { return }
            do { page = try await next } catch { throw CaseworkError(error) }
        }
    }

    /// Opens rows on all cores, and takes in each part of them as soon as it is open.
    /// - Returns: false if the index was cleared meanwhile, and what came before these rows is not in it any more.
    func take(
        _ page: [SealedRegisterRow], with keys: [ItemEpoch: ItemKey], filling: Int, to newest: Int64
    ) async -> Bool {
        let halves = halves.all()
        await withTaskGroup { group in
            let part = 128
            for start in stride(from: 0, to: page.count, by: part) {
                let rows = page[start..<min(start + part, page.count)]
                group.addTask { [indexes] in
                    // Looked up where it changes: cores that count one key's uses for each row wait for each other.
                    var key: (epoch: ItemEpoch, key: ItemKey?)?
                    let found: [Findable??] = rows.map { row in
                        if key?.epoch != row.epoch { key = (row.epoch, keys[row.epoch]) }
                        guard let key = key?.key else { return nil }
                        return .some(row.findable(with: key, half: halves[row.file.bytes]))
                    }
                    indexes.register.withLock { index in
                        guard index.filling == filling else { return }
                        index.reserve(halves.count)
                        for (row, found) in zip(rows, found) {
                            if let found { index.take(found, of: row.file, at: row.entry) }
                        }
                    }
                }
            }
        }
        return indexes.register.withLock { index in
            guard index.filling == filling else { return false }
            index.follow(to: newest)
            return true
        }
    }

    func registerRows(
        from entry: Int64, after file: ID? = nil, most: Int
    ) async throws(CaseworkError) -> [SealedRegisterRow] {
        try await read { connection in
            let query = SealedRegisterRow.query(from: entry, after: file?.bytes ?? [], most: most)
            return try connection.rows(query).map { try SealedRegisterRow($0) }
        }
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
    /// versions of a file's row among them. The register's own index answers, because its condition is repeated word for word.
    static func query(from entry: Int64, after file: [UInt8], most: Int) -> SQL {
        """
        SELECT entry, record, version, epoch, sealed FROM records
        WHERE item + 0 = 33 AND file = \(ID.house.bytes) AND (entry, record) > (\(entry), \(file))
        ORDER BY entry, record LIMIT \(Int64(most))
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

    /// What the file is found by; nil if it is in the register no more, was erased, or the row is not what was sealed.
    func findable(with key: ItemKey, half: [UInt8]?) -> Findable? {
        guard let half,
            let text = try? key.about(file, half: half).open(sealed, record: file, version: version),
            let row = try? RegisterRow(packed: text)
        else { return nil }
        return Findable(row)
    }
}
