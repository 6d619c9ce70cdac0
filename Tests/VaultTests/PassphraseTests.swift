import Testing

@testable import Vault

@Suite struct PassphraseTests {
    private let randomness = Randomness.seeded(3)
    private let passphrase = "correct horse battery staple"
    private let member: ID
    private let opened: OpenedSeed
    private let wrap: PassphraseWrap

    init() throws {
        member = ID(from: randomness)
        opened = OpenedSeed(
            seed: randomness.bytes(32), charity: CharityPublicKey(bytes: randomness.bytes(32)))
        wrap = try PassphraseWrap(
            member: member, opened: opened, passphrase: passphrase, cost: .demonstration,
            randomness: randomness)
    }

    @Test(arguments: ["", " ", "Correct horse battery staple", "correct horse battery staple ", "0"])
    func `A wrong passphrase is refused`(wrong: String) {
        #expect(throws: VaultError.refused) { try wrap.open(member: member, passphrase: wrong) }
    }

    @Test func `Another member's wrap in this one's row is refused`() {
        #expect(throws: VaultError.refused) {
            try wrap.open(member: ID(from: randomness), passphrase: passphrase)
        }
    }

    @Test func `A wrap altered in its version, cost, salt or sealed seed is refused`() {
        #expect(wrap.packed.count == 20 + 12 + 64 + 16)
        for place in stride(from: 0, to: wrap.packed.count, by: 3) {
            let altered = PassphraseWrap(packed: wrap.packed.turned(at: place))
            #expect(throws: VaultError.refused) {
                try altered.open(member: member, passphrase: passphrase)
            }
        }
    }

    @Test(arguments: [0, 1, 3, 4, 19, 20, 32, 111])
    func `A wrap cut short is refused`(count: Int) {
        let cut = PassphraseWrap(packed: Array(wrap.packed.prefix(count)))
        #expect(throws: VaultError.refused) { try cut.open(member: member, passphrase: passphrase) }
    }

    @Test(arguments: [
        (0, 8, 1), (9, 8, 1), (21, 8, 1), (63, 8, 1), (255, 8, 1), (17, 0, 1), (17, 17, 1), (17, 255, 1),
        (17, 8, 0), (17, 8, 5), (17, 8, 255), (20, 8, 1), (19, 16, 1), (0, 0, 0), (255, 255, 255),
    ])
    func `A stored cost out of bounds is refused before it is paid`(logN: Int, r: Int, p: Int) {
        let cost = [UInt8(logN), UInt8(r), UInt8(p)]
        #expect(throws: VaultError.refused) {
            try ScryptCost(storedLogN: cost[0], r: cost[1], p: cost[2])
        }
        let greedy = PassphraseWrap(packed: [1] + cost + wrap.packed.dropFirst(4))
        #expect(throws: VaultError.refused) { try greedy.open(member: member, passphrase: passphrase) }
    }

    @Test func `Every cost that is allowed stays within 512 MiB`() {
        var allowed = 0
        for logN in UInt8.min...UInt8.max {
            for r in UInt8.min...UInt8.max {
                for p in [UInt8(0), 1, 4, 5, 255] {
                    guard let cost = try? ScryptCost(storedLogN: logN, r: r, p: p) else { continue }
                    allowed += 1
                    #expect(128 * Int(cost.r) * (1 << Int(cost.logN)) <= 512 << 20)
                    #expect((1...4).contains(cost.p))
                }
            }
        }
        #expect(allowed > 0)
    }

    @Test func `The standard cost can be read back`() throws {
        #expect(try ScryptCost(storedLogN: 17, r: 8, p: 1) == .standard)
    }

    @Test func `The right passphrase opens the seed and the charity's key`() throws {
        let again = try PassphraseWrap(packed: wrap.packed).open(member: member, passphrase: passphrase)
        #expect(again.packed == opened.packed)
        #expect(again.charity == opened.charity)
        #expect(try again.keys(of: member).identity == opened.keys(of: member).identity)
    }

    @Test func `Two wraps of one seed share nothing`() throws {
        let other = try PassphraseWrap(
            member: member, opened: opened, passphrase: passphrase, cost: .demonstration,
            randomness: randomness)
        #expect(other.packed.dropFirst(4).prefix(16) != wrap.packed.dropFirst(4).prefix(16))
        #expect(other.packed.suffix(80) != wrap.packed.suffix(80))
    }
}
