import Casework
import Crypto
import Database
import FoundationEssentials
import Ledger
import Texts
import Vault

/// What signs the log's checkpoints, and the manifests of its backups.
typealias LogKey = Curve25519.Signing.PrivateKey

/// The folder of one charity: the database, the halves beside it, the log's signing key, and the settings.
struct DataFolder {
    let path: String

    enum Fault: Error, CustomStringConvertible {
        case exists(String)
        case absent(String)
        case readable(String)
        case notMade(String)
        case noKey(String)
        case badKey

        var description: String {
            switch self {
            case .exists(let path): "\(path) holds a charity already. Nothing was changed."
            case .absent(let path): "\(path) holds no charity. Make one with “amanah init”."
            case .readable(let path): "\(path) can be read by others. Close it with: chmod -R go= \(path)"
            case .notMade(let path): "\(path) could not be written. Check who owns the folder above it."
            case .noKey(let file): "\(file) is not there, or can’t be read. It is the copy of log.key."
            case .badKey:
                "That file is not log.key, or a part of it is missing: it is damaged. Take your other copy of log.key."
            }
        }
    }

    var database: String { path + "/amanah.sqlite" }
    var halves: String { path + "/halves/halves.sqlite" }
    var logKey: String { path + "/log.key" }
    /// What this computer knows of the charity outside the database.
    var logHead: ReplacedFile { ReplacedFile(path: path + "/log.head") }
    var settings: String { path + "/amanah.json" }

    /// Makes the folder, closed to everyone else, with a new log key.
    func make(randomness: Randomness) throws {
        let files = FileManager.default
        if files.fileExists(atPath: database) || files.fileExists(atPath: logKey) { throw Fault.exists(path) }
        do {
            for folder in [path, path + "/halves"] {
                try files.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                // Also one that was there.
                try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
            }
        } catch { throw Fault.notMade(path) }
        let seed = ID(from: randomness).text + ID(from: randomness).text
        let origin = "amanah/" + ID(from: randomness).text
        let file = try PrivateFile.make(logKey)
        try file.write(Array("\(origin)\n\(seed)\n".utf8))
        try file.sync()
        try logHead.replace { _ throws(DatabaseError) in Array(LogHead().text.utf8) }
    }

    /// Writes the log's key into a folder that is being restored.
    func write(_ key: LogKey, origin: String) throws {
        let seed = Array(key.rawRepresentation)
        guard let first = ID(seed.prefix(16)), let last = ID(seed.suffix(16)) else { throw Fault.badKey }
        let file = try PrivateFile.make(logKey)
        try file.write(Array("\(origin)\n\(first.text)\(last.text)\n".utf8))
        try file.sync()
    }

    /// The log's origin and its signing key.
    func readLogKey() throws -> (origin: String, key: LogKey) {
        guard FileManager.default.fileExists(atPath: logKey) else { throw Fault.absent(path) }
        return try Self.readLogKey(logKey)
    }

    /// The origin and the signing key in a copy of `log.key`.
    static func readLogKey(_ file: String) throws -> (origin: String, key: LogKey) {
        guard let text = FileManager.default.contents(atPath: file) else { throw Fault.noKey(file) }
        let words = KeptText(text).words
        // The seed may have been broken into lines on its way.
        let seed = words.dropFirst().joined().lowercased()
        guard let origin = words.first, seed.count == 64, let first = ID(text: seed.prefix(32)),
            let last = ID(text: seed.suffix(32)),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: first.bytes + last.bytes)
        else { throw Fault.badKey }
        return (origin, key)
    }

    /// What this computer knows of the log.
    /// - Throws: `LogFault` where `log.head` is missing.
    func knownLog() throws -> KnownLog {
        let (origin, key) = try readLogKey()
        return try KnownLog(key: key, origin: origin, head: logHead)
    }

    /// What verifies the log's checkpoints.
    func verifierKey() throws -> VerifierKey {
        let (origin, key) = try readLogKey()
        return try VerifierKey(name: origin, publicKey: key.publicKey)
    }

    /// Refuses a folder that others on this computer can look into.
    func check() throws {
        let files = FileManager.default
        guard files.fileExists(atPath: database) else { throw Fault.absent(path) }
        for file in [path, logKey, logHead.path] where file == path || files.fileExists(atPath: file) {
            let attributes = try? files.attributesOfItem(atPath: file)
            let mode = attributes?[.posixPermissions] as? Int
            guard let mode, mode & 0o077 == 0 else { throw Fault.readable(file) }
        }
    }

    func openDatabase() throws -> SQLiteDatabase {
        try SQLiteDatabase(path: database, migrations: Schema.migrations)
    }

    /// Opens the charity's casework.
    func open(_ settings: Casework.Settings, clock: Clock) async throws -> (Casework, SQLiteDatabase) {
        let (origin, key) = try readLogKey()
        let database = try openDatabase()
        let casework = try await Casework(
            settings: settings, database: database, halves: HalvesStore(path: halves), logKey: key,
            logOrigin: origin, logHead: logHead, clock: clock)
        return (casework, database)
    }
}

extension Clock {
    /// The computer's own.
    static let system = Clock { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}
