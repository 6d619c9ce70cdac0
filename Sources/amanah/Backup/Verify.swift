import ArgumentParser
import Casework
import Crypto
import Database
import FoundationEssentials
import Ledger

/// `amanah verify`: whether a data folder, or a backup, is whole.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Verify a data folder, or a backup: its digests, its structure, its log, every row, and its halves.",
        discussion:
            "Needs no one’s passphrase and reads nothing that is sealed. Exit status 1 if anything does not hold."
    )

    @Argument(help: "A backup, or - for a pipe. Left out: the data folder itself.")
    var backup: String?

    @OptionGroup var folder: FolderOption

    enum Fault: Error, CustomStringConvertible {
        case lost(Int)

        var description: String {
            switch self {
            case .lost(let count):
                "\(count) files have no half, and none was destroyed: they open for nobody. Restore the halves from a copy."
            }
        }
    }

    func run() async throws {
        let data = DataFolder(path: folder.path)
        try data.check()
        let key = try data.readLogKey()
        let verifier = try VerifierKey(name: key.origin, publicKey: key.key.publicKey)
        if let backup {
            let work = try WorkFolder(of: data)
            defer { work.clear() }
            let archive = backup == "-" ? PrivateFile.input : try PrivateFile.read(backup)
            let unpacked = try Unpacked(archive, into: work.path + "/unpacked", by: verifier)
            try await unpacked.verify()
            let manifest = unpacked.manifest
            print(
                """
                The backup of \(manifest.made.day.text) \(manifest.made.time) holds: \(manifest.files) files, \
                \(manifest.log.size) entries.
                """)
            return
        }
        let database = try data.openDatabase()
        let log = try await Snapshot.verify(database, by: verifier)
        let halves = try HalvesStore(path: data.halves)
        let files = try await database.read { try LiveFiles($0, halves: halves.everything()) }
        try await database.close()
        try await halves.close()
        guard files.lost.isEmpty else { throw Fault.lost(files.lost.count) }
        print(
            "It holds: \(files.open.count) files, each with its half; \(log.size) entries and every row as they say."
        )
    }
}
