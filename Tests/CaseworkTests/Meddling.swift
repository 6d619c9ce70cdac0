import Database
import Testing
import Vault

@testable import Casework

/// What somebody who can write the database file does to it, by a connection of their own.
extension Charity {
    /// Turns a bit of the ciphertext of an item's newest record.
    func alterRecord(_ item: Item, of file: ID) async throws {
        let changed = try await meddle { connection -> Int in
            guard let record = try SealedRecord.current(item, of: file, connection).last else { return 0 }
            var sealed = record.sealed
            sealed[sealed.count / 2] ^= 1
            return try connection.execute(
                """
                UPDATE records SET sealed = \(sealed)
                WHERE record = \(record.id.bytes) AND version = \(Int64(record.version))
                """)
        }
        try #require(changed == 1)
    }

    /// The staff's small tables as they stand.
    func staff<Result: Sendable>(
        _ body: @escaping @Sendable (StaffRows) throws -> Result
    ) async throws -> Result {
        try await casework.read { [log = casework.log] in try body(log.staff($0)) }
    }

    /// Gives a member another wrap by an act, as a change of passphrase does.
    func rewrap(_ member: ID, _ change: @escaping @Sendable (Member) throws -> [UInt8]) async throws {
        try await casework.act(.passphraseChanged, on: .house, by: member) { act in
            let row = try #require(try act.staff.member(member))
            let next = Member(
                id: member, handle: row.handle, identity: row.identity,
                wrap: PassphraseWrap(packed: try change(row)), version: row.version + 1)
            try act.connection.execute(
                """
                UPDATE members SET wrap = \(next.wrap.packed), version = \(Int64(next.version))
                WHERE member = \(member.bytes)
                """)
            act.note(.member, member, version: next.version, next.digest)
        }
    }

    /// Runs one statement, which must change some row.
    func change(_ sql: SQL) async throws {
        let changed = try await meddle { try $0.execute(sql) }
        try #require(changed > 0)
    }

    /// The newest record of an item of a file.
    func record(_ item: Item, of file: ID) async throws -> SealedRecord {
        try #require(try await database.read { try SealedRecord.current(item, of: file, $0).last })
    }

    func lastPosition() async throws -> Int64 {
        try await database.read { try Entry.nextPosition($0) } - 1
    }
}
