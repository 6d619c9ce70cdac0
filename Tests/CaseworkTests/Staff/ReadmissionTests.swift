import Database
import Testing
import Vault

@testable import Casework

/// A lost passphrase, and coming back (clause S3.7).
@Suite struct ReadmissionTests {
    private let charity: Charity

    init() async throws {
        charity = try await Charity()
        charity.time.move(seconds: 1)
    }

    @Test(arguments: Person.allCases)
    func `Only a guardian gives a code for new keys, and never to herself`(person: Person) async throws {
        let target: Person = person == .guardian ? .guardian : person == .caseworker ? .manager : .caseworker
        let id = try charity.id(target)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.readmit(
                id, from: 1, why: "A", as: try await charity.caller(person))
        }
        _ = try await charity.caller(target)
    }

    @Test func `Nobody who was not let in yet, no page of before, and nothing without a reason`() async throws
    {
        let (casework, guardian) = (charity.casework, try await charity.fresh(.guardian))
        let id = casework.newID()
        _ = try await casework.invite(id: id, name: "Nadia", role: .caseworker, as: guardian)
        for member in [id, casework.newID(), .house] {
            await #expect(throws: CaseworkError.notFound) {
                _ = try await casework.readmit(member, from: 1, why: "A", as: guardian)
            }
        }
        let worker = try charity.id(.caseworker)
        await #expect(throws: CaseworkError.invalid([Problem("why", .missing)])) {
            _ = try await casework.readmit(worker, from: 1, why: "", as: guardian)
        }
        await #expect(throws: CaseworkError.stale) {
            _ = try await casework.readmit(worker, from: 2, why: "A", as: guardian)
        }
        _ = try await casework.readmit(worker, from: 1, why: "A", as: guardian)
        await #expect(throws: CaseworkError.stale) {
            _ = try await casework.readmit(worker, from: 1, why: "A", as: try await charity.caller(.guardian))
        }
        #expect(try await charity.entryKinds().filter { $0 == .memberReadmitted }.count == 1)
    }

    @Test func `Nor without the passphrase just typed`() async throws {
        let guardian = try await charity.caller(.guardian)
        await #expect(throws: CaseworkError.notFresh) {
            _ = try await charity.casework.readmit(
                try charity.id(.caseworker), from: 1, why: "Forgotten", as: guardian)
        }
        _ = try await charity.caller(.caseworker)
    }

    @Test func `Nor are files given back without it`() async throws {
        _ = try await charity.workedClient()
        let code = try await charity.readmit(.caseworker)
        charity.time.move(seconds: 301)
        await #expect(throws: CaseworkError.notFresh) {
            _ = try await charity.enrol(.caseworker, code, asked: false)
        }
    }

    @Test func `The old passphrase and the open session end at once, and the wrapped seed is gone`()
        async throws
    {
        let id = try charity.id(.caseworker)
        _ = try await charity.readmit(.caseworker)
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.caseworker) }
        await #expect(throws: CaseworkError.wrongSignIn) {
            try await charity.casework.signIn(name: "caseworker", passphrase: Person.passphrase)
        }
        let (row, seeds) = try await charity.staff { staff in
            (
                try staff.member(id) == nil,
                try TeamKey.seeds(sealedTo: .member(id), staff.connection).count
            )
        }
        #expect(row && seeds == 0)
        #expect(try await charity.verification().holds)
    }

    @Test func `What is kept from them is not given back`() async throws {
        let casework = charity.casework
        let file = try await charity.workedClient("Zahra Idris")
        let form = try await charity.access(.otherCaseworker, ["health"])
        let worker = try await charity.caller(.caseworker)
        try await casework.giveAccess(form, id: casework.newID(), to: file, as: worker)
        var stepping = RestrictionForm()
        stepping.why = "My sister"
        try await casework.declareConflict(
            stepping, id: casework.newID(), file: file, as: try await charity.caller(.otherCaseworker))
        let code = try await charity.readmit(.otherCaseworker)
        let back = try await charity.enrol(.otherCaseworker, code)
        #expect(back.isCertified)
        let open = try await casework.openFile(file, as: try await charity.caller(.caseworker))
        #expect(open.items(of: back.member).isEmpty)
    }

    @Test func `With new keys nothing is lost: the role, the files by name, what they wrote`() async throws {
        let file = try await charity.workedClient()
        let restricted = try await charity.workedClient("Zahra Idris", isRestricted: true)
        let worker = try await charity.caller(.caseworker)
        try await charity.casework.writeNote("Mine", id: charity.casework.newID(), in: file, as: worker)
        let code = try await charity.readmit(.caseworker)
        // A manager writes while they wait: the epochs go on without them.
        try await charity.casework.writeNote(
            "Meanwhile", id: charity.casework.newID(), in: file, as: try await charity.caller(.manager))
        let again = try await charity.enrol(.caseworker, code)
        #expect(again.keyring.keys.identity != worker.keyring.keys.identity)
        #expect(again.teams == worker.teams)
        let contents = try await charity.casework.readFile(file, as: again)
        #expect(Set(contents.notes.map(\.text.words)) == ["First note", "Mine", "Meanwhile"])
        // What the old key signed still shows as theirs.
        #expect(contents.timeline.contains { $0.kind == .fileMade && $0.details != nil })
        #expect(try await charity.casework.readFile(restricted, as: again).notes.count == 1)
        try await charity.casework.writeNote("Back", id: charity.casework.newID(), in: file, as: again)
        let manager = try await charity.caller(.manager)
        #expect(try await charity.casework.readFile(file, as: manager).notes.count == 4)
        #expect(try await charity.verification().holds)
        await #expect(throws: CaseworkError.wrongCode) {
            try await charity.casework.enrol(.filled(code.text, "caseworker"))
        }
    }

    @Test func `The old seed, with a copy of the database taken later, opens nothing written after`()
        async throws
    {
        let file = try await charity.workedClient()
        let old = try await charity.caller(.caseworker)
        _ = try await charity.enrol(.caseworker, try await charity.readmit(.caseworker))
        let manager = try await charity.caller(.manager)
        try await charity.casework.writeNote("After", id: charity.casework.newID(), in: file, as: manager)
        try await charity.expectNothingAfter(in: file, opensFor: old.keyring)
    }

    @Test func `Keys of before, put back into the row, are not certified again`() async throws {
        let id = try charity.id(.caseworker)
        let row = try #require(try await charity.staff { try $0.member(id) })
        _ = try await charity.readmit(.caseworker)
        try await charity.meddle { connection in
            try connection.execute(
                """
                INSERT INTO members (member, handle, identity, wrap, version)
                VALUES (\(id.bytes), \(row.handle), \(row.identity), \(row.wrap.packed), 1)
                """)
        }
        let fingerprint = try MemberIdentity(packed: row.identity).fingerprint
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.certify(
                id, fingerprint: fingerprint, as: try await charity.fresh(.guardian))
        }
        await #expect(throws: CaseworkError.wrongSignIn) {
            try await charity.casework.signIn(name: "caseworker", passphrase: Person.passphrase)
        }
        #expect(try await !charity.verification().holds)
    }

    @Test func `Somebody suspended comes back with new keys, and without the files that went to others`()
        async throws
    {
        let file = try await charity.workedClient()
        try await charity.casework.suspend(
            try charity.id(.caseworker), why: "On leave", handingTo: try charity.id(.otherCaseworker),
            as: try await charity.caller(.manager))
        charity.time.move(seconds: 1)
        let again = try await charity.enrol(.caseworker, try await charity.readmit(.caseworker))
        #expect(again.teams == [.caseworkers, .staff])
        #expect(try await charity.casework.readFile(file, as: again).items == [.identity, .contact])
        #expect(try await charity.verification().holds)
    }

    @Test func `New keys give back nothing that was taken back before`() async throws {
        let file = try await charity.workedClient()
        try await charity.giveAndTakeBack(file, .otherCaseworker)
        let again = try await charity.enrol(.otherCaseworker, try await charity.readmit(.otherCaseworker))
        #expect(again.teams == [.caseworkers, .staff])
        #expect(try await charity.casework.readFile(file, as: again).items == [.identity, .contact])
        #expect(try await charity.entryKinds().filter { $0 == .accessGranted }.count == 1)
    }

    @Test func `Nor what another role ended`() async throws {
        let file = try await charity.workedClient()
        for (version, role) in [(UInt32(1), Role.receptionist), (2, .caseworker)] {
            try await charity.casework.changeRole(
                of: try charity.id(.caseworker), to: role, from: version, why: "A",
                as: try await charity.fresh(.guardian))
            charity.time.move(seconds: 1)
        }
        let again = try await charity.enrol(.caseworker, try await charity.readmit(.caseworker))
        #expect(try await charity.casework.readFile(file, as: again).items == [.identity, .contact])
    }

    @Test func `Files that came back once do not come back after a suspension`() async throws {
        let file = try await charity.workedClient()
        let second = try await charity.enrol(.caseworker, try await charity.readmit(.caseworker))
        #expect(try await charity.casework.readFile(file, as: second).notes.count == 1)
        try await charity.casework.suspend(
            second.member, why: "On leave", as: try await charity.caller(.manager))
        charity.time.move(seconds: 1)
        let third = try await charity.enrol(.caseworker, try await charity.readmit(.caseworker))
        #expect(try await charity.casework.readFile(file, as: third).items == [.identity, .contact])
        #expect(try await charity.verification().holds)
    }
}
