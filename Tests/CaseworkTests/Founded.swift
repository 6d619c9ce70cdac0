import Crypto
import Database
import Foundation
import Vault

@testable import Casework

/// A charity founded by the real operations, once for all tests: its files, and everybody's cookie.
struct Founded: Sendable {
    let files: [String: Data]
    let logKey: Curve25519.Signing.PrivateKey
    let members: [Person: ID]
    let cookies: [Person: String]
    /// The recovery sheets as they are printed.
    let sheets: [String]

    static let once = Task { try await Founded() }

    private init() async throws {
        let unready = try await Unready()
        var members: [Person: ID] = [.guardian: unready.guardian.member]
        var cookies: [Person: String] = [.guardian: unready.guardianCookie]
        sheets = try await unready.handOverSheets()
        for person in Person.allCases where person != .guardian {
            (members[person], cookies[person]) = try await unready.admit(person)
        }
        // Nobody has just typed their passphrase when a test begins.
        try await unready.database.write { _ = try $0.execute("UPDATE sessions SET confirmed = NULL") }
        try await unready.casework.close()
        try await unready.halves.close()
        self.files = try unready.folder.kept()
        self.logKey = unready.logKey
        self.members = members
        self.cookies = cookies
    }
}

/// A charity that has its first guardian, who has just typed their passphrase afresh, and nothing else.
struct Unready: Sendable {
    let folder: Folder
    let time = Time(Charity.noon)
    let database: SQLiteDatabase
    let halves: HalvesStore
    let casework: Casework
    let logKey = Curve25519.Signing.PrivateKey()
    let guardian: Caller
    let guardianCookie: String

    init() async throws {
        folder = try Folder()
        database = try SQLiteDatabase(path: folder.database, migrations: Schema.migrations)
        halves = try HalvesStore(path: folder.halves)
        try folder.beginLog()
        casework = try await Casework(
            settings: Charity.settings, database: database, halves: halves, logKey: logKey,
            logOrigin: Charity.origin, logHead: folder.logHead, clock: time.clock)
        let code = try await casework.found(guardian: Person.guardian.name)
        let secret = try await casework.enrol(.filled(code.text, Person.guardian.rawValue))
        guardianCookie = secret.cookie
        try await casework.confirm(
            passphrase: Person.passphrase, as: try await casework.caller(cookie: secret.cookie))
        guardian = try await casework.caller(cookie: secret.cookie)
    }

    @discardableResult
    func handOverSheets() async throws -> [String] {
        let sheets = try (1...3).map { try casework.sheet($0, as: guardian).text }
        try await casework.handOverSheets(as: guardian)
        return sheets
    }

    /// Invites, enrols and certifies.
    func admit(_ person: Person) async throws -> (member: ID, cookie: String) {
        let id = casework.newID()
        let guardian = try await casework.caller(cookie: guardianCookie)
        let code = try await casework.invite(
            id: id, name: person.name, role: person.role, as: guardian)
        let secret = try await casework.enrol(.filled(code.text, person.rawValue))
        let newcomer = try await casework.caller(cookie: secret.cookie)
        try await casework.certify(id, fingerprint: newcomer.keyring.keys.identity.fingerprint, as: guardian)
        return (id, secret.cookie)
    }
}

extension EnrolmentForm {
    /// Filled in as it should be.
    static func filled(_ code: String, _ signInName: String) -> EnrolmentForm {
        EnrolmentForm(
            code: code, signInName: signInName, passphrase: Person.passphrase,
            passphraseAgain: Person.passphrase)
    }
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
