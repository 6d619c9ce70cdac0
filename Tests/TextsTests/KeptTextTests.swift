import Crypto
import Ledger
import Testing

@testable import Texts

/// Texts that people kept, as editors and mail leave them.
struct KeptTextTests {
    private static let origin = "amanah/0123456789abcdef0123456789abcdef"
    private static let key = Curve25519.Signing.PrivateKey()

    private static func note() throws -> String {
        let root = Hash(hashing: Array("a".utf8))
        return try Checkpoint(origin: origin, size: 7, root: root).sign(with: key, name: origin)
    }

    static let ways: [(String, @Sendable (String) -> [UInt8])] = [
        ("as it was", { Array($0.utf8) }),
        ("CRLF", { Array($0.replacing("\n", with: "\r\n").utf8) }),
        ("CR", { Array($0.replacing("\n", with: "\r").utf8) }),
        ("a mark in front", { [0xEF, 0xBB, 0xBF] + Array($0.utf8) }),
        ("a mark and CRLF", { [0xEF, 0xBB, 0xBF] + Array($0.replacing("\n", with: "\r\n").utf8) }),
        ("no last line end", { Array($0.dropLast().utf8) }),
        ("more empty lines", { Array("\n\n\($0)\n\n".utf8) }),
        ("an empty line after each", { Array($0.replacing("\n", with: "\n\n").utf8) }),
        ("no empty line", { Array($0.replacing("\n\n", with: "\n").utf8) }),
        ("blanks at the ends", { Array($0.replacing("\n", with: " \t\u{A0}\n").utf8) }),
        ("blanks in front", { Array("    \($0.replacing("\n", with: "\n    "))".utf8) }),
        ("UTF-16, little", { [0xFF, 0xFE] + $0.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } }),
        ("UTF-16, big", { [0xFE, 0xFF] + $0.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }),
        ("UTF-16 without its mark", { $0.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } }),
        (
            "UTF-16 with CRLF",
            { text in
                [0xFF, 0xFE]
                    + text.replacing("\n", with: "\r\n").utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
            }
        ),
        ("ANSI", { $0.unicodeScalars.map { $0 == "—" ? 0x97 : UInt8(truncatingIfNeeded: $0.value) } }),
        ("quoted", { Array(("> " + $0.dropLast().replacing("\n", with: "\n> ")).utf8) }),
        ("quoted twice", { Array((">> " + $0.dropLast().replacing("\n", with: "\n>> ")).utf8) }),
        ("in a mail", { Array("Dear Olu,\nhere it is:\n\n\($0)\n-- \nGwen\nRegards\n".utf8) }),
        ("another dash", { Array($0.replacing("—", with: "–").utf8) }),
        ("two hyphens", { Array($0.replacing("—", with: "--").utf8) }),
        ("direction marks", { Array($0.replacing("\n", with: "\u{200E}\n\u{200F}").utf8) }),
        ("a zero at the end", { Array($0.utf8) + [0] }),
        (
            "broken after the name",
            { text in
                Array(text.replacing("\(origin) ", with: "\(origin)\n").utf8)
            }
        ),
        (
            "broken in the signature",
            { text in
                var text = text
                text.insert("\n", at: text.index(text.endIndex, offsetBy: -40))
                return Array(text.utf8)
            }
        ),
        (
            "quoted-printable",
            { text in
                let encoded = text.replacing("=", with: "=3D").replacing("—", with: "=E2=80=94")
                return Array((encoded.prefix(100) + "=\r\n" + encoded.dropFirst(100)).utf8)
            }
        ),
    ]

    @Test(arguments: ways.indices)
    func `a checkpoint is the same whatever an editor or mail did to it`(_ way: Int) throws {
        let (name, change) = Self.ways[way]
        let note = try Self.note()
        #expect(KeptText(change(note)).note(beginning: Self.origin) == note, "\(name)")
    }

    @Test func `what is read so is no easier to forge`() throws {
        let verifier = try VerifierKey(name: Self.origin, publicKey: Self.key.publicKey)
        let note = try Self.note()
        for forged in [
            note.replacing("\n7\n", with: "\n8\n"), note.replacing("\n7\n", with: "\n7\n8\n"),
            note.replacing("\n\n", with: "\nmore\n\n"), String(note.prefix(note.count - 20)),
        ] {
            let read = KeptText(forged).note(beginning: Self.origin)
            #expect(throws: CheckpointError.self) {
                try Checkpoint(verifying: read, with: [verifier], origin: Self.origin)
            }
        }
    }

    @Test func `a key is had back from lines and blanks`() {
        for text in [
            "amanah/a\r\nabcd", "\u{FEFF}amanah/a\nab\ncd\n", "> amanah/a\n> abcd\n", " amanah/a abcd ",
        ] {
            let words = KeptText(text).words
            #expect(words.first == "amanah/a" && words.dropFirst().joined() == "abcd", "\(text)")
        }
    }

    @Test func `nothing is no text, and any bytes are read`() {
        #expect(KeptText([UInt8]()).lines == [])
        #expect(KeptText([0xFF]).lines.count == 1)
        #expect(KeptText([0xFF, 0xFE]).lines == [])
        #expect(KeptText([0xFF, 0xFE, 0x41]).lines == [])
        for length in 0..<40 {
            _ = KeptText((0..<length).map { _ in UInt8.random(in: 0...255) }).note(beginning: "a")
        }
    }

    @Test(arguments: [
        ("", OneLine.Fault.blank), (" \t ", .blank), ("\u{200D}", .blank), ("\u{3164}", .blank),
        ("Our\ncharity", .severalLines), ("Our\r\ncharity", .severalLines),
        ("Our\u{2028}charity", .severalLines), ("Our \u{202E}ytirahc", .invisible),
        ("Our\u{2066} charity", .invisible), ("Our\u{200F} charity", .invisible), ("\u{200B}", .invisible),
        ("Our\u{0}", .invisible), ("Our\u{1B}[2J", .invisible), ("Our\u{E0041}", .invisible),
        (String(repeating: "a", count: 121), .tooLong(120)),
    ])
    func `a name that is blank, of two lines, or reads as something else is refused with the reason`(
        _ text: String, _ fault: OneLine.Fault
    ) {
        #expect(throws: fault) { try OneLine.checked(text, longest: 120) }
    }

    @Test(arguments: ["The Lantern Trust", "بیت الامان", "می‌خواهم", "Zoë’s", "Y Tŷ & Co."])
    func `a name in any script is taken`(_ text: String) throws {
        #expect(try OneLine.checked("  \(text) ", longest: 120) == text)
    }
}
