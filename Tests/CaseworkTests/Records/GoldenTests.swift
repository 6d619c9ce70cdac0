import Foundation
import Testing
import Vault

@testable import Casework

/// A text that was sealed once is read for ever. `Golden/KIND-FORM.json` is a text of each kind in each form there was, with
/// every field; `-least` has only those that it can't be without. A golden text is never rewritten: whoever changes a
/// field raises the form, adds a file, and goes on reading the one before.
@Suite struct GoldenTests {
    private static let kept: [any Kept.Type] = [
        Identity.self, Contact.self, Note.self, CounsellingNote.self, About.self, Consent.self,
        Disclosure.self,
        Confided.self, Restriction.self, EscrowOpening.self, LookedInto.self, Profile.self,
        CharitySeed.self, Purpose.self, Adoption.self, Acknowledgement.self, Message.self, SpecialCaller.self,
    ]

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String(format: "%02x", $0) }.joined()
    }

    private static func golden(_ name: String) throws -> Data? {
        let url = try #require(
            Bundle.module.url(forResource: "Golden", withExtension: nil)?.appending(path: "\(name).json"))
        return try? Data(contentsOf: url)
    }

    @Test func `Every kind of text has a type that reads it, or a binary form of its own`() {
        #expect(
            Set(Self.kept.map { $0.kind }).union([.registerRow, .filesToReturn]) == Set(TextKind.allCases))
        #expect(Set(Self.kept.map { $0.kind }).count == Self.kept.count)
    }

    @Test func `Every form of every kind is read, and is written again with the same fields`() throws {
        for type in Self.kept {
            for form in 1...type.form {
                let name = "\(type.kind)-\(form)"
                let whole = try #require(try Self.golden(name), "\(name): no golden text")
                try Self.expectRead(type, form, whole, name)
                if let least = try Self.golden("\(name)-least") {
                    try Self.expectRead(type, form, least, "\(name)-least")
                }
            }
            #expect(throws: (any Error).self) { try type.init(form: type.form + 1, json: Data("{}".utf8)) }
            #expect(throws: (any Error).self) { try type.init(form: 0, json: Data("{}".utf8)) }
        }
    }

    private static func expectRead<Text: Kept>(
        _: Text.Type, _ form: UInt8, _ golden: Data, _ name: String
    ) throws {
        let text = try Text(form: form, json: golden)
        guard form == Text.form else { return }
        let again = try JSONEncoder().encode(text)
        // A field more, less or renamed is another form.
        #expect(try canonical(again) == canonical(golden), "\(name) has other fields now: raise its form")
    }

    /// The same however its fields and sets are ordered.
    private static func canonical(_ json: Data) throws -> String {
        func said(_ value: JSONValue) -> String {
            switch value {
            case .list(let list): "[\(list.map(said).sorted().joined(separator: ","))]"
            case .fields(let fields):
                "{\(fields.map { "\($0):\(said($1))" }.sorted().joined(separator: ","))}"
            default: "\(value)"
            }
        }
        return said(try JSONDecoder().decode(JSONValue.self, from: json))
    }

    @Test func `What is sealed begins with form, kind, author and time`() throws {
        let author = try #require(ID(text: "00112233445566778899aabbccddeeff"))
        let packed = try SealedText.packed(
            Note(words: "A"), author: author, at: Instant(milliseconds: 1_790_000_000_000))
        #expect(
            Self.hex(packed)
                == "010003" + "00112233445566778899aabbccddeeff" + "000001a0c4506c00"
                + Self.hex(Array(#"{"words":"A"}"#.utf8)))
        let read = try SealedText(packed: packed)
        #expect(read.author == author && read.kind == .note && read.form == 1)
        #expect(throws: VaultError.self) { try SealedText(packed: Array(packed.prefix(20))) }
        // A kind that this program does not know.
        #expect(throws: VaultError.self) { try SealedText(packed: [1, 0xFF, 0xFE] + packed.dropFirst(3)) }
    }

    @Test func `A row of the register has a form of its own`() throws {
        let row = RegisterRow(Identity(name: "Amina", otherNames: "Mina", born: "1984-02-29"))
        let golden =
            "01000c01" + "00000005416d696e61" + "000000044d696e61" + "0000000a313938342d30322d3239"
        #expect(Self.hex(row.packed) == golden)
        #expect(try RegisterRow(packed: row.packed) == row)
        #expect(Self.hex(RegisterRow.gone) == "01000c00")
        #expect(throws: VaultError.self) { try RegisterRow(packed: RegisterRow.gone) }
    }
}
