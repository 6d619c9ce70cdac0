import Ledger

/// The leaf hashes of a tree of `count` leaves, all different.
func leafHashes(_ count: Int) -> [Hash] {
    (0..<count).map { MerkleTree.leafHash([UInt8($0 >> 8), UInt8($0 & 255)]) }
}

/// The root by the definition in RFC 9162 §2.1.1, written down without any of the code under test but the two
/// hashes.
func definedRoot(_ leaves: ArraySlice<Hash>) -> Hash {
    guard let only = leaves.first else { return MerkleTree.emptyRoot }
    guard leaves.count > 1 else { return only }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    return MerkleTree.nodeHash(definedRoot(leaves.prefix(split)), definedRoot(leaves.dropFirst(split)))
}

extension Hash {
    /// This hash with one bit turned.
    func turning(bit: Int) -> Hash {
        var bytes = bytes
        bytes[bit / 8 % Hash.byteCount] ^= 1 << UInt8(bit % 8)
        return Hash(bytes) ?? self
    }
}
