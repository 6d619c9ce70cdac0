import Testing

@testable import Vault

/// Codes as they come from a telephone, a chat or another keyboard.
@Suite struct PlainCharactersTests {
    private static let randomness = Randomness { count in
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) }
    }

    /// A code in the ways that it may come along.
    private static func ways(_ code: String) -> [String] {
        let wide = String(
            String.UnicodeScalarView(
                code.unicodeScalars.map {
                    (33...126).contains($0.value) ? Unicode.Scalar($0.value + 0xFEE0) ?? $0 : $0
                }))
        let arabic = String(
            String.UnicodeScalarView(
                code.unicodeScalars.map {
                    (48...57).contains($0.value) ? Unicode.Scalar($0.value + 0x630) ?? $0 : $0
                }))
        return [
            code, wide, arabic, "\u{202A}\(code)\u{202C}", "\u{2066}\(code)\u{2069}",
            "\u{FEFF}\(code)\u{200B}",
            code.replacing("-", with: "–"), code.replacing("-", with: "\u{2011}"),
            code.replacing("-", with: "\u{AD}"),
            code.replacing("-", with: "\u{A0}"), code.replacing("-", with: "\u{200E}-\u{200E}"),
            code.lowercased(),
        ]
    }

    @Test func `An enrolment code is read however it was copied`() throws {
        let code = EnrolmentCode(from: Self.randomness)
        for way in Self.ways(code.text) { #expect(EnrolmentCode(typed: way)?.text == code.text, "\(way)") }
        #expect(EnrolmentCode(typed: code.text + "\u{301}") == nil)
    }

    @Test func `A recovery sheet is read however it was copied`() throws {
        let sheet = RecoverySheet(2, from: Self.randomness)
        for way in Self.ways(sheet.text) {
            #expect(try RecoverySheet(typed: way).text == sheet.text, "\(way)")
        }
    }

    @Test func `A one-time code is read in the digits of any script`() throws {
        let secret = try OneTimeSecret(bytes: Self.randomness.bytes(20))
        let factor = SecondFactor(secret: secret, randomness: Self.randomness)
        let code = try #require(factor.recovery.first)
        for way in Self.ways(code) {
            #expect(factor.accepting(way, atMilliseconds: 1_000_000_000, after: 0) != nil, "\(way)")
        }
    }

    @Test func `Letters that only look alike are not made the same`() {
        #expect(PlainCharacters.of("АВС") == "АВС")
        #expect(PlainCharacters.of("a\nb\r\nc") == "a\nb\r\nc")
    }
}
