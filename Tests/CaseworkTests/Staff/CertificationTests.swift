import Crypto
import Database
import Ledger
import Testing
import Vault

@testable import Casework

@Suite struct CertificationTests {
    private let charity: Charity
    private let newcomer: Caller
    private let id: ID

    init() async throws {
        charity = try await Charity()
        id = charity.casework.newID()
        let code = try await charity.casework.invite(
            id: id, name: "Nadia", role: .caseworker, as: try await charity.fresh(.manager))
        let secret = try await charity.casework.enrol(.filled(code.text, "nadia"))
        newcomer = try await charity.casework.caller(cookie: secret.cookie)
    }

    private var fingerprint: String { newcomer.keyring.keys.identity.fingerprint }

    @Test func `Somebody not certified can do nothing`() async throws {
        let file = try await charity.client()
        let message = try await charity.message(for: "Muhammad Husayn")
        let casework = charity.casework
        let (caller, id) = (newcomer, casework.newID())
        #expect(!caller.isCertified && caller.teams.isEmpty && caller.house == nil && caller.profile == nil)
        let operations: [(String, () async throws -> Void)] = [
            ("roster", { _ = try await casework.roster(as: caller) }),
            ("invite", { _ = try await casework.invite(id: id, name: "A", role: .trustee, as: caller) }),
            ("certify", { try await casework.certify(caller.member, fingerprint: fingerprint, as: caller) }),
            ("sheet", { _ = try casework.sheet(1, as: caller) }),
            ("handOverSheets", { try await casework.handOverSheets(as: caller) }),
            ("makeFirstContact", { try await casework.makeFirstContact(.filled(), id: id, as: caller) }),
            ("readFile", { _ = try await casework.readFile(file, as: caller) }),
            ("readFile of the house", { _ = try await casework.readFile(.house, as: caller) }),
            ("name", { _ = try await casework.name(of: file, as: caller) }),
            (
                "changeContact",
                { try await casework.changeContact(.filled(phone: ""), of: file, from: 1, as: caller) }
            ),
            ("writeNote", { try await casework.writeNote("A", id: id, in: file, as: caller) }),
            ("find", { _ = try await casework.find("Husayn", as: caller) }),
            (
                "takeMessage",
                { try await casework.takeMessage(MessageForm(forName: "A", words: "B"), id: id, as: caller) }
            ),
            ("makeContact", { try await casework.makeContact(with: file, as: caller) }),
            ("waitingMessages", { _ = try await casework.waitingMessages(for: file, as: caller) }),
            ("passOn", { try await casework.passOn(message, version: 1, to: file, as: caller) }),
            (
                "logDay",
                { _ = try await casework.logDay(charity.casework.now.day, filter: LogFilter(), as: caller) }
            ),
            ("verifyLog", { _ = try await casework.verifyLog(as: caller) }),
            ("erase", { try await casework.erase(file, as: caller) }),
        ]
        let before = try await charity.entryCount()
        for (name, operation) in operations {
            await #expect(throws: CaseworkError.notFound, "\(name)") { try await operation() }
        }
        #expect(try await casework.myFiles(as: caller).isEmpty)
        #expect(try await charity.entryCount() == before)
    }

