/// Secrets that people read aloud and type: Crockford's base 32, five bits a character, no I, L, O or U.
package enum CodeText {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

    /// The first `characters` characters of the bytes' base 32, in groups of four joined by hyphens.
    package static func grouped(_ bytes: [UInt8], characters: Int) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        var written = 0
        for byte in bytes where written < characters {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5, written < characters {
                bits -= 5
                if written > 0, written % 4 == 0 { text.append(45) }
                text.append(alphabet[Int(buffer >> UInt32(bits)) & 31])
                written += 1
            }
            buffer &= (1 << UInt32(bits)) - 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The whole bytes that plain characters write: the first five of eight.
    package static func bytes(_ plain: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for character in plain {
            guard let value = alphabet.firstIndex(of: character) else { return [] }
            buffer = buffer << 5 | UInt32(value)
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
                buffer &= (1 << UInt32(bits)) - 1
            }
        }
        return bytes
    }

    /// The characters that count: a to z read as upper case, O as 0, I and L as 1; spaces and dashes passed
    /// over, digits of any script and letters of full width as the usual ones.
    /// - Returns: the plain characters, or nil if there is any other character or not exactly `characters`.
    package static func plain(_ text: String, characters: Int) -> [UInt8]? {
        guard text.utf8.count <= characters * 16 else { return nil }
        var plain: [UInt8] = []
        for byte in PlainCharacters.of(text).utf8 {
            switch (97...122).contains(byte) ? byte - 32 : byte {
            case 32, 45, 9, 10, 13: continue
            case UInt8(ascii: "O"): plain.append(UInt8(ascii: "0"))
            case UInt8(ascii: "I"), UInt8(ascii: "L"): plain.append(UInt8(ascii: "1"))
            case let byte where alphabet.contains(byte): plain.append(byte)
            default: return nil
            }
        }
        return plain.count == characters ? plain : nil
    }
}
