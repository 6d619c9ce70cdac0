import Crypto

/// A SHA-256 digest: 32 bytes, as four words, so that it is copied and compared without an allocation.
package struct Hash: Hashable, Sendable {
    private var words: (UInt64, UInt64, UInt64, UInt64)

    /// The number of bytes of a hash.
    package static let byteCount = 32

    /// 32 zeros: what stands where there is nothing to hash.
    package init() { words = (0, 0, 0, 0) }

    /// The hash that these 32 bytes are; nil for any other number of bytes.
    package init?(_ bytes: [UInt8]) {
        self.init(bytes[...])
    }

    /// The hash that these 32 bytes are; nil for any other number of bytes.
    package init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        words = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    /// The SHA-256 digest of `bytes`.
    package init(hashing bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { Hash(hashing: $0) }
    }

    /// The SHA-256 digest of the bytes of `buffer`.
    package init(hashing buffer: UnsafeRawBufferPointer) {
        var function = SHA256()
        function.update(bufferPointer: buffer)
        words = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &words) { words in
            function.finalize().withUnsafeBytes { words.copyMemory(from: $0) }
        }
    }

    /// The 32 bytes.
    package var bytes: [UInt8] {
        withUnsafeBytes { Array($0) }
    }

    /// Calls `body` with the 32 bytes in place.
    package func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: words, body)
    }

    package static func == (left: Hash, right: Hash) -> Bool {
        left.words == right.words
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
