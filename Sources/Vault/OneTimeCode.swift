import Crypto

/// The secret that an authenticator shares with the charity, and the six-digit codes that it gives: HOTP (RFC 4226) over
/// steps of thirty seconds (TOTP, RFC 6238), with SHA-1 because that is what authenticators do.
package struct OneTimeSecret: Hashable, Sendable {
    /// 20 bytes, as RFC 4226 §4 recommends.
    package let bytes: [UInt8]

    package static let byteCount = 20
    /// Seconds of a step.
    package static let period: Int64 = 30
    package static let digits = 6

    package init(bytes: [UInt8]) throws(VaultError) {
        guard bytes.count == Self.byteCount else { throw .refused }
        self.bytes = bytes
    }

    /// The step that a moment is in.
    package static func step(atMilliseconds milliseconds: Int64) -> Int64 {
        let seconds = milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0)
        return seconds / period - (seconds % period < 0 ? 1 : 0)
    }

    /// The code of a step: dynamic truncation (RFC 4226 §5.3).
    package func code(step: Int64, digits: Int = digits) -> String {
        var packer = Packer()
        packer.add(step)
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: packer.bytes, using: SymmetricKey(data: bytes)))
        let offset = Int(mac[19] & 15)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let text = String(UInt64(number) % (0..<digits).reduce(UInt64(1)) { power, _ in power * 10 })
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step whose code this is: the present one, the one before or the one after (RFC 6238 §5.2), and later than
    /// any that was accepted before, so that a code that was seen is of no use to whoever saw it.
    package func step(of code: String, now: Int64, after last: Int64) -> Int64? {
        guard code.utf8.count == Self.digits else { return nil }
        var found: Int64?
        for step in (now - 1)...(now + 1) where step > last && self.code(step: step) == code { found = step }
        return found
    }

    /// The secret as authenticators take it when it is typed: base 32 (RFC 4648 §6), in groups of four.
    package var typed: String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var text = ""
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(letters[Int(buffer >> UInt32(bits)) & 31])
            }
            buffer &= (1 << UInt32(bits)) - 1
        }
        return stride(from: 0, to: text.count, by: 4).map { place in
            String(text.dropFirst(place).prefix(4))
        }.joined(separator: " ")
    }
}

/// What a member proves beside the passphrase: a code of their authenticator, or one of ten that were printed, each good
/// once.
package struct SecondFactor: Hashable, Sendable {
    package let secret: OneTimeSecret
    /// Those not used yet, each twelve digits.
    package let recovery: [String]

    package static let recoveryCount = 10
    package static let recoveryDigits = 12

    /// With ten fresh recovery codes: about 40 bits each.
    package init(secret: OneTimeSecret, randomness: Randomness) {
        self.secret = secret
        self.recovery = (0..<Self.recoveryCount).map { _ in
            let number = randomness.bytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000_000_000
            let text = String(number)
            return String(repeating: "0", count: Self.recoveryDigits - text.count) + text
        }
    }

    /// The same secret with ten fresh recovery codes in the place of those that are left.
    package func withFreshCodes(from randomness: Randomness) -> SecondFactor {
        SecondFactor(secret: secret, randomness: randomness)
    }

    private init(secret: OneTimeSecret, recovery: [String]) {
        self.secret = secret
        self.recovery = recovery
    }

    /// What accepting a code changes.
    package struct Accepted: Hashable, Sendable {
        /// The last step that counts as used.
        package let step: Int64
        /// What is left.
        package let factor: SecondFactor
    }

    /// - Parameters:
    ///   - typed: spaces and hyphens are passed over, and digits may be of any script.
    ///   - last: the last step that was accepted.
    /// - Returns: nil if the code is not one of now, or was used.
    package func accepting(_ typed: String, atMilliseconds now: Int64, after last: Int64) -> Accepted? {
        guard typed.utf8.count <= 256 else { return nil }
        let code = PlainCharacters.of(typed).filter { !$0.isWhitespace && $0 != "-" }
        if let step = secret.step(of: code, now: OneTimeSecret.step(atMilliseconds: now), after: last) {
            return Accepted(step: step, factor: self)
        }
        guard let place = recovery.firstIndex(of: code) else { return nil }
        var left = recovery
        left.remove(at: place)
        return Accepted(step: last, factor: SecondFactor(secret: secret, recovery: left))
    }

    /// Version, secret, and the count of codes with each as twelve digits.
    var packed: [UInt8] {
        var packer = Packer()
        packer.add(UInt8(1))
        packer.add(fixed: secret.bytes)
        packer.add(UInt8(recovery.count))
        for code in recovery { packer.add(fixed: Array(code.utf8)) }
        return packer.bytes
    }

    init(packed: [UInt8]) throws(VaultError) {
        var unpacker = Unpacker(packed)
        guard try unpacker.integer(UInt8.self) == 1 else { throw .refused }
        secret = try OneTimeSecret(bytes: try unpacker.fixed(OneTimeSecret.byteCount))
        var codes: [String] = []
        for _ in 0..<(try unpacker.integer(UInt8.self)) {
            codes.append(String(decoding: try unpacker.fixed(Self.recoveryDigits), as: UTF8.self))
        }
        recovery = codes
        try unpacker.end()
    }
}
