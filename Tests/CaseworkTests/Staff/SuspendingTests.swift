import Database
import Ledger
import Testing
import Vault

@testable import Casework

/// Suspending a member (clause S3.7).
@Suite struct SuspendingTests {
    private let charity: Charity

    init() async throws {
        charity = try await Charity()
        charity.time.move(seconds: 1)
    }

    private func suspend(_ person: Person, by other: Person, why: String = "They have left") async throws {
        try await charity.casework.suspend(
            try charity.id(person), why: why, as: try await charity.caller(other))
    }

    /// Lets somebody else in.
    private func admit(_ name: String, _ role: Role) async throws -> Caller {
        let (casework, id) = (charity.casework, charity.casework.newID())
        let guardian = try await charity.fresh(.guardian)
        let code = try await casework.invite(id: id, name: name, role: role, as: guardian)
        let secret = try await casework.enrol(.filled(code.text, name))
        let newcomer = try await casework.caller(cookie: secret.cookie)
        try await casework.certify(
            id, fingerprint: newcomer.keyring.keys.identity.fingerprint, as: guardian)
        charity.time.move(seconds: 1)
        return try await casework.caller(cookie: secret.cookie)
    }

    @Test(arguments: Person.allCases, Person.allCases)
    func `Managers suspend staff and not guardians, nobody themself, and nobody else anybody`(
        person: Person, other: Person
    ) async throws {
        let admits = [.guardian, .manager, .otherManager].contains(person)
        let caller = try await charity.caller(person)
        if admits, other != person, other != .guardian {
            #expect(caller.canSuspend(try charity.id(other)))
        } else {
            #expect(!caller.canSuspend(try charity.id(other)))
            await #expect(throws: CaseworkError.notFound) { try await suspend(other, by: person) }
            #expect(try await charity.entryKinds().last != .memberSuspended)
        }
    }

