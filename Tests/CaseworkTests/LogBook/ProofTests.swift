import Crypto
import Foundation
import Ledger
import Testing

@testable import Casework

/// Proofs for others, from the log as it stands.
@Suite struct LogProofTests {
    private let charity: Charity
    private let tree: LogTree

    init() async throws {
        charity = try await Charity()
        for name in ["Amina Begum", "Bilal Khan"] { _ = try await charity.workedClient(name) }
        tree = try await charity.tree()
    }

    private func opening(_ position: UInt64) async throws -> Opening? {
        try await charity.database.read { try Opening($0, at: position) }
    }

    @Test func `There is no proof of an entry that is not there`() async throws {
        let size = tree.checkpoint.size
        for position in [size, size + 1, .max] {
            #expect(throws: ProofError.self) { try tree.proof(of: position) }
            #expect(try await opening(position) == nil)
        }
    }

    @Test func `An opening is accepted for its own entry only`() async throws {
        let other = try #require(try await opening(4))
        #expect(throws: LogFault.altered) { try tree.proof(of: 3, opening: other) }
    }

    @Test func `The log is not shown to extend what it does not`() throws {
        let head = tree.checkpoint
        let none = try Checkpoint(origin: head.origin, size: 0, root: MerkleTree.emptyRoot)
        #expect(throws: ProofError.emptyTree) { try tree.proof(since: none) }
        let longer = try Checkpoint(origin: head.origin, size: head.size + 1, root: head.root)
        #expect(throws: ProofError.sizesOutOfOrder) { try tree.proof(since: longer) }
        let other = try Checkpoint(origin: head.origin, size: 3, root: head.root)
        #expect(throws: ProofError.olderRootMismatch) { try tree.proof(since: other) }
    }

    @Test func `Each entry's proof leads from its commitment, or from salt and entry, to the signed root`()
        async throws
    {
        for position in 0..<tree.checkpoint.size {
            let opening = try #require(try await opening(position))
            for (text, isOpen) in [
                (try tree.proof(of: position), false), (try tree.proof(of: position, opening: opening), true),
            ] {
                let (head, note) = try #require(
                    text.range(of: "\n\n").map { (text[..<$0.lowerBound], text[$0.upperBound...]) })
                let lines = head.split(separator: "\n")
                try #require(lines[0] == "c2sp.org/tlog-proof@v1" && lines[2] == "index \(position)")
                let extra = try #require(Data(base64Encoded: String(lines[1].dropFirst(6))))
                let commitment = isOpen ? Data(SHA256.hash(data: extra)) : extra
                let leaf = Commitment(try #require(Hash(Array(commitment)))).leafHash
                let hashes = lines.dropFirst(3).compactMap {
                    Data(base64Encoded: String($0)).flatMap { Hash(Array($0)) }
                }
                try InclusionProof(hashes: hashes).verify(
                    index: position, size: tree.checkpoint.size, leafHash: leaf, root: tree.checkpoint.root)
                #expect(String(note) == tree.note)
            }
        }
    }

    @Test func `Every older checkpoint of the log is extended`() throws {
        for size in 1...tree.checkpoint.size {
            let older = try Checkpoint(
                origin: tree.checkpoint.origin, size: size,
                root: MerkleTree.root(of: tree.leafHashes.prefix(Int(size))))
            #expect(tree.extends(older))
            #expect(try tree.proof(since: older).hasPrefix("old \(size)\n"))
        }
    }
}
