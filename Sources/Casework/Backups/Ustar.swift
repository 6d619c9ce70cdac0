/// The frame of a POSIX ustar archive (POSIX.1-1988), which any `tar` unpacks: what stands before each file, after it,
/// and at the end.
package enum Ustar {
    /// Everything stands at multiples of so many bytes.
    package static let block = 512

    /// What ends an archive: two blocks of zeros.
    package static var end: [UInt8] { [UInt8](repeating: 0, count: 2 * block) }

    /// The header of a file of mode 0600; a size of 8 GiB or more is written in base 256, as GNU tar does.
    /// - Parameter name: up to 100 bytes; what is longer is cut off.
    package static func header(_ name: String, bytes: Int) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at offset: Int) {
            header.replaceSubrange(offset..<offset + text.utf8.count, with: Array(text.utf8))
        }
        put(String(decoding: name.utf8.prefix(100), as: UTF8.self), at: 0)
        put("0000600", at: 100)
        put("0000000", at: 108)
        put("0000000", at: 116)
        if bytes < 1 << 33 {
            put(octal(bytes, digits: 11), at: 124)
        } else {
            header[124] = 0x80
            for place in 0..<8 { header[128 + place] = UInt8(truncatingIfNeeded: bytes >> (56 - 8 * place)) }
        }
        put("00000000000", at: 136)
        put("        ", at: 148)
        put("0", at: 156)
        put("ustar", at: 257)
        put("00", at: 263)
        put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6), at: 148)
        header[154] = 0
        return header
    }

    /// What fills the last block of a file of so many bytes.
    package static func padding(_ bytes: Int) -> [UInt8] {
        [UInt8](repeating: 0, count: (block - bytes % block) % block)
    }

    private static func octal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
