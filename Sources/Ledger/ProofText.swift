extension InclusionProof {
    /// The proof as a text that can be kept and checked without the log: C2SP tlog-proof, a `.tlog-proof` file.
    ///
    /// - Parameters:
    ///   - index: the leaf's place, counted from 0.
    ///   - checkpoint: the signed note of the tree that the proof leads to.
    ///   - extra: what helps to work out the leaf again. Nothing vouches for it but the proof itself.
    package func text(index: UInt64, checkpoint: String, extra: [UInt8]) -> String {
        "c2sp.org/tlog-proof@v1\nextra \(Base64.encode(extra))\nindex \(index)\n\(hashes.lines)\n\(checkpoint)"
    }
}

extension ConsistencyProof {
    /// The proof as a text: the body of a request to a C2SP tlog-witness, which is the one standard form that a
    /// consistency proof has.
    ///
    /// - Parameters:
    ///   - olderSize: the size of the older tree.
    ///   - checkpoint: the signed note of the newer one.
    package func text(olderSize: UInt64, checkpoint: String) -> String {
        "old \(olderSize)\n\(hashes.lines)\n\(checkpoint)"
    }
}

extension [Hash] {
    /// Each in base 64, on a line of its own.
    fileprivate var lines: String { reduce("") { $0 + Base64.encode($1.bytes) + "\n" } }
}
