import Database
import Vault

/// A row of `drafts`. Its head (the form's address and its file) opens with the member's own key; what was typed opens
/// with the file's half as well.
struct SealedDraft: Sendable {
    let name: ID
    let at: Instant
    private let head: [UInt8]
    private let body: [UInt8]

    private static let headPart: UInt8 = 1
    private static let bodyPart: UInt8 = 2

    init(_ row: Row) throws {
        guard let name = ID(try row.blob("name")) else { throw CaseworkError.unavailable }
        self.name = name
        self.at = Instant(milliseconds: try row.integer("at"))
        var unpacker = Unpacker(try row.blob("sealed"))
        guard try unpacker.integer(UInt8.self) == 1 else { throw VaultError.refused }
        self.head = try unpacker.counted()
        self.body = unpacker.rest()
    }

    /// The row's sealed bytes: version, the head with its length, the body.
    static func sealed(
        _ fields: [Draft.Field], at place: DraftPlace, half: [UInt8]?, with key: OwnKey
    ) throws(VaultError) -> [UInt8] {
        var head = Packer()
        head.add(place.file ?? .house)
        head.add(fixed: Array(place.address.utf8))
        let about = try Self.key(key, place.file, half)
        var packer = Packer()
        packer.add(UInt8(1))
        packer.add(counted: try key.seal(head.bytes, row: place.name, part: headPart))
        packer.add(fixed: try about.seal(fields.packed, row: place.name, part: bodyPart))
        return packer.bytes
    }

    func line(with key: OwnKey) throws(VaultError) -> DraftLine {
        var unpacker = Unpacker(try key.open(head, row: name, part: Self.headPart))
        let file = try unpacker.id()
        return DraftLine(
            address: String(decoding: unpacker.rest(), as: UTF8.self), file: file == .house ? nil : file,
            at: at)
    }

    func draft(about file: ID?, half: [UInt8]?, with key: OwnKey) throws(VaultError) -> Draft {
        let text = try Self.key(key, file, half).open(body, row: name, part: Self.bodyPart)
        return Draft(fields: try [Draft.Field](packed: text), at: at)
    }

    private static func key(_ key: OwnKey, _ file: ID?, _ half: [UInt8]?) throws(VaultError) -> OwnKey {
        guard let file else { return key }
        guard let half else { throw .refused }
        return try key.about(file, half: half)
    }

    /// A member's drafts that are not too old, newest first.
    static func all(of member: ID, since: Instant, _ connection: any Connection) throws -> [SealedDraft] {
        try connection.rows(
            """
            SELECT name, at, sealed FROM drafts WHERE member = \(member.bytes) AND at > \(since.milliseconds)
            ORDER BY at DESC
            """
        ).compactMap { try? SealedDraft($0) }
    }

    /// A member's draft at a place; nil if there is none, or it is too old.
    static func at(
        _ place: DraftPlace, of member: ID, since: Instant, _ connection: any Connection
    ) throws -> SealedDraft? {
        try connection.first(
            """
            SELECT name, at, sealed FROM drafts WHERE member = \(member.bytes)
              AND name = \(place.name.bytes) AND at > \(since.milliseconds)
            """
        ).flatMap { try? SealedDraft($0) }
    }

    static func remove(_ place: DraftPlace, of member: ID, _ connection: any Connection) throws {
        try connection.execute(
            "DELETE FROM drafts WHERE member = \(member.bytes) AND name = \(place.name.bytes)")
    }
}
