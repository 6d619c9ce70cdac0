import Database
import Testing
import Vault

@testable import Casework

/// Who somebody is, written anew: the file and the register in one act (clause S1.1).
@Suite struct IdentityTests {
    private static func form(_ name: String) -> IdentityForm {
        IdentityForm(name: name, otherNames: "", born: "1990-02-03")
    }

    @Test func `Changed from an old version it is stale, and neither file nor register is changed`()
        async throws
    {
        let charity = try await Charity()
        let file = try await charity.client()
        let caller = try await charity.caller(.receptionist)
        try await charity.casework.changeIdentity(Self.form("Ruqayya Warsame"), of: file, from: 1, as: caller)
        for version: UInt32 in [0, 1, 3, .max] {
            await #expect(throws: CaseworkError.stale) {
                try await charity.casework.changeIdentity(
                    Self.form("Bella Moran"), of: file, from: version, as: caller)
            }
        }
        let identity = try await charity.casework.readFile(file, as: caller).identity
        #expect(identity?.text.name == "Ruqayya Warsame" && identity?.version == 2)
        #expect(try await charity.casework.find("Bella Moran", as: caller).isEmpty)
        #expect(try await charity.verification().holds)
    }

    @Test func `They are found by the new name at once and no longer by the old`() async throws {
        let charity = try await Charity()
        let file = try await charity.client()
        let caller = try await charity.caller(.receptionist)
        #expect(try await charity.casework.find("Muhammad Husayn", as: caller).map(\.file) == [file])
        try await charity.casework.changeIdentity(Self.form("Ruqayya Warsame"), of: file, from: 1, as: caller)
        #expect(try await charity.casework.find("Ruqayya Warsame", as: caller).map(\.file) == [file])
        #expect(try await charity.casework.find("Muhammad Husayn", as: caller).isEmpty)
        #expect(try await charity.entryKinds().contains(.identityChanged))
    }

    @Test func `A restricted file stays out of the register and is found by its own worker`() async throws {
        let charity = try await Charity()
        let file = try await charity.workedClient(isRestricted: true)
        let caller = try await charity.caller(.caseworker)
        _ = try await charity.casework.find("Muhammad Husayn", as: caller)
        try await charity.casework.changeIdentity(Self.form("Ruqayya Warsame"), of: file, from: 1, as: caller)
        #expect(try await charity.casework.find("Ruqayya Warsame", as: caller).map(\.file) == [file])
        let other = try await charity.caller(.receptionist)
        #expect(try await charity.casework.find("Ruqayya Warsame", as: other).isEmpty)
        await #expect(throws: CaseworkError.notFound) {
            try await charity.casework.changeIdentity(Self.form("Bella Moran"), of: file, from: 2, as: other)
        }
        let rows = try await charity.database.read { try SealedRecord.current(.register, of: .house, $0) }
        #expect(!rows.contains { $0.id == file })
    }

    @Test func `A restricted file that was named anew in another process is found by its new name alone`()
        async throws
    {
        let charity = try await Charity()
        let file = try await charity.workedClient(isRestricted: true)
        let caller = try await charity.caller(.caseworker)
        #expect(try await charity.casework.find("Muhammad Husayn", as: caller).map(\.file) == [file])
        let second = try await charity.beside()
        try await second.casework.changeIdentity(
            Self.form("Ruqayya Warsame"), of: file, from: 1, as: try await second.caller(.caseworker))
        #expect(try await charity.casework.find("Muhammad Husayn", as: caller).isEmpty)
        #expect(try await charity.casework.find("Ruqayya Warsame", as: caller).map(\.file) == [file])
    }

    @Test func `A name that can't be kept is refused`() async throws {
        let charity = try await Charity()
        let file = try await charity.client()
        let caller = try await charity.caller(.receptionist)
        await #expect(throws: CaseworkError.invalid([Problem("name", .missing)])) {
            try await charity.casework.changeIdentity(Self.form(" "), of: file, from: 1, as: caller)
        }
        await #expect(throws: CaseworkError.invalid([Problem("name", .unreadable(after: "a"))])) {
            try await charity.casework.changeIdentity(Self.form("a\u{202E}b"), of: file, from: 1, as: caller)
        }
    }
}
