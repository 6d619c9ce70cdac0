import Testing

@testable import Vault

@Suite struct SessionTests {
    private let randomness = Randomness.seeded(5)
    private let secret: SessionSecret
    private let member: ID
    private let opened: OpenedSeed
    private let wrapped: [UInt8]

    init() throws {
        secret = SessionSecret(from: randomness)
        member = ID(from: randomness)
        opened = OpenedSeed(
            seed: randomness.bytes(32), charity: CharityPublicKey(bytes: randomness.bytes(32)))
        wrapped = try secret.wrap(opened, member: member)
    }

    @Test func `A session's row moved to another member is refused`() {
        #expect(throws: VaultError.refused) { try secret.unwrap(wrapped, member: ID(from: randomness)) }
    }

    @Test func `Another session's row in its place is refused`() throws {
        let other = SessionSecret(from: randomness)
        #expect(throws: VaultError.refused) { try other.unwrap(wrapped, member: member) }
        #expect(throws: VaultError.refused) {
            try secret.unwrap(other.wrap(opened, member: member), member: member)
        }
    }

    @Test func `A row altered at any byte is refused`() {
        for place in wrapped.indices {
            #expect(throws: VaultError.refused) {
                try secret.unwrap(wrapped.turned(at: place), member: member)
            }
        }
    }

    @Test(arguments: [
        "", "0", String(repeating: "0", count: 63), String(repeating: "0", count: 65),
        String(repeating: "A", count: 64), String(repeating: "g", count: 64),
        String(repeating: "é", count: 32), String(repeating: " ", count: 64),
    ])
    func `What is not a cookie is no secret`(cookie: String) {
        #expect(SessionSecret(cookie: cookie) == nil)
    }

    @Test func `A mark is one session's, and one text's`() {
        let mark = secret.mark([1, 2])
        #expect(mark.count == 16 && mark == secret.mark([1, 2]))
        #expect(mark != secret.mark([1, 3]) && mark != secret.mark([1, 2, 0]))
        #expect(mark != SessionSecret(from: randomness).mark([1, 2]))
    }

    @Test func `The cookie opens the session on any node, and its row's name does not show it`() throws {
        let again = try #require(SessionSecret(cookie: secret.cookie))
        #expect(again.session == secret.session)
        #expect(try again.unwrap(wrapped, member: member).packed == opened.packed)
        #expect(secret.cookie.count == 64)
        #expect(!secret.cookie.contains(secret.session.text))
    }
}
