import Crypto
import Database
import Ledger
import Vault

/// A row of `members`: how somebody signs in. Nothing in it is a name; the handle is a keyed hash of one.
struct Member: Sendable {
    let id: ID
    let handle: [UInt8]
    /// The public keys that the member's enrolment made; they count only once certified.
    let identity: [UInt8]
    let wrap: PassphraseWrap
    let version: UInt32

    init(id: ID, handle: [UInt8], identity: [UInt8], wrap: PassphraseWrap, version: UInt32 = 1) {
        self.id = id
        self.handle = handle
        self.identity = identity
        self.wrap = wrap
        self.version = version
    }

    init(_ row: Row) throws {
        guard let id = ID(try row.blob("member")) else { throw CaseworkError.unavailable }
        self.init(
            id: id, handle: try row.blob("handle"), identity: try row.blob("identity"),
            wrap: PassphraseWrap(packed: try row.blob("wrap")),
            version: try row.count("version"))
    }

    static func with(handle: [UInt8], _ connection: any Connection) throws -> Member? {
        try connection.first("SELECT * FROM members WHERE handle = \(handle)").map { try Member($0) }
    }

    /// What trying a passphrase costs for this handle: its member's own cost, and for a handle that nobody has, that of
    /// the member whose handle comes next. So where costs differ, because the standard was raised, those of names
    /// that nobody has differ as those of members do, and stay the same from one try to the next.
    static func cost(of handle: [UInt8], _ connection: any Connection) throws -> ScryptCost? {
        let next = try connection.first(
            "SELECT wrap FROM members WHERE handle >= \(handle) ORDER BY handle LIMIT 1")
        let row = try next ?? connection.first("SELECT wrap FROM members ORDER BY handle LIMIT 1")
        return try row.flatMap { PassphraseWrap(packed: try $0.blob("wrap")).cost }
    }

    static func with(id: ID, _ connection: any Connection) throws -> Member? {
        try connection.first("SELECT * FROM members WHERE member = \(id.bytes)").map { try Member($0) }
    }

    /// Those who have enrolled.
    static func all(_ connection: any Connection) throws -> [Member] {
        try connection.rows("SELECT * FROM members ORDER BY member").map { try Member($0) }
    }

    func insert(in act: inout Act) throws {
        try act.connection.execute(
            """
            INSERT INTO members (member, handle, identity, wrap, version)
            VALUES (\(id.bytes), \(handle), \(identity), \(wrap.packed), \(Int64(version)))
            """)
        act.note(.member, id, version: version, digest)
    }

    var digest: Hash { digestOfRow(id.bytes, handle, identity, wrap.packed) }

    /// The handle of a sign-in name: HMAC-SHA256 under the charity's pepper, which is kept with the halves,
    /// over the name in lower case, composed, without its spaces.
    static func handle(of signInName: String, pepper: [UInt8]) -> [UInt8] {
        let name = signInName.lowercased().composed.filter { !$0.isWhitespace }
        return Array(
            HMAC<SHA256>.authenticationCode(for: Array(name.utf8), using: SymmetricKey(data: pepper)))
    }
}
