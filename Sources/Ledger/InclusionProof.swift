/// The hashes that lead from one leaf to the root, the lowest first: RFC 9162 §2.1.3.
///
/// Decided here: no leaf is in a tree of size 0, an index at or above the size is refused, and the proof for
/// the only leaf of a tree of size 1 is empty (the root is then the leaf hash).
package struct InclusionProof: Hashable, Sendable {
    /// The hashes, from the leaf's sibling upwards.
    package let hashes: [Hash]

    /// A proof that somebody handed over.
    package init(hashes: [Hash]) {
        self.hashes = hashes
    }

    /// The leaves below each hash of the proof, in the order of the hashes: RFC 9162 §2.1.3.1.
    ///
    /// A store that keeps the roots of complete subtrees finds most of them there, instead of hashing all
    /// leaves again.
    package static func subtrees(
        index: UInt64, size: UInt64
    ) throws(ProofError) -> [Range<UInt64>] {
        guard size <= MerkleTree.maximumSize else { throw .sizeTooLarge }
        guard index < size else { throw .indexOutOfRange }
        var siblings: [Range<UInt64>] = []
        var leaves = 0..<size
        while leaves.upperBound - leaves.lowerBound > 1 {
            let middle = leaves.lowerBound + MerkleTree.split(leaves.upperBound - leaves.lowerBound)
            if index < middle {
                siblings.append(middle..<leaves.upperBound)
                leaves = leaves.lowerBound..<middle
            } else {
                siblings.append(leaves.lowerBound..<middle)
                leaves = middle..<leaves.upperBound
            }
        }
        return siblings.reversed()
    }

    /// The proof for leaf `index` of the first `size` leaves, whose leaf hashes `leafHash` gives; O(size)
    /// calls, O(log size) memory. Errors of index and size are `ProofError`s; those of `leafHash` pass
    /// through.
    package static func make(
        index: UInt64, size: UInt64, leafHash: (UInt64) throws -> Hash
    ) throws -> InclusionProof {
        InclusionProof(
            hashes: try subtrees(index: index, size: size).map {
                try MerkleTree.root(of: $0, leafHash: leafHash)
            })
    }

    /// The proof for leaf `index` of the tree with exactly these leaf hashes.
    package static func make(index: UInt64, leafHashes: [Hash]) throws(ProofError) -> InclusionProof {
        InclusionProof(
            hashes: try subtrees(index: index, size: UInt64(leafHashes.count)).map {
                MerkleTree.root(of: leafHashes[Int($0.lowerBound)..<Int($0.upperBound)])
            })
    }

    /// Returns if the leaf with this hash is leaf `index` of the tree with this size and root, and throws
    /// otherwise: RFC 9162 §2.1.3.2.
    package func verify(index: UInt64, size: UInt64, leafHash: Hash, root: Hash) throws(ProofError) {
        guard size <= MerkleTree.maximumSize else { throw .sizeTooLarge }
        guard index < size else { throw .indexOutOfRange }
        var node = index
        var last = size - 1
        var result = leafHash
        for hash in hashes {
            guard last > 0 else { throw .wrongLength }
            if node & 1 == 1 || node == last {
                result = MerkleTree.nodeHash(hash, result)
                let shift = UInt64(node.trailingZeroBitCount)
                node >>= shift
                last >>= shift
            } else {
                result = MerkleTree.nodeHash(result, hash)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .wrongLength }
        guard result == root else { throw .rootMismatch }
    }
}
