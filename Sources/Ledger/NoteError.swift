/// Why a text is not a signed note, or why its signatures do not count. No case holds what was read.
package enum NoteError: Error, Hashable {
    /// The note is longer than `SignedNote.maximumByteCount`, or has more than
    /// `SignedNote.maximumSignatureCount` signatures.
    case tooLarge
    /// The bytes are not UTF-8.
    case notUTF8
    /// A control character other than the newline: a carriage return or a tab, for example.
    case controlCharacter
    /// The text does not end in a newline and cannot be signed.
    case noFinalNewline
    /// There is no blank line between text and signatures.
    case noBlankLine
    /// There is no signature line, or the last one has no newline at its end: the note was cut off.
    case truncated
    /// A line after the last blank line is not a signature line.
    case malformedSignature
    /// A key name is empty, or has a space, a plus or a control character.
    case malformedKeyName
    /// The text is not a verifier key of type 0x01, or its key ID is not the one of its name and key.
    case malformedVerifierKey
    /// No signature line is by a key that the caller knows.
    case noKnownKey
    /// A signature by a known key is not a signature of this text.
    case badSignature
    /// The signing key could not make a signature.
    case cannotSign
}
