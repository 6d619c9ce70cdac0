import Database
import Synchronization
import Vault

/// Rows of records, still sealed. A row that can't be read costs itself alone: it is left out, and counted as unread
/// for whoever asked.
struct SealedRows: RandomAccessCollection, Sendable {
    private var rows: [SealedRecord] = []
    /// What the rows are called that say a number or an id that none can have.
    private(set) var broken: Set<[UInt8]> = []

    /// Rows of several files, each with its file, which a column says.
    /// - Parameter unread: takes the names of those that say a number or an id that none can have.
    static func ofFiles(
        _ rows: [Row], file: String = "file", unread: Unread
    ) throws -> [(file: ID, row: SealedRecord)] {
        try rows.compactMap { row in
            do { return (try row.id(file), try SealedRecord(row)) } catch {
                unread.add([try row.blob("record")])
                return nil
            }
        }
    }

    init() {}

    init(_ rows: [Row]) throws {
        for row in rows {
            do { self.rows.append(try SealedRecord(row)) } catch { broken.insert(try row.blob("record")) }
        }
    }

    var startIndex: Int { rows.startIndex }
    var endIndex: Int { rows.endIndex }
    subscript(place: Int) -> SealedRecord { rows[place] }

    /// The texts of one type, oldest first; an item may hold several types.
    /// - Parameters:
    ///   - unread: takes the names of the rows that nobody could read.
    ///   - memory: of a session that remembers what it read.
    ///   - key: of what was written at an epoch.
    func texts<Text: Decodable & Sendable>(
        _: Text.Type = Text.self, unread: Unread, in memory: SessionMemory? = nil,
        by key: (ItemEpoch) -> ItemKey?
    ) -> [Record<Text>] {
        unread.add(broken)
        return rows.compactMap { $0.text(with: key($0.item), in: memory, unread: unread) }
    }

    /// What the last row says, of an item that has one record; nil, and counted, if that can't be read.
    func last<Text: Decodable & Sendable>(
        _: Text.Type = Text.self, of open: OpenFile, as caller: Caller
    ) -> Record<Text>? {
        caller.unread.add(broken)
        return last?.text(of: open, as: caller)
    }

    /// The same of an opened file.
    func texts<Text: Decodable & Sendable>(
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
    func text<Text: Decodable & Sendable>(
        _: Text.Type = Text.self, with key: ItemKey?, in memory: SessionMemory? = nil, unread: Unread
    ) -> Record<Text>? {
        let text: Record<Text>? =
            if let memory { try? open(with: key, in: memory) } else { try? open(with: key) }
        if text == nil, !opens(with: key) { unread.add([id.bytes]) }
        return text
    }

    /// The same of an opened file; nil, and not counted, for an item that its reader does not hold.
    func text<Text: Decodable & Sendable>(
        _: Text.Type = Text.self, of open: OpenFile, as caller: Caller
    ) -> Record<Text>? {
        guard open.holds(item.item) else { return nil }
        return text(with: open.key(of: item), in: caller.memory, unread: caller.unread)
    }
}
