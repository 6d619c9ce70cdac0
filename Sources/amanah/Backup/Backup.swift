import ArgumentParser
import Casework
import Crypto
import Database
import FoundationEssentials
import Ledger
import Vault

/// `amanah backup`: one verified snapshot, while the server runs; the halves go to their two places.
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a backup while the server runs, and copy the halves to their two places.",
        discussion: """
            The backup holds the database and the settings, and neither the halves nor log.key. It is a tar archive with a \
            signed manifest; docs/keys.md has its form. Everything confidential in it is sealed; SECURITY.md lists what \
            is not. It is verified before it is written, and fails unless both copies of the halves go with it.
            """)

    @OptionGroup var folder: FolderOption

    @Argument(help: "The folder to put the backup in, or - for a pipe.", transform: Given.path)
    var destination: String?

    @Flag(help: "Only bring the two copies of the halves up to date, as after an erasure.")
    var halvesOnly = false

    func validate() throws {
        if destination == nil, !halvesOnly { throw ValidationError("Give a folder, or - for a pipe.") }
        if destination != nil, halvesOnly { throw ValidationError("--halves-only makes no backup.") }
    }

    func run() async throws {
        let data = DataFolder(path: folder.path)
        try data.check()
        let settings = try await Settings.read(
            flags: [:], environment: ProcessInfo.processInfo.environment, file: data.settings)
        let (origin, key) = try data.readLogKey()
        let verifier = try VerifierKey(name: origin, publicKey: key.publicKey)
        let places = try HalvesPlaces(settings, of: data, origin: origin)
        if let destination, destination != "-" { try PrivateFolder.refuseOthers(in: destination) }
        let work = try WorkFolder(of: data)
        defer { work.clear() }
        let made = Clock.system.now()

        let snapshot = work.path + "/amanah.sqlite"
        // Before the snapshot: what the server has shown since is newer than it.
        let known = try data.knownLog()
        let live = try data.openDatabase()
        try await live.copy(to: snapshot)
        try await live.close()
        let database = try SQLiteDatabase(path: snapshot, migrations: Schema.migrations)
        let log = try await Snapshot.verify(database, as: known)
        // The halves after the snapshot: each of its files had its half before it had a row.
        let halves = try HalvesStore(path: data.halves)
        try places.write(
            halves.everything(), log: log, made: made, origin: origin, key: key)
        try await halves.close()
        try await places.check(database, by: verifier)
        guard let destination else {
            try await database.close()
            return say("Both copies of the halves are up to date: \(places.files.joined(separator: ", "))")
        }
        let (files, note) = try await database.write { connection in
            // Nobody goes on with a session, nor sends its forms again, after a restore.
            try connection.execute("DELETE FROM sessions")
            try connection.execute("DELETE FROM forms")
            return (
                try connection.rows("SELECT file FROM files").count,
                try connection.first("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1")?.text("note")
            )
        }
        try await database.purge()
        try await database.close()

        var sources: [(String, Archive.Source)] = [
            ("checkpoint", .bytes(Array((note ?? "").utf8))), ("amanah.sqlite", .file(snapshot)),
        ]
        if let text = FileManager.default.contents(atPath: data.settings) {
            sources.append(("amanah.json", .bytes(Array(text))))
        }
        let manifest = Manifest(
            kind: .backup, key: verifier, made: made, log: log, files: files,
            parts: try sources.map { try Archive.part($0.0, $0.1) })
        let name = try write(manifest, key, sources.map(\.1), to: destination)
        let (casework, _) = try await data.open(settings.casework(cost: .standard), clock: .system)
        try await casework.recordBackup(of: log)
        try await casework.close()
        say(
            """
            \(name): \(files) files, \(log.size) entries, verified.
            Both copies of the halves: \(places.files.joined(separator: ", "))
            """)
    }

    /// Writes the archive under a temporary name, and gives it its own once the disk has all of it.
    private func write(
        _ manifest: Manifest, _ key: LogKey, _ sources: [Archive.Source],
        to destination: String
    ) throws -> String {
        if destination == "-" {
            try Archive.write(manifest, signedBy: key, sources, to: .output)
            return "The backup is written"
        }
        let seconds = Date(timeIntervalSince1970: Double(manifest.made.milliseconds / 1000))
        let time = seconds.formatted(.iso8601).filter { !":-".contains($0) }
        let charity = "amanah-\(manifest.origin.suffix(8))"
        let path = "\(destination)/\(charity)-\(time).backup"
        let partial = "\(destination)/.\(charity).partial"
        try PrivateFolder.refuseOthers(in: destination)
        // What was left of one that was killed.
        try PrivateFile.removeUnfinished(partial)
        let file = try PrivateFile.make(partial)
        do {
            try Archive.write(manifest, signedBy: key, sources, to: file)
            try file.sync()
            try PrivateFile.rename(partial, to: path)
        } catch {
            // A full disk is not to stay so.
            try? PrivateFile.removeUnfinished(partial)
            throw error
        }
        return path
    }

    /// On standard error, as the backup itself may go to standard output.
    private func say(_ words: String) { printNote(words) }
}