    @Test func `Nobody that there is, and somebody not let in yet, can't be suspended`() async throws {
        let id = charity.casework.newID()
        let guardian = try await charity.fresh(.guardian)
        let code = try await charity.casework.invite(
            id: id, name: "Nadia", role: .caseworker, as: guardian)
        for member in [charity.casework.newID(), .house, id] {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.suspend(member, why: "A", as: guardian)
            }
        }
        _ = try await charity.casework.enrol(.filled(code.text, "nadia"))
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.suspend(id, why: "A", as: guardian)
        }
    }

    @Test(arguments: [
        ("", Problem.Reason.missing), ("a\u{202E}b", .unreadable(after: "a")),
        (String(repeating: "a", count: 2001), .tooLong(2000)),
    ])
    func `Without a reason that can be read nothing happens`(
        why: String, reason: Problem.Reason
    ) async throws {
        await #expect(throws: CaseworkError.invalid([Problem("why", reason)])) {
            try await suspend(.caseworker, by: .manager, why: why)
        }
        _ = try await charity.caller(.caseworker)
    }

    @Test func `An open session ends at once, and the sign-in is refused, as a wrong one is`() async throws {
        _ = try await charity.caller(.caseworker)
        try await suspend(.caseworker, by: .manager)
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.caseworker) }
        await #expect(throws: CaseworkError.wrongSignIn) {
            try await charity.casework.signIn(name: "caseworker", passphrase: Person.passphrase)
        }
        await charity.casework.finish()
        #expect(try await charity.entryKinds().suffix(2) == [.memberSuspended, .signInRefused])
        // Everybody else goes on.
        _ = try await charity.caller(.otherCaseworker)
        _ = try await charity.casework.signIn(name: "otherCaseworker", passphrase: Person.passphrase)
        let again = try await charity.restarted()
        await #expect(throws: CaseworkError.wrongSignIn) {
            try await again.casework.signIn(name: "caseworker", passphrase: Person.passphrase)
        }
    }

    @Test func `A session put back into the database opens nothing`() async throws {
        let cookie = try charity.cookie(.caseworker)
        let session = try #require(SessionSecret(cookie: cookie)).session
        let row = try #require(
            try await charity.database.read {
                try $0.first("SELECT * FROM sessions WHERE session = \(session.bytes)")
            })
        let (member, wrapped, seen) = (
            try row.blob("member"), try row.blob("wrapped"), try row.blob("seen")
        )
        try await suspend(.caseworker, by: .manager)
        let now = charity.casework.now.milliseconds
        try await charity.meddle {
            try $0.execute(
                """
                INSERT INTO sessions (session, member, wrapped, began, device, seen)
                VALUES (\(session.bytes), \(member), \(wrapped), \(now), 0, \(seen))
                """)
        }
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.caseworker) }
    }

    @Test func `Taking the certificate out of the database shows in the log book`() async throws {
        let before = try await charity.staff { try $0.certificates().map(\.digest) }
        try await suspend(.caseworker, by: .manager)
        #expect(try await charity.verification().holds)
        let added = try await charity.staff { try $0.certificates().map(\.digest) }
            .filter { !before.contains($0) }
        let digest = try #require(added.first)
        try await charity.change("DELETE FROM certificates WHERE digest = \(digest.bytes)")
        let fault = try await charity.verification().fault
        guard case .row(.certificate, _)? = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
    }

    @Test func `The same keys are not let in again, and a second suspension changes nothing`() async throws {
        let known = try charity.id(.caseworker)
        let row = try #require(try await charity.staff { try $0.member(known) })
        try await suspend(.caseworker, by: .manager)
        let manager = try await charity.caller(.otherManager)
        let colleague = try #require(
            try await charity.casework.roster(as: manager).first { $0.profile.name == Person.caseworker.name }
        )
        guard case .suspended = colleague.standing else {
            Issue.record("\(colleague.standing)")
            return
        }
        let id = colleague.id
        let identity = try MemberIdentity(packed: row.identity)
        // The row went with the suspension; somebody puts it back.
        try await charity.meddle { connection in
            try connection.execute(
                """
                INSERT INTO members (member, handle, identity, wrap, version)
                VALUES (\(id.bytes), \(row.handle), \(row.identity), \(row.wrap.packed), 1)
                """)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.certify(id, fingerprint: identity.fingerprint, as: manager)
        }
        await #expect(throws: CaseworkError.alreadySaved) { try await suspend(.caseworker, by: .guardian) }
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.caseworker) }
    }

    @Test func `What they made stays, and they are offered for nothing new`() async throws {
        let file = try await charity.client(.filled(worker: try charity.id(.caseworker)), by: .caseworker)
        charity.time.move(seconds: 1)
        try await suspend(.caseworker, by: .manager)
        let manager = try await charity.caller(.manager)
        #expect(try await charity.casework.readFile(file, as: manager).notes.count == 1)
        await #expect(throws: CaseworkError.invalid([Problem("worker", .notAChoice)])) {
            try await charity.client(.filled("Amina Begum", worker: try charity.id(.caseworker)))
        }
    }

    @Test func `A guardian suspends another, and two who suspend each other at once leave one`() async throws
    {
        let (casework, second) = (charity.casework, try await admit("second", .guardian))
        let (first, firstID) = (try await charity.caller(.guardian), try charity.id(.guardian))
        // Both have opened the page; the second one's form arrives after the first one's.
        #expect(first.canSuspend(second.member) && second.canSuspend(firstID))
        try await casework.suspend(second.member, why: "A", as: first)
        await #expect(throws: CaseworkError.notFound) {
            try await casework.suspend(firstID, why: "B", as: second)
        }
        #expect(try await charity.caller(.guardian).certified.members(of: .guardian) == [firstID])
    }

    @Test func `Why is for managers and guardians, and for nobody else`() async throws {
        try await suspend(.caseworker, by: .manager, why: "Notice was given")
        for person in [Person.guardian, .otherManager, .receptionist] {
            let lines = try await charity.casework.logDay(
                charity.casework.now.day, filter: LogFilter(kind: .memberSuspended),
                as: try await charity.caller(person)
            ).lines
            let details = "Suspended: \(Person.caseworker.name). Why: Notice was given"
            #expect(lines.map(\.details) == (person == .receptionist ? [] : [details]))
        }
    }

    @Test func `The matrix says what each role's keys open, and only to those who admit`() async throws {
        _ = try await charity.workedClient()
        for person in Person.allCases where ![.guardian, .manager, .otherManager].contains(person) {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.staffMatrix(as: try await charity.caller(person))
            }
        }
        let matrix = try await charity.casework.staffMatrix(as: try await charity.caller(.manager))
        func row(_ person: Person) throws -> StaffMatrix.Row {
            let id = try charity.id(person)
            return try #require(matrix.rows.first { $0.colleague.id == id })
        }
        #expect(matrix.rows.count == Person.allCases.count)
        #expect(try row(.counsellor).client[.counselling] == .every)
        #expect(try row(.guardian).client[.counselling] == .escrow)
        #expect(try row(.guardian).client[.identity] == .every)
        #expect(try row(.manager).client[.counselling] == nil)
        #expect(try row(.caseworker).client[.casework] == .own)
        #expect(try row(.caseworker).client[.identity] == .every)
        #expect(try row(.caseworker).organisation[.commercial] == .own)
        #expect(try row(.receptionist).organisation[.organisation] == nil)
        #expect(try row(.receptionist).house[.messages] == .every)
        #expect(try row(.caseworker).files == 1)
        #expect(try row(.otherCaseworker).files == 0)
        try await suspend(.caseworker, by: .manager)
        let after = try await charity.casework.staffMatrix(as: try await charity.caller(.manager))
        #expect(after.rows.count == Person.allCases.count - 1)
    }
}
