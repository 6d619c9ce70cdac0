/// A random 16-byte name of a file, record, grant, member or letter: a pseudonym that says nothing.
package struct ID: Hashable, Sendable, Comparable {
    let high: UInt64
    let low: UInt64

    /// Reads 16 bytes, most significant first; nil for any other length.
    package init?(_ bytes: [UInt8]) {
        self.init(bytes[...])
    }

    /// Reads 16 bytes, most significant first; nil for any other length.
    package init?(_ bytes: ArraySlice<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(leading: bytes)
    }

    /// The first 16 bytes of a digest or a derived key.
    init(leading bytes: [UInt8]) {
        self.init(leading: bytes.prefix(16))
    }

    /// 16 bytes; what is missing reads as zero. Not generic: an id is read for every row, and generic code is slow
    /// where it is called from another module.
    private init(leading bytes: ArraySlice<UInt8>) {
        var words: (high: UInt64, low: UInt64) = (0, 0)
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        self.init(high: UInt64(bigEndian: words.high), low: UInt64(bigEndian: words.low))
    }

    /// Draws a new id.
    package init(from randomness: Randomness) {
        self.init(leading: randomness.bytes(16))
    }

    /// Reads the 32 lower-case hexadecimal digits that `text` writes; nil for anything else.
    package init?(text: some StringProtocol) {
        guard let bytes = Hex.bytes(text, count: 16) else { return nil }
        self.init(leading: bytes)
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The charity's own file, the house: the one id that is not random.
    package static let house = ID(high: 0, low: 1)

    /// 16 bytes, most significant first.
    package var bytes: [UInt8] {
        Array(unsafeUninitializedCapacity: 16) { buffer, count in
            for place in 0..<8 {
                buffer[place] = UInt8(truncatingIfNeeded: high >> (56 - 8 * place))
                buffer[8 + place] = UInt8(truncatingIfNeeded: low >> (56 - 8 * place))
            }
            count = 16
        }
    }

    /// 32 lower-case hexadecimal digits.
    package var text: String { Hex.text(bytes) }

    package static func < (left: ID, right: ID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
