import Crypto
import CryptoExtras
import FoundationEssentials

/// What it costs to try one passphrase (RFC 7914). Stored beside each wrap, so that it can be raised later.
package struct ScryptCost: Hashable, Sendable {
    /// log2 of N.
    package let logN: UInt8
    package let r: UInt8
    package let p: UInt8

    /// N = 2^17, r = 8, p = 1: about 0.3 s and 128 MiB.
    package static let standard = ScryptCost(logN: 17, r: 8, p: 1)
    /// N = 2^11: for tests and the demonstration only; they say so.
    package static let demonstration = ScryptCost(logN: 11, r: 8, p: 1)

    private init(logN: UInt8, r: UInt8, p: UInt8) {
        self.logN = logN
        self.r = r
        self.p = p
    }

    /// A stored cost, refused outside sane bounds: a row must not be able to ask for gigabytes or minutes.
    ///
    /// One evaluation takes 128 * r * N bytes: at most 512 MiB is allowed, four times the standard.
    package init(storedLogN logN: UInt8, r: UInt8, p: UInt8) throws(VaultError) {
        guard (10...20).contains(logN), (1...16).contains(r), (1...4).contains(p),
            (128 * Int(r)) << Int(logN) <= 512 << 20
        else { throw .refused }
        self.init(logN: logN, r: r, p: p)
    }
}

/// A member's seed and the charity's public key, wrapped under a key derived from the passphrase.
///
/// There is no password hash: a passphrase is right if it opens this. Slow and hungry on purpose; never on
/// the cooperative pool.
package struct PassphraseWrap: Sendable {
    /// The stored form: version, cost, 16-byte salt, sealed seed.
    package let packed: [UInt8]

    package init(packed: [UInt8]) { self.packed = packed }

    package init(
        member: ID, opened: OpenedSeed, passphrase: String, cost: ScryptCost, randomness: Randomness
    ) throws(VaultError) {
        self = try PassphraseKey(passphrase, cost: cost, randomness: randomness).wrap(opened, member: member)
    }

    /// What it costs to try a passphrase on this one; nil if it can't be opened at all.
    package var cost: ScryptCost? { try? PassphraseKey.Head(self).cost }

    package func open(member: ID, passphrase: String) throws(VaultError) -> OpenedSeed {
        try PassphraseKey(passphrase, of: self).open(self, member: member)
    }

    /// Spends what opening a wrap would, and opens nothing: for a sign-in name that nobody has.
    package static func spend(passphrase: String, cost: ScryptCost) {
        _ = try? PassphraseKey.derived(passphrase, salt: Array(repeating: 0, count: 16), cost: cost)
    }
}

