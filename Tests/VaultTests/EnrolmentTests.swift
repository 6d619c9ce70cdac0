import Testing

@testable import Vault

@Suite struct EnrolmentTests {
    private let randomness = Randomness.seeded(6)
    private let code: EnrolmentCode
    private let sealed: [UInt8]

    init() throws {
        code = EnrolmentCode(from: randomness)
        sealed = try code.seal([1, 2, 3])
    }

    @Test func `Another code opens nothing and names another row`() throws {
        let other = EnrolmentCode(from: randomness)
        #expect(throws: VaultError.refused) { try other.open(sealed) }
        #expect(other.row != code.row)
    }

    @Test func `A code with one character wrong opens nothing`() throws {
        for place in code.text.indices where code.text[place] != "-" {
            var text = code.text
            text.replaceSubrange(place...place, with: code.text[place] == "7" ? "8" : "7")
            let wrong = try #require(EnrolmentCode(typed: text))
            #expect(wrong.row != code.row)
            #expect(throws: VaultError.refused) { try wrong.open(sealed) }
        }
    }

    @Test func `A sealed welcome altered at any byte is refused`() {
        for place in sealed.indices {
            #expect(throws: VaultError.refused) { try code.open(sealed.turned(at: place)) }
        }
    }

    @Test(arguments: [
        "", "-", "0000-0000-0000-0000-000", "0000-0000-0000-0000-00000", "0000-0000-0000-0000-000U",
        "0000-0000-0000-0000-000!", "О000-0000-0000-0000-0000", String(repeating: " ", count: 10_000),
        String(repeating: "0", count: 10_000),
    ])
    func `What can't be a code is none`(typed: String) {
        #expect(EnrolmentCode(typed: typed) == nil)
    }

    @Test func `A code is read in lower case, with spaces for hyphens or none, O for 0, and I or L for 1`()
        throws
    {
        let zeros = EnrolmentCode(from: Randomness { [UInt8](repeating: 0, count: $0) })
        #expect(zeros.text == "0000-0000-0000-0000-0000")
        #expect(EnrolmentCode(typed: "oooo OOOO 0000 oOo0 0o0o")?.row == zeros.row)
        let ones = try #require(EnrolmentCode(typed: "1111-1111-1111-1111-1111"))
        #expect(EnrolmentCode(typed: "iIlL iiii LLLL 1i1l 1111")?.row == ones.row)
        for typed in [
            code.text.lowercased(), code.text.replacing("-", with: " "), code.text.replacing("-", with: ""),
            "\t \(code.text)\r\n", code.text.map { "\($0) " }.joined(),
        ] {
            let read = try #require(EnrolmentCode(typed: typed))
            #expect(read.text == code.text)
            #expect(try read.open(sealed) == [1, 2, 3])
        }
    }

    @Test func `Every character of a code is drawn alike`() {
        var counts: [Character: Int] = [:]
        for _ in 0..<1600 {
            for character in EnrolmentCode(from: randomness).text where character != "-" {
                counts[character, default: 0] += 1
            }
        }
        #expect(counts.count == 32)
        // 32,000 characters: 1,000 each; six standard deviations either way.
        for count in counts.values { #expect((810...1190).contains(count)) }
    }

    @Test func `The text is base 32 as Crockford wrote it, most significant bits first`() {
        #expect(CodeText.grouped([0xff, 0xff, 0xff, 0xff, 0xff], characters: 8) == "ZZZZ-ZZZZ")
        #expect(CodeText.grouped([0, 0, 0, 0, 1], characters: 8) == "0000-0001")
        #expect(
            CodeText.grouped([0b0000_1000, 0b1000_0110, 0b0100_0010, 0b1001_1000, 0xe8], characters: 8)
                == "1234-5678")
        #expect(CodeText.grouped([0xff], characters: 1) == "Z")
    }
}
