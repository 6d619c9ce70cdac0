import Database
import Ledger
import Synchronization
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
    /// The file that it is kept in.
    let file: ID
    let version: UInt32
    let item: ItemEpoch
    let author: ID
    let at: Instant
    let entry: Int64
    let sealed: [UInt8]
    /// What the log said of exactly this row, and the row's digest; nil if it was not asked.
    private var asked: (digest: Hash, isGenuine: Bool)?

    init(_ row: Row) throws {
        guard let item = Item(rawValue: try row.count("item")) else { throw CaseworkError.unavailable }
        self.id = try row.id("record")
        self.file = try row.id("file")
        self.version = try row.count("version")
        self.item = ItemEpoch(item, try row.count("epoch"))
        self.author = try row.id("author")
        self.at = Instant(milliseconds: try row.integer("at"))
        self.entry = try row.integer("entry")
        self.sealed = try row.blob("sealed")
    }

    /// The newest version of each record of an item of a file, in the order in which they were written.
    /// - Parameter log: asked about each row, if texts that decide are read; the others need no asking. The same of every
    ///   query here.
    static func current(
        _ item: Item, of file: ID, _ connection: any Connection, by log: Integrator? = nil
    ) throws -> SealedRows {
        try SealedRows(
            connection.rows(
                """
                SELECT record, file, version, item, epoch, author, at, entry, sealed FROM records AS newest
                WHERE file = \(file.bytes) AND item = \(Int64(item.rawValue))
                  AND version = (SELECT MAX(version) FROM records AS every WHERE every.record = newest.record)
                ORDER BY entry
                """), connection, by: log)
    }

    /// Every version of each record of an item of a file, in the order in which they were written.
    static func every(
        _ item: Item, of file: ID, _ connection: any Connection, by log: Integrator? = nil
    ) throws -> SealedRows {
        try SealedRows(
            connection.rows(
                """
                SELECT record, file, version, item, epoch, author, at, entry, sealed FROM records
                WHERE file = \(file.bytes) AND item = \(Int64(item.rawValue)) ORDER BY entry, record, version
                """), connection, by: log)
    }

    /// The newest version of each of these records.
    static func newest(of records: some Sequence<ID>, _ connection: any Connection) throws -> SealedRows {
        try SealedRows(records.compactMap { try newestRow($0, connection) }, connection)
    }

    /// Every version of one record, the newest first.
    static func versions(
        of record: ID, _ connection: any Connection, by log: Integrator? = nil
    ) throws -> SealedRows {
        try SealedRows(
            connection.rows(
                """
                SELECT record, file, version, item, epoch, author, at, entry, sealed FROM records
                WHERE record = \(record.bytes) ORDER BY version DESC
                """), connection, by: log)
    }

    /// The newest version of one record.
    /// - Throws: `unavailable` for a row that says a number or an id that none can have.
    static func newest(
        _ record: ID, _ connection: any Connection, by log: Integrator? = nil
    ) throws -> SealedRecord? {
        guard let row = try newestRow(record, connection) else { return nil }
        let record = try SealedRecord(row)
        return try log?.asked([record], connection).first ?? record
    }

    /// The number of a record's newest version; nil if there is none.
    static func newestVersion(of record: ID, _ connection: any Connection) throws -> UInt32? {
        let row = try connection.first(
            "SELECT MAX(version) AS version FROM records WHERE record = \(record.bytes)")
        guard try row?.optionalInteger("version") != nil else { return nil }
        return try row?.count("version")
    }

    private static func newestRow(_ record: ID, _ connection: any Connection) throws -> Row? {
        try connection.first(
            """
            SELECT record, file, version, item, epoch, author, at, entry, sealed FROM records
            WHERE record = \(record.bytes) ORDER BY version DESC LIMIT 1
            """)
    }

    /// Opens with a key; refused as `notFound` if it is not this record at this version, not of this kind, or bears
    /// another author or time than its columns, and, of a text that decides, if no genuine entry wrote it.
    func open<Text: Kept>(
        _: Text.Type = Text.self, with key: ItemKey?
    ) throws(CaseworkError) -> Record<Text> {
        try requireGenuine(Text.kind)
        do {
            return Record(
                id: id, version: version, author: author, at: at, text: try text(with: key).read(Text.self))
        } catch { throw .notFound }
    }

    /// The text of any kind.
    func text(with key: ItemKey?) throws(CaseworkError) -> SealedText {
        guard let key = key?.at(item) else { throw .notFound }
        do {
            let text = try SealedText(packed: key.open(sealed, record: id, version: version))
            guard text.author == author, text.at == at else { throw CaseworkError.notFound }
            return text
        } catch { throw .notFound }
    }

    /// Whether the log was asked, and a genuine entry wrote exactly this row (docs/keys.md, *What the log says*).
    var isGenuine: Bool { asked?.isGenuine ?? false }

    func requireGenuine(_ kind: TextKind) throws(CaseworkError) {
        if kind.decides, !isGenuine { throw .notFound }
    }

    fileprivate func answered(_ digest: Hash, isGenuine: Bool) -> SealedRecord {
        var row = self
        row.asked = (digest, isGenuine)
        return row
    }

    /// What an entry says of this row.
    var digest: Hash {
        if let asked { return asked.digest }
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
        id: ID, file: ID, version: UInt32, item: ItemEpoch, author: ID, at: Instant, entry: Int64,
        sealed: [UInt8]
    ) {
        self.id = id
        self.file = file
        self.version = version
        self.item = item
        self.author = author
        self.at = at
        self.entry = entry
        self.sealed = sealed
    }

    /// Seals and writes one version of a record as a part of an act.
    ///
    /// Whose a record is decides what becomes of it. One *of a file* is kept in that file, and goes with it. One *about a file* is
    /// the charity's to keep, and goes with that file all the same: an act on the file wrote it, such as that a
    /// message was passed on. One of *the charity's* survives every file, so an act on a file does not write it: a
    /// further act on the house does.
    /// - Parameters:
    ///   - version: the one that it follows; nil for the first.
    ///   - subject: the file that it is about, and goes with.
    /// - Returns: the digest by which the entry names it.
    /// - Throws: `stale` if that is not the newest version any more, or if a later epoch of its item began
    ///   since the key was opened, for whoever is to hold the item no more would hold this.
    @discardableResult
    static func write(
        _ text: some Kept, id: ID, after version: UInt32? = nil, about subject: ID? = nil, with key: ItemKey,
        in act: inout Act
    ) throws -> Hash {
        try write(
            packed: SealedText.packed(text, author: act.actor, at: act.at), id: id, after: version,
            about: subject, with: key, in: &act)
    }

    /// The same, of a text that has its own binary form.
    @discardableResult
    static func write(
        packed text: [UInt8], id: ID, after version: UInt32? = nil, about subject: ID? = nil,
        with key: ItemKey, in act: inout Act
    ) throws -> Hash {
        guard act.file == key.file || act.file == .house || act.file == subject else {
            throw CaseworkError.unavailable
        }
        if let version, try newestVersion(of: id, act.connection) ?? 0 > version {
            throw CaseworkError.stale
        }
        let version = try (version ?? 0).next()
        try key.beginning?.insert(in: &act)
        guard try key.item.isNewest(of: key.file, act.connection) else { throw CaseworkError.stale }
        let record = SealedRecord(
            id: id, file: key.file, version: version, item: key.item, author: act.actor, at: act.at,
            entry: act.position,
            sealed: try key.seal(text, record: id, version: version))
        try act.connection.execute(
            """
            INSERT INTO records (record, version, file, item, epoch, author, at, entry, sealed)
            VALUES (\(id.bytes), \(Int64(version)), \(key.file.bytes), \(Int64(key.item.item.rawValue)),
                    \(Int64(key.item.epoch)), \(act.actor.bytes), \(act.at.milliseconds), \(act.position),
                    \(record.sealed))
            """)
        let digest = record.digest
        act.note(.record, id, version: version, digest)
        return digest
    }
}

