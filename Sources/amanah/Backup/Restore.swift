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

    @Argument(help: "The backup, or - for a pipe.", transform: Given.path)
    var backup: String?

    @Option(help: "The newest copy of the halves.", transform: Given.path)
    var halves: String?

    @Option(
        help: "The folder for the charity: one that is not there yet, or is empty.", transform: Given.path)
    var into: String?

    @Option(
        help: "The copy of log.key that is kept apart. A drill takes the charity’s own.",
        transform: Given.path)
    var logKey: String?

    @Flag(help: "No copy of log.key is left: the log goes on under a new one, and says so.")
    var lostLogKey = false

    @Option(
        help: "A checkpoint of the log that a trustee kept: the backup must agree with it.",
        transform: Given.path)
    var checkpoint: String?

    @Flag(help: "Restore although the checkpoint is newer than the backup. It is recorded in the log.")
    var acceptLoss = false

    @Flag(help: "Only try it, beside the charity of --data.")
    var drill = false

    @Flag(
        help:
            "No backup: the database of --data has gone back, and there is no newer one. Goes on from it, with --accept-loss."
    )
    var inPlace = false

    @OptionGroup var folder: FolderOption

    enum Fault: Error, CustomStringConvertible {
        case notEmpty(String)
        case interrupted(String)
        case notGoneBack

        var description: String {
            switch self {
            case .notEmpty(let path): "\(path) is not empty. Nothing was changed; name a folder that is new."
            case .notGoneBack:
                "The database has all that this computer has seen of the log. There is nothing to give up; nothing was changed."
            case .interrupted(let path):
                "\(path) is there: another restore runs, or was interrupted. In that case remove it and try again."
            }
        }
    }

    func validate() throws {
        if inPlace {
            guard backup == nil, halves == nil, into == nil, logKey == nil, checkpoint == nil, !drill,
                !lostLogKey
            else { throw ValidationError("--in-place takes --data and --accept-loss, and nothing else.") }
            guard acceptLoss else {
                throw ValidationError(
                    "--in-place loses what the database lacks. Give --accept-loss as well: it is recorded in the log."
                )
            }
            return
        }
        guard backup != nil, halves != nil else {
            throw ValidationError("Give the backup, and --halves, the newest copy of the halves.")
        }
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
        if inPlace { return try await goOnInPlace() }
        if let into { try await restore(into: into) } else { try await test() }
    }

    /// Goes on from a database that has gone back: all that a restore does, in the folder itself.
    private func goOnInPlace() async throws {
        let data = DataFolder(path: folder.path)
        try data.check()
        let known = try data.knownLog()
        let database = try data.openDatabase()
        let log = try await Snapshot.verifyWentBack(database, as: known)
        try await database.close()
        guard let seen = known.checkpoint, seen.size > log.size else { throw Fault.notGoneBack }
        let done = try await data.goOn(
            insteadOf: LogState(size: seen.size, root: seen.root.bytes), isKeyNew: false)
        print(
            """
            \(data.path) goes on from entry \(log.size); \(seen.size - log.size) entries that this computer had seen are \
            lost, and the log says so. \(done.erased) files were erased again, \(done.codes) codes are void, and everybody is \
            signed out. Go through suspensions, restrictions and withdrawn consents before anybody signs in.
            """)
    }

    private func restore(into path: String) async throws {
        let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        let files = FileManager.default
        if files.fileExists(atPath: path) {
            guard (try? files.contentsOfDirectory(atPath: path))?.isEmpty == true else {
                throw Fault.notEmpty(path)
            }
        }
        try PrivateFolder.refuseOthers(above: path)
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
        let (casework, _) = try await data.open(Casework.Settings(organisation: ""), clock: .system)
        try await casework.recordRestoreTest(of: unpacked.manifest.log)
        try await casework.close()
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
        guard let backup, let halves else { throw ValidationError("Give the backup and --halves.") }
        let verifier =
            if let key {
                try VerifierKey(name: key.origin, publicKey: key.key.publicKey)
            } else {
                try HalvesCopy.statedKey(path: halves)
            }
        // Before anything is unpacked: whoever typed the name of a damaged one hears of it at once.
        let kept = try checkpoint.map { try KeptFile.checkpoint(in: $0, by: verifier) }
        let copy = try HalvesCopy(path: halves, by: verifier)
        do {
            let archive = backup == "-" ? PrivateFile.input : try PrivateFile.read(backup)
            let unpacked = try Unpacked(archive, into: path, by: verifier)
            try await unpacked.verify()
            var known: LogState?
            if let kept { known = try await unpacked.compare(with: kept, acceptingLoss: acceptLoss) }
            let done = try await unpacked.complete(with: copy, insteadOf: known, key?.key)
            return (unpacked, done, copy.manifest.log.size)
        } catch {
            try? WorkFolder.remove(path)
            throw error
        }
    }
}
