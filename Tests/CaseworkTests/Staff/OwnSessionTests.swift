import Database
import Testing
import Vault

@testable import Casework

/// One's own sessions, and the passphrase typed afresh.
@Suite struct OwnSessionTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    private func signIn(_ person: Person, on device: Device = .unknown) async throws -> Caller {
        let secret = try await charity.casework.signIn(
            name: person.rawValue, passphrase: Person.passphrase,
            from: SignInSource(address: "", device: device))
        return try await charity.casework.caller(cookie: secret.cookie)
    }

    @Test func `Nobody ends another's session, this one, or one that is not there`() async throws {
        let worker = try await charity.caller(.caseworker)
        for session in [
            try await charity.caller(.manager).session, worker.session, charity.casework.newID(), .house,
        ] {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.endSession(session, as: worker)
            }
        }
        #expect(try await charity.caller(.manager).isCertified)
        #expect(try await charity.caller(.caseworker).isCertified)
    }

    @Test func `An ended session is refused at its next request, on every node, and no other is`()
        async throws
    {
        let node = try await charity.beside()
        let here = try await charity.caller(.caseworker)
        let there = try await signIn(.caseworker)
        let cookie = there.secret.cookie
        #expect(try await node.casework.caller(cookie: cookie).isCertified)
        try await charity.casework.endSession(there.session, as: here)
        await #expect(throws: CaseworkError.signedOut) { try await node.casework.caller(cookie: cookie) }
        await #expect(throws: CaseworkError.signedOut) { try await charity.casework.caller(cookie: cookie) }
        #expect(try await charity.caller(.caseworker).isCertified)
        #expect(try await charity.entryKinds().last == .sessionEnded)
    }

    @Test func `All others end together, and nobody else's`() async throws {
        let others = [try await signIn(.caseworker), try await signIn(.caseworker)]
        let theirs = try await signIn(.manager)
        try await charity.casework.endOtherSessions(as: charity.caller(.caseworker))
        for other in others {
            await #expect(throws: CaseworkError.signedOut) {
                try await charity.casework.caller(cookie: other.secret.cookie)
            }
        }
        #expect(try await charity.casework.caller(cookie: theirs.secret.cookie).isCertified)
        #expect(
            try await charity.casework.ownSessions(as: charity.caller(.caseworker)).map(\.isThis) == [true])
    }

    @Test func `The list has one's own live sessions, with when and on what kind of device`() async throws {
        charity.time.move(seconds: 600)
        let phone = try await signIn(.caseworker, on: Device(.firefox, on: .android))
        let list = try await charity.casework.ownSessions(as: phone)
        #expect(list.map(\.isThis) == [true, false])
        #expect(list[0].device == Device(.firefox, on: .android) && list[0].id == phone.session)
        #expect(list[0].began == charity.time.clock.now())
        charity.time.move(seconds: 600)
        #expect(try await charity.casework.ownSessions(as: phone).count == 1)
    }

    @Test func `Nobody is fresh by having signed in, by a wrong passphrase, or for longer than five minutes`()
        async throws
    {
        let now = charity.time.clock.now()
        let caller = try await charity.caller(.manager)
        #expect(throws: CaseworkError.notFresh) { try caller.requireFresh(at: now) }
        await #expect(throws: CaseworkError.invalid([Problem("passphrase", .notRight)])) {
            try await charity.casework.confirm(passphrase: "not this one", as: caller)
        }
        #expect(try await !charity.caller(.manager).isFresh(at: now))
        try await charity.casework.confirm(passphrase: Person.passphrase, as: caller)
        let fresh = try await charity.caller(.manager)
        #expect(fresh.isFresh(at: now) && fresh.isFresh(at: now.adding(seconds: 299)))
        #expect(!fresh.isFresh(at: now.adding(seconds: 300)) && !fresh.isFresh(at: now.adding(seconds: -1)))
        #expect(try await charity.entryKinds().last == .identityConfirmed)
        #expect(try await !signIn(.manager).isFresh(at: now))
    }

    @Test func `A mark that this session did not make is not fresh`() async throws {
        let now = charity.time.clock.now()
        let (manager, guardian) = (try await charity.caller(.manager), try await charity.caller(.guardian))
        try await charity.casework.confirm(passphrase: Person.passphrase, as: guardian)
        let mine = SessionTime.confirmed(manager.session, of: manager.member)
        let theirs = SessionTime.confirmed(guardian.session, of: guardian.member)
        // The key of marks is in no cookie.
        let marks = charity.casework.log.marks
        let others = Marks(seed: Array(repeating: 5, count: 32), branch: LogHead().branch)
        let forged: [[UInt8]] = [
            theirs.packed(now, marks), mine.packed(now, others), [], [1], Array(repeating: 0, count: 24),
            Array(mine.packed(now, marks).dropLast()), mine.packed(now.adding(seconds: -600), marks),
        ]
        for mark in forged {
            try await charity.meddle {
                try $0.execute(
                    "UPDATE sessions SET confirmed = \(mark) WHERE session = \(manager.session.bytes)")
            }
            #expect(try await !charity.caller(.manager).isFresh(at: now))
        }
    }

    @Test func `A second factor is asked for afresh too, each code once`() async throws {
        let form = charity.casework.newID()
        let secret = try await charity.caller(.manager).offeredSecret(form)
        let codes = try await charity.casework.setSecondFactor(
            form, passphrase: Person.passphrase, code: secret.code(at: charity), as: charity.caller(.manager))
        let notRight = Problem("passphrase", .notRight)
        for (code, problem) in [
            ("", Problem("code", .missing)), (secret.code(at: charity), notRight), ("000000", notRight),
        ] {
            await #expect(throws: CaseworkError.invalid([problem])) {
                try await charity.casework.confirm(
                    passphrase: Person.passphrase, code: code, as: charity.caller(.manager))
            }
        }
        try await charity.casework.confirm(
            passphrase: Person.passphrase, code: codes[0], as: charity.caller(.manager))
        #expect(try await charity.caller(.manager).isFresh(at: charity.time.clock.now()))
    }
}
