import Policy
import Testing
import Vault

@testable import Casework

/// Clause S3.1: a purpose is proposed, scrutinised by a guardian, and good until its review.
@Suite struct PurposeTests {
    @Test func `A purpose without a name or a reason is not proposed`() async throws {
        let charity = try await Charity()
        let worker = try await charity.caller(.caseworker)
        await #expect(
            throws: CaseworkError.invalid([Problem("name", .missing), Problem("why", .missing)])
        ) {
            try await charity.casework.proposePurpose(
                name: " ", why: "", id: charity.casework.newID(), as: worker)
        }
    }

    @Test func `Nobody but a guardian approves`() async throws {
        let charity = try await Charity()
        let id = try await charity.purpose(days: nil)
        for person in Person.allCases where person != .guardian {
            let caller = try await charity.caller(person)
            await #expect(throws: CaseworkError.notFound) {
                try await charity.casework.approvePurpose(
                    id, version: 1, until: charity.casework.now.day.adding(days: 30).text, as: caller)
            }
        }
        let key = try (await charity.caller(.manager)).houseKey(.purposes)
        let manager = try await charity.caller(.manager)
        let forged = Purpose(name: "Housing", why: "x", approvedUntil: "2027-01-01")
        try await charity.casework.act(.purposeApproved, on: .house, by: manager.member) { act in
            try SealedRecord.write(forged, id: id, after: 1, with: key, in: &act)
        }
        let kept = try await charity.casework.purposes(as: manager)
        #expect(kept.map { $0.text.state(on: charity.casework.now.day) } == [.proposed])
    }

    @Test(arguments: ["", "2026-11-22", "2026-11-21", "2028-11-23", "2026-02-30", "tomorrow"])
    func `A purpose is approved until a day in the next two years`(until: String) async throws {
        let charity = try await Charity()
        let id = try await charity.purpose(days: nil)
        let guardian = try await charity.caller(.guardian)
        await #expect {
            try await charity.casework.approvePurpose(id, version: 1, until: until, as: guardian)
        } throws: { error in
            if case .invalid? = error as? CaseworkError { true } else { false }
        }
    }

    @Test func `An approval of what was changed meanwhile is stale, and a purpose lapses after its day`()
        async throws
    {
        let charity = try await Charity()
        let id = try await charity.purpose(days: 10)
        let guardian = try await charity.caller(.guardian)
        let until = charity.casework.now.day.adding(days: 20).text
        await #expect(throws: CaseworkError.stale) {
            try await charity.casework.approvePurpose(id, version: 1, until: until, as: guardian)
        }
        let today = charity.casework.now.day
        let purpose = try await charity.casework.purposes(as: guardian)[0].text
        #expect(purpose.state(on: today.adding(days: 10)) == .approved)
        #expect(purpose.state(on: today.adding(days: 11)) == .lapsed)
    }

    /// Gives the other caseworker another role; their next sign-in.
    private func change(to role: Role, version: UInt32, _ charity: Charity) async throws -> Caller {
        let other = try charity.id(.otherCaseworker)
        charity.time.move(seconds: 1)
        try await charity.casework.changeRole(
            of: other, to: role, from: version, why: "A new post", handingTo: nil,
            as: try await charity.fresh(.guardian))
        charity.time.move(seconds: 1)
        return try await charity.signedIn(.otherCaseworker)
    }

    private func states(_ charity: Charity) async throws -> [PurposeState] {
        let guardian = try await charity.caller(.guardian)
        return try await charity.casework.purposes(as: guardian).map {
            $0.text.state(on: charity.casework.now.day)
        }
    }

    @Test func `What somebody wrote before they became a guardian approves nothing afterwards`() async throws
    {
        let charity = try await Charity()
        let id = try await charity.purpose(days: nil)
        let worker = try await charity.caller(.otherCaseworker)
        let key = try worker.houseKey(.purposes)
        let forged = Purpose(name: "Housing", why: "x", approvedUntil: "2027-01-01")
        try await charity.casework.act(.purposeApproved, on: .house, by: worker.member) { act in
            try SealedRecord.write(forged, id: id, after: 1, with: key, in: &act)
        }
        _ = try await change(to: .guardian, version: 1, charity)
        #expect(try await states(charity) == [.proposed])
    }

    @Test func `An approval counts on when the guardian who gave it takes up another role, or leaves`()
        async throws
    {
        let charity = try await Charity()
        let id = try await charity.purpose(days: nil)
        let second = try await change(to: .guardian, version: 1, charity)
        try await charity.casework.approvePurpose(
            id, version: 1, until: charity.casework.now.day.adding(days: 30).text, as: second)
        _ = try await change(to: .caseworker, version: 2, charity)
        #expect(try await states(charity) == [.approved])
        try await charity.casework.suspend(
            second.member, why: "Left", as: try await charity.caller(.guardian))
        #expect(try await states(charity) == [.approved])
    }
}
