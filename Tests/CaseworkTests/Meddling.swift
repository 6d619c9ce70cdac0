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
