import Database
import FoundationEssentials
import Ledger
import Vault

/// One version of one record: who wrote it when, and its text, opened.
package struct Record<Text: Sendable>: Sendable {
    package let id: ID
    package let version: UInt32
    package let author: ID
    package let at: Instant
    package let text: Text

    package init(id: ID, version: UInt32, author: ID, at: Instant, text: Text) {
        self.id = id
        self.version = version
        self.author = author
        self.at = at
        self.text = text
    }
}

extension Row {
    /// A column that counts or numbers something. One that does not fit is refused and never cut to
    /// fit: it would sort
    /// as one number and open as another.
    func count<Count: FixedWidthInteger>(_ name: String) throws -> Count {
        guard let count = Count(exactly: try integer(name)) else { throw CaseworkError.unavailable }
        return count
    }

    /// A column that is an id.
    func id(_ name: String) throws -> ID {
        guard let id = ID(try bytes(name)) else { throw CaseworkError.unavailable }
        return id
    }
}

/// A row of `records`, still sealed.
struct SealedRecord: Sendable {
    let id: ID
    let version: UInt32
    let item: ItemEpoch
    let author: ID
    let at: Instant
    let entry: Int64
    let sealed: [UInt8]

    init(_ row: Row) throws {
        guard let item = Item(rawValue: try row.count("item")) else { throw CaseworkError.unavailable }
        self.id = try row.id("record")
        self.version = try row.count("version")
        self.item = ItemEpoch(item, try row.count("epoch"))
        self.author = try row.id("author")
        self.at = Instant(milliseconds: try row.integer("at"))
        self.entry = try row.integer("entry")
        self.sealed = try row.blob("sealed")
    }

    /// The newest version of each record of an item of a file, in the order in which they were written.
    static func current(
        _ item: Item, of file: ID, _ connection: any Connection
    ) throws -> SealedRows {
        try SealedRows(
            connection.rows(
                """
                SELECT record, version, item, epoch, author, at, entry, sealed FROM records AS newest
                WHERE file = \(file.bytes) AND item = \(Int64(item.rawValue))
                  AND version = (SELECT MAX(version) FROM records AS every WHERE every.record = newest.record)
                ORDER BY entry
                """))
    }

    /// Every version of each record of an item of a file, in the order in which they were written.
    static func every(
        _ item: Item, of file: ID, _ connection: any Connection
    ) throws -> SealedRows {
        try SealedRows(
            connection.rows(
                """
                SELECT record, version, item, epoch, author, at, entry, sealed FROM records
                WHERE file = \(file.bytes) AND item = \(Int64(item.rawValue)) ORDER BY entry, record, version
                """))
    }

    /// The newest version of each of these records.
    static func newest(of records: some Sequence<ID>, _ connection: any Connection) throws -> SealedRows {
        try SealedRows(records.compactMap { try newestRow($0, connection) })
    }

    /// Every version of one record, the newest first.
    static func versions(of record: ID, _ connection: any Connection) throws -> SealedRows {
        try SealedRows(
            connection.rows(
                """
                SELECT record, version, item, epoch, author, at, entry, sealed FROM records
                WHERE record = \(record.bytes) ORDER BY version DESC
                """))
    }

    /// The newest version of one record.
    /// - Throws: `unavailable` for a row that says a number or an id that none can have.
    static func newest(_ record: ID, _ connection: any Connection) throws -> SealedRecord? {
        try newestRow(record, connection).map { try SealedRecord($0) }
    }

    private static func newestRow(_ record: ID, _ connection: any Connection) throws -> Row? {
        try connection.first(
            """
            SELECT record, version, item, epoch, author, at, entry, sealed FROM records
            WHERE record = \(record.bytes) ORDER BY version DESC LIMIT 1
            """)
    }

    /// Opens with a key; refused as `notFound` if it is not this record at this version.
    func open<Text: Decodable>(
        _: Text.Type = Text.self, with key: ItemKey?
    ) throws(CaseworkError) -> Record<Text> {
        guard let key = key?.at(item) else { throw .notFound }
        do {
            let text = try key.open(sealed, record: id, version: version)
            return Record(
                id: id, version: version, author: author, at: at,
                text: try JSONDecoder().decode(Text.self, from: Data(text)))
        } catch { throw .notFound }
    }

    /// Whether it opens, whatever it says.
    func opens(with key: ItemKey?) -> Bool {
        (try? key?.at(item)?.open(sealed, record: id, version: version)) != nil
    }

    /// What an entry says of this row.
    func digest(file: ID) -> Hash {
        var numbers = Packer()
        numbers.add(version)
        numbers.add(item.item.rawValue)
        numbers.add(item.epoch)
        numbers.add(at.milliseconds)
        numbers.add(entry)
        var digest = RowDigest()
        digest.add(id)
        digest.add(file)
        digest.add(numbers.bytes)
        digest.add(author)
        digest.add(sealed)
        return digest.hash
    }

    private init(
        id: ID, version: UInt32, item: ItemEpoch, author: ID, at: Instant, entry: Int64, sealed: [UInt8]
    ) {
        self.id = id
        self.version = version
        self.item = item
        self.author = author
        self.at = at
        self.entry = entry
        self.sealed = sealed
    }

    /// Seals and writes one version of a record as a part of an act.
    /// - Parameter version: the one that it follows; nil for the first.
    /// - Returns: the digest by which the entry names it.
    /// - Throws: `conflict` of the database if that version is there already; `stale` if a later epoch of its item began
    ///   since the key was opened, for whoever is to hold the item no more would hold this.
    @discardableResult
    static func write(
        _ text: some Encodable & Sendable, id: ID, after version: UInt32? = nil, with key: ItemKey,
        in act: inout Act
    ) throws -> Hash {
        try write(
            packed: Array(try JSONEncoder().encode(text)), id: id, after: version, with: key, in: &act)
    }

    /// The same, of a text that has its own binary form.
    @discardableResult
    static func write(
        packed text: [UInt8], id: ID, after version: UInt32? = nil, with key: ItemKey, in act: inout Act
    ) throws -> Hash {
        let version = try (version ?? 0).next()
        try key.beginning?.insert(in: &act)
        guard try key.item.isNewest(of: key.file, act.connection) else { throw CaseworkError.stale }
        let record = SealedRecord(
            id: id, version: version, item: key.item, author: act.actor, at: act.at, entry: act.position,
            sealed: try key.seal(text, record: id, version: version))
        try act.connection.execute(
            """
            INSERT INTO records (record, version, file, item, epoch, author, at, entry, sealed)
            VALUES (\(id.bytes), \(Int64(version)), \(key.file.bytes), \(Int64(key.item.item.rawValue)),
                    \(Int64(key.item.epoch)), \(act.actor.bytes), \(act.at.milliseconds), \(act.position),
                    \(record.sealed))
            """)
        let digest = record.digest(file: key.file)
        act.note(.record, id, version: version, digest)
        return digest
    }
}
