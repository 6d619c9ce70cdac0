import Testing
import Vault

@testable import Casework

/// What new keys do not bring back by themselves, because whoever certified them could not open it (clause S3.7).
@Suite struct GivingBackTests: OneClient {
    let charity: Charity
    let file: ID

    /// The caseworker of an open file and of a restricted one, under new keys that a manager certified.
    private func back() async throws -> (caller: Caller, restricted: ID) {
        let restricted = try await charity.workedClient("Zahra Idris", isRestricted: true)
        charity.time.move(seconds: 1)
        let code = try await charity.readmit(.caseworker)
        return (try await charity.enrol(.caseworker, code, by: .manager), restricted)
    }

    private func holds(_ file: ID, _ caller: Caller) async throws -> Bool {
        do { return try await charity.casework.openFile(file, as: caller).holds(.casework) } catch {
            guard error == .notFound else { throw error }
            return false
        }
    }

    private func waiting(_ person: Person = .guardian) async throws -> [Int] {
        try await charity.casework.waitingToGiveBack(as: try await charity.caller(person)).map(\.files)
    }

    @Test(arguments: Person.allCases.filter { $0 != .guardian && $0 != .caseworker })
    func `Nobody but a guardian is told what waits, or gives it back`(person: Person) async throws {
        let (worker, restricted) = try await back()
        let caller = try await charity.fresh(person)
        #expect(try await waiting(person) == [])
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.filesToGiveBack(to: worker.member, as: caller)
        }
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.giveBack(to: worker.member, as: caller)
        }
        #expect(try await !holds(restricted, worker))
    }

    @Test func `Nor without the passphrase just typed, nor to somebody whose keys are the old ones`()
        async throws
    {
        let (worker, restricted) = try await back()
        charity.time.move(seconds: 301)
        let guardian = try await charity.caller(.guardian)
        await #expect(throws: CaseworkError.notFresh) {
            try await charity.casework.giveBack(to: worker.member, as: guardian)
        }
        let other = try charity.id(.otherCaseworker)
        for member in [other, guardian.member, .house] {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.giveBack(to: member, as: guardian)
            }
        }
        #expect(try await !holds(restricted, worker))
    }

    @Test func `What a manager could not give back waits for a guardian, who gives it once`() async throws {
        let (worker, restricted) = try await back()
        #expect(try await holds(file, worker))
        #expect(try await !holds(restricted, worker))
        #expect(try await waiting() == [1])
        // It has a worker, and is not one of those whose worker has left.
        let without = try await charity.casework.filesWithoutWorker(
            as: try await charity.caller(.guardian))
        #expect(without.isEmpty)
        let guardian = try await charity.fresh(.guardian)
        let entries = try await charity.entryCount()
        let (colleague, files) = try await charity.casework.filesToGiveBack(
            to: worker.member, as: guardian)
        #expect(colleague.id == worker.member && files.map(\.file) == [restricted])
        #expect(files.map(\.isRestricted) == [true] && files.first?.items.contains(.casework) == true)
        #expect(try await charity.entryKinds().dropFirst(entries) == [.listShown])
        try await charity.casework.giveBack(to: worker.member, as: guardian)
        charity.time.move(seconds: 1)
        #expect(try await holds(restricted, worker))
        #expect(try await waiting() == [])
        for each in [file, restricted] {
            let seeing = try await charity.casework.people(of: each, as: guardian).seeing
            #expect(seeing.allSatisfy { $0.reason != .unknown })
            let given = try #require(seeing.first { $0.principal == .member(worker.member) })
            guard case .said = given.reason else { throw CaseworkError.notFound }
        }
        await #expect(throws: CaseworkError.alreadySaved) {
            try await charity.casework.giveBack(to: worker.member, as: guardian)
        }
        #expect(try await charity.verification().holds)
    }

    /// Everybody holds the roster's key, and whoever looks after the machine can write the database.
    @Test(arguments: [true, false])
    func `A list that somebody wrote into their own row of the roster gives them nothing`(isTheirs: Bool)
        async throws
    {
        let hidden = try await charity.workedClient("Zahra Idris", isRestricted: true)
        charity.time.move(seconds: 1)
        let code = try await charity.readmit(.receptionist)
        let member = try charity.id(.receptionist)
        let roster = try await charity.caller(.caseworker).houseKey(.roster)
        let version = try await charity.rosterVersion(of: member)
        let held = [HeldFile(file: hidden, items: [Item.casework.rawValue, Item.identity.rawValue])]
        // Sealed with the key that they have; or taken from a row of their own, of another version.
        let key = isTheirs ? roster : try await charity.caller(.guardian).houseKey(.certification)
        let list = try FilesToReturn(held, to: member, version: isTheirs ? version + 1 : version, with: key)
        let casework = charity.casework
        try await casework.act(.memberReadmitted, on: .house, by: member) { act in
            try SealedRecord.write(
                Profile(name: "A", role: .receptionist, filesToReturn: list), id: member,
                after: version, with: roster, in: &act)
        }
        let back = try await charity.enrol(.receptionist, code)
        #expect(try await !holds(hidden, back))
        #expect(try await waiting() == [])
    }

    @Test func `Where a guardian certifies them nothing waits`() async throws {
        let restricted = try await charity.workedClient("Zahra Idris", isRestricted: true)
        charity.time.move(seconds: 1)
        let code = try await charity.readmit(.caseworker)
        let worker = try await charity.enrol(.caseworker, code)
        #expect(try await holds(restricted, worker))
        #expect(try await waiting() == [])
    }

    @Test func `What was handed over since does not wait`() async throws {
        let (worker, _) = try await back()
        try await charity.casework.handOver(
            from: worker.member, to: try charity.id(.otherCaseworker), why: "Away",
            as: try await charity.fresh(.guardian))
        charity.time.move(seconds: 1)
        #expect(try await waiting() == [])
    }

    @Test func `Lost once more before it was given back, all of it comes back`() async throws {
        let (_, restricted) = try await back()
        let code = try await charity.readmit(.caseworker)
        let worker = try await charity.enrol(.caseworker, code)
        for each in [file, restricted] { #expect(try await holds(each, worker)) }
        #expect(try await waiting() == [])
        #expect(try await charity.verification().holds)
    }

    @Test func `Whoever is suspended in between has nothing waiting when they come back`() async throws {
        let (worker, restricted) = try await back()
        try await charity.casework.suspend(
            worker.member, why: "Left", as: try await charity.caller(.manager))
        charity.time.move(seconds: 1)
        #expect(try await waiting() == [])
        let code = try await charity.readmit(.caseworker)
        let returned = try await charity.enrol(.caseworker, code)
        #expect(try await waiting() == [])
        for each in [file, restricted] { #expect(try await !holds(each, returned)) }
    }
}

extension Charity {
    fileprivate func rosterVersion(of member: ID) async throws -> UInt32 {
        try await casework.roster(as: try await caller(.guardian)).first { $0.id == member }?.version ?? 0
    }
}
