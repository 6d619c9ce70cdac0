/// A run of up to 256 hashes of the tree at one height, as a file of its own: C2SP tlog-tiles.
///
/// Level 0 holds leaf hashes; each hash of a level above is the root of a full tile of the level below.
package struct Tile: Hashable, Sendable {
    /// The level, from 0.
    package let level: Int
    /// The tile's place within its level, from 0.
    package let index: Int
    /// The number of hashes; fewer than `fullWidth` is a partial tile.
    package let width: Int

    /// The number of hashes of a full tile.
    package static let fullWidth = 256

    package var isFull: Bool { width == Self.fullWidth }

    /// Where its hashes are among those of its level.
    package var hashes: Range<Int> { index * Self.fullWidth..<index * Self.fullWidth + width }

    /// The tile's path below the log's prefix: `tile/<L>/<N>[.p/<W>]`.
    package var path: String { "tile/\(level)/\(place)" }

    /// The path of the entries whose leaf hashes a tile of level 0 holds: `tile/entries/<N>[.p/<W>]`.
    package var entriesPath: String { "tile/entries/\(place)" }

    /// The tiles of a level that has `count` hashes, in order; the last may be partial, and none is empty.
    package static func row(level: Int, count: Int) -> [Tile] {
        stride(from: 0, to: count, by: fullWidth).map {
            Tile(level: level, index: $0 / fullWidth, width: min(fullWidth, count - $0))
        }
    }

    /// The hashes of the level above this one: the roots of its full tiles.
    package static func above(_ hashes: [Hash]) -> [Hash] {
        stride(from: fullWidth, through: hashes.count, by: fullWidth).map {
            MerkleTree.root(of: hashes[($0 - fullWidth)..<$0])
        }
    }

    /// A bundle of entries: each with its length before it, as two bytes, big-endian.
    package static func bundle(_ entries: some Sequence<Commitment>) -> [UInt8] {
        entries.flatMap { [0, UInt8(Hash.byteCount)] + $0.hash.bytes }
    }

    /// The commitments that a bundle holds; nil for bytes that `bundle` does not give.
    package static func entries(bundle: [UInt8]) -> [Commitment]? {
        let stride = 2 + Hash.byteCount
        guard bundle.count.isMultiple(of: stride) else { return nil }
        var entries: [Commitment] = []
        for start in Swift.stride(from: 0, to: bundle.count, by: stride) {
            guard bundle[start] == 0, Int(bundle[start + 1]) == Hash.byteCount,
                let hash = Hash(bundle[(start + 2)..<(start + stride)])
            else { return nil }
            entries.append(Commitment(hash))
        }
        return entries
    }

    /// `<N>[.p/<W>]`: three digits an element, all but the last with an `x` before them.
    private var place: String {
        var rest = index / 1000
        var elements = [Self.digits(index % 1000)]
        while rest > 0 {
            elements.append("x" + Self.digits(rest % 1000))
            rest /= 1000
        }
        return elements.reversed().joined(separator: "/") + (isFull ? "" : ".p/\(width)")
    }

    private static func digits(_ number: Int) -> String {
        String(repeating: "0", count: 3 - String(number).count) + String(number)
    }
}
