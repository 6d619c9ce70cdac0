extension [UInt8] {
    /// Adds UTF-8 text so that it reads the same in HTML text and in a quoted attribute, and can be neither markup
    /// nor a control.
    ///
    /// Control characters, the Unicode bidirectional embeddings, overrides and isolates (which can show a name or
    /// an address in another order than it is stored) and the interlinear annotations become U+FFFD. Direction is set by markup instead: `<bdi>`.
    mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        var plain = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if Self.isPlain(byte) {
                index += 1
                continue
            }
            guard let (replacement, length) = Self.replacement(at: index, of: text) else {
                index += 1
                continue
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: text[plain..<index]))
            replacement.withUTF8Buffer { append(contentsOf: $0) }
            index += length
            plain = index
        }
        append(contentsOf: UnsafeBufferPointer(rebasing: text[plain...]))
    }

    /// Bytes that always stand for themselves. The others are looked at: C2 begins the C1 controls, E2 the bidi controls, EF
    /// the annotations.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte < 0x40
            ? special & (1 << UInt64(byte)) == 0
            : byte != 0x7F && byte != 0xC2 && byte != 0xE2 && byte != 0xEF
    }

    /// A bit for each byte below 0x40 that does not: the C0 controls but tab and line feed, `"`, `&`, `'`, `<`, `>`.
    private static var special: UInt64 { 0x5000_00C4_FFFF_F9FF }

    /// What to write instead of the character at `index`, and how many bytes it replaces; nil where it may stay.
    private static func replacement(
        at index: Int, of text: UnsafeBufferPointer<UInt8>
    ) -> (StaticString, Int)? {
        switch text[index] {
        case UInt8(ascii: "&"): ("&amp;", 1)
        case UInt8(ascii: "<"): ("&lt;", 1)
        case UInt8(ascii: ">"): ("&gt;", 1)
        case UInt8(ascii: "\""): ("&quot;", 1)
        case UInt8(ascii: "'"): ("&#39;", 1)
        case 0x0D: ("&#13;", 1)
        case 0xC2: (0x80...0x9F).contains(text[index + 1]) ? ("\u{FFFD}", 2) : nil
        case 0xE2: isBidirectionalControl(text[index + 1], text[index + 2]) ? ("\u{FFFD}", 3) : nil
        case 0xEF:
            text[index + 1] == 0xBF && (0xB9...0xBB).contains(text[index + 2]) ? ("\u{FFFD}", 3) : nil
        default: ("\u{FFFD}", 1)
        }
    }

    /// U+202A–202E are E2 80 AA–AE; U+2066–2069 are E2 81 A6–A9.
    private static func isBidirectionalControl(_ second: UInt8, _ third: UInt8) -> Bool {
        switch second {
        case 0x80: (0xAA...0xAE).contains(third)
        case 0x81: (0xA6...0xA9).contains(third)
        default: false
        }
    }
}
