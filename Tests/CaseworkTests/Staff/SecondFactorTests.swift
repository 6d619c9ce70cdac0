import Database
import Testing
import Vault

@testable import Casework

@Suite struct SecondFactorTests {
    private let charity: Charity
    private let secret: OneTimeSecret
    private let recovery: [String]

    /// The manager has set a second factor up.
    init() async throws {
        charity = try await Charity()
        let manager = try await charity.caller(.manager)
        let form = charity.casework.newID()
        secret = try manager.offeredSecret(form)
        recovery = try await charity.casework.setSecondFactor(
            form, passphrase: Person.passphrase, code: secret.code(at: charity), as: manager)
        charity.time.move(seconds: 30)
    }

    private func signIn(
        _ code: String, passphrase: String = Person.passphrase, at charity: Charity? = nil
    ) async throws(CaseworkError) -> SessionSecret {
        try await (charity ?? self.charity).casework.signIn(
            name: "manager", passphrase: passphrase, code: code)
    }

    private func refused(_ code: String, passphrase: String = Person.passphrase) async {
        await #expect(throws: CaseworkError.wrongSignIn) { try await signIn(code, passphrase: passphrase) }
    }

    @Test
    func `The passphrase alone, with a wrong code, or the code with a wrong passphrase, is one refusal`()
        async throws
    {
        for (code, passphrase) in [
            ("", Person.passphrase), ("000000", Person.passphrase),
            (secret.code(at: charity), "not this one"),
        ] { await refused(code, passphrase: passphrase) }
        #expect(try await charity.entryKinds().suffix(3).allSatisfy { $0 == .signInRefused })
        #expect(charity.casework.scrypt.spent == 4)
    }

    @Test func `A code that was accepted is refused from then on`() async throws {
        let code = secret.code(at: charity)
        _ = try await signIn(code)
        await refused(code)
        charity.time.move(seconds: 30)
        await refused(code)
    }

    @Test func `The code that set it up does not sign in`() async {
        charity.time.move(seconds: -30)
        await refused(secret.code(at: charity))
    }

    @Test func `One code at two nodes at the same moment opens one session`() async throws {
        let other = try await charity.beside()
        let code = secret.code(at: charity)
        async let here = try? signIn(code)
        async let there = try? signIn(code, at: other)
        let opened = await [here, there].count { $0 != nil }
        #expect(opened == 1)
    }

    @Test func `A code used by another node after this one looked is refused in the act`() async throws {
        let other = try await charity.beside()
        let code = secret.code(at: charity)
        charity.database.beforeNextWrite { _ = try await self.signIn(code, at: other) }
        await refused(code)
    }

    @Test func `A recovery code works once, on its own node and every other`() async throws {
        _ = try await signIn(recovery[0])
        await refused(recovery[0])
        let other = try await charity.beside()
        await #expect(throws: CaseworkError.wrongSignIn) { try await signIn(recovery[0], at: other) }
        _ = try await signIn(recovery[1], at: other)
    }

