import Database
import Testing
import Vault

@testable import Casework

/// Taking up another role (clause S3.5), and what it takes back (clause S3.4).
@Suite struct RoleChangeTests {
    private let charity: Charity

    init() async throws {
        charity = try await Charity()
        charity.time.move(seconds: 1)
    }

    private func change(
        _ person: Person, to role: Role, by other: Person = .guardian, version: UInt32 = 1,
        why: String = "A new post", handingTo successor: Person? = nil
    ) async throws {
        try await charity.casework.changeRole(
            of: try charity.id(person), to: role, from: version, why: why,
            handingTo: try successor.map { try charity.id($0) }, as: try await charity.fresh(other))
        charity.time.move(seconds: 1)
    }

    private func signIn(_ person: Person) async throws -> Caller {
        let secret = try await charity.casework.signIn(
            name: person.rawValue, passphrase: Person.passphrase)
        return try await charity.casework.caller(cookie: secret.cookie)
    }

    @Test(arguments: [
        (Person.receptionist, Person.caseworker), (.caseworker, .receptionist), (.counsellor, .caseworker),
        (.manager, .guardian), (.manager, .manager), (.guardian, .guardian),
    ])
    func `Nobody changes their own role, a guardian's without being one, or any without the charity's key`(
        person: Person, other: Person
    ) async throws {
        await #expect(throws: CaseworkError.notFound) { try await change(other, to: .trustee, by: person) }
        #expect(try await charity.entryKinds().last != .roleChanged)
    }

    @Test(arguments: [Role.guardian, .counsellor, .caseworker])
    func `A manager gives no role that is not theirs to give, and nobody the role that they have`(
        role: Role
    ) async throws {
        await #expect(throws: CaseworkError.invalid([Problem("role", .notAChoice)])) {
            try await change(.caseworker, to: role, by: .manager)
        }
    }

    @Test func `One of two managers takes up no other role`() async throws {
        await #expect(throws: CaseworkError.invalid([Problem("role", .notAChoice)])) {
            try await change(.manager, to: .caseworker)
        }
        try await change(.otherCaseworker, to: .manager)
        try await change(.manager, to: .caseworker)
        #expect(try await charity.caller(.guardian).certified.members(of: .management).count == 2)
    }

    @Test func `A page of before changes nothing, and neither does a form sent twice`() async throws {
        await #expect(throws: CaseworkError.stale) {
            try await change(.caseworker, to: .receptionist, version: 2)
        }
        try await change(.caseworker, to: .receptionist)
        await #expect(throws: CaseworkError.invalid([Problem("role", .notAChoice)])) {
            try await change(.caseworker, to: .receptionist)
        }
        await #expect(throws: CaseworkError.stale) { try await change(.caseworker, to: .trustee) }
        #expect(try await charity.entryKinds().filter { $0 == .roleChanged }.count == 1)
    }

    @Test func `Without a reason, and with nobody who could take the files over, nothing happens`()
        async throws
    {
        await #expect(throws: CaseworkError.invalid([Problem("why", .missing)])) {
            try await change(.caseworker, to: .receptionist, why: " ")
        }
        await #expect(throws: CaseworkError.invalid([Problem("successor", .notAChoice)])) {
            try await change(.caseworker, to: .receptionist, handingTo: .receptionist)
        }
        _ = try await charity.caller(.caseworker)
    }

    @Test func `The session ends at once, and the same passphrase opens the new role and no more`()
        async throws
    {
        let file = try await charity.workedClient()
        _ = try await charity.casework.readFile(file, as: try await charity.caller(.caseworker))
        try await change(.caseworker, to: .receptionist)
        await #expect(throws: CaseworkError.signedOut) { try await charity.caller(.caseworker) }
        let caller = try await signIn(.caseworker)
        #expect(caller.teams == [.frontDesk, .staff] && caller.profile?.role == .receptionist)
        #expect(caller.house?.items == (try await charity.caller(.receptionist)).house?.items)
        #expect(try await charity.casework.readFile(file, as: caller).items == [.identity, .contact])
        // It was theirs by name in the other role; now their team holds a part of it, as of every file.
        #expect(try await charity.casework.myFiles(as: caller).isEmpty)
        #expect(try await charity.verification().holds)
    }

    @Test func `Coming into a team opens what it had before, and what is written after`() async throws {
        let file = try await charity.client(by: .manager)
        try await change(.receptionist, to: .caseworker)
        let caller = try await signIn(.receptionist)
        #expect(try await charity.casework.readFile(file, as: caller).notes.count == 1)
        try await charity.casework.writeNote(
            "Second", id: charity.casework.newID(), in: file, as: try await charity.caller(.manager))
        #expect(try await charity.casework.readFile(file, as: caller).notes.count == 2)
        #expect(try await charity.verification().holds)
    }

    @Test func `A manager who became a caseworker can admit nobody, and has no seed of the desk`()
        async throws
    {
        try await change(.otherCaseworker, to: .manager)
        try await change(.manager, to: .caseworker)
        let caller = try await signIn(.manager)
        #expect(!caller.holds(.certification) && !caller.holds(.log))
        let seeds = try await charity.database.read {
            try TeamKey.seeds(sealedTo: .member(caller.member), $0).map(\.team.team)
        }
        #expect(Set(seeds) == [.caseworkers, .staff])
        #expect(caller.certified.current(.frontDesk)?.epoch == 2)
    }

    @Test func `Files are handed over in the same act, and the entry says so`() async throws {
        let file = try await charity.workedClient()
        try await change(.caseworker, to: .receptionist, by: .manager, handingTo: .otherCaseworker)
        let other = try await charity.caller(.otherCaseworker)
        let contents = try await charity.casework.readFile(file, as: other)
        #expect(contents.notes.count == 1 && contents.items.contains(.log))
        let line = try #require(contents.timeline.first { $0.kind == .workHandedOver })
        #expect(line.details?.hasPrefix("Handed over from \(Person.caseworker.name)") == true)
        try await charity.casework.writeNote("Next", id: charity.casework.newID(), in: file, as: other)
        let manager = try await charity.caller(.manager)
        #expect(try await charity.casework.readFile(file, as: manager).notes.count == 2)
        #expect(try await charity.verification().holds)
    }

    @Test func `What another role ended waits to be handed over, once`() async throws {
        _ = try await charity.workedClient()
        let id = try charity.id(.caseworker)
        try await change(.caseworker, to: .receptionist)
        let manager = try await charity.caller(.manager)
        #expect(try await charity.casework.filesGiven(to: id, as: manager).map(\.isAlone) == [true])
        try await charity.casework.handOver(
            from: id, to: try charity.id(.otherCaseworker), why: "A new post", as: manager)
        charity.time.move(seconds: 1)
        try await change(.receptionist, to: .caseworker)
        let after = try await charity.caller(.manager)
        #expect(try await charity.casework.filesGiven(to: id, as: after).isEmpty)
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.handOver(
                from: id, to: try charity.id(.receptionist), why: "A", as: after)
        }
    }
}
