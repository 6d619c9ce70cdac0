import Crypto
import FoundationEssentials

/// The charity's one Ed25519 key: what makes a member's or a team's public key count.
///
/// Its private half is a record of the house item `certification`, which managers and guardians hold. Its public half
/// travels inside each member's wrapped seed and is never read from a column.
package struct CharityKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// - Parameter seed: 32 random bytes.
    package init(seed: [UInt8]) throws(VaultError) {
        do { self.key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed) } catch { throw .refused }
    }

    package var publicKey: CharityPublicKey { CharityPublicKey(bytes: Array(key.publicKey.rawRepresentation)) }

    package func certify(_ statement: Statement) throws(VaultError) -> Certificate {
        let payload = statement.packed
        do {
            return Certificate(
                payload: payload,
                signature: Array(try key.signature(for: Certificate.message(payload))))
        } catch { throw .refused }
    }
}

/// The charity's certifying key, public half: 32 bytes.
package struct CharityPublicKey: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// What the certificate says, if the charity signed it.
    package func statement(of certificate: Certificate) throws(VaultError) -> Statement {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes),
            key.isValidSignature(certificate.signature, for: Certificate.message(certificate.payload))
        else { throw .refused }
        return try Statement(packed: certificate.payload)
    }
}

/// A signed statement about a key. Only `CharityPublicKey.statement(of:)` reads it.
package struct Certificate: Hashable, Sendable {
    package let payload: [UInt8]
    /// Ed25519, 64 bytes.
    package let signature: [UInt8]

    package init(payload: [UInt8], signature: [UInt8]) {
        self.payload = payload
        self.signature = signature
    }

    static func message(_ payload: [UInt8]) -> [UInt8] {
        var packer = Packer("amanah/1/certificate")
        packer.add(fixed: payload)
        return packer.bytes
    }
}

/// What the charity's key can say.
package enum Statement: Hashable, Sendable {
    /// These are the keys of this member.
    case member(MemberIdentity)
    /// This is the X-Wing public key (1,216 bytes) of this team at this epoch.
    case team(TeamEpoch, openingKey: [UInt8])
    /// This member belongs to this team at this epoch.
    case membership(ID, of: TeamEpoch)
    /// This is the X-Wing public key of the recovery sheets.
    case recovery(openingKey: [UInt8])

    var packed: [UInt8] {
        var packer = Packer()
        packer.add(UInt8(1))
        switch self {
        case .member(let identity):
            packer.add(UInt8(1))
            identity.pack(into: &packer)
        case .team(let team, let key):
            packer.add(UInt8(2))
            Principal.team(team).pack(into: &packer)
            packer.add(fixed: key)
        case .membership(let member, let team):
            packer.add(UInt8(3))
            packer.add(member)
            Principal.team(team).pack(into: &packer)
        case .recovery(let key):
            packer.add(UInt8(4))
            packer.add(fixed: key)
        }
        return packer.bytes
    }

    init(packed: [UInt8]) throws(VaultError) {
        var unpacker = Unpacker(packed)
        guard try unpacker.integer(UInt8.self) == 1 else { throw .refused }
        switch try unpacker.integer(UInt8.self) {
        case 1: self = .member(try MemberIdentity(from: &unpacker))
        case 2:
            let team = try Self.team(from: &unpacker)
            self = .team(team, openingKey: try unpacker.fixed(Sealing.publicKeyBytes))
        case 3:
            let member = try unpacker.id()
            self = .membership(member, of: try Self.team(from: &unpacker))
        case 4: self = .recovery(openingKey: try unpacker.fixed(Sealing.publicKeyBytes))
        default: throw .refused
        }
        try unpacker.end()
    }

    private static func team(from unpacker: inout Unpacker) throws(VaultError) -> TeamEpoch {
        guard case .team(let team) = try Principal(from: &unpacker) else { throw .refused }
        return team
    }
}
