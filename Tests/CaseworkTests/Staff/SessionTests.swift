import Database
import Testing
import Vault

@testable import Casework

@Suite struct SessionTests {
    @Test(arguments: [nil, "", "0", String(repeating: "g", count: 64), String(repeating: "0", count: 64)])
    func `No cookie, or one that no session has, is signed out`(cookie: String?) async throws {
        let charity = try await Charity()
        await #expect(throws: CaseworkError.signedOut) { try await charity.casework.caller(cookie: cookie) }
    }

    @Test(arguments: [false, true])
    func `Another's row under one's own session opens nothing`(isWarm: Bool) async throws {
        let charity = try await Charity()
        if isWarm { _ = try await charity.caller(.receptionist) }
        let mine = try await session(.receptionist, charity)
        let theirs = try await session(.manager, charity)
        try await charity.meddle { connection in
            let row = try connection.first(
                "SELECT member, wrapped FROM sessions WHERE session = \(theirs.bytes)")
            try connection.execute(
                """
                UPDATE sessions SET member = \(try row?.blob("member")), wrapped = \(try row?.blob("wrapped"))
                WHERE session = \(mine.bytes)
                """)
        }
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.receptionist) }
    }

    @Test(arguments: [false, true])
    func `Another member's id on one's own session opens nothing`(isWarm: Bool) async throws {
        let charity = try await Charity()
        if isWarm { _ = try await charity.caller(.receptionist) }
        let (mine, manager) = (try await session(.receptionist, charity), try charity.id(.manager))
        try await charity.meddle {
            try $0.execute("UPDATE sessions SET member = \(manager.bytes) WHERE session = \(mine.bytes)")
        }
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.receptionist) }
    }

    @Test func `A session's wrapped seed altered opens nothing`() async throws {
        let charity = try await Charity()
        let mine = try await session(.receptionist, charity)
        try await charity.meddle {
            try $0.execute("UPDATE sessions SET wrapped = zeroblob(92) WHERE session = \(mine.bytes)")
        }
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.receptionist) }
    }

    @Test func `A time in a row that no clock shows is no crash`() async throws {
        let charity = try await Charity()
        let mine = try await session(.receptionist, charity)
        for time in [Int64.max, .min] {
            try await charity.meddle {
                try $0.execute(
                    "UPDATE sessions SET began = \(time) WHERE session = \(mine.bytes)")
            }
            _ = try? await charity.caller(.receptionist)
        }
    }

    @Test func `A session that idled past its limit is signed out, and its row is gone`() async throws {
        let charity = try await Charity()
        charity.time.move(seconds: 900)
        #expect(try await charity.caller(.manager).isCertified)
        charity.time.move(seconds: 901)
        let mine = try await session(.manager, charity)
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.manager) }
        charity.time.move(seconds: -901)
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.manager) }
        let row = try await charity.database.read {
            try $0.first("SELECT session FROM sessions WHERE session = \(mine.bytes)")
        }
        #expect(row == nil)
    }

    @Test func `A session in use ends at its absolute limit all the same`() async throws {
        let charity = try await Charity()
        for _ in 0..<40 {
            charity.time.move(seconds: 900)
            _ = try await charity.caller(.manager)
        }
        charity.time.move(seconds: 1)
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.manager) }
    }

    @Test func `Signing out ends the session, and no other`() async throws {
        let charity = try await Charity()
        let secret = try await charity.casework.signIn(name: "manager", passphrase: Person.passphrase)
        try await charity.casework.signOut(try await charity.caller(.manager))
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.manager) }
        #expect(try await charity.casework.caller(cookie: secret.cookie).isCertified)
    }

    @Test func `Sweeping ends idle sessions and leaves the others`() async throws {
        let charity = try await Charity()
        charity.time.move(seconds: 600)
        _ = try await charity.caller(.manager)
        charity.time.move(seconds: 600)
        await charity.casework.forgetIdleSessions()
        let left = try await charity.database.read { try $0.rows("SELECT member FROM sessions") }
        #expect(try left.map { try $0.blob("member") } == [charity.id(.manager).bytes])
    }

    @Test func `A session outlives a restart by its cookie alone`() async throws {
        let charity = try await Charity().restarted()
        #expect(try await charity.caller(.manager).teams == [.management, .staff])
    }

    private func session(_ person: Person, _ charity: Charity) async throws -> ID {
        try #require(SessionSecret(cookie: try charity.cookie(person))).session
    }
}
