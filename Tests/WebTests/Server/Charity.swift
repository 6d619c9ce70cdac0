import Casework
import Crypto
import Database
import Foundation
import Ledger
import Logging
import Synchronization
import Vault
import Web

/// The people of the charity that the tests visit.
enum Person: String, CaseIterable, Sendable {
    case guardian, manager, secondManager, receptionist, caseworker, otherCaseworker, counsellor, specialist,
        trustee
    case administrator
    /// Enrolled, and not let in yet.
    case newcomer

    var role: Role {
        switch self {
        case .guardian: .guardian
        case .manager, .secondManager: .manager
        case .receptionist, .newcomer: .receptionist
        case .caseworker, .otherCaseworker: .caseworker
        case .counsellor: .counsellor
        case .specialist: .childrenAndFamilies
        case .trustee: .trustee
        case .administrator: .administrator
        }
    }

    /// Those who have been let in.
    static let staff = allCases.filter { $0 != .newcomer }
    static let passphrase = "four quiet words here"
}

/// The clients' files that every charity of the tests starts with.
enum Client: String, CaseIterable, Sendable {
    /// Of the caseworker.
    case known = "Amina Yusuf"
    /// Of the other caseworker.
    case someoneElses = "Daud Warsame"
    /// Restricted to the other caseworker and the guardians.
    case restricted = "Zahra Idris"

    /// As long as the names above, and nobody's.
    static let unknown = "Bella Moran"

    var worker: Person { self == .known ? .caseworker : .otherCaseworker }
}

/// One charity in its own folder, with its own time. Copies of one share everything up to the moment of copying:
/// rows, keys, sessions.
final class Charity: Sendable {
    let site: Site
    let time: TestTime
    let database: RecordedDatabase
    let log: CapturedLog
    /// How long requests were to wait; here nobody does.
    let pauses = Pauses()
    let cookies: [Person: String]
    let members: [Person: ID]
    let files: [Client: ID]
    private let folder: Folder

    static let organisation = "The Lantern Trust"

    private init(
        folder: Folder, time: TestTime, seed: UInt64, isSecure: Bool, requiresSecondFactor: Bool = false,
        trustsProxy: Bool = false, usualHours: Range<Int> = 7..<20, cookies: [Person: String] = [:],
        members: [Person: ID] = [:], files: [Client: ID] = [:]
    ) async throws {
        self.folder = folder
        self.time = time
        self.cookies = cookies
        self.members = members
        self.files = files
        log = CapturedLog()
        database = RecordedDatabase(
            try SQLiteDatabase(path: folder.path + "/amanah.sqlite", migrations: Schema.migrations))
        let logHead = ReplacedFile(path: folder.path + "/log.head")
        if try logHead.read() == nil {
            try logHead.replace { _ throws(DatabaseError) in Array(LogHead().text.utf8) }
        }
        let casework = try await Casework(
            settings: .init(
                organisation: Self.organisation, scryptCost: .demonstration,
                requiresSecondFactor: requiresSecondFactor, usualHours: usualHours), database: database,
            halves: HalvesStore(path: folder.path + "/halves.sqlite"),
            logKey: Curve25519.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 7, count: 32)),
            logOrigin: "amanah/test", logHead: logHead, clock: time.clock, randomness: .seeded(seed))
        site = Site(
            casework: casework, logger: log.logger, isSecure: isSecure, trustsProxy: trustsProxy,
            pause: { [pauses] in pauses.add($0) })
    }

    /// A copy of the charity of the tests, in a folder of its own that goes with it.
    static func copy(
        seed: UInt64 = 1, isSecure: Bool = false, requiresSecondFactor: Bool = false,
        trustsProxy: Bool = false, usualHours: Range<Int> = 7..<20
    ) async throws -> Charity {
        let original = try await original.value
        let folder = try Folder(copying: original.folder)
        return try await Charity(
            folder: folder, time: TestTime(original.time.now), seed: seed, isSecure: isSecure,
            requiresSecondFactor: requiresSecondFactor, trustsProxy: trustsProxy, usualHours: usualHours,
            cookies: original.cookies, members: original.members, files: original.files)
    }

    /// A charity with nobody in it but the first guardian's code.
    static func empty() async throws -> (charity: Charity, code: String) {
        let charity = try await Charity(folder: Folder(), time: TestTime(), seed: 2, isSecure: false)
        return (charity, try await charity.site.casework.found(guardian: "Gwen Guardian").text)
    }

    private static let original = Task { try await Charity.founded() }

    /// Founds the charity, lets its people in and makes its files; then closes it, so that its folder can be copied.
    private static func founded() async throws -> Charity {
        let charity = try await Charity(folder: Folder(), time: TestTime(), seed: 3, isSecure: false)
        let casework = charity.site.casework
        var cookies: [Person: String] = [:]
        var members: [Person: ID] = [:]
        func enrol(_ person: Person, _ code: EnrolmentCode) async throws -> Caller {
            let secret = try await casework.enrol(
                EnrolmentForm(
                    code: code.text, signInName: person.rawValue, passphrase: Person.passphrase,
                    passphraseAgain: Person.passphrase))
            cookies[person] = secret.cookie
            let caller = try await casework.caller(cookie: secret.cookie)
            members[person] = caller.member
            return caller
        }
        func guardian() async throws -> Caller { try await casework.caller(cookie: cookies[.guardian]) }
        let first = try await enrol(.guardian, casework.found(guardian: "Guardian"))
        try await casework.confirm(passphrase: Person.passphrase, as: first)
        for sheet in 1...3 { _ = try await casework.sheet(sheet, as: guardian()) }
        try await casework.handOverSheets(as: guardian())
        for person in Person.allCases where person != .guardian {
            let code = try await casework.invite(
                id: casework.newID(), name: person.rawValue.capitalized, role: person.role, as: guardian())
            let newcomer = try await enrol(person, code)
            if person == .newcomer { continue }
            try await casework.certify(
                newcomer.member, fingerprint: newcomer.keyring.keys.identity.fingerprint, as: guardian())
        }
        for person in Person.staff {
            try await casework.acknowledgePolicy(
                casework.policyHash, as: casework.caller(cookie: cookies[person]))
        }
        // Nobody has just typed their passphrase when a test begins.
        try await charity.database.write { _ = try $0.execute("UPDATE sessions SET confirmed = NULL") }
        var files: [Client: ID] = [:]
        for client in Client.allCases {
            let worker = try await casework.caller(cookie: cookies[client.worker])
            files[client] = try await casework.makeFirstContact(
                .filled(client.rawValue, worker: worker.member, isRestricted: client == .restricted),
                id: casework.newID(), as: worker)
        }
        try await charity.database.close()
        return try await Charity(
            folder: charity.folder, time: charity.time, seed: 4, isSecure: false, cookies: cookies,
            members: members, files: files
        ).closed()
    }

    private func closed() async throws -> Charity {
        try await database.close()
        return self
    }

    /// The field in which what somebody typed waits for them to sign in, as a window that closed itself leaves it.
    func waiting(
        _ action: String, _ fields: [(String, String)], of person: Person
    ) async throws -> [(String, String)] {
        let page = try await visitor().post(
            "/sign-in",
            [("resume", "yes"), ("keeper", members[person]?.text ?? ""), ("keptFor", action)]
                + fields.map { ("kept." + $0.0, $0.1) })
        return page.hiddenFields.filter { $0.0 == "kept" }
    }

    /// Somebody at a browser, signed in; nil is nobody.
    func visitor(_ person: Person? = nil) -> Visitor {
        Visitor(self, cookie: person.flatMap { cookies[$0] })
    }

    func file(_ client: Client) -> ID { files[client] ?? .house }
}

