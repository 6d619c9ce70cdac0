import Testing

@testable import Vault

@Suite struct OneTimeCodeTests {
    private let randomness = Randomness.seeded(5)
    private let published: OneTimeSecret
    private let member: ID
    private let key: PassphraseKey

    init() throws {
        published = try OneTimeSecret(bytes: Array("12345678901234567890".utf8))
        member = ID(from: randomness)
        key = try PassphraseKey("a passphrase", cost: .demonstration, randomness: randomness)
    }

    @Test(arguments: [0, 1, 19, 21, 64])
    func `A secret of another length is refused`(count: Int) {
        #expect(throws: VaultError.refused) { try OneTimeSecret(bytes: Array(repeating: 1, count: count)) }
    }

    @Test func `A code two steps old, two steps early, or seen before is refused`() {
        for (step, last) in [(98, 0), (102, 0), (100, 100), (99, 99), (101, 101), (99, 100)]
            as [(Int64, Int64)]
        {
            #expect(published.step(of: published.code(step: step), now: 100, after: last) == nil)
        }
    }

    @Test(arguments: ["", "1", "12345", "1234567", "abcdef", "\u{661}\u{662}\u{663}\u{664}\u{665}\u{666}"])
    func `What is no code of six digits is refused`(typed: String) {
        let factor = SecondFactor(secret: published, randomness: randomness)
        #expect(factor.accepting(typed, atMilliseconds: 59_000, after: 0) == nil)
    }

    @Test func `A second factor opens under no other passphrase, for no other member, and not altered`()
        throws
    {
        let factor = SecondFactor(secret: published, randomness: randomness)
        let sealed = try key.seal(factor, member: member)
        let other = try PassphraseKey("another", cost: .demonstration, randomness: randomness)
        #expect(throws: VaultError.refused) { try other.openFactor(sealed, member: member) }
        #expect(throws: VaultError.refused) { try key.openFactor(sealed, member: ID(from: randomness)) }
        for place in stride(from: 0, to: sealed.count, by: 5) {
            #expect(throws: VaultError.refused) {
                try key.openFactor(sealed.turned(at: place), member: member)
            }
        }
        #expect(try key.openFactor(sealed, member: member) == factor)
    }

    @Test
    func `Neither the secret nor a recovery code can be read in what is stored, and its size says nothing`()
        throws
    {
        var factor = SecondFactor(secret: published, randomness: randomness)
        let whole = try key.seal(factor, member: member)
        for code in factor.recovery {
            #expect(!whole.contains(Array(code.utf8)))
            factor = try #require(factor.accepting(code, atMilliseconds: 0, after: 9)).factor
        }
        #expect(!whole.contains(published.bytes))
        #expect(factor.recovery.isEmpty)
        #expect(whole.count == 12 + 192 + 16)
    }

    @Test func `The codes are those of RFC 4226, appendix D`() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ]
        #expect(codes.indices.map { published.code(step: Int64($0)) } == codes)
    }

    @Test(arguments: [
        (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ])
    func `The codes over time are those of RFC 6238, appendix B`(seconds: Int64, code: String) {
        let step = OneTimeSecret.step(atMilliseconds: seconds * 1000)
        #expect(published.code(step: step, digits: 8) == code)
        #expect(published.code(step: step) == String(code.suffix(6)))
    }

    @Test func `A step lasts thirty seconds, before 1970 too`() {
        #expect(
            [0, 29_999, 30_000, -1, -30_000, -30_001].map { OneTimeSecret.step(atMilliseconds: $0) }
                == [0, 0, 1, -1, -1, -2])
    }

    @Test func `The secret is typed in the base 32 of RFC 4648`() {
        #expect(published.typed == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
    }

    @Test func `A recovery code works once, however it is spaced, and leaves the other nine`() throws {
        let factor = SecondFactor(secret: published, randomness: randomness)
        #expect(factor.recovery.count == 10 && Set(factor.recovery).count == 10)
        #expect(factor.recovery.allSatisfy { $0.count == 12 && $0.allSatisfy(\.isNumber) })
        let code = factor.recovery[3]
        let typed = "\(code.prefix(4)) \(code.dropFirst(4).prefix(4))-\(code.suffix(4)) "
        let accepted = try #require(factor.accepting(typed, atMilliseconds: 0, after: 7))
        #expect(accepted.factor.recovery.count == 9 && accepted.step == 7)
        #expect(accepted.factor.accepting(code, atMilliseconds: 0, after: 7) == nil)
    }
}

extension [UInt8] {
    fileprivate func contains(_ run: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: run) }
    }
}
