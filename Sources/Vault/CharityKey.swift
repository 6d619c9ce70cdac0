import Crypto
import FoundationEssentials

/// The charity's one Ed25519 key: what makes a member's or a team's public key count.
///
/// Its private half is a record of the house item `certification`, which managers and guardians hold. Its
/// public half travels inside each member's wrapped seed and is never read from a column.
package struct CharityKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// - Parameter seed: 32 random bytes.
    package init(seed: [UInt8]) throws(VaultError) {
        do { self.key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed) } catch { throw .refused }
    }

    package var publicKey: CharityPublicKey {
        CharityPublicKey(bytes: Array(key.publicKey.rawRepresentation))
    }

    /// - Parameter at: milliseconds since 1970. The newest of a member's keys is the one sealed to, and a
    ///   departure or a team's new epoch ends what came before it, by this time: 0 says that it is not known.
    package func certify(_ statement: Statement, at: Int64 = 0) throws(VaultError) -> Certificate {
        if case .departure = statement, at <= 0 { throw .refused }
        let payload = statement.packed(at: at)
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
        try dated(certificate).statement
    }

    /// What the certificate says and when it was said, if the charity signed it.
    package func dated(_ certificate: Certificate) throws(VaultError) -> (statement: Statement, at: Int64) {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes),
            key.isValidSignature(certificate.signature, for: Certificate.message(certificate.payload))
        else { throw .refused }
        return try Statement.dated(packed: certificate.payload)
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