extension Integrator {
    /// The same rows, each with whether a genuine entry wrote it. One that was asked about before costs its digest.
    func asked(_ rows: [SealedRecord], _ connection: any Connection) throws -> [SealedRecord] {
        let digests = rows.map { $0.item.item.holdsDecisions ? $0.digest : nil }
        var known = genuineRecords.known(digests)
        let strange = rows.indices.filter { digests[$0] != nil && !known[$0] }
        if !strange.isEmpty {
            let said = try said(at: Set(strange.map { rows[$0].entry }), connection)
            for place in strange {
                guard let digest = digests[place] else { continue }
                let row = rows[place]
                known[place] =
                    said[row.entry]?.contains(
                        .init(table: .record, id: row.id, version: row.version, digest: digest)) ?? false
            }
            // What an act wrote that is not committed may never have been.
            if !connection.isWriting {
                genuineRecords.add(strange.filter { known[$0] }.compactMap { digests[$0] })
            }
        }
        return rows.indices.map { place in
            guard let digest = digests[place] else { return rows[place] }
            return rows[place].answered(digest, isGenuine: known[place])
        }
    }
}

/// Digests of rows that a genuine entry is known to have written. It holds no text, and is named by all that it was
/// worked out from: a row with one bit changed has another digest.
final class GenuineRecords: Sendable {
    /// When it is full it starts again; 32 bytes each.
    private static let most = 65_536
    private let digests = Mutex<Set<Hash>>([])

    func known(_ asked: [Hash?]) -> [Bool] {
        digests.withLock { known in asked.map { $0.map(known.contains) ?? false } }
    }

    func add(_ more: [Hash]) {
        digests.withLock { known in
            if known.count + more.count > Self.most { known = [] }
            known.formUnion(more)
        }
    }
}
