import Crypto
import Ledger
import Testing

@Suite struct CheckpointTests {
    private static let origin = "example.com/behind-the-sofa"
    private static let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    private static let emptyRoot = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    /// The example of C2SP tlog-checkpoint; the standard does not give its key.
    private static let example = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

        """

    private let key = Curve25519.Signing.PrivateKey()
    private func verifier() throws -> VerifierKey {
        try VerifierKey(name: Self.origin, publicKey: key.publicKey)
    }

    private static let malformed: [(String, CheckpointError)] = [
        ("", CheckpointError.malformedText),
        ("\(origin)\n20\n", .malformedText),
        ("\(origin)\n20\n\(root)", .malformedText),
        ("\n20\n\(root)\n", .malformedOrigin),
        ("a\tb\n20\n\(root)\n", .malformedOrigin),
        ("\(origin)\n\n\(root)\n", .malformedSize),
        ("\(origin)\n020\n\(root)\n", .malformedSize),
        ("\(origin)\n00\n\(root)\n", .malformedSize),
        ("\(origin)\n+20\n\(root)\n", .malformedSize),
        ("\(origin)\n-20\n\(root)\n", .malformedSize),
        ("\(origin)\n 20\n\(root)\n", .malformedSize),
        ("\(origin)\n20 \n\(root)\n", .malformedSize),
        ("\(origin)\n0x20\n\(root)\n", .malformedSize),
        ("\(origin)\n٢٠\n\(root)\n", .malformedSize),
        ("\(origin)\r\n20\r\n\(root)\r\n", .malformedRoot),
        ("\(origin)\n9223372036854775808\n\(root)\n", .sizeTooLarge),
        ("\(origin)\n18446744073709551616\n\(root)\n", .sizeTooLarge),
        ("\(origin)\n\(String(repeating: "9", count: 5000))\n\(root)\n", .sizeTooLarge),
        ("\(origin)\n20\n\n", .malformedRoot),
        ("\(origin)\n20\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n", .malformedRoot),
        ("\(origin)\n20\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n", .malformedRoot),
        ("\(origin)\n20\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n", .malformedRoot),
        ("\(origin)\n0\n\(root)\n", .malformedRoot),
        ("\(origin)\n20\n\(root)\n\n", .malformedExtension),
    ]

    @Test(arguments: malformed)
    func `A text that is not a checkpoint is refused`(text: String, error: CheckpointError) {
        #expect(throws: error) { try Checkpoint(parsing: text) }
    }

    @Test func `A changed, cut off or foreign checkpoint is refused`() throws {
        let verifier = try verifier()
        let note = try Checkpoint(origin: Self.origin, size: 7, root: Hash(hashing: [7]))
            .sign(with: key, name: Self.origin)
        func refused(_ note: String, _ error: CheckpointError, origin: String = Self.origin) {
            #expect(throws: error) { try Checkpoint(verifying: note, with: [verifier], origin: origin) }
        }
        #expect(note.utf8.contains(UInt8(ascii: "7")))
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
        refused([lines[0], "8", lines[2], "", lines[4], ""].joined(separator: "\n"), .note(.badSignature))
        refused([lines[0], "7", lines[2], lines[4], ""].joined(separator: "\n"), .note(.noBlankLine))
        refused(lines.joined(separator: "\r\n"), .note(.controlCharacter))
        refused(Self.example, .note(.noKnownKey))
        refused(note, .wrongOrigin, origin: "example.com/another")
        for count in 0..<note.utf8.count {
            let cut = String(decoding: Array(note.utf8.prefix(count)), as: UTF8.self)
            #expect(throws: CheckpointError.self) {
                try Checkpoint(verifying: cut, with: [verifier], origin: Self.origin)
            }
        }
    }

    @Test func `Any one bit turned in a signed checkpoint is refused`() throws {
        let verifier = try verifier()
        let checkpoint = try Checkpoint(origin: Self.origin, size: 7, root: Hash(hashing: [7]))
        let note = Array(try checkpoint.sign(with: key, name: Self.origin).utf8)
        for position in note.indices {
            for bit in 0..<8 {
                var changed = note
                changed[position] ^= 1 << UInt8(bit)
                guard let text = String(validating: changed, as: UTF8.self) else { continue }
                #expect(throws: CheckpointError.self) {
                    try Checkpoint(verifying: text, with: [verifier], origin: Self.origin)
                }
            }
        }
    }

    @Test func `What cannot be read back cannot be made`() throws {
        let root = Hash(hashing: [1])
        #expect(throws: CheckpointError.malformedOrigin) { try Checkpoint(origin: "", size: 1, root: root) }
        #expect(throws: CheckpointError.malformedOrigin) {
            try Checkpoint(origin: "a\nb", size: 1, root: root)
        }
        #expect(throws: CheckpointError.sizeTooLarge) { try Checkpoint(origin: "a", size: .max, root: root) }
        #expect(throws: CheckpointError.malformedRoot) { try Checkpoint(origin: "a", size: 0, root: root) }
        for line in ["", "a\nb"] {
            #expect(throws: CheckpointError.malformedExtension) {
                try Checkpoint(origin: "a", size: 1, root: root, extensionLines: [line])
            }
        }
    }

    @Test func `The example of the standard is read and written back as it stands`() throws {
        let note = try SignedNote(parsing: Self.example)
        let checkpoint = try Checkpoint(parsing: note.text)
        #expect(checkpoint.origin == Self.origin)
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.encoded == note.text)
        #expect(note.encoded == Self.example)
    }

    @Test func `Size zero, the largest size and extension lines survive signing and reading`() throws {
        let verifier = try verifier()
        let root = Hash(hashing: [3])
        let checkpoints = [
            try Checkpoint(origin: Self.origin, size: 0, root: MerkleTree.emptyRoot),
            try Checkpoint(origin: Self.origin, size: 1, root: root, extensionLines: ["é", "— x y"]),
            try Checkpoint(origin: Self.origin, size: MerkleTree.maximumSize, root: root),
        ]
        for checkpoint in checkpoints {
            let note = try checkpoint.sign(with: key, name: Self.origin)
            #expect(try Checkpoint(verifying: note, with: [verifier], origin: Self.origin) == checkpoint)
        }
        #expect(checkpoints[0].encoded == "\(Self.origin)\n0\n\(Self.emptyRoot)\n")
    }
}
