import Crypto

/// What this computer marks: rows and entries that came by its own program. The key derives from the log's signing key,
/// which is in no database, no backup and no copy of the halves.
package struct Marks: Sendable {
    /// How many bytes a mark has: the first of an HMAC-SHA256.
    package static let byteCount = 16

    private let typing: SymmetricKey
    /// Has taken in the key and nothing else: each mark begins with a copy.
    private let begun: HMAC<SHA256>

    /// - Parameters:
    ///   - seed: of the log's signing key, 32 bytes.
    ///   - branch: of the log (`LogHead`). A restore uses positions of the log again, and a new branch keeps the marks of
    ///     the lost entries from counting there.
    package init(seed: [UInt8], branch: [UInt8]) {
        var info = Packer("amanah/1/marks")
        info.add(fixed: branch)
        let key = SymmetricKey(data: seed).derived(info: info.bytes)
        typing = key.derived(info: Packer("amanah/1/typing").bytes)
        begun = HMAC<SHA256>(key: key)
    }

    /// The mark on what a packer holds; its label says what it is for.
    package func mark(_ words: Packer) -> [UInt8] {
        Array(code(of: words).prefix(Self.byteCount))
    }

    /// Seals words that a page carries until somebody signs in again: whoever looks at its source can't read them.
    package func seal(typing words: [UInt8]) throws(VaultError) -> [UInt8] {
        try typing.sealBox(words, binding: [])
    }

    /// Opens what `seal(typing:)` made here.
    package func open(typing box: [UInt8]) throws(VaultError) -> [UInt8] {
        try typing.openBox(box, binding: [])
    }

    /// Whether the mark was made on these words, in a time that does not depend on where it differs.
    package func made(_ mark: ArraySlice<UInt8>, on words: Packer) -> Bool {
        guard mark.count == Self.byteCount else { return false }
        // Of one type, and a loop: a mark is compared for every row that is read.
        return code(of: words).withUnsafeBytes { code in
            var difference: UInt8 = 0
            for (place, byte) in mark.enumerated() { difference |= byte ^ code[place] }
            return difference == 0
        }
    }

    /// The same of a mark that is an array by itself.
    package func made(_ mark: [UInt8], on words: Packer) -> Bool { made(mark[...], on: words) }

    private func code(of words: Packer) -> HMAC<SHA256>.MAC {
        var code = begun
        code.update(data: words.bytes)
        return code.finalize()
    }
}
