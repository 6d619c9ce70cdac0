import Testing
import Vault

@testable import Casework

extension Charity {
    func version(_ person: Person) async throws -> UInt32 {
        let id = try id(person)
        return try #require(try await database.read { try SealedRecord.newest(id, $0)?.version })
    }

    func readmit(_ person: Person, by other: Person = .guardian) async throws -> EnrolmentCode {
        let code = try await casework.readmit(
            try id(person), from: try await version(person), why: "Forgotten; seen in person",
            as: try await fresh(other))
        time.move(seconds: 1)
        return code
    }

    /// Enrols with the code and is certified, with the passphrase just typed unless it is left out.
    func enrol(
        _ person: Person, _ code: EnrolmentCode, asked: Bool = true, by other: Person = .guardian
    ) async throws -> Caller {
        let secret = try await casework.enrol(.filled(code.text, person.rawValue))
        let waiting = try await casework.caller(cookie: secret.cookie)
        #expect(!waiting.isCertified && waiting.house == nil)
        try await casework.certify(
            waiting.member, fingerprint: waiting.keyring.keys.identity.fingerprint,
            as: asked ? try await fresh(other) : try await caller(other))
        time.move(seconds: 1)
        return try await casework.caller(cookie: secret.cookie)
    }
}
