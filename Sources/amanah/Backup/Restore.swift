import ArgumentParser
import Casework
import Crypto
import Database
import FoundationEssentials
import Glibc
import Ledger

/// `amanah restore`: a charity from a backup, a copy of the halves and log.key, into an empty folder; or on trial.
struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Restore a backup into an empty folder, or on trial.",
        discussion: """
            Verifies every byte, the log and every row; erases again what was erased since; then the folder gets its name, \
            and not before. --drill does all of it in a folder that is removed again, changes nothing else, and records in \
            the charity of --data that a restore was tested.
            """)

    @Argument(help: "The backup, or - for a pipe.")
    var backup: String

    @Option(help: "The newest copy of the halves.")
    var halves: String

    @Option(help: "The folder for the charity: one that is not there yet, or is empty.")
    var into: String?

    @Option(help: "The copy of log.key that is kept apart. A drill takes the charity’s own.")
    var logKey: String?

    @Flag(help: "No copy of log.key is left: the log goes on under a new one, and says so.")
    var lostLogKey = false

    @Option(help: "A checkpoint of the log that a trustee kept: the backup must agree with it.")
    var checkpoint: String?

    @Flag(help: "Restore although the checkpoint is newer than the backup. It is recorded in the log.")
    var acceptLoss = false

    @Flag(help: "Only try it, beside the charity of --data.")
    var drill = false

    @OptionGroup var folder: FolderOption

    enum Fault: Error, CustomStringConvertible {
        case notEmpty(String)
        case interrupted(String)

        var description: String {
            switch self {
            case .notEmpty(let path): "\(path) is not empty. Nothing was changed; name a folder that is new."
            case .interrupted(let path):
                "\(path) is there: another restore runs, or was interrupted. In that case remove it and try again."
            }
        }
    }

    func validate() throws {
        guard drill != (into != nil) else { throw ValidationError("Give either --into FOLDER or --drill.") }
        guard drill || (logKey != nil) != lostLogKey else {
            throw ValidationError(
                "Give --log-key, the copy of log.key that is kept apart, or --lost-log-key.")
        }
        guard !acceptLoss || checkpoint != nil else {
            throw ValidationError("--accept-loss needs --checkpoint.")
        }
    }

    func run() async throws {
        if let into { try await restore(into: into) } else { try await test() }
    }

    private func restore(into path: String) async throws {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let files = FileManager.default
        if files.fileExists(atPath: path) {
            guard (try? files.contentsOfDirectory(atPath: path))?.isEmpty == true else {
                throw Fault.notEmpty(path)
            }
        }
        let staging = path + ".restoring"
        guard !files.fileExists(atPath: staging) else { throw Fault.interrupted(staging) }
        let key = try logKey.map { try DataFolder.readLogKey($0) }
        let (unpacked, done, known) = try await prepare(in: staging, key)
        let erased = done.erased
        try PrivateFile.rename(staging, to: path)
        let made = unpacked.manifest.made
        print(
            """
            Restored into \(path): \(unpacked.manifest.files - erased) files, the log of \(made.day.text) \(made.time) with \
            \(unpacked.manifest.log.size) entries, verified. \(erased) files were erased again.

            Everything after that time is gone: files, notes, withdrawn consents, suspensions, and erasures made after the \
            copy of the halves. Go through them before anybody signs in. Erasures are known up to entry \
            \(known). The restore itself is in the log, and says which newer log it left behind.
            """)
        if done.codes > 0 {
            print(
                """

                \(done.codes) codes for enrolling were waiting, and are void. Give those people new ones.
                """)
        }
        if lostLogKey {
            print(
                """

                The log has a new key. Nobody vouches for the backup but the backup and the halves themselves: compare a \
                checkpoint that a trustee kept. Keep a copy of the new log.key apart from this computer.
                """)
        }
        if checkpoint == nil {
            print(
                """

                It was compared with no checkpoint: it may be older than you think. With one that a trustee kept, run it \
                again with --checkpoint.
                """)
        }
    }

    private func test() async throws {
        let data = DataFolder(path: folder.path)
        try data.check()
        let key = try data.readLogKey()
        let work = try WorkFolder(of: data)
        defer { work.clear() }
        let (unpacked, done, _) = try await prepare(in: work.path + "/restored", key)
        let erased = done.erased
        let (casework, database) = try await data.open(Casework.Settings(organisation: ""), clock: .system)
        try await casework.recordRestoreTest(of: unpacked.manifest.log)
        try await database.close()
        let made = unpacked.manifest.made
        print(
            """
            The backup of \(made.day.text) \(made.time) can be restored: \(unpacked.manifest.files - erased) files, each with \
            its half; \(unpacked.manifest.log.size) entries and every row verified; \(erased) files would be erased again.
            The trial was removed, and the log says that it was made.
            """)
    }

    /// Unpacks, verifies and completes; what was begun is removed if it fails.
    private func prepare(
        in path: String, _ key: (origin: String, key: LogKey)?
    ) async throws -> (Unpacked, done: (erased: Int, codes: Int), halves: UInt64) {
        let verifier =
            if let key {
                try VerifierKey(name: key.origin, publicKey: key.key.publicKey)
            } else {
                try HalvesCopy.statedKey(path: halves)
            }
        let copy = try HalvesCopy(path: halves, by: verifier)
        do {
            let archive = backup == "-" ? PrivateFile.input : try PrivateFile.read(backup)
            let unpacked = try Unpacked(archive, into: path, by: verifier)
            try await unpacked.verify()
            var known: LogState?
            if let checkpoint {
                guard let note = FileManager.default.contents(atPath: checkpoint) else {
                    throw PrivateFile.Fault.unreadable(checkpoint)
                }
                known = try await unpacked.compare(
                    withCheckpoint: String(decoding: note, as: UTF8.self), acceptingLoss: acceptLoss)
            }
            let done = try await unpacked.complete(with: copy, insteadOf: known, key?.key)
            return (unpacked, done, copy.manifest.log.size)
        } catch {
            try? WorkFolder.remove(path)
            throw error
        }
    }
}
