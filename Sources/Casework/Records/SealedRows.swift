import Database
import FoundationEssentials
import Synchronization
import Vault

/// Rows of records, still sealed. A row that can't be read costs itself alone: it is left out, and counted as unread
/// for whoever asked.
struct SealedRows: RandomAccessCollection, Sendable {
    private var rows: [SealedRecord] = []
    /// What the rows are called that say a number or an id that none can have.
    private(set) var broken: Set<[UInt8]> = []

    /// Rows of several files.
    /// - Parameter unread: takes the names of those that say a number or an id that none can have.
    static func ofFiles(
        _ rows: [Row], _ connection: any Connection, by log: Integrator, unread: Unread
    ) throws -> [SealedRecord] {
        let read = try SealedRows(rows, connection, by: log)
        unread.add(read.broken)
        return read.rows
    }

    init() {}

    /// - Parameter log: asked about each, if texts that decide are read.
    init(_ rows: [Row], _ connection: any Connection, by log: Integrator? = nil) throws {
        for row in rows {
            do { self.rows.append(try SealedRecord(row)) } catch { broken.insert(try row.blob("record")) }
        }
        if let log { self.rows = try log.asked(self.rows, connection) }
    }

    var startIndex: Int { rows.startIndex }
    var endIndex: Int { rows.endIndex }
    subscript(place: Int) -> SealedRecord { rows[place] }

    /// The texts of one type, oldest first; an item may hold several types.
    /// - Parameters:
    ///   - unread: takes the names of the rows that nobody could read.
    ///   - memory: of a session that remembers what it read.
    ///   - key: of what was written at an epoch.
    func texts<Text: Kept>(
        _: Text.Type = Text.self, unread: Unread, in memory: SessionMemory? = nil,
        by key: (ItemEpoch) -> ItemKey?
    ) -> [Record<Text>] {
        unread.add(broken)
        return rows.compactMap { $0.text(with: key($0.item), in: memory, unread: unread) }
    }

    /// The texts of every kind, as they were written, for an export.
    /// - Parameter unread: as of `texts`.
    func written(unread: Unread, by key: (ItemEpoch) -> ItemKey?) -> [Record<WrittenText>] {
        unread.add(broken)
        return rows.compactMap { row in
            do { return try row.written(with: key(row.item)) } catch {
                unread.add([row.id.bytes])
                return nil
            }
        }
    }

    /// What the last row says, of an item that has one record; nil, and counted, if that can't be read.
    func last<Text: Kept>(
        _: Text.Type = Text.self, of open: OpenFile, as caller: Caller
    ) -> Record<Text>? {
        caller.unread.add(broken)
        return last?.text(of: open, as: caller)
    }

    /// The same of an opened file.
    func texts<Text: Kept>(
        _: Text.Type = Text.self, of open: OpenFile, as caller: Caller
    ) -> [Record<Text>] {
        texts(unread: caller.unread, in: caller.memory) { open.key(of: $0) }
    }
}

/// What could not be read while one request was answered. Its page says so, so that nobody takes what it shows for all
/// that there is.
package final class Unread: Sendable {
    private let rows = Mutex<Set<[UInt8]>>([])

    init() {}

    /// How many rows there were.
    package var count: Int { names.count }

    var names: Set<[UInt8]> { rows.withLock { $0 } }

    /// What came after these.
    func since(_ names: Set<[UInt8]>) -> Unread {
        let later = Unread()
        later.add(self.names.subtracting(names))
        return later
    }

    func add(_ others: Unread) { add(others.names) }

    func add(_ names: Set<[UInt8]>) {
        if !names.isEmpty { rows.withLock { $0.formUnion(names) } }
    }
}

extension SealedRecord {
    /// What it says; nil for a text of another type, and for a row that can't be read, which is counted.
    func text<Text: Kept>(
        _: Text.Type = Text.self, with key: ItemKey?, in memory: SessionMemory? = nil, unread: Unread
    ) -> Record<Text>? {
        let record: Record<Text>? =
            if let memory { try? open(with: key, in: memory) } else { try? open(with: key) }
        if record == nil, (try? text(with: key).kind) ?? Text.kind == Text.kind { unread.add([id.bytes]) }
        return record
    }

    /// The same of an opened file; nil, and not counted, for an item that its reader does not hold.
    func text<Text: Kept>(
        _: Text.Type = Text.self, of open: OpenFile, as caller: Caller
    ) -> Record<Text>? {
        guard open.holds(item.item) else { return nil }
        return text(with: open.key(of: item), in: caller.memory, unread: caller.unread)
    }
}

/// A text of any kind and form, as it was written.
struct WrittenText: Sendable {
    let kind: TextKind
    let json: JSONValue
}

extension SealedRecord {
    fileprivate func written(with key: ItemKey?) throws -> Record<WrittenText> {
        let text = try text(with: key)
        try requireGenuine(text.kind)
        let json = try JSONDecoder().decode(JSONValue.self, from: Data(text.json))
        return Record(
            id: id, version: version, author: author, at: at, text: WrittenText(kind: text.kind, json: json))
    }
}
