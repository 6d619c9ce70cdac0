import Database
import Vault

/// How the files of a database stand to a store of halves, or to a copy of one.
package struct LiveFiles: Hashable, Sendable {
    /// Files whose half is there: whoever was granted them opens them.
    package private(set) var open: Set<ID> = []
    /// Files whose half was destroyed since: erased, though these rows do not know it yet.
    package private(set) var erased: Set<ID> = []
    /// Files whose half is neither there nor was destroyed: these halves are not this database's, too old, or damaged.
    package private(set) var lost: Set<ID> = []

    package init(_ connection: any Connection, halves: HalvesStore.Contents) throws {
        for row in try connection.rows("SELECT file FROM files") {
            let bytes = try row.blob("file")
            guard let file = ID(bytes) else { throw CaseworkError.unavailable }
            // That it was destroyed counts for more: a half beside it was put back.
            if halves.destroyed.contains(bytes), file != .house {
                erased.insert(file)
            } else if halves.halves[bytes] != nil {
                open.insert(file)
            } else {
                lost.insert(file)
            }
        }
    }
}