    @Test func `Guesses of the code are slowed whatever address they come from, and this browser is not`()
        async throws
    {
        let casework = charity.casework
        let home = SignInSource(
            address: "1", tickets: casework.tickets(after: "manager", from: .here))
        for guess in 0..<12 {
            let source = SignInSource(address: "10.0.0.\(guess)")
            await #expect(throws: CaseworkError.wrongSignIn) {
                try await casework.signIn(
                    name: "manager", passphrase: Person.passphrase, code: "00000\(guess % 10)", from: source)
            }
        }
        let code = secret.code(at: charity)
        await #expect(throws: CaseworkError.wrongSignIn) {
            try await casework.signIn(
                name: "manager", passphrase: Person.passphrase, code: code,
                from: SignInSource(address: "10.0.1.1"))
        }
        _ = try await casework.signIn(name: "manager", passphrase: Person.passphrase, code: code, from: home)
    }

    @Test func `Nothing of it is set by a wrong code or passphrase, and it is not set twice`() async throws {
        let worker = try await charity.caller(.caseworker)
        let form = charity.casework.newID()
        let code = try worker.offeredSecret(form).code(at: charity)
        for (passphrase, typed, field) in [
            (Person.passphrase, "123", "code"), ("wrong passphrase", code, "passphrase"),
        ] {
            await #expect(throws: CaseworkError.invalid([Problem(field, .notRight)])) {
                try await charity.casework.setSecondFactor(
                    form, passphrase: passphrase, code: typed, as: worker)
            }
        }
        #expect(try await !charity.caller(.caseworker).hasSecondFactor)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.setSecondFactor(
                form, passphrase: Person.passphrase, code: code, as: charity.caller(.manager))
        }
    }

    @Test func `Without the passphrase and a code, or a second step, no new recovery codes are drawn`()
        async throws
    {
        let manager = try await charity.caller(.manager)
        let before = try await charity.entryCount()
        let (noCode, notRight) = (Problem("code", .missing), Problem("passphrase", .notRight))
        for (passphrase, code, problems) in [
            ("", "", [Problem("passphrase", .missing), noCode]), (Person.passphrase, "", [noCode]),
            ("wrong passphrase", "", [noCode]), ("wrong passphrase", recovery[0], [notRight]),
            (Person.passphrase, "000000", [notRight]),
        ] {
            await #expect(throws: CaseworkError.invalid(problems)) {
                try await charity.casework.renewRecoveryCodes(
                    passphrase: passphrase, code: code, as: manager)
            }
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.renewRecoveryCodes(
                passphrase: Person.passphrase, code: "", as: try await charity.caller(.caseworker))
        }
        #expect(try await charity.entryCount() == before)
    }

    @Test func `New recovery codes void the old ones, and the authenticator stays as it is`() async throws {
        let new = try await charity.casework.renewRecoveryCodes(
            passphrase: Person.passphrase, code: recovery[3], as: try await charity.caller(.manager))
        #expect(new.count == 10 && Set(new).count == 10 && Set(new).isDisjoint(with: recovery))
        #expect(try await charity.entryKinds().last == .recoveryCodesRenewed)
        for code in recovery.prefix(4) { await refused(code) }
        charity.time.move(seconds: 600)
        _ = try await signIn(new[0])
        await refused(new[0])
        _ = try await signIn(secret.code(at: charity))
        #expect(try await charity.verification().holds)
    }

    @Test func `Of two who draw new ones with the same code one does`() async throws {
        let (other, code) = (try await charity.beside(), recovery[0])
        let caller = try await charity.caller(.manager)
        charity.database.beforeNextWrite {
            _ = try await other.casework.renewRecoveryCodes(
                passphrase: Person.passphrase, code: code, as: try await other.caller(.manager))
        }
        await #expect(throws: CaseworkError.invalid([Problem("passphrase", .notRight)])) {
            try await charity.casework.renewRecoveryCodes(
                passphrase: Person.passphrase, code: code, as: caller)
        }
    }

    @Test func `Nobody but a guardian takes another's off, and nobody their own this way`() async throws {
        let manager = try charity.id(.manager)
        for person in [Person.manager, .otherManager, .receptionist, .caseworker] {
            let caller = try await charity.caller(person)
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.resetSecondFactor(of: manager, why: "Lost", as: caller)
            }
        }
        let guardian = try await charity.caller(.guardian)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.resetSecondFactor(of: guardian.member, why: "Lost", as: guardian)
        }
        await #expect(throws: CaseworkError.invalid([Problem("why", .missing)])) {
            try await charity.casework.resetSecondFactor(of: manager, why: " ", as: guardian)
        }
    }

    @Test func `A guardian takes it off on record; the sessions end and the passphrase signs in`()
        async throws
    {
        await #expect(throws: CaseworkError.notFresh) {
            try await charity.casework.resetSecondFactor(
                of: charity.id(.manager), why: "Lost", as: charity.caller(.guardian))
        }
        try await charity.casework.resetSecondFactor(
            of: charity.id(.manager), why: "The telephone fell into a lake", as: charity.fresh(.guardian))
        #expect(try await charity.entryKinds().last == .secondFactorReset)
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.manager) }
        _ = try await signIn("")
        #expect(try await charity.verification().fault == nil)
    }

    @Test func `It is taken off by passphrase and code, and by neither alone`() async throws {
        let manager = try await charity.caller(.manager)
        for (passphrase, code, problem) in [
            (Person.passphrase, "", Problem("code", .missing)),
            ("not this one", secret.code(at: charity), Problem("passphrase", .notRight)),
        ] {
            await #expect(throws: CaseworkError.invalid([problem])) {
                try await charity.casework.removeSecondFactor(passphrase: passphrase, code: code, as: manager)
            }
        }
        try await charity.casework.removeSecondFactor(
            passphrase: Person.passphrase, code: secret.code(at: charity), as: manager)
        #expect(try await !charity.caller(.manager).hasSecondFactor)
    }

    @Test func `Those whose keys open most owe one where the settings say so, and nobody else`() async throws
    {
        let strict = try await Casework(
            settings: .init(
                organisation: "The Tests", scryptCost: .demonstration, requiresSecondFactor: true),
            database: charity.database, halves: charity.halves, logKey: charity.logKey,
            logOrigin: Charity.origin, logHead: charity.folder.logHead, clock: charity.time.clock)
        var owing: [Person] = []
        for person in Person.allCases {
            let caller = try await strict.caller(cookie: charity.cookie(person))
            if strict.owesSecondFactor(caller) { owing.append(person) }
            #expect(!charity.casework.owesSecondFactor(caller))
        }
        #expect(owing == [.guardian, .otherManager])
    }

    @Test func `The table holds no secret and no code`() async throws {
        let row = try await charity.database.read { try $0.first("SELECT * FROM second_factors") }
        let sealed = try #require(try row?.blob("sealed"))
        for run in [secret.bytes, Array(secret.typed.utf8)] + recovery.map({ Array($0.utf8) }) {
            #expect(!sealed.indices.contains { sealed[$0...].starts(with: run) })
        }
    }
}

extension OneTimeSecret {
    /// What the authenticator shows now.
    func code(at charity: Charity) -> String {
        code(step: Self.step(atMilliseconds: charity.time.clock.now().milliseconds))
    }
}
