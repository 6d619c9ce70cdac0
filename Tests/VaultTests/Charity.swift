import Crypto
import Synchronization

@testable import Vault

extension CharityPublicKey {
    /// The key as it comes out of a `log.head` that names it.
    var known: KnownCharity {
        get throws {
            let text = try LogHead().founded(with: self, at: 0).text
            guard let known = try LogHead(text: text).charity else { throw VaultError.refused }
            return known
        }
    }
}

/// A small charity with its keys, for the tests: two caseworkers, a counsellor, a guardian, and somebody in no team.
struct Charity {
    let randomness: Randomness
    let key: CharityKey
    let worker: Keyring
    let colleague: Keyring
    let counsellor: Keyring
    let guardian: Keyring
    let outsider: Keyring
    private(set) var teamKeys: [TeamEpoch: TeamKey] = [:]
    private(set) var certified: Certified

    static let caseworkers = TeamEpoch(.caseworkers)
    static let counselling = TeamEpoch(.counselling)
    static let guardians = TeamEpoch(.guardian)

    /// What the tests' client file shares on its first day.
    static let shares: [Genesis.Share] = [
        .init(.team(caseworkers), items: [.identity, .contact, .casework, .log]),
        .init(.team(counselling), items: [.identity, .counselling, .log]),
        .init(.team(guardians), .escrow, items: FileKind.client.items),
    ]

    init(seed: UInt64 = 1) throws {
        let randomness = Randomness.seeded(seed)
        let key = try CharityKey(seed: randomness.bytes(32))
        var certified = Certified([Certificate](), charity: try key.publicKey.known)
        func hire() throws -> Keyring {
            let keyring = try Keyring(
                member: ID(from: randomness),
                opened: OpenedSeed(seed: randomness.bytes(32), charity: key.publicKey),
                of: try key.publicKey.known)
            certified.add(try key.certify(.member(keyring.keys.identity), at: 1))
            return keyring
        }
        self.randomness = randomness
        self.key = key
        self.worker = try hire()
        self.colleague = try hire()
        self.counsellor = try hire()
        self.guardian = try hire()
        self.outsider = try hire()
        self.certified = certified
        try found(Self.caseworkers, [worker, colleague], at: 1)
        try found(Self.counselling, [counsellor], at: 1)
        try found(Self.guardians, [guardian], at: 1)
    }

    /// Certifies a team's epoch with these members, who take up its key.
    mutating func found(_ team: TeamEpoch, _ members: [Keyring], at: Int64) throws {
        let teamKey = try TeamKey(team, seed: randomness.bytes(32))
        teamKeys[team] = teamKey
        certified.add(try key.certify(.team(team, openingKey: teamKey.publicKey), at: at))
        for member in members {
            certified.add(try key.certify(.membership(member.member, of: team), at: at))
            member.join(teamKey)
        }
    }

    mutating func certify(_ statement: Statement, at: Int64) throws {
        certified.add(try key.certify(statement, at: at))
    }

    /// A file of the worker's.
    func file(
        shares: [Genesis.Share] = shares, kind: FileKind = .client, by creator: Keyring? = nil
    ) throws -> (new: NewFile, half: [UInt8]) {
        let half = randomness.bytes(32)
        let new = try NewFile(
            kind: kind, half: half, shares: shares, at: 10, certified: certified,
            by: creator ?? worker, randomness: randomness)
        return (new, half)
    }

    func provenance(_ new: NewFile, epochs: [EpochStart] = [], adding grants: [Grant] = []) -> Provenance {
        Provenance(genesis: new.genesis, epochs: epochs, grants: new.grants + grants, certified: certified)
    }

    /// A later grant, made as the program makes it.
    func grant(
        _ secrets: [ItemEpoch: ItemSecret], of file: ID, to principal: Principal, by granter: Keyring,
        id: ID? = nil, kind: Grant.Kind = .ordinary, at: Int64 = 20
    ) throws -> Grant {
        try Grant(
            id: id ?? ID(from: randomness), file: file, principal: principal, kind: kind, secrets: secrets,
            at: at, certified: certified, signedBy: granter.keys)
    }
}

extension Randomness {
    /// Repeatable: SHA-256 of the seed and a counter.
    static func seeded(_ seed: UInt64) -> Randomness {
        let source = SeededSource(seed)
        return Randomness { source.draw($0) }
    }
}

private final class SeededSource: Sendable {
    private let seed: UInt64
    private let drawn = Mutex(UInt64(0))

    init(_ seed: UInt64) { self.seed = seed }

    func draw(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var packer = Packer()
            packer.add(seed)
            packer.add(
                drawn.withLock { drawn in
                    drawn += 1
                    return drawn
                })
            bytes += SHA256.hash(data: packer.bytes)
        }
        return Array(bytes.prefix(count))
    }
}

/// A repeatable generator for choices in generated cases.
struct SeededChoices: RandomNumberGenerator {
    private let randomness: Randomness

    init(_ seed: UInt64) { randomness = .seeded(seed) }

    mutating func next() -> UInt64 { randomness.bytes(8).reduce(0) { $0 << 8 | UInt64($1) } }
}

extension [UInt8] {
    /// The same bytes with one bit of one byte turned.
    func turned(at place: Int, by bit: UInt8 = 1) -> [UInt8] {
        var bytes = self
        bytes[place] ^= bit
        return bytes
    }
}
