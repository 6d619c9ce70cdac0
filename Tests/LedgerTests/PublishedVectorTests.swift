import Foundation
import Ledger
import Testing

/// The cases that transparency-dev/merkle publishes.
@Suite struct PublishedVectorTests {
    private struct Inclusion: Decodable {
        let leafIdx: UInt64
        let treeSize: UInt64
        let root: Data?
        let leafHash: Data?
        let proof: [Data]?
        let wantErr: Bool

        func verify() throws {
            let proof = InclusionProof(hashes: try (proof ?? []).map(PublishedVectorTests.exactly))
            try proof.verify(
                index: leafIdx, size: treeSize,
                leafHash: try PublishedVectorTests.exactly(leafHash ?? Data()),
                root: try PublishedVectorTests.exactly(root ?? Data()))
        }
    }

    private struct Consistency: Decodable {
        let size1: UInt64
        let size2: UInt64
        let root1: Data?
        let root2: Data?
        let proof: [Data]?
        let wantErr: Bool

        func verify() throws {
            let proof = ConsistencyProof(hashes: try (proof ?? []).map(PublishedVectorTests.exactly))
            try proof.verify(
                olderSize: size1, olderRoot: PublishedVectorTests.standIn(root1 ?? Data()),
                newerSize: size2, newerRoot: PublishedVectorTests.standIn(root2 ?? Data()))
        }
    }

    private struct NotAHash: Error {}

    fileprivate static func exactly(_ bytes: Data) throws -> Hash {
        guard let hash = Hash(Array(bytes)) else { throw NotAHash() }
        return hash
    }

    /// Some cases have readable words for roots. A `Hash` is always 32 bytes, so that the digest of the words
    /// stands for them: equal words stay equal, different ones different.
    fileprivate static func standIn(_ bytes: Data) -> Hash {
        Hash(Array(bytes)) ?? Hash(hashing: Array(bytes))
    }

    private static func files(_ folder: String) throws -> [URL] {
        let root = try #require(Bundle.module.url(forResource: "Vectors", withExtension: nil))
        let files = FileManager.default.enumerator(
            at: root.appending(path: folder), includingPropertiesForKeys: nil)
        return (files?.allObjects ?? []).compactMap { $0 as? URL }.filter { $0.pathExtension == "json" }
    }

    @Test func `Every inclusion case is refused or accepted as published`() throws {
        let files = try Self.files("inclusion")
        #expect(files.count == 98)
        for file in files {
            let vector = try JSONDecoder().decode(Inclusion.self, from: Data(contentsOf: file))
            let refused: Bool
            do { try vector.verify(); refused = false } catch { refused = true }
            #expect(refused == vector.wantErr, "\(file.path)")
        }
    }

    @Test func `Every consistency case is refused or accepted as published`() throws {
        let files = try Self.files("consistency")
        #expect(files.count == 98)
        for file in files {
            let vector = try JSONDecoder().decode(Consistency.self, from: Data(contentsOf: file))
            let refused: Bool
            do { try vector.verify(); refused = false } catch { refused = true }
            #expect(refused == vector.wantErr, "\(file.path)")
        }
    }
}
