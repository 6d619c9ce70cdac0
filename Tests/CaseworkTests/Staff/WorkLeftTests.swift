import Testing
import Vault

@testable import Casework

/// What is said after somebody left, or took up another role: handed over to whom, and what stayed (clause S1.1).
@Suite struct WorkLeftTests: OneClient {
    let charity: Charity
    let file: ID

    private func work(_ person: Person = .manager) async throws -> WorkLeft {
        try await charity.casework.workLeft(
            by: try charity.id(.caseworker), as: try await charity.caller(person))
    }

    private func suspend(handingTo successor: Person?, by person: Person = .manager) async throws {
        try await charity.casework.suspend(
            try charity.id(.caseworker), why: "Left", handingTo: try successor.map { try charity.id($0) },
            as: try await charity.fresh(person))
        charity.time.move(seconds: 1)
    }

    @Test func `Nobody learns it who does not suspend, nor of somebody who never left`() async throws {
        await #expect(throws: CaseworkError.notFound) { _ = try await work() }
        try await suspend(handingTo: nil)
        for person in [Person.receptionist, .otherCaseworker, .counsellor] {
            await #expect(throws: CaseworkError.notFound) { _ = try await work(person) }
        }
    }

    @Test func `What was handed over is said with whom it went to, and nothing stays`() async throws {
        try await suspend(handingTo: .otherCaseworker)
        let entries = try await charity.entryCount()
        let work = try await work()
        #expect(work.handedOver.map(\.file) == [file])
        #expect(work.handedOver.map(\.to) == [[try charity.id(.otherCaseworker)]])
        #expect(work.handedOver.map(\.name) == ["Muhammad Husayn"])
        #expect(work.stayed.isEmpty)
        #expect(try await charity.entryKinds().dropFirst(entries) == [.listShown])
    }

    @Test func `What nobody took over stays, until it is handed over`() async throws {
        try await suspend(handingTo: nil)
        var work = try await work()
        #expect(work.handedOver.isEmpty && work.stayed.map(\.file) == [file])
        try await charity.casework.handOver(
            from: try charity.id(.caseworker), to: try charity.id(.otherCaseworker), why: "Left",
            as: try await charity.caller(.manager))
        charity.time.move(seconds: 1)
        work = try await self.work()
        #expect(work.handedOver.map(\.file) == [file] && work.stayed.isEmpty)
    }

    @Test func `What is kept from the successor stays, and a manager learns nothing of it`() async throws {
        let other = try await charity.workedClient("Zahra Idris")
        try await restrict(try form(relatedTo: .otherCaseworker), by: .caseworker)
        try await suspend(handingTo: .otherCaseworker, by: .guardian)
        let told = try await work(.guardian)
        #expect(told.handedOver.map(\.file) == [other] && told.stayed.map(\.file) == [file])
        #expect(told.stayed.first?.isAlone == true)
        let manager = try await work()
        #expect(manager.handedOver.map(\.file) == [other] && manager.stayed.isEmpty)
    }

    @Test func `After a change of role it says the same`() async throws {
        try await charity.casework.changeRole(
            of: try charity.id(.caseworker), to: .receptionist, from: 1, why: "A",
            handingTo: try charity.id(.otherCaseworker), as: try await charity.fresh(.manager))
        charity.time.move(seconds: 1)
        let work = try await work()
        #expect(work.handedOver.map(\.file) == [file] && work.stayed.isEmpty)
    }
}
