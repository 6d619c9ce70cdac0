import Crypto

/// Three sheets of paper, any two of which open the recovery seed; one alone opens nothing.
///
/// The recovery seed holds what the guardian team holds: the team's seed is sealed to its key at every epoch.
/// With it comes the charity's public key, so that whoever has two sheets and nothing else knows which
/// certificates count.
package struct RecoverySheets: Sendable {
    package let sheets: [RecoverySheet]
    /// The seed and the charity's public key wrapped under the pairs (1, 2), (1, 3) and (2, 3), in this
    /// order.
    package let wraps: [[UInt8]]
    /// X-Wing public key to be certified.
    package let openingKey: [UInt8]

    /// The sheets of each wrap, by number.
    package static let pairs = [(1, 2), (1, 3), (2, 3)]

    package init(of charity: CharityPublicKey, from randomness: Randomness) throws(VaultError) {
        let seed = randomness.bytes(32)
        let sheets = (1...3).map { RecoverySheet($0, from: randomness) }
        var wraps: [[UInt8]] = []
        for (first, second) in Self.pairs {
            let key = try Self.key(sheets[first - 1], sheets[second - 1])
            wraps.append(try key.sealBox(seed + charity.bytes, binding: Self.context))
        }
        self.sheets = sheets
        self.wraps = wraps
        self.openingKey = Array(try Sealing.privateKey(seed: seed).publicKey.rawRepresentation)
    }

    /// What two different sheets open, in either order.
    /// - Throws: `refused` also where they name another charity's key than the one that this computer knows.
    package static func open(
        _ one: RecoverySheet, _ other: RecoverySheet, wraps: [[UInt8]], of charity: KnownCharity
    ) throws(VaultError) -> RecoveryKey {
        let (first, second) = one.number < other.number ? (one, other) : (other, one)
        guard let place = pairs.firstIndex(where: { $0 == (first.number, second.number) }),
            wraps.indices.contains(place)
        else { throw .refused }
        let opened = try OpenedSeed(packed: key(first, second).openBox(wraps[place], binding: context))
        guard opened.vouches(for: charity) else { throw .refused }
        return RecoveryKey(
            place: place, opening: try Sealing.privateKey(seed: opened.seed.bytes))
    }

    /// No slow derivation: there are 520 random bits in it, and nothing to guess that is shorter.
    private static func key(
        _ first: RecoverySheet, _ second: RecoverySheet
    ) throws(VaultError) -> SymmetricKey {
        guard first.number < second.number else { throw .refused }
        return SymmetricKey(data: SHA256.hash(data: first.secret + second.secret))
            .derived(info: Packer("amanah/1/recovery-pair").bytes)
    }

    private static var context: [UInt8] { Packer("amanah/1/recovery").bytes }
}

/// What any two of the sheets open.
package struct RecoveryKey: Sendable {
    /// Which of the wraps, from 0.
    package let place: Int
    private let opening: Sealing.PrivateKey

    init(place: Int, opening: Sealing.PrivateKey) {
        self.place = place
        self.opening = opening
    }

    package var publicKey: [UInt8] { Array(opening.publicKey.rawRepresentation) }

    /// Opens a team's seed that is sealed to the recovery key; refused unless it is the certified one.
    package func teamKey(
        _ team: TeamEpoch, sealed: [UInt8], certified: Certified
    ) throws(VaultError) -> TeamKey {
        try TeamKey(team, sealed: sealed, to: .recovery, with: opening, certified: certified)
    }
}
