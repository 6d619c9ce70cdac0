import Ledger
import Testing

@Suite struct FrontierTests {
    @Test func `Stored bytes of an unknown format, a wrong length or a huge size are refused`() throws {
        var frontier = Frontier()
        for leaf in leafHashes(5) { frontier.append(leafHash: leaf) }
        let good = frontier.encoded()
        #expect(throws: FrontierError.wrongLength) { try Frontier(decoding: []) }
        for count in 1..<good.count {
            #expect(throws: FrontierError.wrongLength) { try Frontier(decoding: Array(good.prefix(count))) }
        }
        #expect(throws: FrontierError.wrongLength) { try Frontier(decoding: good + [0]) }
        #expect(throws: FrontierError.unknownFormat) { try Frontier(decoding: [2] + good.dropFirst()) }
        let huge: [UInt8] = [1, 0x80, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 32)
        #expect(throws: FrontierError.sizeTooLarge) { try Frontier(decoding: huge) }
    }

    @Test func `An empty tree has the SHA-256 of nothing for its root`() {
        let empty: [UInt8] = [
            0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
            0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
        ]
        #expect(Frontier().root.bytes == empty)
        #expect(MerkleTree.emptyRoot.bytes == empty)
    }

    @Test func `At every size up to 300 the root is the one of the definition`() {
        let leaves = leafHashes(300)
        var frontier = Frontier()
        for size in 0...300 {
            #expect(frontier.size == UInt64(size))
            #expect(frontier.root == definedRoot(leaves[..<size]))
            if size < 300 { frontier.append(leafHash: leaves[size]) }
        }
    }

    @Test func `A frontier that was stored and read goes on as if it had not been`() throws {
        let leaves = leafHashes(70)
        for size in 0...leaves.count {
            var kept = Frontier()
            for leaf in leaves[..<size] { kept.append(leafHash: leaf) }
            var read = try Frontier(decoding: kept.encoded())
            #expect(read == kept)
            for leaf in leaves[size...] { read.append(leafHash: leaf) }
            #expect(read.root == definedRoot(leaves[...]))
        }
    }

    @Test func `A frontier of the largest tree can be read`() throws {
        let largest: [UInt8] = [1, 0x40, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 7, count: 32)
        var frontier = try Frontier(decoding: largest)
        frontier.append(leafHash: MerkleTree.emptyRoot)
        #expect(frontier.size == 1 << 62 + 1)
    }
}
