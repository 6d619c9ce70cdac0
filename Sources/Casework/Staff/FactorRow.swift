import Database
import Ledger
import Vault

/// A row of `second_factors`: what is sealed under the passphrase's key, and the last step that was accepted.
struct FactorRow: Sendable {
    let member: ID
    let sealed: [UInt8]
    let step: Int64
    /// Counts its changes, from 1.
    let version: UInt32

    init(_ member: ID, sealed: [UInt8], step: Int64, version: UInt32 = 1) {
        self.member = member
        self.sealed = sealed
        self.step = step
        self.version = version
    }

    init(_ row: Row) throws {
        self.init(
            try row.id("member"), sealed: try row.blob("sealed"), step: try row.integer("step"),
            version: try row.count("version"))
    }

    var digest: Hash {
        var numbers = Packer()
        numbers.add(step)
        numbers.add(version)
        return digestOfRow(member.bytes, sealed, numbers.bytes)
    }

    /// The same after a step was accepted, or with something else sealed in it.
    /// - Throws: `refused` where it can't be counted any further.
    func next(sealed: [UInt8], step: Int64) throws(VaultError) -> FactorRow {
        FactorRow(member, sealed: sealed, step: step, version: try version.next())
    }

    func insert(in act: inout Act) throws {
        try act.connection.execute(
            """
            INSERT INTO second_factors (member, sealed, step, version)
            VALUES (\(member.bytes), \(sealed), \(step), \(Int64(version)))
            """)
        act.note(.secondFactor, member, digest)
    }

    /// Puts this in the place of what the member has.
    func replace(in act: inout Act) throws {
        let kept = try act.connection.execute(
            """
            UPDATE second_factors SET sealed = \(sealed), step = \(step), version = \(Int64(version))
            WHERE member = \(member.bytes)
            """)
        guard kept == 1 else { throw CaseworkError.stale }
        act.note(.secondFactor, member, digest)
    }
}
