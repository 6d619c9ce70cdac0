import Crypto
import Ledger
import Testing

@Suite struct SignedNoteTests {
    /// The example of C2SP signed-note.
    static let vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    static let signatureLine =
        "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    static let text = "This is an example message.\n"
    static var note: String { text + "\n" + signatureLine }

    private func foo() throws -> VerifierKey { try VerifierKey(parsing: Self.vkey) }

    private static let malformed: [(String, NoteError)] = [
        ("", NoteError.noBlankLine),
        ("text\n", .noBlankLine),
        ("text\n\(signatureLine)", .noBlankLine),
        ("text\r\n\r\n\(signatureLine)", .controlCharacter),
        ("te\txt\n\n\(signatureLine)", .controlCharacter),
        ("te\0xt\n\n\(signatureLine)", .controlCharacter),
        ("text\n\n", .truncated),
        ("text\n\n\(signatureLine.dropLast())", .truncated),
        ("text\n\n\(signatureLine.dropLast(7))\n", .malformedSignature),
        ("text\n\n- example.com/foo Uw2QOkn8\n", .malformedSignature),
        ("text\n\n— example.com/foo\n", .malformedSignature),
        ("text\n\n— example.com/foo Uw2QOg==\n", .malformedSignature),
        ("text\n\n— example.com/foo Uw2QOkl=\n", .malformedSignature),
        ("text\n\n— example.com/foo  Uw2QOkn8\n", .malformedSignature),
        ("text\n\n— example.com/foo Uw2QOkn8 \n", .malformedSignature),
        ("text\n\n—  Uw2QOkn8\n", .malformedKeyName),
        ("text\n\n— a+b Uw2QOkn8\n", .malformedKeyName),
        ("text\n\n— a\u{2003}b Uw2QOkn8\n", .malformedKeyName),
    ]

    @Test(arguments: malformed)
    func `A text that is not a note is refused`(note: String, error: NoteError) {
        #expect(throws: error) { try SignedNote(parsing: note) }
    }

    @Test func `Bytes that are not UTF-8, a huge note and too many signatures are refused`() {
        #expect(throws: NoteError.notUTF8) {
            try SignedNote(parsing: [0xC0, 0x80, 10, 10] + Array(Self.signatureLine.utf8))
        }
        let long = String(repeating: "a", count: SignedNote.maximumByteCount)
        #expect(throws: NoteError.tooLarge) { try SignedNote(parsing: long + "\n\n" + Self.signatureLine) }
        let many = String(repeating: Self.signatureLine, count: SignedNote.maximumSignatureCount + 1)
        #expect(throws: NoteError.tooLarge) { try SignedNote(parsing: "text\n\n" + many) }
    }

    @Test func `A changed text is refused`() throws {
        let note = try SignedNote(parsing: "this is an example message.\n\n" + Self.signatureLine)
        let key = try foo()
        #expect(throws: NoteError.badSignature) { try note.verify(with: [key]) }
    }

    @Test func `A note that no known key signed is refused`() throws {
        let note = try SignedNote(parsing: Self.note)
        let other = try VerifierKey(
            name: "example.com/foo", publicKey: Curve25519.Signing.PrivateKey().publicKey)
        let renamed = try VerifierKey(
            name: "example.com/bar",
            publicKey: Curve25519.Signing.PublicKey(rawRepresentation: foo().publicKey))
        #expect(throws: NoteError.noKnownKey) { try note.verify(with: []) }
        #expect(throws: NoteError.noKnownKey) { try note.verify(with: [other]) }
        #expect(throws: NoteError.noKnownKey) { try note.verify(with: [renamed]) }
    }

    @Test func `One false signature by a known key spoils a note that another key signed`() throws {
        let key = try foo()
        let own = Curve25519.Signing.PrivateKey()
        let ownKey = try VerifierKey(name: "own", publicKey: own.publicKey)
        let signed = try SignedNote(signing: "changed\n", with: own, name: "own").encoded
        let note = try SignedNote(parsing: signed + Self.signatureLine)
        #expect(throws: NoteError.badSignature) { try note.verify(with: [ownKey, key]) }
        #expect(try note.verify(with: [ownKey]) == [ownKey])
    }

    @Test func `A text without a final newline, with a carriage return, or a bad name is not signed`() {
        let key = Curve25519.Signing.PrivateKey()
        #expect(throws: NoteError.noFinalNewline) { try SignedNote(signing: "text", with: key, name: "own") }
        #expect(throws: NoteError.noFinalNewline) { try SignedNote(signing: "", with: key, name: "own") }
        #expect(throws: NoteError.controlCharacter) {
            try SignedNote(signing: "a\r\n", with: key, name: "own")
        }
        for name in ["", "a b", "a+b", "a\nb", "a\u{A0}b"] {
            #expect(throws: NoteError.malformedKeyName) {
                try SignedNote(signing: "a\n", with: key, name: name)
            }
        }
    }

    @Test(arguments: [
        "", "example.com/foo", "example.com/foo+530d903a",
        "example.com/foo+530d903a+", "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=",
    ])
    func `A text that is not an Ed25519 verifier key is refused`(text: String) {
        #expect(throws: NoteError.malformedVerifierKey) { try VerifierKey(parsing: text) }
    }

    @Test func `The example of the standard verifies`() throws {
        let key = try foo()
        let note = try SignedNote(parsing: Self.note)
        #expect(key.name == "example.com/foo")
        #expect(key.encoded == Self.vkey)
        #expect(note.text == Self.text)
        #expect(note.encoded == Self.note)
        #expect(try note.verify(with: [key]) == [key])
    }

    @Test func `The note that the standard opens with is read as it stands`() throws {
        let text =
            "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n"
        let line =
            "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
        let note = try SignedNote(parsing: text + "\n" + line)
        #expect(note.text == text)
        #expect(note.signatures.map(\.name) == ["quasimodo.example/salvatore"])
        #expect(note.encoded == text + "\n" + line)
    }

    @Test func `Unknown signatures of any kind beside a good one are left aside`() throws {
        let key = try foo()
        let unknown =
            "— witness.example/w1 " + String(repeating: "AAAA", count: 800) + "\n— example.com/foo AAAAAAAA\n"
        let note = try SignedNote(parsing: Self.text + "\n" + unknown + Self.signatureLine)
        #expect(note.signatures.count == 3)
        #expect(try note.verify(with: [key]) == [key])
    }
}
