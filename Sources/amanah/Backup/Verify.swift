import ArgumentParser
import Casework
import Crypto
import Database
import FoundationEssentials
import Ledger
import Vault

/// `amanah verify`: whether a data folder, or a backup, is whole.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Verify a data folder, or a backup: its digests, its structure, its log, every row, and its halves.",
        discussion:
            "Needs no one’s passphrase and reads nothing that is sealed. Exit status 1 if anything does not hold."
    )

    @Argument(
        help: "A backup, or - for a pipe. Left out: the data folder itself.", transform: Given.path)
    var backup: String?

    @Option(
        help:
            "For a backup without a data folder: a copy of log.key, or the key that “amanah ledger key” prints."
    )
    var logKey: String?

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

    func validate() throws {
        if logKey != nil, backup == nil { throw ValidationError("--log-key is for a backup: name one.") }
    }

    func run() async throws {
        if let backup, let logKey { return try await verify(backup, byKey: logKey) }
        let data = DataFolder(path: folder.path)
        try data.check()
        let verifier = try data.verifierKey()
        if let backup {
            let manifest = try await verify(backup, by: verifier, workingIn: data)
            return try sayAge(of: manifest, besides: data.knownLog())
        }
        let database = try data.openDatabase()
        let log = try await Snapshot.verify(database, as: data.knownLog())
        let halves = try HalvesStore(path: data.halves)
        let files = try await database.read { try LiveFiles($0, halves: halves.everything()) }
        try await database.close()
        try await halves.close()
        guard files.lost.isEmpty else { throw Fault.lost(files.lost.count) }
        print(
            "It holds: \(files.open.count) files, each with its half; \(log.size) entries and every row as they say."
        )
    }

    /// On any computer: in a folder of its own among the temporary files, which is removed again.
    private func verify(_ backup: String, byKey text: String) async throws {
        let verifier = try KeptFile.verifierKey(text)
        let temporary = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        let path = "\(temporary)/amanah-verify-\(ID(from: .system).text)"
        try WorkFolder.make(path)
        defer { try? WorkFolder.remove(path) }
        try await verify(backup, by: verifier, workingIn: DataFolder(path: path))
    }

    /// A backup is older by nature: says by how much, beside what this computer has seen of the log.
    private func sayAge(of manifest: Manifest, besides known: KnownLog) throws {
        guard let newest = known.checkpoint, newest.size > manifest.log.size else { return }
        print("\(newest.size - manifest.log.size) entries were written since (log.head): they are not in it.")
    }

    @discardableResult
    private func verify(
        _ backup: String, by verifier: VerifierKey, workingIn data: DataFolder
    ) async throws -> Manifest {
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
        return manifest
    }
}
