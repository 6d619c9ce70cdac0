import Testing
import Vault

@testable import Casework

/// Who holds which recovery sheet (clause S3.7).
@Suite struct SheetHoldersTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    private func renewed(_ holders: [String]) async throws {
        let guardian = try await charity.fresh(.guardian)
        try charity.casework.drawSheets(as: guardian)
        for number in 1...3 { _ = try charity.casework.sheet(number, as: guardian) }
        try await charity.casework.handOverSheets(to: holders, as: guardian)
    }

    private func holders(_ person: Person = .guardian) async throws -> [String]? {
        try await charity.casework.sheetHolders(as: try await charity.caller(person))?.names
    }

    @Test func `Without three different names the sheets are not handed over, and wait`() async throws {
        let before = try await charity.entryCount()
        for (names, field) in [
            (["", "B", "C"], "holder1"), (["A", "B"], "holder3"), (["A", "B", "a"], "holder3"),
        ] {
            let error = await #expect(throws: CaseworkError.self) { try await renewed(names) }
            guard case .invalid(let problems)? = error else {
                Issue.record("\(names)")
                return
            }
            #expect(problems.map(\.field) == [field])
        }
        #expect(try await charity.entryKinds(after: before - 1).allSatisfy { $0 == .identityConfirmed })
        try await renewed(["A", "B", "C"])
    }

    @Test func `A guardian reads who holds them, and nobody who does not hold the log`() async throws {
        #expect(try await holders() == nil)
        charity.time.move(seconds: 1)
        try await renewed(["Imran Qureshi", "Dorothy Achebe", "Qz Szymański"])
        #expect(try await holders() == ["Imran Qureshi", "Dorothy Achebe", "Qz Szymański"])
        for person in [Person.manager, .receptionist, .caseworker] {
            #expect(try await holders(person) == nil)
        }
        #expect(try await charity.verification().holds)
    }

    @Test func `A sheet that changes hands is written down, by a guardian alone`() async throws {
        let names = ["Imran Qureshi", "Dorothy Achebe", "Paul Szymański"]
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.writeSheetHolders(names, as: try await charity.caller(.manager))
        }
        try await charity.casework.writeSheetHolders(names, as: try await charity.caller(.guardian))
        #expect(try await holders() == names)
        // A new set has holders of its own.
        charity.time.move(seconds: 1)
        try await renewed(["D", "E", "F"])
        #expect(try await holders() == ["D", "E", "F"])
    }
}
