/// What the tree holds for an entry of the log book: `SHA-256(salt ‖ entry)`, 32 bytes, the data of one leaf.
///
/// The salt has a fixed length, so that no two pairs of salt and entry run together into the same bytes.
/// Whoever holds the salt can show what the leaf says; once the salt is destroyed nobody can, and the tree
/// stays whole.
package struct Commitment: Hashable, Sendable {
    /// The commitment itself.
    package let hash: Hash

    /// The number of random bytes of a salt.
    package static let saltByteCount = 32

    /// The commitment with this digest, as it was stored or exported.
    package init(_ hash: Hash) {
        self.hash = hash
    }

    /// The commitment to `entry` under a salt of 32 random bytes.
    package init(salt: Hash, entry: [UInt8]) {
        self = entry.withUnsafeBytes { Commitment(salt: salt, entry: $0) }
    }

    /// The commitment to the bytes of `entry` under a salt of 32 random bytes.
    package init(salt: Hash, entry: UnsafeRawBufferPointer) {
        hash = withUnsafeTemporaryAllocation(byteCount: Hash.byteCount + entry.count, alignment: 1) {
            buffer in
            salt.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: buffer[..<32]).copyMemory(from: $0)
            }
            UnsafeMutableRawBufferPointer(rebasing: buffer[32...]).copyMemory(from: entry)
            return Hash(hashing: UnsafeRawBufferPointer(buffer))
        }
    }

    /// The hash of the leaf that holds this commitment, RFC 9162 §2.1.1.
    package var leafHash: Hash {
        hash.withUnsafeBytes { MerkleTree.leafHash($0) }
    }
}
