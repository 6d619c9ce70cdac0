import Crypto
import Ledger
import Testing

@Suite struct CommitmentTests {
    @Test func `A hash takes 32 bytes and no other number`() {
        for count in [0, 1, 31, 33, 64] {
            #expect(Hash([UInt8](repeating: 1, count: count)) == nil)
        }
        let bytes = (0..<32).map(UInt8.init)
        #expect(Hash(bytes)?.bytes == bytes)
    }

    @Test func `Another salt or another entry is another commitment`() {
        let salt = Hash(hashing: [1])
        let commitment = Commitment(salt: salt, entry: [1, 2, 3])
        for bit in 0..<256 {
            #expect(Commitment(salt: salt.turning(bit: bit), entry: [1, 2, 3]) != commitment)
        }
        #expect(Commitment(salt: salt, entry: [1, 2]) != commitment)
        #expect(Commitment(salt: salt, entry: []) != commitment)
    }

    @Test func `A commitment and its leaf are SHA-256 over salt and entry, then over zero and that`() {
        let salt = Hash(hashing: [9])
        for count in [0, 1, 23, 24, 95, 1000] {
            let entry = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            let expected = Array(SHA256.hash(data: salt.bytes + entry))
            let commitment = Commitment(salt: salt, entry: entry)
            #expect(commitment.hash.bytes == expected)
            #expect(commitment.leafHash.bytes == Array(SHA256.hash(data: [0] + expected)))
            #expect(commitment.leafHash == MerkleTree.leafHash(expected))
        }
    }
}
