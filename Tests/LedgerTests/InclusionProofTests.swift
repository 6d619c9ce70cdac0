import Ledger
import Testing

@Suite struct InclusionProofTests {
    private let leaves = leafHashes(70)

    @Test func `An index at or above the size is refused, and every index of an empty tree`() {
        let proof = InclusionProof(hashes: [])
        for (index, size): (UInt64, UInt64) in [(0, 0), (1, 1), (7, 7), (8, 7), (.max, 7), (.max, 0)] {
            #expect(throws: ProofError.indexOutOfRange) {
                try InclusionProof.subtrees(index: index, size: size)
            }
            #expect(throws: ProofError.indexOutOfRange) {
                try proof.verify(index: index, size: size, leafHash: leaves[0], root: leaves[0])
            }
        }
        #expect(throws: ProofError.indexOutOfRange) { try InclusionProof.make(index: 0, leafHashes: []) }
    }

    @Test func `A size above the largest is refused before anything is hashed`() {
        let proof = InclusionProof(hashes: [])
        for size in [MerkleTree.maximumSize + 1, .max] {
            #expect(throws: ProofError.sizeTooLarge) { try InclusionProof.subtrees(index: 0, size: size) }
            #expect(throws: ProofError.sizeTooLarge) {
                try proof.verify(index: 0, size: size, leafHash: leaves[0], root: leaves[0])
            }
        }
    }

    @Test func `A proof with a hash too few or too many is refused`() throws {
        for size in 1...leaves.count {
            let root = MerkleTree.root(of: leaves[..<size])
            for index in 0..<size {
                let good = try InclusionProof.make(index: UInt64(index), leafHashes: Array(leaves[..<size]))
                for hashes in [good.hashes.dropLast(), good.hashes + [root]]
                where hashes.count != good.hashes.count {
                    #expect(throws: ProofError.wrongLength) {
                        try InclusionProof(hashes: hashes).verify(
                            index: UInt64(index), size: UInt64(size), leafHash: leaves[index], root: root)
                    }
                }
            }
        }
    }

    @Test func `Any one bit turned in leaf, root or proof is refused`() throws {
        for size in 1...leaves.count {
            let root = MerkleTree.root(of: leaves[..<size])
            for index in 0..<size {
                let good = try InclusionProof.make(index: UInt64(index), leafHashes: Array(leaves[..<size]))
                // Every bit of a few trees, and a bit that moves on in all the others.
                let bits = size == 7 || size == 13 ? Array(0..<256) : [(index * 37 + size) % 256]
                for bit in bits {
                    func refused(_ proof: InclusionProof, leafHash: Hash, root: Hash) {
                        #expect(throws: ProofError.rootMismatch) {
                            try proof.verify(
                                index: UInt64(index), size: UInt64(size), leafHash: leafHash, root: root)
                        }
                    }
                    refused(good, leafHash: leaves[index].turning(bit: bit), root: root)
                    refused(good, leafHash: leaves[index], root: root.turning(bit: bit))
                    for position in good.hashes.indices {
                        var hashes = good.hashes
                        hashes[position] = hashes[position].turning(bit: bit)
                        refused(InclusionProof(hashes: hashes), leafHash: leaves[index], root: root)
                    }
                }
            }
        }
    }

    @Test func `A proof for one leaf is refused for every other index`() throws {
        let root = MerkleTree.root(of: leaves)
        for index in leaves.indices {
            let proof = try InclusionProof.make(index: UInt64(index), leafHashes: leaves)
            for other in leaves.indices where other != index {
                #expect(throws: ProofError.self) {
                    try proof.verify(index: UInt64(other), size: 70, leafHash: leaves[index], root: root)
                }
            }
        }
    }

    @Test func `Every leaf of every tree up to 70 leaves is proved`() throws {
        for size in 1...leaves.count {
            let root = definedRoot(leaves[..<size])
            for index in 0..<size {
                let proof = try InclusionProof.make(index: UInt64(index), leafHashes: Array(leaves[..<size]))
                let streamed = try InclusionProof.make(index: UInt64(index), size: UInt64(size)) {
                    leaves[Int($0)]
                }
                #expect(proof == streamed)
                try proof.verify(
                    index: UInt64(index), size: UInt64(size), leafHash: leaves[index], root: root)
            }
        }
    }

    @Test func `The only leaf is proved by an empty proof`() throws {
        let proof = try InclusionProof.make(index: 0, leafHashes: [leaves[0]])
        #expect(proof.hashes.isEmpty)
        try proof.verify(index: 0, size: 1, leafHash: leaves[0], root: leaves[0])
    }

    @Test func `A failure to read a leaf passes through`() {
        struct Unreadable: Error {}
        #expect(throws: Unreadable.self) {
            try InclusionProof.make(index: 0, size: 2) { _ in throw Unreadable() }
        }
    }
}