extension FirstContactForm {
    /// A form with everything told and agreed.
    static func filled(_ name: String, worker: ID?, isRestricted: Bool = false, relatedTo: String = "")
        -> FirstContactForm
    {
        var form = FirstContactForm()
        (form.name, form.phone, form.answer, form.note) = (name, "07700 900123", "agreed", "The first note.")
        (form.policyTold, form.sharingTold, form.refusingTold) = (true, true, true)
        form.worker = worker?.text ?? ""
        (form.isRestricted, form.relatedTo) = (isRestricted, relatedTo)
        return form
    }
}

/// How long requests were to wait, in milliseconds.
final class Pauses: Sendable {
    private let milliseconds = Mutex<[Int64]>([])

    var all: [Int64] { milliseconds.withLock { $0 } }

    func add(_ wait: Int64) { milliseconds.withLock { $0.append(wait) } }
}

/// The time of a charity, which the test moves.
final class TestTime: Sendable {
    private let instant: Mutex<Instant>

    /// 22 November 2026, 10:00.
    init(_ start: Instant = Instant(milliseconds: 1_795_341_600_000)) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }
    var clock: Clock { Clock { self.now } }

    func pass(seconds: Int64) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
}

extension Randomness {
    /// SplitMix64 from a seed: the same draws each time.
    static func seeded(_ seed: UInt64) -> Randomness {
        let state = SeedState(seed)
        return Randomness { count in (0..<count).map { _ in state.next() } }
    }
}

private final class SeedState: Sendable {
    private let state: Mutex<UInt64>

    init(_ seed: UInt64) { state = Mutex(seed) }

    func next() -> UInt8 {
        let word = state.withLock { state -> UInt64 in
            state &+= 0x9E37_79B9_7F4A_7C15
            return state
        }
        var mixed = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt8(truncatingIfNeeded: mixed ^ (mixed >> 31))
    }
}

/// A folder that is removed when nothing uses it any more.
private final class Folder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/amanah-web-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    init(copying other: Folder) throws {
        path = FileManager.default.temporaryDirectory.path + "/amanah-web-" + UUID().uuidString
        try FileManager.default.copyItem(atPath: other.path, toPath: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension Casework {
    /// Lets somebody in as they stand on the roster now; a reader of no roster asks for what is not there.
    func certify(_ member: ID, fingerprint: String, as caller: Caller) async throws(CaseworkError) {
        let colleague = try? await roster(as: caller).first { $0.id == member }
        try await certify(
            member, fingerprint: fingerprint, role: colleague?.profile.role ?? .caseworker,
            version: colleague?.version ?? 1, as: caller)
    }
}
