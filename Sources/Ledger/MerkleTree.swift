/// The hashing rules of the tree: RFC 6962 §2.1, the same in RFC 9162 §2.1.1.
///
/// `MTH({}) = SHA-256()`, `MTH({d}) = SHA-256(0x00 ‖ d)`, and for n > 1 leaves with k the largest power of
/// two below n, `MTH(D) = SHA-256(0x01 ‖ MTH(D[0..<k]) ‖ MTH(D[k..<n]))`.
package enum MerkleTree {
    /// The root of a tree without leaves: the SHA-256 of nothing.
    package static let emptyRoot = Hash(hashing: [])

    /// The largest number of leaves: 2^63 − 1, the most that the other implementations of C2SP checkpoints
    /// read.
    package static let maximumSize = UInt64(Int64.max)

    /// The hash of a leaf, `SHA-256(0x00 ‖ data)`.
    package static func leafHash(_ data: [UInt8]) -> Hash {
        data.withUnsafeBytes { leafHash($0) }
    }

    /// The hash of the leaf whose data are the bytes of `data`, `SHA-256(0x00 ‖ data)`.
    package static func leafHash(_ data: UnsafeRawBufferPointer) -> Hash {
        withUnsafeTemporaryAllocation(byteCount: 1 + data.count, alignment: 1) { buffer in
            buffer[0] = 0x00
            UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyMemory(from: data)
            return Hash(hashing: UnsafeRawBufferPointer(buffer))
        }
    }

    /// The hash of the node above two subtrees, `SHA-256(0x01 ‖ left ‖ right)`.
    package static func nodeHash(_ left: Hash, _ right: Hash) -> Hash {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * Hash.byteCount, alignment: 1) { buffer in
            buffer[0] = 0x01
            left.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: buffer[1..<33]).copyMemory(from: $0)
            }
            right.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: buffer[33...]).copyMemory(from: $0)
            }
            return Hash(hashing: UnsafeRawBufferPointer(buffer))
        }
    }

    /// The root of the tree with exactly these leaf hashes.
    package static func root(of leafHashes: some Sequence<Hash>) -> Hash {
        var frontier = Frontier()
        for leafHash in leafHashes { frontier.append(leafHash: leafHash) }
        return frontier.root
    }

    /// The root of the subtree over `leaves`, whose leaf hashes `leafHash` gives in ascending order: O(n)
    /// time, O(log n) memory.
    package static func root<Failure: Error>(
        of leaves: Range<UInt64>, leafHash: (UInt64) throws(Failure) -> Hash
    ) throws(Failure) -> Hash {
        var frontier = Frontier()
        for index in leaves { frontier.append(leafHash: try leafHash(index)) }
        return frontier.root
    }

    /// The largest power of two that is smaller than `count`, where the leaves of a tree are split; `count`
    /// is 2 or more.
    static func split(_ count: UInt64) -> UInt64 {
        1 << UInt64(63 - (count - 1).leadingZeroBitCount)
    }
}