    @Test func `A fingerprint that was not compared certifies nobody`() async throws {
        for wrong in ["", "0000-0000-0000-0000-0000", fingerprint.lowercased()] {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.certify(
                    id, fingerprint: wrong, as: try await charity.fresh(.manager))
            }
        }
        #expect(try await !certified())
    }

    @Test func `Keys swapped after they were compared are not certified`() async throws {
        let id = id
        let other = try MemberKeys(member: id, seed: Randomness.system.bytes(32)).identity
        try await charity.meddle {
            try $0.execute("UPDATE members SET identity = \(other.packed) WHERE member = \(id.bytes)")
        }
        await #expect(throws: CaseworkError.logAltered) {
            try await charity.casework.certify(
                id, fingerprint: fingerprint, as: try await charity.fresh(.manager))
        }
        #expect(try await !certified())
    }

    @Test func `A certificate by a key that is not the charity's does not count`() async throws {
        let forged = try CharityKey(seed: Randomness.system.bytes(32))
        let (identity, id) = (newcomer.keyring.keys.identity, id)
        let team = TeamEpoch(.management)
        let certificates = [
            try forged.certify(.member(identity), at: 1),
            try forged.certify(.membership(id, of: team), at: 1),
        ]
        try await charity.meddle { connection in
            for certificate in certificates {
                try connection.execute(
                    """
                    INSERT INTO certificates (digest, payload, signature)
                    VALUES (\(certificate.digest.bytes), \(certificate.payload), \(certificate.signature))
                    """)
            }
        }
        #expect(try await !certified())
        #expect(try await charity.verification().fault == .unrecorded(table: .certificate))
    }

    @Test func `A certificate whose payload was replaced does not count`() async throws {
        try await certify()
        let id = id
        let payload = try CharityKey(seed: Randomness.system.bytes(32))
            .certify(.membership(id, of: TeamEpoch(.guardian)), at: 1).payload
        let replaced = try await charity.meddle { connection -> Int in
            let newest = try connection.rows("SELECT digest, payload FROM certificates").first {
                try Array($0.blob("payload").prefix(2)) == [1, 3] && $0.blob("payload").contains(id.bytes)
            }
            return try connection.execute(
                "UPDATE certificates SET payload = \(payload) WHERE digest = \(try newest?.blob("digest"))")
        }
        #expect(replaced == 1)
        let restarted = try await charity.restarted()
        // One that stands is missing, whosever it was: nobody is let in until it is repaired.
        for name in ["nadia", "guardian"] {
            await #expect(throws: CaseworkError.logAltered) {
                try await restarted.casework.signIn(name: name, passphrase: Person.passphrase)
            }
        }
        #expect(try await !restarted.verification().holds)
    }

    @Test(arguments: [Person.receptionist, .caseworker, .counsellor])
    func `Who does not hold the charity's key neither invites nor certifies`(person: Person) async throws {
        let caller = try await charity.caller(person)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.invite(
                id: charity.casework.newID(), name: "A", role: .trustee, as: caller)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.certify(id, fingerprint: fingerprint, as: caller)
        }
        #expect(try await !certified())
    }

    @Test(arguments: [Role.guardian, .counsellor])
    func `A manager can't invite into a team that is not theirs to admit to`(role: Role) async throws {
        await #expect(throws: CaseworkError.invalid([Problem("role", .notAChoice)])) {
            try await charity.casework.invite(
                id: charity.casework.newID(), name: "A", role: role, as: try await charity.fresh(.manager))
        }
    }

    @Test func `A manager can't certify a guardian whom a guardian invited`() async throws {
        let casework = charity.casework
        let id = casework.newID()
        let code = try await casework.invite(
            id: id, name: "Grace", role: .guardian, as: try await charity.fresh(.guardian))
        let secret = try await casework.enrol(.filled(code.text, "grace"))
        let grace = try await casework.caller(cookie: secret.cookie)
        await #expect(throws: CaseworkError.notFound) {
            try await casework.certify(
                id, fingerprint: grace.keyring.keys.identity.fingerprint,
                as: try await charity.fresh(.manager))
        }
        try await casework.certify(
            id, fingerprint: grace.keyring.keys.identity.fingerprint, as: try await charity.fresh(.guardian))
        #expect(try await casework.caller(cookie: secret.cookie).teams == [.guardian, .staff])
    }

    @Test func `Without the passphrase just typed nobody is invited, let in or given another role`()
        async throws
    {
        let (casework, id) = (charity.casework, id)
        for person in [Person.guardian, .manager] {
            _ = try await charity.fresh(person)
        }
        charity.time.move(seconds: 5 * 60)
        let before = try await charity.entryCount()
        for person in [Person.guardian, .manager] {
            let caller = try await charity.caller(person)
            await #expect(throws: CaseworkError.notFresh) {
                try await casework.invite(id: casework.newID(), name: "A", role: .trustee, as: caller)
            }
            await #expect(throws: CaseworkError.notFresh) {
                try await casework.certify(id, fingerprint: fingerprint, as: caller)
            }
            let worker = try charity.id(.caseworker)
            let version = try await casework.roster(as: caller).first { $0.id == worker }?.version ?? 0
            await #expect(throws: CaseworkError.notFresh) {
                try await casework.changeRole(
                    of: worker, to: .receptionist, from: version, why: "A", as: caller)
            }
        }
        #expect(try await charity.entryCount() == before)
        #expect(try await !certified())
    }

    @Test func `Somebody is suspended without it: that can't wait`() async throws {
        try await charity.casework.suspend(
            try charity.id(.caseworker), why: "Gone", as: try await charity.caller(.otherManager))
    }

    @Test func `Certifying twice is already saved`() async throws {
        try await certify()
        await #expect(throws: CaseworkError.alreadySaved) { try await certify() }
    }

    @Test func `Once certified, somebody holds what their role holds`() async throws {
        try await certify()
        let caller = try await charity.casework.caller(cookie: newcomer.secret.cookie)
        #expect(caller.teams == [.caseworkers, .staff])
        #expect(caller.house?.items == [.messages, .register, .roster, .purposes, .acknowledgements])
        #expect(try await charity.verification().holds)
    }

    @Test func `The roster says who is invited, to certify and certified`() async throws {
        let casework = charity.casework
        let manager = try await charity.fresh(.manager)
        let waiting = casework.newID()
        _ = try await casework.invite(id: waiting, name: "Omar", role: .trustee, as: manager)
        let roster = try await casework.roster(as: manager)
        #expect(roster.count == Person.allCases.count + 2)
        for colleague in roster {
            switch (colleague.id, colleague.standing) {
            case (waiting, .invited): continue
            case (id, .toCertify(let shown)): #expect(shown == fingerprint)
            case (_, .certified): #expect(colleague.id != id && colleague.id != waiting)
            default: Issue.record("not where they stand")
            }
        }
    }

    private func certify() async throws {
        try await charity.casework.certify(
            id, fingerprint: fingerprint, as: try await charity.fresh(.manager))
    }

    private func certified() async throws -> Bool {
        try await charity.casework.caller(cookie: newcomer.secret.cookie).isCertified
    }
}
