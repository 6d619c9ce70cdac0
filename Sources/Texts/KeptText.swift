/// A text that people kept: a checkpoint, a key, a certificate, the settings. It is read as editors, mail and memory sticks
/// leave it, because what they change is nobody's forgery: the encoding, line ends, blanks, marks of quoting.
///
/// This is the one place that does so, at the edge. Nothing is believed of such a text because of it: a signature, a
/// digest or a strict reader (`Ledger`) decides over what comes out.
package struct KeptText: Sendable {
    /// The text, its line ends as newlines, without the mark of an encoding. Nothing else is changed.
    package let text: String

    /// Reads a file's bytes: UTF-8, with or without its mark; UTF-16, as Notepad calls it Unicode; or else Windows-1252,
    /// which it calls ANSI.
    package init(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        let text: String
        if bytes.starts(with: [0xFF, 0xFE]) {
            text = Self.utf16(bytes.dropFirst(2), isBigEndian: false)
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            text = Self.utf16(bytes.dropFirst(2), isBigEndian: true)
        } else if let isBigEndian = Self.looksWide(bytes) {
            text = Self.utf16(bytes[...], isBigEndian: isBigEndian)
        } else {
            text =
                String(validating: bytes, as: UTF8.self)
                ?? String(String.UnicodeScalarView(bytes.map(Self.windows)))
        }
        self.init(text)
    }

    /// Reads what was pasted into a form, or typed after a command.
    package init(_ text: String) {
        let folded = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        self.text = String(folded.map { $0.isNewline ? "\n" : $0 })
    }

    /// The lines that have anything on them, without blanks at either end, invisible marks, and the signs with which mail
    /// quotes (`> `).
    package var lines: [String] {
        Self.unfolded(text).split(separator: "\n").map { line in
            var line = line.drop(while: Self.isNothing)
            while line.first == ">" { line = line.dropFirst().drop(while: Self.isNothing) }
            while line.last.map(Self.isNothing) ?? false { line.removeLast() }
            return String(line)
        }.filter { !$0.isEmpty }
    }

    /// The words of all the lines, in order. What had no blank in it when it was written, and was broken into lines since, is
    /// had back by joining them.
    package var words: [String] {
        lines.flatMap { $0.split(whereSeparator: Self.isNothing).map(String.init) }
    }

    /// A signed note (C2SP signed-note) as it was written: each line ended by one newline, an empty one before the signatures.
    /// What stands above the note, as in a mail, and below it, is left out.
    /// - Parameter origin: the note's first line, where it is known.
    package func note(beginning origin: String) -> String {
        let lines = self.lines
        var rest = lines[(lines.firstIndex(of: origin) ?? 0)...]
        let body = rest.prefix { Self.signature($0) == nil }
        rest = rest.dropFirst(body.count)
        var signatures: [[String]] = []
        while let line = rest.first {
            if let begun = Self.signature(line) {
                signatures.append(begun)
            } else if let last = signatures.last, Self.isCut(last) {
                // A long line that mail has broken.
                signatures[signatures.count - 1] += line.split(whereSeparator: Self.isNothing).map(
                    String.init)
            } else {
                break
            }
            rest = rest.dropFirst()
        }
        // A dash that begins something else, as the sign below a mail, is no signature where there is one.
        let whole = signatures.filter { !Self.isCut($0) }
        let ends = (whole.isEmpty ? signatures : whole).map {
            "— " + ([$0.first ?? "", $0.dropFirst().joined()]).joined(separator: " ")
        }
        return (body + [""] + ends).map { $0 + "\n" }.joined()
    }

    /// How many characters an Ed25519 signature and its key's number have in base 64: a line with fewer goes on.
    private static let signatureCharacters = 92

    private static func isCut(_ words: [String]) -> Bool {
        words.dropFirst().reduce(0) { $0 + $1.utf8.count } < signatureCharacters
    }

    /// The words after the dash with which a signature's line begins, whatever an editor has made of the dash; nil for any
    /// other line.
    private static func signature(_ line: String) -> [String]? {
        let words = line.split(whereSeparator: isNothing).map(String.init)
        guard let dash = words.first, ["—", "–", "―", "-", "--", "---"].contains(dash),
            (2...3).contains(words.count)
        else { return nil }
        return Array(words.dropFirst())
    }

    private static func isNothing(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy {
            $0.properties.isWhitespace || $0.properties.generalCategory == .format || $0.value == 0
        }
    }

    /// Mail that was saved raw writes a byte as `=E2`, and ends a line that goes on with `=` (RFC 2045 §6.7).
    private static func unfolded(_ text: String) -> String {
        guard text.contains("=E2=80=94") else { return text }
        var bytes: [UInt8] = []
        var rest = Array(text.replacing("=\n", with: "").utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "="), rest.count > 1,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> String {
        let bytes = Array(bytes)
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { place in
            let (high, low) =
                isBigEndian ? (bytes[place], bytes[place + 1]) : (bytes[place + 1], bytes[place])
            return UInt16(high) << 8 | UInt16(low)
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// Whether every other byte of the beginning is zero, as in UTF-16 without its mark; nil if not.
    private static func looksWide(_ bytes: [UInt8]) -> Bool? {
        let head = bytes.prefix(64)
        guard head.count >= 4, head.contains(0) else { return nil }
        let zeros = head.enumerated().filter { $0.element == 0 }.map { $0.offset % 2 }
        guard zeros.count >= head.count / 4 else { return nil }
        if zeros.allSatisfy({ $0 == 1 }) { return false }
        return zeros.allSatisfy { $0 == 0 } ? true : nil
    }

    /// The scalar of a byte in Windows-1252, as far as our texts have any: dashes and quotation marks.
    private static func windows(_ byte: UInt8) -> Unicode.Scalar {
        switch byte {
        case 0x91: "‘"
        case 0x92: "’"
        case 0x93: "“"
        case 0x94: "”"
        case 0x96: "–"
        case 0x97: "—"
        default: Unicode.Scalar(byte)
        }
    }
}
