import Crypto

/// A text with the signatures of one or more keys: C2SP signed-note.
///
/// Reading a note says nothing about its text: that counts only once `verify(with:)` has returned.
package struct SignedNote: Hashable, Sendable {
    /// One signature line, by a known or an unknown key, of any signature type.
    package struct Signature: Hashable, Sendable {
        /// The key name on the line.
        package let name: String
        /// The key ID, which with the name says which key signed, and how.
        package let keyID: UInt32
        /// What the key made of the text; at least one byte.
        package let bytes: [UInt8]
    }

    /// The signed text with its final newline.
    package let text: String
    /// The signature lines in their order.
    package let signatures: [Signature]

    /// The longest note that is read, in bytes: room for many post-quantum signatures.
    package static let maximumByteCount = 1 << 18
    /// The most signature lines that are read; the standard asks for at least 16.
    package static let maximumSignatureCount = 64

    /// Signs `text`, which must end in a newline and hold no other control character.
    package init(
        signing text: String, with key: Curve25519.Signing.PrivateKey, name: String
    ) throws(NoteError) {
        guard text.utf8.last == Self.newline else { throw .noFinalNewline }
        guard !Self.hasControlCharacter(Array(text.utf8)) else { throw .controlCharacter }
        let verifierKey = try VerifierKey(name: name, publicKey: key.publicKey)
        guard let signature = try? key.signature(for: Array(text.utf8)) else { throw .cannotSign }
        self.text = text
        signatures = [
            Signature(name: name, keyID: verifierKey.keyID, bytes: Array(signature))
        ]
    }

    /// Reads a note.
    package init(parsing note: String) throws(NoteError) {
        try self.init(parsing: Array(note.utf8))
    }

    /// Reads a note from its bytes, which must be UTF-8.
    package init(parsing note: [UInt8]) throws(NoteError) {
        guard note.count <= Self.maximumByteCount else { throw .tooLarge }
        guard String(validating: note, as: UTF8.self) != nil else { throw .notUTF8 }
        guard !Self.hasControlCharacter(note) else { throw .controlCharacter }
        guard
            let blankLine = note.indices.last(where: {
                $0 > 0 && note[$0] == Self.newline && note[$0 - 1] == Self.newline
            })
        else { throw .noBlankLine }
        guard blankLine + 1 < note.count, note.last == Self.newline else { throw .truncated }
        text = String(decoding: note[..<blankLine], as: UTF8.self)
        let lines = note[(blankLine + 1)...].dropLast()
            .split(separator: Self.newline, omittingEmptySubsequences: false)
        guard lines.count <= Self.maximumSignatureCount else { throw .tooLarge }
        var signatures: [Signature] = []
        for line in lines { signatures.append(try Signature(parsing: line)) }
        self.signatures = signatures
    }

    /// The note as it is kept and sent: text, blank line, signature lines.
    package var encoded: String {
        signatures.reduce(text + "\n") { $0 + $1.encoded }
    }

    /// Returns the keys that signed, at least one; throws if none did, or if one signature by a known key
    /// does not hold. Signatures by unknown keys are left aside, as the standard asks.
    @discardableResult
    package func verify(with keys: [VerifierKey]) throws(NoteError) -> [VerifierKey] {
        var signers: [VerifierKey] = []
        for signature in signatures {
            for key in keys where signature.isBy(key) {
                guard key.isValid(signature: signature.bytes, text: text) else { throw .badSignature }
                if !signers.contains(key) { signers.append(key) }
            }
        }
        guard !signers.isEmpty else { throw .noKnownKey }
        return signers
    }

    static let newline = UInt8(ascii: "\n")

    /// Whether a byte below U+0020 other than the newline occurs.
    static func hasControlCharacter(_ text: [UInt8]) -> Bool {
        text.contains { $0 < 0x20 && $0 != newline }
    }
}

extension SignedNote.Signature {
    private static let prefix = Array("— ".utf8)

    /// Reads a signature line without its newline.
    fileprivate init(parsing line: ArraySlice<UInt8>) throws(NoteError) {
        guard line.starts(with: Self.prefix) else { throw .malformedSignature }
        let parts = line.dropFirst(Self.prefix.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, let blob = Base64.decode(parts[1]), blob.count > 4 else {
            throw .malformedSignature
        }
        name = String(decoding: parts[0], as: UTF8.self)
        guard VerifierKey.isValid(name: name) else { throw .malformedKeyName }
        keyID = blob.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        bytes = Array(blob.dropFirst(4))
    }

    fileprivate var encoded: String {
        let keyBytes = stride(from: UInt32(24), through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: keyID >> $0)
        }
        return "— \(name) \(Base64.encode(keyBytes + bytes))\n"
    }

    fileprivate func isBy(_ key: VerifierKey) -> Bool {
        keyID == key.keyID && name.utf8.elementsEqual(key.name.utf8)
    }
}
