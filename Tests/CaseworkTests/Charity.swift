import Crypto
import Database
import Foundation
import Synchronization
import Vault

@testable import Casework

/// The people of the tests' charity. Their sign-in names are the names of these cases.
enum Person: String, CaseIterable, Sendable {
    case guardian, manager, otherManager, receptionist, caseworker, otherCaseworker, counsellor

    var role: Role {
        switch self {
        case .guardian: .guardian
        case .manager, .otherManager: .manager
        case .receptionist: .receptionist
        case .caseworker, .otherCaseworker: .caseworker
        case .counsellor: .counsellor
        }
    }

    /// As colleagues know them; found nowhere on the disk.
    var name: String { "Qzname \(rawValue)" }

    static let passphrase = "four quiet words here"
}

/// A charity of its own for each test: real files in a folder of their own, a clock that the test moves, and everybody
/// signed in. The first one is founded by the real operations; the others start from copies of its files.
struct Charity: Sendable {
    let folder: Folder
    let time: Time
    let database: WatchedDatabase
    let halves: HalvesStore
    let casework: Casework
    private let founded: Founded

    static let settings = Casework.Settings(
        organisation: "The Tests", scryptCost: .demonstration, idleLimit: 900, sessionLimit: 36_000)
    static let origin = "amanah/tests"
    /// Sunday 22 November 2026, noon.
    static let noon = Instant(milliseconds: 1_795_348_800_000)

    init() async throws {
        let founded = try await Founded.once.value
        try await self.init(founded, folder: Folder(holding: founded.files), time: Time(Self.noon))
    }

    private init(_ founded: Founded, folder: Folder, time: Time) async throws {
        self.founded = founded
        self.folder = folder
        self.time = time
        database = WatchedDatabase(
            try SQLiteDatabase(path: folder.database, migrations: Schema.migrations))
        halves = try HalvesStore(path: folder.halves)
        // Another state of the log than this computer knows: taken up as a restore does.
        if try folder.logHead.read() == nil {
            try await TakingUp.run(
                in: database, key: founded.logKey, origin: Self.origin, head: folder.logHead)
        }
        casework = try await Casework(
            settings: Self.settings, database: database, halves: halves, logKey: founded.logKey,
            logOrigin: Self.origin, logHead: folder.logHead, clock: time.clock)
    }

    /// Another charity with the same files, as they are now.
    static func copy(of charity: Charity, files: [String: Data]? = nil) async throws -> Charity {
        try await charity.database.purge()
        let files = try files ?? charity.folder.kept()
        return try await Charity(charity.founded, folder: Folder(holding: files), time: charity.time)
    }

    /// The same charity in a second process at the same time.
    func beside() async throws -> Charity {
        try await Charity(founded, folder: folder, time: time)
    }

    /// The same charity after the program was stopped and started: nothing is left in memory.
    func restarted() async throws -> Charity {
        try await casework.close()
        try await halves.close()
        return try await Charity(founded, folder: folder, time: time)
    }

    var sheets: [String] { founded.sheets }

    var logKey: Curve25519.Signing.PrivateKey { founded.logKey }

    func id(_ person: Person) throws -> ID { try found(founded.members[person]) }

    func cookie(_ person: Person) throws -> String { try found(founded.cookies[person]) }

    /// Somebody signed in, by the session that the founding gave them.
    func caller(_ person: Person) async throws -> Caller {
        try await casework.caller(cookie: try cookie(person))
    }

    /// The same, who has just typed their passphrase afresh.
    func fresh(_ person: Person) async throws -> Caller {
        try await casework.confirm(passphrase: Person.passphrase, as: try await caller(person))
        return try await caller(person)
    }

    /// The form that gives somebody items of a file for a purpose.
    func access(_ person: Person, _ items: [String]) async throws -> AccessForm {
        var form = AccessForm()
        (form.member, form.items) = (try id(person).text, items)
        (form.purpose, form.why) = (try await purpose().text, "To arrange a visit")
        return form
    }

    /// Gives a caseworker the casework and the health of a file for a purpose, and takes them back.
    func giveAndTakeBack(_ file: ID, _ person: Person) async throws {
        try await casework.giveAccess(
            try await access(person, ["health", "casework"]), id: casework.newID(), to: file,
            as: try await caller(.caseworker))
        time.move(seconds: 1)
        try await casework.endAccess(
            of: try id(person), to: file, why: "Done", as: try await caller(.caseworker))
        time.move(seconds: 1)
    }

    private func found<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw CaseworkError.notFound }
        return value
    }

    /// Recomputes the log by a connection of its own, as `amanah ledger verify` does.
    func verification(
        key: Curve25519.Signing.PublicKey? = nil, origin: String = origin
    ) async throws -> Verification {
        let verifier =
            if key != nil || origin != Self.origin {
                try Verifier(origin: origin, key: key ?? founded.logKey.publicKey)
            } else {
                try knownLog.verifier
            }
        let database = try SQLiteDatabase(path: folder.database, migrations: Schema.migrations)
        return try await database.read { try verifier.verify($0) }
    }

    /// What this charity's computer knows of its log.
    var knownLog: KnownLog {
        get throws { try KnownLog(key: founded.logKey, origin: Self.origin, head: folder.logHead) }
    }

    /// Does to the database file what somebody who can write it could do, by a second connection.
    @discardableResult
    func meddle<Result: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> Result
    ) async throws -> Result {
        let second = try SQLiteDatabase(path: folder.database, migrations: Schema.migrations)
        let result = try await second.write(body)
        try await second.close()
        return result
    }

    /// How many entries the log has.
    func entryCount() async throws -> Int {
        await casework.refusedSignIns.settle()
        return try await database.read { try $0.rows("SELECT position FROM entries").count }
    }

    func entryKinds(after position: Int = -1) async throws -> [EntryKind] {
        await casework.refusedSignIns.settle()
        return try await database.read { connection in
            try connection.rows("SELECT kind FROM entries WHERE position > \(position) ORDER BY position")
                .compactMap { EntryKind(rawValue: UInt16(truncatingIfNeeded: try $0.integer("kind"))) }
        }
    }
}

/// A clock that stands until it is moved.
final class Time: Sendable {
    private let now: Mutex<Instant>

    init(_ now: Instant) { self.now = Mutex(now) }

    var clock: Clock { Clock { self.now.withLock { $0 } } }

    func move(seconds: Int64) { now.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// A folder of its own with the files of a charity, removed with the value.
final class Folder: Sendable {
    let path: String

    init(holding files: [String: Data] = [:]) throws {
        path = FileManager.default.temporaryDirectory.path + "/amanah-casework-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, data) in files { try data.write(to: URL(fileURLWithPath: path + "/" + name)) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var database: String { path + "/amanah.sqlite" }
    var halves: String { path + "/halves.sqlite" }
    var logHead: ReplacedFile { ReplacedFile(path: path + "/log.head") }

    /// As `amanah init` does.
    func beginLog() throws {
        try logHead.replace { _ throws(DatabaseError) in Array(LogHead().text.utf8) }
    }

    /// The files that stay when the program has stopped: the databases, and the head of the log.
    func kept() throws -> [String: Data] {
        try files().filter { $0.key.hasSuffix(".sqlite") || $0.key == "log.head" }
    }

    /// The files' bytes by name, those of the write-ahead logs too.
    func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            files[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
        }
        return files
    }
}
