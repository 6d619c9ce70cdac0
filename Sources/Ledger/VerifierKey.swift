import Crypto

/// A named Ed25519 public key that signs notes: C2SP signed-note, signature type 0x01.
package struct VerifierKey: Hashable, Sendable {
    /// The name on the signature lines; for a log, its origin.
    package let name: String
    /// The first four bytes, big-endian, of `SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key)`.
    package let keyID: UInt32
    /// The public key, 32 bytes, RFC 8032.
    package let publicKey: [UInt8]

    /// The signature type identifier of plain Ed25519 signatures.
    static let signatureType: UInt8 = 0x01

    /// Names a public key. A name that a note cannot carry is `malformedKeyName`.
    package init(name: String, publicKey: Curve25519.Signing.PublicKey) throws(NoteError) {
        guard Self.isValid(name: name) else { throw .malformedKeyName }
        self.name = name
        self.publicKey = Array(publicKey.rawRepresentation)
        keyID = Self.keyID(name: name, publicKey: self.publicKey)
    }

    /// Reads `name+hex(key ID)+base64(0x01 ‖ public key)`. Refused as `malformedVerifierKey`: other types,
    /// capital hex digits, and a key ID that does not belong to name and key.
    package init(parsing text: String) throws(NoteError) {
        // Only the first two plus signs separate: base 64 has its own.
        let parts = text.utf8.split(
            separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3,
            let key = Base64.decode(parts[2]), key.count == 33, key.first == Self.signatureType
        else { throw .malformedVerifierKey }
        name = String(decoding: parts[0], as: UTF8.self)
        guard Self.isValid(name: name) else { throw .malformedKeyName }
        publicKey = Array(key.dropFirst())
        keyID = Self.keyID(name: name, publicKey: publicKey)
        guard Self.hex(keyID).utf8.elementsEqual(parts[1]) else { throw .malformedVerifierKey }
    }

    /// The encoded form, `name+hex(key ID)+base64(0x01 ‖ public key)`, to hand to those who verify.
    package var encoded: String {
        "\(name)+\(Self.hex(keyID))+\(Base64.encode([Self.signatureType] + publicKey))"
    }

    /// Whether a note can carry this key name: not empty, no Unicode space, no plus, no control character.
    package static func isValid(name: String) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "+" && !$0.properties.isWhitespace }
    }

    /// Whether `signature` is this key's signature of `text`.
    func isValid(signature: [UInt8], text: String) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: Array(text.utf8))
    }

    private static func keyID(name: String, publicKey: [UInt8]) -> UInt32 {
        Hash(hashing: Array(name.utf8) + [0x0A, signatureType] + publicKey).bytes
            .prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func hex(_ keyID: UInt32) -> String {
        let digits = String(keyID, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// Compares the bytes of the name, because String's own equality takes different encodings of one letter
    /// as equal.
    package static func == (left: VerifierKey, right: VerifierKey) -> Bool {
        left.keyID == right.keyID && left.publicKey == right.publicKey
            && left.name.utf8.elementsEqual(right.name.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(keyID)
        hasher.combine(publicKey)
    }
}
