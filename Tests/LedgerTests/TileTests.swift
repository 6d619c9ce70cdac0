import Testing

@testable import Ledger

/// The layout of C2SP tlog-tiles.
@Suite struct TileTests {
    @Test func `The specification's own example of a tree of 70,000 entries`() {
        var counts: [Int: (full: Int, partial: [Int])] = [:]
        var (level, count) = (0, 70_000)
        while count > 0 {
            let row = Tile.row(level: level, count: count)
            counts[level] = (row.filter(\.isFull).count, row.filter { !$0.isFull }.map(\.width))
            (level, count) = (level + 1, count / Tile.fullWidth)
        }
        #expect(counts.count == 3)
        #expect(counts[0]?.full == 273 && counts[0]?.partial == [112])
        #expect(counts[1]?.full == 1 && counts[1]?.partial == [17])
        #expect(counts[2]?.full == 0 && counts[2]?.partial == [1])
    }

    @Test func `A full tile has no partial one beside it, and an empty one is none`() {
        #expect(Tile.row(level: 0, count: 0).isEmpty)
        #expect(Tile.row(level: 0, count: 256).map(\.path) == ["tile/0/000"])
        #expect(Tile.row(level: 0, count: 257).map(\.path) == ["tile/0/000", "tile/0/001.p/1"])
        #expect(Tile.row(level: 1, count: 1).map(\.path) == ["tile/1/000.p/1"])
    }

    @Test func `Places are written three digits at a time, as the specification writes 1234067`() {
        let tile = Tile(level: 0, index: 1_234_067, width: 256)
        #expect(tile.path == "tile/0/x001/x234/067")
        #expect(tile.entriesPath == "tile/entries/x001/x234/067")
        #expect(Tile(level: 2, index: 1000, width: 7).path == "tile/2/x001/000.p/7")
        #expect(Tile(level: 0, index: 999, width: 256).path == "tile/0/999")
    }

    @Test func `A hash of a level is the root of a full tile of the level below`() {
        let leaves = (0..<600).map { MerkleTree.leafHash([UInt8($0 % 256), UInt8($0 / 256)]) }
        let above = Tile.above(leaves)
        #expect(above == [MerkleTree.root(of: leaves[..<256]), MerkleTree.root(of: leaves[256..<512])])
        #expect(Tile.above(Array(leaves.prefix(255))).isEmpty)
    }

    @Test func `A bundle is read as it was written, and no other bytes are`() {
        let entries = (0..<3).map { Commitment(Hash(hashing: [UInt8($0)])) }
        let bundle = Tile.bundle(entries)
        #expect(bundle.count == 3 * 34 && bundle.prefix(2) == [0, 32])
        #expect(Tile.entries(bundle: bundle) == entries)
        #expect(Tile.entries(bundle: Array(bundle.dropLast())) == nil)
        #expect(Tile.entries(bundle: [0, 31] + bundle.dropFirst(2)) == nil)
        #expect(Tile.entries(bundle: [1, 32] + bundle.dropFirst(2)) == nil)
    }

    @Test func `A proof's text has the lines that the specification asks for, also without hashes`() throws {
        let root = MerkleTree.leafHash([1])
        let alone = InclusionProof(hashes: []).text(index: 0, checkpoint: "o\n1\nx\n", extra: [1, 2, 3])
        #expect(alone == "c2sp.org/tlog-proof@v1\nextra AQID\nindex 0\n\no\n1\nx\n")
        let two = InclusionProof(hashes: [root, root]).text(index: 7, checkpoint: "o\n", extra: [0])
        let line = Base64.encode(root.bytes)
        #expect(two == "c2sp.org/tlog-proof@v1\nextra AA==\nindex 7\n\(line)\n\(line)\n\no\n")
        #expect(
            ConsistencyProof(hashes: [root]).text(olderSize: 3, checkpoint: "o\n") == "old 3\n\(line)\n\no\n")
    }
}
