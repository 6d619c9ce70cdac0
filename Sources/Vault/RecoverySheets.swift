import Crypto

/// Three sheets of paper, any two of which open the recovery seed; one alone opens nothing.
///
/// The recovery seed holds what the guardian team holds: the team's seed is sealed to its key at every epoch.
package struct RecoverySheets: Sendable {
    /// The three sheets' words, each 52 characters in groups of four (260 random bits).
    package let sheets: [String]
    /// The seed wrapped under the pairs (1, 2), (1, 3) and (2, 3), in this order.
    package let wraps: [[UInt8]]
    /// X-Wing public key to be certified.
    package let openingKey: [UInt8]

    static let pairs = [(0, 1), (0, 2), (1, 2)]
    private static let characters = 52

    package init(from randomness: Randomness) throws(VaultError) {
        let seed = randomness.bytes(32)
        let sheets = (0..<3).map { _ in
            CodeText.grouped(randomness.bytes(33), characters: Self.characters)
        }
        var wraps: [[UInt8]] = []
        for (first, second) in Self.pairs {
            wraps.append(try Self.key(sheets[first], sheets[second]).sealBox(seed, binding: Self.context))
        }
        self.sheets = sheets
        self.wraps = wraps
        self.openingKey = Array(try Sealing.privateKey(seed: seed).publicKey.rawRepresentation)
    }

    /// The recovery key, from any two of the sheets in either order.
    package static func open(
        _ first: String, _ second: String, wraps: [[UInt8]]
    ) throws(VaultError) -> Sealing.PrivateKey {
        for (one, other) in [(first, second), (second, first)] {
            let key = try key(one, other)
            for wrap in wraps {
                if let seed = try? key.openBox(wrap, binding: context) {
                    return try Sealing.privateKey(seed: seed)
                }
            }
        }
        throw .refused
    }

    private static func key(_ first: String, _ second: String) throws(VaultError) -> SymmetricKey {
        guard let first = CodeText.plain(first, characters: characters),
            let second = CodeText.plain(second, characters: characters), first != second
        else { throw .refused }
        return SymmetricKey(data: SHA256.hash(data: first + second))
            .derived(info: Packer("amanah/1/recovery-pair").bytes)
    }

    private static var context: [UInt8] { Packer("amanah/1/recovery").bytes }
}
