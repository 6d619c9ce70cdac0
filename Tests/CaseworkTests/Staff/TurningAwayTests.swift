import Testing
import Vault

@testable import Casework

/// A code that was lost, and somebody who should not come in (clause S3.5).
@Suite struct TurningAwayTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    private func invited(_ name: String = "Nia", as role: Role = .caseworker) async throws -> (
        ID, EnrolmentCode
    ) {
        let id = charity.casework.newID()
        let code = try await charity.casework.invite(
            id: id, name: name, role: role, as: try await charity.fresh(.guardian))
        return (id, code)
    }

    private func standing(_ id: ID) async throws -> Standing? {
        try await charity.casework.roster(as: try await charity.caller(.guardian)).first { $0.id == id }?
            .standing
    }

    @Test func `A code that was withdrawn enrols nobody, and the log says who withdrew it and why`()
        async throws
    {
        let (id, code) = try await invited()
        let (_, other) = try await invited()
        let manager = try await charity.fresh(.manager)
        try await charity.casework.withdrawCode(of: id, why: "Left on the bus", as: manager)
        await #expect(throws: CaseworkError.wrongCode) {
            _ = try await charity.casework.enrol(.filled(code.text, "nia"))
        }
        guard case .withoutCode = try await standing(id) else {
            Issue.record("a code waits still")
            return
        }
        // The other of that name is as good as before.
        _ = try await charity.casework.enrol(.filled(other.text, "nia"))
        let day = try await charity.casework.logDay(
            charity.casework.now.day, filter: LogFilter(kind: .codeWithdrawn),
            as: try await charity.caller(.guardian))
        #expect(day.lines.map(\.actor) == [manager.member])
        #expect(day.lines.first?.details?.contains("Left on the bus") == true)
        #expect(try await charity.verification().holds)
    }

    @Test func `Nobody withdraws a code without the charity's key, a fresh passphrase and a reason`()
        async throws
    {
        let (id, code) = try await invited()
        for person in [Person.receptionist, .caseworker, .counsellor] {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.withdrawCode(of: id, why: "A", as: try await charity.fresh(person))
            }
        }
        await #expect(throws: CaseworkError.notFresh) {
            try await charity.casework.withdrawCode(of: id, why: "A", as: try await charity.caller(.manager))
        }
        await #expect(throws: CaseworkError.invalid([Problem("why", .missing)])) {
            try await charity.casework.withdrawCode(of: id, why: " ", as: try await charity.fresh(.manager))
        }
        // A manager can't invite a guardian, and withdraws none of theirs.
        let (guardian, _) = try await invited("Gina", as: .guardian)
        await #expect(throws: CaseworkError.self) {
            try await charity.casework.withdrawCode(
                of: guardian, why: "A", as: try await charity.fresh(.manager))
        }
        _ = try await charity.casework.enrol(.filled(code.text, "nia"))
    }

    @Test func `Whoever was turned away is signed out, opens nothing, and can't be let in`() async throws {
        let (id, code) = try await invited()
        let cookie = try await charity.casework.enrol(.filled(code.text, "nia")).cookie
        let newcomer = try await charity.casework.caller(cookie: cookie)
        let print = newcomer.keyring.keys.identity.fingerprint
        await #expect(throws: CaseworkError.notFresh) {
            try await charity.casework.turnAway(id, why: "A", as: try await charity.caller(.manager))
        }
        try await charity.casework.turnAway(
            id, why: "Enrolled with the lost code", as: try await charity.fresh(.manager))
        await #expect(throws: CaseworkError.signedOut) {
            _ = try await charity.casework.caller(cookie: cookie)
        }
        await #expect(throws: CaseworkError.wrongSignIn) {
            _ = try await charity.casework.signIn(name: "nia", passphrase: Person.passphrase)
        }
        await #expect(throws: CaseworkError.self) {
            try await charity.casework.certify(id, fingerprint: print, as: try await charity.fresh(.guardian))
        }
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.turnAway(id, why: "A", as: try await charity.fresh(.manager))
        }
        guard case .withoutCode = try await standing(id) else {
            Issue.record("waits still")
            return
        }
        #expect(try await charity.verification().holds)
        // The sign-in name is free for the right person.
        let (_, again) = try await invited()
        _ = try await charity.casework.enrol(.filled(again.text, "nia"))
    }

    @Test func `Whoever was let in meanwhile is not turned away`() async throws {
        let (id, code) = try await invited()
        let cookie = try await charity.casework.enrol(.filled(code.text, "nia")).cookie
        let newcomer = try await charity.casework.caller(cookie: cookie)
        try await charity.casework.certify(
            id, fingerprint: newcomer.keyring.keys.identity.fingerprint,
            as: try await charity.fresh(.guardian))
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.turnAway(id, why: "A", as: try await charity.fresh(.manager))
        }
        #expect(try await charity.casework.caller(cookie: cookie).isCertified)
    }

    @Test func `A code for new keys that is withdrawn leaves its owner suspended, who can get another`()
        async throws
    {
        let guardian = try await charity.fresh(.guardian)
        let member = try charity.id(.receptionist)
        func version() async throws -> UInt32 {
            try await charity.casework.roster(as: try await charity.caller(.guardian))
                .first { $0.id == member }?.version ?? 0
        }
        let code = try await charity.casework.readmit(
            member, from: try await version(), why: "Forgot it", as: guardian)
        charity.time.move(seconds: 1)
        try await charity.casework.withdrawCode(
            of: member, why: "Lost it", as: try await charity.fresh(.guardian))
        guard case .suspended = try await standing(member) else {
            Issue.record("not suspended")
            return
        }
        await #expect(throws: CaseworkError.wrongCode) {
            _ = try await charity.casework.enrol(.filled(code.text, "rosa"))
        }
        let fresh = try await charity.fresh(.guardian)
        let next = try await charity.casework.readmit(
            member, from: try await version(), why: "Forgot it", as: fresh)
        _ = try await charity.casework.enrol(.filled(next.text, "rosa"))
    }

    @Test func `A code that has run out is not one that waits`() async throws {
        let (id, _) = try await invited()
        charity.time.move(seconds: 14 * 86_400 + 1)
        let signedIn = try await charity.casework.signIn(
            name: Person.guardian.rawValue, passphrase: Person.passphrase)
        let guardian = try await charity.casework.caller(cookie: signedIn.cookie)
        let colleague = try await charity.casework.roster(as: guardian).first { $0.id == id }
        guard case .withoutCode? = colleague?.standing else {
            Issue.record("waits still")
            return
        }
    }
}
