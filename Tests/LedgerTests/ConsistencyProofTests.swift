import Ledger
import Testing

@Suite struct ConsistencyProofTests {
    private let leaves = leafHashes(70)

    private func verify(
        _ hashes: [Hash], _ older: Int, _ newer: Int, olderRoot: Hash? = nil, newerRoot: Hash? = nil
    )
        throws
    {
        try ConsistencyProof(hashes: hashes).verify(
            olderSize: UInt64(older), olderRoot: olderRoot ?? MerkleTree.root(of: leaves[..<older]),
            newerSize: UInt64(newer), newerRoot: newerRoot ?? MerkleTree.root(of: leaves[..<newer]))
    }

    private func proof(_ older: Int, _ newer: Int) throws -> [Hash] {
        try ConsistencyProof.make(from: UInt64(older), leafHashes: Array(leaves[..<newer])).hashes
    }

    @Test func `An older tree without leaves is refused`() {
        #expect(throws: ProofError.emptyTree) { try proof(0, 5) }
        #expect(throws: ProofError.emptyTree) { try proof(0, 0) }
        #expect(throws: ProofError.emptyTree) { try verify([], 0, 5) }
        #expect(throws: ProofError.emptyTree) { try verify([], 0, 0) }
    }

    @Test func `Sizes the wrong way round or too large are refused`() {
        #expect(throws: ProofError.sizesOutOfOrder) { try proof(6, 5) }
        #expect(throws: ProofError.sizesOutOfOrder) { try verify([], 6, 5) }
        #expect(throws: ProofError.sizeTooLarge) { try ConsistencyProof.subtrees(from: 1, to: .max) }
        #expect(throws: ProofError.sizeTooLarge) {
            try ConsistencyProof(hashes: []).verify(
                olderSize: 1, olderRoot: leaves[0], newerSize: .max, newerRoot: leaves[0])
        }
    }

    @Test func `Equal sizes need equal roots and an empty proof`() throws {
        for size in 1...leaves.count {
            #expect(try proof(size, size).isEmpty)
            try verify([], size, size)
            #expect(throws: ProofError.wrongLength) { try verify([leaves[0]], size, size) }
            #expect(throws: ProofError.rootMismatch) { try verify([], size, size, olderRoot: leaves[69]) }
        }
    }

    @Test func `A proof with a hash too few or too many is refused`() throws {
        for newer in 2...leaves.count {
            for older in 1..<newer {
                let good = try proof(older, newer)
                #expect(throws: ProofError.wrongLength) { try verify(good + [leaves[0]], older, newer) }
                #expect(throws: ProofError.wrongLength) { try verify([], older, newer) }
                #expect(throws: ProofError.wrongLength) { try verify(good.dropLast(), older, newer) }
            }
        }
    }

    @Test func `Any one bit turned in either root or the proof is refused`() throws {
        for newer in 2...leaves.count {
            for older in 1..<newer {
                let good = try proof(older, newer)
                let olderRoot = MerkleTree.root(of: leaves[..<older])
                let newerRoot = MerkleTree.root(of: leaves[..<newer])
                let bits = newer == 7 || newer == 13 ? Array(0..<256) : [(older * 37 + newer) % 256]
                for bit in bits {
                    #expect(throws: ProofError.self) {
                        try verify(
                            good, older, newer, olderRoot: olderRoot.turning(bit: bit), newerRoot: newerRoot)
                    }
                    #expect(throws: ProofError.rootMismatch) {
                        try verify(
                            good, older, newer, olderRoot: olderRoot, newerRoot: newerRoot.turning(bit: bit))
                    }
                    for position in good.indices {
                        var hashes = good
                        hashes[position] = hashes[position].turning(bit: bit)
                        #expect(throws: ProofError.self) {
                            try verify(hashes, older, newer, olderRoot: olderRoot, newerRoot: newerRoot)
                        }
                    }
                }
            }
        }
    }

    @Test func `A tree whose older leaves were changed has no proof`() throws {
        var changed = leaves
        changed[3] = MerkleTree.leafHash([0xFF])
        for older in 4..<70 {
            let proof = try ConsistencyProof.make(from: UInt64(older), leafHashes: changed)
            #expect(throws: ProofError.self) {
                try verify(proof.hashes, older, 70, newerRoot: MerkleTree.root(of: changed))
            }
        }
    }

    @Test func `Every tree up to 70 leaves is proved to begin with every smaller one`() throws {
        for newer in 1...leaves.count {
            for older in 1...newer {
                let hashes = try proof(older, newer)
                let streamed = try ConsistencyProof.make(from: UInt64(older), to: UInt64(newer)) {
                    leaves[Int($0)]
                }
                #expect(hashes == streamed.hashes)
                try verify(
                    hashes, older, newer, olderRoot: definedRoot(leaves[..<older]),
                    newerRoot: definedRoot(leaves[..<newer]))
            }
        }
    }
}