/// What one evaluation of scrypt gives (RFC 7914): the key that the seed is wrapped under, and from which the
/// key of the second factor derives.
package struct PassphraseKey: Sendable {
    private let key: SymmetricKey
    private let cost: ScryptCost
    private let salt: [UInt8]

    /// The key of a passphrase that is being chosen, with a salt of its own.
    package init(_ passphrase: String, cost: ScryptCost, randomness: Randomness) throws(VaultError) {
        self.cost = cost
        self.salt = randomness.bytes(16)
        self.key = try Self.derived(passphrase, salt: salt, cost: cost)
    }

    /// The key that would open a wrap, if the passphrase is right.
    package init(_ passphrase: String, of wrap: PassphraseWrap) throws(VaultError) {
        let head = try Head(wrap)
        self.cost = head.cost
        self.salt = head.salt
        self.key = try Self.derived(passphrase, salt: salt, cost: cost)
    }

    package func wrap(_ opened: OpenedSeed, member: ID) throws(VaultError) -> PassphraseWrap {
        var packer = Packer()
        packer.add(UInt8(1))
        packer.add(cost.logN)
        packer.add(cost.r)
        packer.add(cost.p)
        packer.add(fixed: salt)
        packer.add(fixed: try key.sealBox(opened.packed, binding: Self.context(member)))
        return PassphraseWrap(packed: packer.bytes)
    }

    package func open(_ wrap: PassphraseWrap, member: ID) throws(VaultError) -> OpenedSeed {
        try OpenedSeed(packed: key.openBox(Head(wrap).sealed, binding: Self.context(member)))
    }

    /// Seals the second factor: under a key that only this passphrase gives, as the seed is.
    package func seal(_ factor: SecondFactor, member: ID) throws(VaultError) -> [UInt8] {
        var packer = Packer()
        packer.add(counted: factor.packed)
        packer.pad()
        return try factorKey.sealBox(packer.bytes, binding: Self.factorContext(member))
    }

    /// Opens what `seal` sealed for the same member.
    package func openFactor(_ sealed: [UInt8], member: ID) throws(VaultError) -> SecondFactor {
        var unpacker = Unpacker(try factorKey.openBox(sealed, binding: Self.factorContext(member)))
        let factor = try SecondFactor(packed: unpacker.counted())
        try unpacker.endPadding()
        return factor
    }

    private var factorKey: SymmetricKey { key.derived(info: Packer("amanah/1/second-factor-key").bytes) }

    /// The passphrase's UTF-8 as it is given: whoever takes it from a form composes it first (NFC, as in RFC
    /// 8265).
    fileprivate static func derived(
        _ passphrase: String, salt: [UInt8], cost: ScryptCost
    ) throws(VaultError) -> SymmetricKey {
        do {
            return try KDF.Scrypt.deriveKey(
                from: Array(passphrase.utf8), salt: salt,
                outputByteCount: 32, rounds: 1 << Int(cost.logN),
                blockSize: Int(cost.r), parallelism: Int(cost.p))
        } catch { throw .refused }
    }

    private static func context(_ member: ID) -> [UInt8] {
        var packer = Packer("amanah/1/passphrase-wrap")
        packer.add(member)
        return packer.bytes
    }

    private static func factorContext(_ member: ID) -> [UInt8] {
        var packer = Packer("amanah/1/second-factor")
        packer.add(member)
        return packer.bytes
    }

    /// A wrap taken apart.
    fileprivate struct Head {
        let cost: ScryptCost
        let salt: [UInt8]
        let sealed: [UInt8]

        init(_ wrap: PassphraseWrap) throws(VaultError) {
            var unpacker = Unpacker(wrap.packed)
            guard try unpacker.integer(UInt8.self) == 1 else { throw .refused }
            cost = try ScryptCost(
                storedLogN: try unpacker.integer(), r: try unpacker.integer(), p: try unpacker.integer())
            salt = try unpacker.fixed(16)
            sealed = unpacker.rest()
        }
    }
}

/// What a passphrase or a session opens: the member's seed, and the charity's public key that it vouches for.
package struct OpenedSeed: Sendable {
    let seed: SymmetricKey
    /// What it vouches for. Nobody takes a key from here: it is compared with the one that this computer knows.
    let charity: CharityPublicKey

    /// - Parameter seed: 32 random bytes.
    package init(seed: [UInt8], charity: CharityPublicKey) {
        self.seed = SymmetricKey(data: seed)
        self.charity = charity
    }

    var packed: [UInt8] { seed.bytes + charity.bytes }

    init(packed: [UInt8]) throws(VaultError) {
        guard packed.count == 64 else { throw .refused }
        self.seed = SymmetricKey(data: packed.prefix(32))
        self.charity = CharityPublicKey(bytes: Array(packed.suffix(32)))
    }

    /// Whether it vouches for the charity's key that this computer knows.
    package func vouches(for charity: KnownCharity) -> Bool { self.charity == charity.key }

    package func keys(of member: ID) throws(VaultError) -> MemberKeys {
        try MemberKeys(member: member, seed: seed.bytes)
    }
}
