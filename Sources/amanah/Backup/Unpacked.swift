import Casework
import Crypto
import Database
import FoundationEssentials
import Ledger

/// A backup unpacked in a folder of its own, which no server serves until it is complete.
struct Unpacked {
    let folder: DataFolder
    let manifest: Manifest
    private let verifier: VerifierKey

    enum Fault: Error, CustomStringConvertible {
        case olderThanCheckpoint(UInt64, UInt64)
        case otherHistory(UInt64)
        case olderHalves(UInt64, UInt64)
        case lostHalves(Int)

        var description: String {
            switch self {
            case .olderThanCheckpoint(let size, let known):
                """
                The backup is older than your checkpoint: its log has \(size) entries, and had \(known) then. Take a \
                newer backup; or, if there is none, give --accept-loss as well: it is recorded in the log.
                """
            case .otherHistory(let size):
                "The backup’s log is not the one of your checkpoint: its first \(size) entries are others. Do not use it."
            case .olderHalves(let size, let known):
                """
                The copy of the halves is older than the backup (\(size) entries of the log, and \(known)). Take the newer \
                of the two copies.
                """
            case .lostHalves(let count):
                """
                \(count) files of the backup have no half in this copy, and it does not say that they were erased. It is not \
                the newest copy of this charity, or is damaged. Nothing was restored; take the other copy.
                """
            }
        }
    }

    /// Unpacks into a folder that is made for it, and verifies every byte against the signed manifest.
    init(_ archive: PrivateFile, into path: String, by key: VerifierKey) throws {
        folder = DataFolder(path: path)
        verifier = key
        try WorkFolder.make(path)
        let places = ["amanah.sqlite": folder.database, "amanah.json": folder.settings]
        var open: (name: String, file: PrivateFile)?
        manifest = try Archive.read(archive, .backup, by: verifier) { part, bytes in
            guard let place = places[part.name] else { return }
            if open?.name != part.name { open = (part.name, try PrivateFile.make(place)) }
            try open?.file.write(bytes)
        }
    }

    /// Verifies the database itself, and that its log and its files are those that the manifest names.
    func verify() async throws {
        let database = try folder.openDatabase()
        let log = try await Snapshot.verifyBackup(database, by: verifier)
        let files = try await database.read { try $0.first("SELECT COUNT(*) AS n FROM files")?.integer("n") }
        try await database.close()
        guard log == manifest.log, files == Int64(manifest.files) else { throw Snapshot.Fault.notAsSaid }
    }

    /// Compares the log with a checkpoint that somebody kept.
    /// - Returns: what the checkpoint says of the log.
    func compare(with known: Checkpoint, acceptingLoss: Bool) async throws -> LogState {
        let state = LogState(size: known.size, root: known.root.bytes)
        guard known.size <= manifest.log.size else {
            guard acceptingLoss else { throw Fault.olderThanCheckpoint(manifest.log.size, known.size) }
            return state
        }
        let database = try folder.openDatabase()
        let own = try await database.read { try LogState(of: known.size, in: $0) }
        try await database.close()
        guard own == state else { throw Fault.otherHistory(known.size) }
        return state
    }

    /// Adds the halves, and has the folder go on from what the backup holds. Nobody can have signed in before.
    /// - Parameter key: nil where it is lost; the log goes on under a new one.
    /// - Returns: how many files were erased again, and how many enrolment codes were voided.
    func complete(
        with halves: HalvesCopy, insteadOf newer: LogState?, _ key: LogKey?
    ) async throws -> (erased: Int, codes: Int) {
        let (size, known) = (halves.manifest.log.size, manifest.log.size)
        guard size > known || halves.manifest.log == manifest.log else {
            throw Fault.olderHalves(size, known)
        }
        try WorkFolder.make(folder.path + "/halves")
        let isKeyNew = key == nil
        let key = key ?? LogKey()
        try folder.write(key, origin: verifier.name)
        let store = try HalvesStore(path: folder.halves)
        try await store.fill(from: halves.contents)
        let database = try folder.openDatabase()
        let lost = try await database.read { try LiveFiles($0, halves: halves.contents).lost.count }
        guard lost == 0 else { throw Fault.lostHalves(lost) }
        if isKeyNew {
            let old = verifier
            try await database.write {
                try LogKeyChange.make(in: $0, from: old, to: key, at: Clock.system.now())
            }
        }
        var left = manifest.log
        for state in [halves.manifest.log, newer] {
            if let state, state.size > left.size { left = state }
        }
        try await database.close()
        try await store.close()
        return try await folder.goOn(insteadOf: left, isKeyNew: isKeyNew)
    }
}
