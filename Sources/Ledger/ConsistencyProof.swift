/// The hashes that show that a tree holds an older one unchanged as its first leaves: RFC 9162 §2.1.4.
///
/// Decided here: an older size of 0 is refused (it would show nothing, and the published vectors refuse it);
/// equal sizes need an empty proof and equal roots; between different sizes an empty proof is refused.
package struct ConsistencyProof: Hashable, Sendable {
    /// The hashes, the lowest first.
    package let hashes: [Hash]

    /// A proof that somebody handed over.
    package init(hashes: [Hash]) {
        self.hashes = hashes
    }

    /// The leaves below each hash of the proof, in the order of the hashes: RFC 9162 §2.1.4.1.
    package static func subtrees(
        from olderSize: UInt64, to newerSize: UInt64
    ) throws(ProofError) -> [Range<UInt64>] {
        guard newerSize <= MerkleTree.maximumSize else { throw .sizeTooLarge }
        guard olderSize <= newerSize else { throw .sizesOutOfOrder }
        guard olderSize > 0 else { throw .emptyTree }
        var subtrees: [Range<UInt64>] = []
        var leaves = 0..<newerSize
        while leaves.upperBound > olderSize {
            let middle = leaves.lowerBound + MerkleTree.split(leaves.upperBound - leaves.lowerBound)
            if olderSize <= middle {
                subtrees.append(middle..<leaves.upperBound)
                leaves = leaves.lowerBound..<middle
            } else {
                subtrees.append(leaves.lowerBound..<middle)
                leaves = middle..<leaves.upperBound
            }
        }
        // A verifier knows the older root already where it is a subtree of the newer tree as it stands.
        if leaves.lowerBound > 0 { subtrees.append(leaves) }
        return subtrees.reversed()
    }

    /// The proof between the trees of the first `olderSize` and the first `newerSize` leaves, whose leaf
    /// hashes `leafHash` gives; O(newerSize) calls, O(log newerSize) memory. Errors of the sizes are
    /// `ProofError`s; those of `leafHash` pass through.
    package static func make(
        from olderSize: UInt64, to newerSize: UInt64, leafHash: (UInt64) throws -> Hash
    ) throws -> ConsistencyProof {
        ConsistencyProof(
            hashes: try subtrees(from: olderSize, to: newerSize).map {
                try MerkleTree.root(of: $0, leafHash: leafHash)
            })
    }

    /// The proof between the tree of the first `olderSize` of these leaf hashes and that of all of them.
    package static func make(from olderSize: UInt64, leafHashes: [Hash]) throws(ProofError)
        -> ConsistencyProof
    {
        ConsistencyProof(
            hashes: try subtrees(from: olderSize, to: UInt64(leafHashes.count)).map {
                MerkleTree.root(of: leafHashes[Int($0.lowerBound)..<Int($0.upperBound)])
            })
    }

    /// Returns if the tree with the newer size and root begins with that of the older, and throws otherwise:
    /// RFC 9162 §2.1.4.2.
    package func verify(
        olderSize: UInt64, olderRoot: Hash, newerSize: UInt64, newerRoot: Hash
    ) throws(ProofError) {
        guard newerSize <= MerkleTree.maximumSize else { throw .sizeTooLarge }
        guard olderSize <= newerSize else { throw .sizesOutOfOrder }
        guard olderSize > 0 else { throw .emptyTree }
        guard olderSize < newerSize else {
            guard hashes.isEmpty else { throw .wrongLength }
            guard olderRoot == newerRoot else { throw .rootMismatch }
            return
        }
        let shift = UInt64(olderSize.trailingZeroBitCount)
        var node = (olderSize - 1) >> shift
        var last = (newerSize - 1) >> shift
        var path = hashes[...]
        // Where the older tree is one complete subtree, its root is the first hash, left out of the proof.
        guard let start = node == 0 ? olderRoot : path.popFirst() else { throw .wrongLength }
        var older = start
        var newer = start
        for hash in path {
            guard last > 0 else { throw .wrongLength }
            if node & 1 == 1 || node == last {
                older = MerkleTree.nodeHash(hash, older)
                newer = MerkleTree.nodeHash(hash, newer)
                let shift = UInt64(node.trailingZeroBitCount)
                node >>= shift
                last >>= shift
            } else {
                newer = MerkleTree.nodeHash(newer, hash)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .wrongLength }
        guard older == olderRoot else { throw .olderRootMismatch }
        guard newer == newerRoot else { throw .rootMismatch }
    }
}
