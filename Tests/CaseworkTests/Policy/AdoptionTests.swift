import Testing
import Vault

@testable import Casework

/// The trustees adopt the text that the charity's people sign (clauses R, S3.6).
@Suite struct AdoptionTests {
    private let charity: Charity

    init() async throws { charity = try await Charity() }

    /// Somebody new in a role, let in.
    private func admitted(_ role: Role, _ name: String) async throws -> (ID, String) {
        let id = charity.casework.newID()
        let code = try await charity.casework.invite(
            id: id, name: name, role: role, as: try await charity.fresh(.guardian))
        let cookie = try await charity.casework.enrol(.filled(code.text, name)).cookie
        let newcomer = try await charity.casework.caller(cookie: cookie)
        try await charity.casework.certify(
            id, fingerprint: newcomer.keyring.keys.identity.fingerprint,
            as: try await charity.fresh(.guardian))
        return (id, cookie)
    }

    private func adopt(
        _ cookie: String, on day: String = "2026-11-20", policy: String? = nil
    ) async throws {
        try await charity.casework.adoptPolicy(
            policy ?? charity.casework.policyHash, on: day,
            as: try await charity.casework.caller(cookie: cookie))
    }

    @Test(arguments: Person.allCases)
    func `Nobody but a trustee records it`(person: Person) async throws {
        await #expect(throws: CaseworkError.notFound) { try await adopt(try charity.cookie(person)) }
        #expect(try await charity.casework.adoption(as: try await charity.caller(person)) == nil)
    }

    @Test func `A day that is none or is to come, and another text, are refused`() async throws {
        let (_, cookie) = try await admitted(.trustee, "imran")
        for (day, reason) in [
            ("", Problem.Reason.missing), ("x", .date(.notADate)), ("2026-11-23", .inTheFuture),
        ] {
            await #expect(throws: CaseworkError.invalid([Problem("day", reason)])) {
                try await adopt(cookie, on: day)
            }
        }
        await #expect(throws: CaseworkError.stale) { try await adopt(cookie, policy: "0") }
    }

    @Test func `It says who recorded it and which day the trustees decided, for everybody, once`()
        async throws
    {
        let (id, cookie) = try await admitted(.trustee, "imran")
        try await adopt(cookie)
        for person in Person.allCases {
            let adoption = try await charity.casework.adoption(as: try await charity.caller(person))
            #expect(adoption?.author == id && adoption?.text.day == "2026-11-20")
        }
        await #expect(throws: CaseworkError.alreadySaved) { try await adopt(cookie) }
        #expect(try await charity.entryKinds().count { $0 == .policyAdopted } == 1)
        // Who signed it is told from who adopted it.
        let signed = try await charity.casework.acknowledgements(as: try await charity.caller(.guardian))
        #expect(signed.allSatisfy { $0.at == nil })
        #expect(try await charity.verification().holds)
    }

    @Test func `It stands when the trustee who recorded it has left`() async throws {
        let (id, cookie) = try await admitted(.trustee, "imran")
        charity.time.move(seconds: 1)
        try await adopt(cookie)
        charity.time.move(seconds: 1)
        try await charity.casework.suspend(id, why: "Term over", as: try await charity.caller(.guardian))
        #expect(try await charity.casework.adoption(as: try await charity.caller(.caseworker)) != nil)
    }

    @Test func `Somebody on the staff who writes it with their own key adopts nothing`() async throws {
        let caller = try await charity.caller(.caseworker)
        let policy = charity.casework.policyHash
        let (key, id) = (try caller.houseKey(.acknowledgements), try Adoption.id(of: policy))
        try await charity.casework.act(.policyAcknowledged, on: .house, by: caller.member) { act in
            try SealedRecord.write(
                Adoption(policy: policy, day: "2026-11-20"), id: id, with: key, in: &act)
        }
        #expect(try await charity.casework.adoption(as: caller) == nil)
        let (_, cookie) = try await admitted(.trustee, "imran")
        try await adopt(cookie)
        #expect(try await charity.casework.adoption(as: try await charity.caller(.manager)) != nil)
    }
}
