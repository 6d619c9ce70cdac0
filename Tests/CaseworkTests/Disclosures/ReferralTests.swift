import Policy
import Testing
import Vault

@testable import Casework

/// Clauses P4.2 and P4.4: whoever decides what is referred, and how the asker learns of it.
@Suite struct ReferralTests {
    @Test func `Nobody rules on their own, nor is offered it`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let (id, _) = try await charity.share(.referred(), of: file, as: .manager)
        let manager = try await charity.caller(.manager)
        #expect(try await charity.casework.referrals(as: manager).isEmpty)
        #expect(try await charity.disclosure(id, of: file, as: .manager).toRule.isEmpty)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.rule(id, of: file, items: ["casework"], as: .manager)
        }
        try await charity.rule(id, of: file, items: ["casework"], as: .otherManager)
    }

    @Test(arguments: [Person.guardian, .counsellor, .caseworker, .receptionist, .otherCaseworker])
    func `Whoever the procedure does not name rules on nothing`(person: Person) async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let (id, _) = try await charity.share(.referred(), of: file)
        #expect(try await charity.casework.referrals(as: try await charity.caller(person)).isEmpty)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.rule(id, of: file, items: [], as: person)
        }
        #expect(try await charity.disclosureRows() == 1)
    }

    @Test func `An item that was not referred can't be approved, and a ruling has a reason`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let (id, _) = try await charity.share(.referred(), of: file)
        for items in [["finance"], ["casework", "identity"], [""]] {
            await #expect(throws: CaseworkError.notFound) {
                try await charity.rule(id, of: file, items: items, as: .manager)
            }
        }
        let manager = try await charity.caller(.manager)
        await #expect(throws: CaseworkError.invalid([Problem("reason", .missing)])) {
            try await charity.casework.rule(
                on: id, version: 1, of: file, items: [], reason: " ", as: manager)
        }
    }

    @Test func `Of two managers who decide at once, one is too late`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let (id, _) = try await charity.share(.referred(), of: file)
        charity.database.beforeNextWrite {
            try await charity.rule(id, of: file, items: [], as: .otherManager)
        }
        await #expect(throws: CaseworkError.stale) {
            try await charity.rule(id, of: file, items: ["casework"], as: .manager)
        }
        let now = try await charity.disclosure(id, of: file).record
        #expect(now.version == 2 && now.text.stage == .refused)
    }

    @Test func `What is approved in part is released in part, by the asker alone, once`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let (id, asked) = try await charity.share(.referred(), of: file)
        #expect(asked.stage == .referred && asked.releases.isEmpty)
        let worker = try await charity.caller(.caseworker)
        #expect(try await charity.casework.ruledOn(as: worker).isEmpty)
        try await charity.rule(id, of: file, items: ["health"], as: .manager)
        #expect(try await charity.casework.ruledOn(as: worker).map(\.record.id) == [id])
        let seen = try await charity.disclosure(id, of: file).ready.mark
        for person in [Person.manager, .guardian] {
            let caller = try await charity.caller(person)
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.releaseApproved(id, version: 2, of: file, seen: seen, as: caller)
            }
        }
        let released = try await charity.release(id, of: file)
        #expect(released.releases.map(\.parts) == [[.init(item: "health", words: "Words of health")]])
        await #expect(throws: CaseworkError.notFound) { try await charity.release(id, of: file) }
    }

    @Test func `An approval runs out after seven days`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let (id, _) = try await charity.share(.referred(), of: file)
        try await charity.rule(id, of: file, items: ["health"], as: .manager)
        let before = try await charity.disclosure(id, of: file).ready
        let worker = try await charity.caller(.caseworker)
        charity.time.move(seconds: Disclosure.Ruling.lifetime + 1)
        let after = try await charity.casework.disclosure(id, of: file, as: worker)
        #expect(!before.isEmpty && after.ready.isEmpty)
        for seen in [before.mark, after.ready.mark] {
            await #expect(throws: CaseworkError.stale) {
                try await charity.casework.releaseApproved(id, version: 2, of: file, seen: seen, as: worker)
            }
        }
    }

    @Test func `What two decide, each decides for their part, and nothing that left is lost`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient()
        let form = ShareForm.filled(
            [.casework, .health], to: .council, ground: .legalDuty, power: "An Act, section 1",
            powerItems: [.casework])
        // The form is opened first, which is recorded.
        _ = try await charity.casework.shareable(file, as: try await charity.caller(.caseworker))
        let before = try await charity.entryCount()
        let (id, asked) = try await charity.share(form, of: file)
        #expect(asked.stage == .referred && asked.releases.map(\.parts.count) == [1])
        #expect(asked.decided.referees == ["health": ["guardian"]])
        #expect(try await charity.entryKinds(after: before - 1) == [.shareReleasedInPart])
        await #expect(throws: CaseworkError.notFound) {
            try await charity.rule(id, of: file, items: ["health"], as: .manager)
        }
        try await charity.rule(id, of: file, items: ["health"], as: .guardian)
        let released = try await charity.release(id, of: file)
        #expect(released.releases.map { $0.parts.map(\.item) } == [["casework"], ["health"]])
        #expect(released.releases[0] == asked.releases[0])
    }

    @Test func `Of a restricted file, whoever decides is given the disclosure and nothing else`() async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient("Zahra Idris", isRestricted: true)
        let manager = try await charity.caller(.manager)
        await #expect(throws: CaseworkError.notFound) {
            _ = try await charity.casework.openFile(file, as: manager)
        }
        let (id, _) = try await charity.share(.referred(), of: file)
        #expect(try await charity.casework.referrals(as: manager).map(\.record.id) == [id])
        #expect(try await charity.casework.openFile(file, as: manager).items == [.disclosure])
        #expect(try await charity.casework.find("Zahra Idris", as: manager).isEmpty)
        try await charity.rule(id, of: file, items: ["health"], as: .manager)
        #expect(try await charity.release(id, of: file).releases.count == 1)
    }
}
