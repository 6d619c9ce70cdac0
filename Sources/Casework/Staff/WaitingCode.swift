import Database
import Ledger
import Vault

/// A row of `enrolments`: a code that waits for a newcomer, or for somebody who makes new keys.
struct WaitingCode: Sendable {
    let code: ID
    let member: ID
    let sealed: [UInt8]
    let expires: Int64

    init(code: ID, member: ID, sealed: [UInt8], expires: Int64) {
        self.code = code
        self.member = member
        self.sealed = sealed
        self.expires = expires
    }

    init(_ row: Row) throws {
        self.init(
            code: try row.id("code"), member: try row.id("member"), sealed: try row.blob("sealed"),
            expires: try row.integer("expires"))
    }

    var digest: Hash {
        var expires = Packer()
        expires.add(self.expires)
        return digestOfRow(code.bytes, member.bytes, sealed, expires.bytes)
    }

    func insert(in act: inout Act) throws {
        try act.connection.execute(
            """
            INSERT INTO enrolments (code, member, sealed, expires)
            VALUES (\(code.bytes), \(member.bytes), \(sealed), \(expires))
            """)
        act.note(.enrolment, code, digest)
    }

    /// Voids every code of a member as a part of an act, or everybody's: they open nothing any more.
    /// - Returns: how many.
    @discardableResult
    static func void(for member: ID? = nil, in act: inout Act) throws -> Int {
        let (there, lost) = try act.staff.codes()
        let void = lost + there.filter { member == nil || $0.member == member }.map(\.code)
        for code in void { try act.takeAway(.code(code)) }
        return void.count
    }
}
