import Database
import Vault

/// What the database holds of a file's keys: nothing in it is believed before `OpenFile` has verified it.
struct FileRows: Sendable {
    let file: ID
    let isRestricted: Bool
    let genesis: [UInt8]
    let grants: [[UInt8]]
    let epochs: [[UInt8]]

    init?(_ file: ID, _ connection: any Connection) throws {
        guard
            let row = try connection.first(
                "SELECT restricted, genesis FROM files WHERE file = \(file.bytes)")
        else { return nil }
        self.file = file
        self.isRestricted = try row.integer("restricted") != 0
        self.genesis = try row.blob("genesis")
        self.grants = try connection.rows("SELECT packed FROM grants WHERE file = \(file.bytes)")
            .map { try $0.blob("packed") }
        self.epochs = try connection.rows("SELECT packed FROM item_epochs WHERE file = \(file.bytes)")
            .map { try $0.blob("packed") }
    }
}
