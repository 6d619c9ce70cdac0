import Crypto
import FoundationEssentials

/// A member's two private keys, both derived from one 32-byte seed.
package struct MemberKeys: Sendable {
    package let member: ID
    let seed: SymmetricKey
    let opening: Sealing.PrivateKey
    let signing: Curve25519.Signing.PrivateKey
    /// The public half of both, to be compared by fingerprint and certified.
    package let identity: MemberIdentity

    package init(member: ID, seed: [UInt8]) throws(VaultError) {
        guard seed.count == 32 else { throw .refused }
        self.member = member
        self.seed = SymmetricKey(data: seed)
        self.opening = try Sealing.privateKey(
            seed: self.seed.derived(info: Packer("amanah/1/member-opening").bytes).bytes)
        do {
            self.signing = try Curve25519.Signing.PrivateKey(
                rawRepresentation: self.seed.derived(info: Packer("amanah/1/member-signing").bytes).bytes)
        } catch { throw .refused }
        // Worked out once: every page asks whether it is the one that was certified.
        self.identity = MemberIdentity(
            member: member, openingKey: Array(opening.publicKey.rawRepresentation),
            signingKey: Array(signing.publicKey.rawRepresentation))
    }

    func sign(_ message: [UInt8]) throws(VaultError) -> [UInt8] {
        do { return Array(try signing.signature(for: message)) } catch { throw .refused }
    }
}

/// A member's public keys. They count only inside a certificate.
package struct MemberIdentity: Hashable, Sendable {
    package let member: ID
    /// X-Wing, 1,216 bytes.
    package let openingKey: [UInt8]
    /// Ed25519, 32 bytes.
    package let signingKey: [UInt8]

    package init(member: ID, openingKey: [UInt8], signingKey: [UInt8]) {
        self.member = member
        self.openingKey = openingKey
        self.signingKey = signingKey
    }

    /// What a key holder compares with the newcomer's screen before certifying: five groups of four
    /// characters (100 bits of SHA-256 over both keys and the member's id).
    package var fingerprint: String {
        var packer = Packer("amanah/1/fingerprint")
        pack(into: &packer)
        return CodeText.grouped(Array(SHA256.hash(data: packer.bytes)), characters: 20)
    }

    func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: signingKey) else { return false }
        return key.isValidSignature(signature, for: message)
    }

    func pack(into packer: inout Packer) {
        packer.add(member)
        packer.add(fixed: openingKey)
        packer.add(fixed: signingKey)
    }

    init(from unpacker: inout Unpacker) throws(VaultError) {
        self.member = try unpacker.id()
        self.openingKey = try unpacker.fixed(Sealing.publicKeyBytes)
        self.signingKey = try unpacker.fixed(32)
    }

    /// The binary form: id, opening key, signing key.
    package var packed: [UInt8] {
        var packer = Packer()
        pack(into: &packer)
        return packer.bytes
    }

    package init(packed: [UInt8]) throws(VaultError) {
        var unpacker = Unpacker(packed)
        try self.init(from: &unpacker)
        try unpacker.end()
    }
}
