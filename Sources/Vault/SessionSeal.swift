import Crypto
import FoundationEssentials

/// A secret that only the browser keeps, and what derives from it: the session's row name, the key that its seed is
/// wrapped under, and the key of its form tokens. The database without the cookie opens nothing.
package struct SessionSecret: Sendable {
    private let key: SymmetricKey

    package init(from randomness: Randomness) {
        self.key = SymmetricKey(data: randomness.bytes(32))
    }

    /// Reads 64 hexadecimal digits, or nil.
    package init?(cookie: some StringProtocol) {
        guard cookie.utf8.count == 64, let first = ID(text: cookie.prefix(32)),
            let last = ID(text: cookie.suffix(32))
        else { return nil }
        self.key = SymmetricKey(data: first.bytes + last.bytes)
    }

    /// 64 hexadecimal digits, for the cookie.
    package var cookie: String {
        let bytes = key.bytes
        return (ID(bytes.prefix(16))?.text ?? "") + (ID(bytes.suffix(16))?.text ?? "")
    }

    /// The row's primary key.
    package var session: ID {
        let bytes = key.derived(info: Packer("amanah/1/session-id").bytes).bytes
        return ID(bytes.prefix(16)) ?? .house
    }

    package func wrap(_ opened: OpenedSeed, member: ID) throws(VaultError) -> [UInt8] {
        try wrapping.sealBox(opened.packed, binding: context(member))
    }

    package func unwrap(_ wrapped: [UInt8], member: ID) throws(VaultError) -> OpenedSeed {
        try OpenedSeed(packed: wrapping.openBox(wrapped, binding: context(member)))
    }

    /// The session's mark on a form: 16 bytes that only this session can make for these words.
    package func mark(_ words: [UInt8]) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(
            for: words, using: key.derived(info: Packer("amanah/1/session-forms").bytes))
        return Array(code.prefix(16))
    }

    private var wrapping: SymmetricKey { key.derived(info: Packer("amanah/1/session-wrap").bytes) }

    private func context(_ member: ID) -> [UInt8] {
        var packer = Packer("amanah/1/session")
        packer.add(session)
        packer.add(member)
        return packer.bytes
    }
}
