import Crypto

/// A secret that only the browser keeps, and what derives from it: the session's row name, the key that its
/// seed is wrapped under, and the key of its form tokens. The database without the cookie opens nothing.
package struct SessionSecret: Sendable {
    private let key: SymmetricKey

    package init(from randomness: Randomness) {
        self.key = SymmetricKey(data: randomness.bytes(32))
    }

    /// Reads 64 hexadecimal digits, or nil.
    package init?(cookie: some StringProtocol) {
        guard let bytes = Hex.bytes(cookie, count: 32) else { return nil }
        self.key = SymmetricKey(data: bytes)
    }

    /// 64 hexadecimal digits, for the cookie.
    package var cookie: String { Hex.text(key.bytes) }

    /// The row's primary key.
    package var session: ID {
        ID(leading: key.derived(info: Packer("amanah/1/session-id").bytes).bytes)
    }

    package func wrap(_ opened: OpenedSeed, member: ID) throws(VaultError) -> [UInt8] {
        try wrapping.sealBox(opened.packed, binding: context(member))
    }

    package func unwrap(_ wrapped: [UInt8], member: ID) throws(VaultError) -> OpenedSeed {
        try OpenedSeed(packed: wrapping.openBox(wrapped, binding: context(member)))
    }

    /// What puts the session's mark on forms.
    package struct Marks: Sendable {
        fileprivate let key: SymmetricKey

        /// 16 bytes that only this session can make for these words.
        package func mark(_ words: [UInt8]) -> [UInt8] {
            Array(HMAC<SHA256>.authenticationCode(for: words, using: key).prefix(16))
        }
    }

    package var marks: Marks { Marks(key: key.derived(info: Packer("amanah/1/session-forms").bytes)) }

    /// The session's mark on a form: 16 bytes that only this session can make for these words.
    package func mark(_ words: [UInt8]) -> [UInt8] { marks.mark(words) }

    /// The second factor's secret that this session offers under a form's id: nothing of it is stored before
    /// it is confirmed.
    package func oneTimeSecret(_ form: ID) throws(VaultError) -> OneTimeSecret {
        var packer = Packer("amanah/1/session-factor")
        packer.add(form)
        return try OneTimeSecret(
            bytes: Array(key.derived(info: packer.bytes).bytes.prefix(OneTimeSecret.byteCount)))
    }

    private var wrapping: SymmetricKey { key.derived(info: Packer("amanah/1/session-wrap").bytes) }

    private func context(_ member: ID) -> [UInt8] {
        var packer = Packer("amanah/1/session")
        packer.add(session)
        packer.add(member)
        return packer.bytes
    }
}
