import Crypto
import Database
import Foundation
import Ledger
import Testing

@testable import Casework
@testable import Vault

/// What somebody who can only write the database file does with a charity's key of their own. The forms are those of
/// docs/keys.md, and everything that they make verifies under their key.
@Suite struct ForgedWorldTests {
    private let charity: Charity
    private let file: ID
    private let forger = try? CharityKey(seed: [UInt8](repeating: 9, count: 32))
    private let secret = SessionSecret(from: .system)

    init() async throws {
        charity = try await Charity()
        file = try await charity.workedClient("Amina Begum")
        // Honest people fill what sessions share.
        #expect(
            try await charity.casework.find("Amina Begum", as: try await charity.caller(.receptionist)).count
                == 1)
    }

    /// Certifies everything again under a key of their own, with one person more in every team, and opens a session of
    /// hers that names that key.
    /// - Returns: her id.
    private func forge() async throws -> ID {
        let forger = try #require(forger)
        let member = ID(from: .system)
        let opened = OpenedSeed(seed: [UInt8](repeating: 8, count: 32), charity: forger.publicKey)
        let identity = try opened.keys(of: member).identity
        let wrapped = try secret.wrap(opened, member: member)
        let session = secret.session
        let now = charity.casework.now
        // Of the marks she has none: she takes one that stands in another's row.
        try await charity.meddle { connection in
            let rows = try connection.rows("SELECT payload FROM certificates")
            var statements: [Statement] = [.member(identity)]
            for row in rows {
                let payload = try row.blob("payload")
                let (statement, at) = try Statement.dated(packed: payload)
                if case .team(let team, _) = statement { statements.append(.membership(member, of: team)) }
                let again = try forger.certify(statement, at: at)
                try connection.execute(
                    """
                    INSERT INTO certificates (digest, payload, signature)
                    VALUES (\(again.digest.bytes), \(again.payload), \(again.signature))
                    """)
            }
            for statement in statements {
                let certificate = try forger.certify(statement, at: 1)
                try connection.execute(
                    """
                    INSERT INTO certificates (digest, payload, signature)
                    VALUES (\(certificate.digest.bytes), \(certificate.payload), \(certificate.signature))
                    """)
            }
            try connection.execute(
                """
                INSERT INTO sessions (session, member, wrapped, began, device, seen, confirmed)
                SELECT \(session.bytes), \(member.bytes), \(wrapped), \(now.milliseconds), 0, seen, seen
                FROM sessions LIMIT 1
                """)
        }
        return member
    }

    @Test func `A session that brings a charity's key of its own is no session, warm or cold`() async throws {
        let member = try await forge()
        // It landed: under the forger's key she is a guardian.
        let landed = try await charity.database.read { connection in
            try connection.rows("SELECT payload, signature FROM certificates").map {
                Certificate(payload: try $0.blob("payload"), signature: try $0.blob("signature"))
            }
        }
        let key = try #require(forger).publicKey
        let known = try #require(try LogHead().founded(with: key, at: 0).charity)
        #expect(Certified(landed, charity: known).teams(of: member).contains(.guardian))
        let wrapped = try await row("wrapped")
        #expect(try secret.unwrap(wrapped, member: member).vouches(for: known))
        await #expect(throws: CaseworkError.signedOut) {
            try await charity.casework.caller(cookie: secret.cookie)
        }
        let restarted = try await charity.restarted()
        await #expect(throws: CaseworkError.signedOut) {
            try await restarted.casework.caller(cookie: secret.cookie)
        }
        // The true charity goes on, and its verification names the rows.
        #expect(
            try await restarted.casework.find("Amina Begum", as: restarted.caller(.receptionist)).count == 1)
        #expect(try await restarted.verification().fault == .unrecorded(table: .certificate))
    }

    private func row(_ column: String) async throws -> [UInt8] {
        let session = secret.session
        let row = try await charity.database.read {
            try $0.first("SELECT * FROM sessions WHERE session = \(session.bytes)")
        }
        return try #require(row).blob(column)
    }

    @Test func `A keyring takes no seed that names another key, and a session of theirs has no team`()
        async throws
    {
        let forger = try #require(forger)
        let known = try #require(charity.casework.log.charity)
        let opened = OpenedSeed(seed: [UInt8](repeating: 8, count: 32), charity: forger.publicKey)
        #expect(throws: VaultError.refused) {
            try Keyring(member: ID(from: .system), opened: opened, of: known)
        }
        let honest = try await charity.caller(.guardian)
        let seed = OpenedSeed(seed: [UInt8](repeating: 8, count: 32), charity: known.key)
        // Her id, and other keys than are certified.
        let caller = Caller(
            secret: secret, keyring: try Keyring(member: honest.member, opened: seed, of: known),
            certified: honest.certified, house: nil, profile: nil, hasAcknowledged: true,
            memory: SessionMemory())
        #expect(caller.teams.isEmpty && !caller.isCertified)
        let own = try await honest.opened(in: charity)
        // Her keys, and no team's seed opened.
        let unopened = Caller(
            secret: secret, keyring: try Keyring(member: honest.member, opened: own, of: known),
            certified: honest.certified, house: honest.house, profile: nil, hasAcknowledged: true,
            memory: SessionMemory())
        #expect(unopened.isCertified && unopened.teams.isEmpty)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.erase(file, as: unopened)
        }
        #expect(charity.halves.half(for: file.bytes) != nil)
    }

    @Test func `A code of the forger's choosing enrols nobody, with a key and without one`() async throws {
        let forger = try #require(forger)
        for key in [forger.publicKey.bytes, []] {
            let code = EnrolmentCode(from: .system)
            let enrolment = Enrolment(name: "Mallory", role: .guardian, charity: key)
            let sealed = try code.seal(Array(try JSONEncoder().encode(enrolment)))
            let (member, expires) = (ID(from: .system), charity.casework.now.adding(seconds: 600))
            try await charity.change(
                """
                INSERT INTO enrolments (code, member, sealed, expires)
                VALUES (\(code.row.bytes), \(member.bytes), \(sealed), \(expires.milliseconds))
                """)
            await #expect(throws: CaseworkError.wrongCode) {
                try await charity.casework.enrol(.filled(code.text, "mallory"))
            }
        }
        #expect(try await charity.verification().fault == .unrecorded(table: .enrolment))
    }
}

extension Caller {
    /// The seed that the member's passphrase opens.
    fileprivate func opened(in charity: Charity) async throws -> OpenedSeed {
        let member = member
        let row = try #require(try await charity.staff { try $0.member(member) })
        return try row.wrap.open(member: member, passphrase: Person.passphrase)
    }
}
