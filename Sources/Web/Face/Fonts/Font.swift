/// A font as it is compiled in: a string literal, because an array literal of this size takes minutes to compile.
struct Font: Sendable {
    let name: String
    let base64: StaticString

    /// Every font.
    static let all: [Font] = [
        sansRegular, sansSemibold, serifSemibold, naskhRegular, nastaliqRegular, bengaliRegular,
    ]

    /// The WOFF2 file.
    var bytes: [UInt8] {
        base64.withUTF8Buffer { digits in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(digits.count / 4 * 3)
            var window: UInt32 = 0
            var bits = 0
            for digit in digits {
                guard let value = Self.value(of: digit) else { continue }
                window = window << 6 | value
                bits += 6
                if bits >= 8 {
                    bits -= 8
                    bytes.append(UInt8(truncatingIfNeeded: window >> bits))
                }
            }
            return bytes
        }
    }

    /// RFC 4648 §4; nil for padding.
    private static func value(of digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a") + 26)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0") + 52)
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
