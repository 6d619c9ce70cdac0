import Testing
import Vault

@testable import Casework

/// A client whom the first contact gave to nobody (clause S1.1): who is told, and who takes them on.
@Suite struct WithoutWorkerTests: OneClient {
    let charity: Charity
    /// The caseworker's.
    let file: ID

    private func forNobody(_ name: String = "Zubaida Khatun") async throws -> ID {
        try await charity.client(.filled(name))
    }

    private func listed(_ person: Person) async throws -> [ID] {
        try await charity.casework.clientsWithoutWorker(as: try await charity.caller(person)).map(\.file)
    }

    private func count(_ person: Person) async throws -> Int {
        try await charity.casework.clientsWithoutWorkerCount(as: try await charity.caller(person)).count
    }

    @Test(arguments: [Person.receptionist, .counsellor, .guardian])
    func `Nobody else is told of them, or takes them on`(person: Person) async throws {
        let new = try await forNobody()
        let caller = try await charity.caller(person)
        #expect(try await count(person) == 0)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.clientsWithoutWorker(as: caller)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.takeOn(new, worker: caller.member, as: caller)
        }
    }

    @Test(arguments: [Person.caseworker, .otherCaseworker, .manager])
    func `Caseworkers and managers are told how many, without an entry, and read who, with one`(
        person: Person
    ) async throws {
        let new = try await forNobody()
        let before = try await charity.entryCount()
        #expect(try await count(person) == 1)
        #expect(try await charity.entryCount() == before)
        #expect(try await listed(person) == [new])
        #expect(try await charity.entryKinds(after: before - 1) == [.listShown])
    }

    @Test func `A restricted one is not among them, nor one that somebody works with`() async throws {
        _ = try await charity.workedClient("Zahra Idris", isRestricted: true)
        for person in [Person.caseworker, .otherCaseworker, .manager] {
            #expect(try await listed(person).isEmpty)
        }
    }

    @Test func `Whoever takes a client on holds the file by name, and their team no more than who it is`()
        async throws
    {
        let new = try await forNobody()
        let caller = try await charity.caller(.caseworker)
        #expect(try await items(.otherCaseworker, of: new).contains(.casework))
        try await charity.casework.takeOn(new, worker: caller.member, as: caller)
        charity.time.move(seconds: 1)
        #expect(try await items(.otherCaseworker, of: new) == [.identity, .contact])
        let mine = try await charity.casework.openFile(new, as: try await charity.caller(.caseworker))
        #expect(mine.items(of: caller.member) == Set(ClientFile.known + ClientFile.worked))
        // What was written before is theirs to read, and what is written after is not their team's.
        try await charity.casework.writeNote(
            "Qz after", id: charity.casework.newID(), in: new, as: try await charity.caller(.caseworker))
        let contents = try await charity.casework.readFile(new, as: try await charity.caller(.caseworker))
        #expect(contents.notes.map(\.text.words) == ["Qz after", "First note"])
        #expect(try await items(.manager, of: new).contains(.casework))
        #expect(try await listed(.manager).isEmpty)
        let files = try await charity.casework.myFiles(as: try await charity.caller(.caseworker))
        #expect(files.contains { $0.file == new })
        #expect(try await charity.verification().holds)
    }

    @Test func `Two who take on one client: the second is told, and gets nothing`() async throws {
        let new = try await forNobody()
        let (first, second) = (
            try await charity.caller(.caseworker), try await charity.caller(.otherCaseworker)
        )
        try await charity.casework.takeOn(new, worker: first.member, as: first)
        await #expect(throws: CaseworkError.self) {
            try await charity.casework.takeOn(new, worker: second.member, as: second)
        }
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.takeOn(
                new, worker: second.member, as: try await charity.caller(.manager))
        }
        #expect(try await !items(.otherCaseworker, of: new).contains(.casework))
    }

    @Test func `A caseworker gives no client to a colleague; a manager does, to a caseworker alone`()
        async throws
    {
        let new = try await forNobody()
        let (worker, manager) = (
            try await charity.caller(.caseworker), try await charity.caller(.manager)
        )
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.takeOn(new, worker: try charity.id(.otherCaseworker), as: worker)
        }
        for person in [Person.receptionist, .manager, .counsellor] {
            await #expect(throws: CaseworkError.invalid([Problem("worker", .notAChoice)])) {
                try await charity.casework.takeOn(new, worker: try charity.id(person), as: manager)
            }
        }
        try await charity.casework.takeOn(new, worker: try charity.id(.otherCaseworker), as: manager)
        #expect(try await items(.otherCaseworker, of: new).contains(.casework))
        #expect(try await !items(.caseworker, of: new).contains(.casework))
    }

    @Test func `One whom nobody works with any more comes up again`() async throws {
        #expect(try await count(.manager) == 0)
        try await charity.casework.endAccess(
            of: try charity.id(.caseworker), to: file, why: "She moves on",
            as: try await charity.caller(.manager))
        let clients = try await charity.casework.clientsWithoutWorker(as: try await charity.caller(.manager))
        #expect(clients.map(\.file) == [file])
        #expect(clients.allSatisfy { !$0.isNew })
    }

    @Test func `What was given is new until it is opened; what one made or took on oneself never is`()
        async throws
    {
        func new(_ person: Person) async throws -> Set<ID> {
            try await charity.casework.newToMe(as: try await charity.caller(person))
        }
        #expect(try await new(.caseworker) == [file])
        #expect(try await new(.otherCaseworker).isEmpty)
        let mine = try await charity.client(
            .filled("Bilal Khan", worker: try charity.id(.caseworker)), by: .caseworker)
        let taken = try await forNobody()
        let caller = try await charity.caller(.caseworker)
        try await charity.casework.takeOn(taken, worker: caller.member, as: caller)
        #expect(try await !new(.caseworker).contains(mine))
        #expect(try await !new(.caseworker).contains(taken))
        _ = try await charity.casework.readFile(file, as: try await charity.caller(.caseworker))
        #expect(try await new(.caseworker).isEmpty)
    }
}
