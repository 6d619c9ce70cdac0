import CQREncode

/// A QR code (ISO/IEC 18004, error correction M) for a telephone's camera. What it says must stand beside it in words, so
/// that nobody needs it.
package struct QRCode: Component {
    /// Squares that a camera wants free around it.
    private static let margin = 4

    private let label: String
    private let size: Int
    private let path: String

    /// Draws a code.
    /// - Parameters:
    ///   - text: what a camera reads; no U+0000.
    ///   - label: what it is, for who can't see it.
    /// - Returns: nil for a text that no code holds: more than some 2,300 bytes.
    package init?(_ text: String, label: String) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let data = code.pointee.data else { return nil }
        let squares = UnsafeBufferPointer(start: data, count: width * width)
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                // The lowest bit is the colour.
                let run = squares[(row * width + column)..<((row + 1) * width)].prefix { $0 & 1 == 1 }.count
                if run > 0 { path += "M\(column + Self.margin) \(row + Self.margin)h\(run)v1h-\(run)z" }
                column += max(run, 1)
            }
        }
        (self.label, self.size, self.path) = (label, width + 2 * Self.margin, path)
    }

    /// The markup.
    package var html: HTML {
        """
        <svg class="qr" role="img" aria-label="\(label)" viewBox="0 0 \(size) \(size)">\
        <path class="qr-squares" d="\(path)"/></svg>
        """
    }
}
