import Crypto
import FoundationEssentials

/// HPKE (RFC 9180, base mode) with X-Wing, HKDF-SHA256 and AES-256-GCM: how anything is sealed to a
/// principal.
package enum Sealing {
    package typealias PrivateKey = XWingMLKEM768X25519.PrivateKey
    package typealias PublicKey = XWingMLKEM768X25519.PublicKey

    static let ciphersuite = HPKE.Ciphersuite.XWingMLKEM768X25519_SHA256_AES_GCM_256

    /// Bytes of an X-Wing encapsulated key.
    static let encapsulationBytes = 1120
    /// Bytes of an X-Wing public key.
    static let publicKeyBytes = 1216

    /// The private key that a 32-byte seed stands for.
    package static func privateKey(seed: [UInt8]) throws(VaultError) -> PrivateKey {
        guard seed.count == 32 else { throw .refused }
        do { return try PrivateKey(seedRepresentation: seed, publicKey: nil) } catch { throw .refused }
    }

    package static func publicKey(_ bytes: [UInt8]) throws(VaultError) -> PublicKey {
        guard bytes.count == publicKeyBytes else { throw .refused }
        do { return try PublicKey(rawRepresentation: bytes) } catch { throw .refused }
    }

    /// Seals a message so that only the holder of the private key opens it, and only with the same `info`.
    /// - Returns: the 1,120-byte encapsulation, then the ciphertext with its 16-byte tag.
    package static func seal(
        _ message: [UInt8], to key: [UInt8], info: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        let key = try publicKey(key)
        do {
            var sender = try HPKE.Sender(recipientKey: key, ciphersuite: ciphersuite, info: Data(info))
            let sealed = try sender.seal(message)
            return Array(sender.encapsulatedKey) + Array(sealed)
        } catch { throw .refused }
    }

    package static func open(
        _ sealed: [UInt8], with key: PrivateKey, info: [UInt8]
    ) throws(VaultError) -> [UInt8] {
        guard sealed.count >= encapsulationBytes + 16 else { throw .refused }
        do {
            var recipient = try HPKE.Recipient(
                privateKey: key, ciphersuite: ciphersuite, info: Data(info),
                encapsulatedKey: Data(sealed.prefix(encapsulationBytes)))
            return Array(try recipient.open(sealed.dropFirst(encapsulationBytes)))
        } catch { throw .refused }
    }
}

extension SymmetricKey {
    /// A key of 32 bytes derived for one use (HKDF-SHA256, RFC 5869).
    func derived(info: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: self, info: info, outputByteCount: 32)
    }

    /// A key of 32 bytes of this key and a file's half: without either nothing can be told of it (the one-step derivation
    /// of NIST SP 800-56C Rev. 2, §4.1, with SHA-256; the shared secret is the key and then the half). One hash, because
    /// a register has such a key for each file, and a file for each item.
    func mixed(with half: [UInt8], info: [UInt8]) throws(VaultError) -> SymmetricKey {
        guard half.count == 32 else { throw .refused }
        var hash = SHA256()
        Swift.withUnsafeBytes(of: UInt32(1).bigEndian) { hash.update(bufferPointer: $0) }
        withUnsafeBytes { hash.update(bufferPointer: $0) }
        half.withUnsafeBytes { hash.update(bufferPointer: $0) }
        info.withUnsafeBytes { hash.update(bufferPointer: $0) }
        return SymmetricKey(data: hash.finalize())
    }

    /// The key for what speaks of a file elsewhere.
    func about(_ file: ID, half: [UInt8]) throws(VaultError) -> SymmetricKey {
        var info = Packer("amanah/2/about")
        info.add(file)
        return try mixed(with: half, info: info.bytes)
    }

    var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// AES-256-GCM: a random 12-byte nonce, the ciphertext, a 16-byte tag.
    func sealBox(_ message: [UInt8], binding context: [UInt8]) throws(VaultError) -> [UInt8] {
        do {
            guard let box = try AES.GCM.seal(message, using: self, authenticating: context).combined else {
                throw VaultError.refused
            }
            return Array(box)
        } catch { throw .refused }
    }

    func openBox(_ box: [UInt8], binding context: [UInt8]) throws(VaultError) -> [UInt8] {
        do {
            return Array(try AES.GCM.open(.init(combined: box), using: self, authenticating: context))
        } catch { throw .refused }
    }
}
