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

    /// What trying a passphrase costs for this handle: its member's own cost, and for a handle that nobody has, that of
    /// the member whose handle comes next. So where costs differ, because the standard was raised, those of names
    /// that nobody has differ as those of members do, and stay the same from one try to the next.
    /// Nil where that row is not as it stands: nobody can make a name dear by it.
    static func cost(of handle: [UInt8], _ staff: StaffRows) throws -> ScryptCost? {
        let next = try staff.connection.first(
            "SELECT * FROM members WHERE handle >= \(handle) ORDER BY handle LIMIT 1")
        let row = try next ?? staff.connection.first("SELECT * FROM members ORDER BY handle LIMIT 1")
        guard let row, let member = try? Member(row),
            staff.standing.digest(.member, member.id) == member.digest
        else { return nil }
        return member.wrap.cost
    }

    func insert(in act: inout Act) throws {
        try act.connection.execute(
            """
            INSERT INTO members (member, handle, identity, wrap, version)
            VALUES (\(id.bytes), \(handle), \(identity), \(wrap.packed), \(Int64(version)))
            """)
        act.note(.member, id, version: version, digest)
    }

    var digest: Hash {
        var number = Packer()
        number.add(version)
        return digestOfRow(id.bytes, handle, identity, wrap.packed, number.bytes)
    }

    /// The handle of a sign-in name: HMAC-SHA256 under the charity's pepper, which is kept with the halves,
    /// over the name in lower case, composed, without its spaces.
    static func handle(of signInName: String, pepper: [UInt8]) -> [UInt8] {
        let name = UnseenCharacters.leftOut(of: signInName).lowercased().composed.filter { !$0.isWhitespace }
        return Array(
            HMAC<SHA256>.authenticationCode(for: Array(name.utf8), using: SymmetricKey(data: pepper)))
    }
}
