import Ledger
import Testing

/// Whatever somebody sends in the place of a note, a checkpoint, a key or a frontier: it is refused or read, and what is
/// read is written out again byte for byte.
@Suite struct HostileTextTests {
    /// SplitMix64: the same cases on each run.
    private struct Draw: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }

        /// The bytes cut short, or with some changed, put in, taken out or repeated.
        mutating func spoil(_ bytes: [UInt8]) -> [UInt8] {
            var bytes = bytes
            for _ in 0..<Int.random(in: 1...3, using: &self) {
                let at = Int.random(in: 0...bytes.count, using: &self)
                let end = min(bytes.count, at + Int.random(in: 0...40, using: &self))
                switch Int.random(in: 0..<6, using: &self) {
                case 0: bytes.removeSubrange(at...)
                case 1: bytes.removeSubrange(at..<end)
                case 2: bytes.insert(contentsOf: Array(bytes[at..<end]), at: at)
                case 3:
                    bytes.insert(.random(in: 0...255, using: &self), at: at)
                case 4:
                    if at < bytes.count { bytes[at] = .random(in: 0...255, using: &self) }
                default: bytes.insert(Array("\n +-09=é—".utf8).randomElement(using: &self) ?? 0, at: at)
                }
            }
            return bytes
        }
    }

    /// - Returns: how many cases `read` took; each throws or gives the bytes that it was read from.
    private func taken(
        of whole: [UInt8], cases: Int = 20_000, read: ([UInt8]) throws -> [UInt8]
    ) -> Int {
        var draw = Draw(state: 4)
        var count = 0
        for number in 0..<cases {
            let bytes = number < whole.count ? Array(whole.prefix(number)) : draw.spoil(whole)
            guard let written = try? read(bytes) else { continue }
            count += 1
            if written != bytes { Issue.record("\(bytes) was written as \(written)") }
        }
        return count
    }

    @Test func `A note`() {
        let whole = Array(SignedNoteTests.note.utf8)
        let count = taken(of: whole) { Array(try SignedNote(parsing: $0).encoded.utf8) }
        #expect(count > 100)
    }

    @Test func `A checkpoint`() {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
        let whole = Array("example.com/behind-the-sofa\n20\n\(root)\nmore\n".utf8)
        let count = taken(of: whole) { bytes in
            guard let text = String(validating: bytes, as: UTF8.self) else { throw NoteError.notUTF8 }
            return Array(try Checkpoint(parsing: text).encoded.utf8)
        }
        #expect(count > 100)
    }

    @Test func `A verifier key`() {
        let whole = Array(SignedNoteTests.vkey.utf8)
        let count = taken(of: whole) {
            Array(try VerifierKey(parsing: String(decoding: $0, as: UTF8.self)).encoded.utf8)
        }
        #expect(count > 0)
    }

    @Test func `A frontier`() {
        var frontier = Frontier()
        for leaf in leafHashes(13) { frontier.append(leafHash: leaf) }
        #expect(taken(of: frontier.encoded()) { try Frontier(decoding: $0).encoded() } > 100)
    }
}
