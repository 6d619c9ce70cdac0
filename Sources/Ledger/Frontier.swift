/// All that is needed to add leaves to a tree and to give its root: one hash for each complete subtree along
/// the right edge, O(log n) of them.
///
/// The complete subtrees are those of the binary form of `size`: a tree of 13 leaves keeps the roots over 8,
/// 4 and 1 leaves.
package struct Frontier: Sendable, Hashable {
    /// The number of leaves.
    package private(set) var size: UInt64
    /// The roots of the complete subtrees, the largest first; as many as `size` has one-bits.
    private var subtrees: [Hash]

    /// The state of a tree without leaves.
    package init() {
        size = 0
        subtrees = []
    }

    /// Adds one leaf by its leaf hash; amortised one node hash. The tree must hold fewer than
    /// `MerkleTree.maximumSize` leaves.
    package mutating func append(leafHash: Hash) {
        precondition(size < MerkleTree.maximumSize, "the tree is full")
        var node = leafHash
        for _ in 0..<(~size).trailingZeroBitCount {
            node = MerkleTree.nodeHash(subtrees.removeLast(), node)
        }
        subtrees.append(node)
        size += 1
    }

    /// The root of the tree, RFC 9162 §2.1.1; of no leaves, `MerkleTree.emptyRoot`. O(log n).
    package var root: Hash {
        guard var node = subtrees.last else { return MerkleTree.emptyRoot }
        for subtree in subtrees.dropLast().reversed() { node = MerkleTree.nodeHash(subtree, node) }
        return node
    }
}

/// Why bytes are not a stored frontier.
package enum FrontierError: Error, Hashable {
    /// The first byte names a format that this version does not know.
    case unknownFormat
    /// The number of bytes is not the one that the size asks for.
    case wrongLength
    /// The size is above `MerkleTree.maximumSize`.
    case sizeTooLarge
}

extension Frontier {
    private static let format: UInt8 = 1

    /// The stored form: the format byte 1, the size as eight bytes big-endian, then the hashes, the largest
    /// subtree first.
    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = [Self.format]
        bytes.reserveCapacity(9 + Hash.byteCount * subtrees.count)
        for shift in stride(from: UInt64(56), through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: size >> shift))
        }
        for subtree in subtrees { bytes += subtree.bytes }
        return bytes
    }

    /// Reads the stored form. That the hashes are those of the log only its checkpoint can tell: compare
    /// `root`.
    package init(decoding bytes: [UInt8]) throws(FrontierError) {
        guard let format = bytes.first, bytes.count >= 9 else { throw .wrongLength }
        guard format == Self.format else { throw .unknownFormat }
        size = bytes[1..<9].reduce(0) { $0 << 8 | UInt64($1) }
        guard size <= MerkleTree.maximumSize else { throw .sizeTooLarge }
        guard bytes.count == 9 + Hash.byteCount * size.nonzeroBitCount else { throw .wrongLength }
        subtrees = []
        for start in stride(from: 9, to: bytes.count, by: Hash.byteCount) {
            guard let hash = Hash(bytes[start..<(start + Hash.byteCount)]) else { throw .wrongLength }
            subtrees.append(hash)
        }
    }
}
