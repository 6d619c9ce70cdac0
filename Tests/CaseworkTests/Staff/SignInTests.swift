import Database
import Testing
import Vault

@testable import Casework

@Suite struct SignInTests {
    @Test func `A wrong passphrase is refused, and so is a name that nobody has, alike`() async throws {
        let charity = try await Charity()
        for name in ["caseworker", "nobody", ""] {
            await #expect(throws: CaseworkError.wrongSignIn) {
                try await charity.casework.signIn(name: name, passphrase: "four quiet words there")
            }
        }
        // A colleague's at once; those of names that nobody has are counted (0073).
        await charity.casework.finish()
        let kinds = try await charity.entryKinds()
        #expect(
            kinds.suffix(2) == [.signInRefused, .signInRefused] && kinds.dropLast(2).last != .signInRefused)
    }

    @Test func `A name or a passphrase too long to try is refused`() async throws {
        let charity = try await Charity()
        let long = String(repeating: "a", count: 1025)
        await #expect(throws: CaseworkError.wrongSignIn) {
            try await charity.casework.signIn(name: "caseworker", passphrase: long)
        }
        await #expect(throws: CaseworkError.wrongSignIn) {
            try await charity.casework.signIn(name: long, passphrase: Person.passphrase)
        }
    }

    @Test func `A wrap put in another member's place does not open for its own passphrase`() async throws {
        let charity = try await Charity()
        let (manager, caseworker) = (try charity.id(.manager), try charity.id(.caseworker))
        try await charity.meddle { connection in
            try connection.execute(
                """
                UPDATE members SET wrap = (SELECT wrap FROM members WHERE member = \(caseworker.bytes))
                WHERE member = \(manager.bytes)
                """)
        }
        await #expect(throws: CaseworkError.wrongSignIn) {
            try await charity.casework.signIn(name: "manager", passphrase: Person.passphrase)
        }
    }

    @Test(arguments: ["caseworker", " CASEWORKER ", "Case Worker"])
    func `The right passphrase opens a session, however the name is spaced`(name: String) async throws {
        let charity = try await Charity()
        let secret = try await charity.casework.signIn(name: name, passphrase: Person.passphrase)
        let caller = try await charity.casework.caller(cookie: secret.cookie)
        #expect(try caller.member == charity.id(.caseworker))
        #expect(caller.isCertified)
        #expect(caller.teams == [.caseworkers, .staff])
        #expect(caller.profile == Profile(name: Person.caseworker.name, role: .caseworker))
    }

    @Test func `A name and a passphrase are the same however their accents are composed`() async throws {
        let charity = try await Charity()
        let manager = try await charity.fresh(.manager)
        let code = try await charity.casework.invite(
            id: charity.casework.newID(), name: "Zoë", role: .receptionist, as: manager)
        _ = try await charity.casework.enrol(
            EnrolmentForm(
                code: code.text, signInName: "zo\u{EB}", passphrase: "caf\u{E9} by the old quay",
                passphraseAgain: "cafe\u{301} by the old quay"))
        await #expect(throws: Never.self) {
            try await charity.casework.signIn(
                name: "zoe\u{308}", passphrase: "cafe\u{301} by the old quay")
        }
    }
}
