import Crypto

/// A team's key pair at one epoch, from a 32-byte seed that is sealed to each member and to its stewards.
package struct TeamKey: Sendable {
    package let team: TeamEpoch
    private let seed: SymmetricKey
    let opening: Sealing.PrivateKey

    package init(_ team: TeamEpoch, seed: [UInt8]) throws(VaultError) {
        guard seed.count == 32 else { throw .refused }
        self.team = team
        self.seed = SymmetricKey(data: seed)
        self.opening = try Sealing.privateKey(
            seed: self.seed.derived(info: Packer("amanah/1/team-opening").bytes).bytes)
    }

    package var publicKey: [UInt8] { Array(opening.publicKey.rawRepresentation) }

    /// Seals the seed to the certified key of a member, a steward team or the recovery sheets.
    package func sealed(to principal: Principal, certified: Certified) throws(VaultError) -> [UInt8] {
        try sealed(to: principal, key: certified.openingKey(of: principal))
    }

    /// Seals the seed to a key that is certified in the same act.
    package func sealed(to principal: Principal, key: [UInt8]) throws(VaultError) -> [UInt8] {
        try Sealing.seal(seed.bytes, to: key, info: Self.info(team, principal))
    }

    /// Opens a sealed seed, and refuses one that is not the seed of the certified key.
    package init(
        _ team: TeamEpoch, sealed: [UInt8], to principal: Principal, with key: Sealing.PrivateKey,
        certified: Certified
    ) throws(VaultError) {
        let seed = try Sealing.open(sealed, with: key, info: Self.info(team, principal))
        try self.init(team, seed: seed)
        guard try certified.openingKey(of: .team(team)) == publicKey else { throw .refused }
    }

    private static func info(_ team: TeamEpoch, _ principal: Principal) -> [UInt8] {
        var packer = Packer("amanah/1/team-seed")
        Principal.team(team).pack(into: &packer)
        principal.pack(into: &packer)
        return packer.bytes
    }
}
