/// Why a Merkle proof cannot be made, or does not hold.
package enum ProofError: Error, Hashable {
    /// The index is not that of a leaf of a tree of this size; a tree of size 0 has no index at all.
    case indexOutOfRange
    /// The older size is 0: every tree is consistent with no leaves, so that such a proof would show nothing.
    case emptyTree
    /// The older size is larger than the newer.
    case sizesOutOfOrder
    /// A size is above `MerkleTree.maximumSize`.
    case sizeTooLarge
    /// The proof has more or fewer hashes than index and sizes ask for.
    case wrongLength
    /// The hashes do not lead to the root of the older tree.
    case olderRootMismatch
    /// The hashes do not lead to the root: the leaf or the older tree is not part of this one.
    case rootMismatch
}
