import Testing
import Web

/// WCAG 2.2 §1.4.3 and §1.4.11, over the tokens of the stylesheet.
@Suite struct ContrastTests {
    private static let text = [
        ("ink", "ledger"), ("ink", "sheet"), ("ink", "tint"), ("quiet", "ledger"), ("quiet", "sheet"),
        ("quiet", "tint"), ("link", "ledger"), ("link", "sheet"), ("link-hover", "sheet"), ("on-act", "act"),
        ("on-act", "act-lit"), ("on-alarm", "alarm"), ("alarm", "sheet"), ("alarm", "ledger"),
        ("alarm", "alarm-tint"), ("watch", "watch-tint"), ("note", "note-tint"), ("good", "good-tint"),
        ("ink", "alarm-tint"), ("quiet", "alarm-tint"), ("link", "alarm-tint"), ("ink", "watch-tint"),
        ("ink", "note-tint"), ("ink", "good-tint"), ("on-spine", "spine"), ("on-spine", "spine-lit"),
        ("on-spine-quiet", "spine"), ("on-spine-quiet", "spine-lit"), ("brass", "spine"),
        ("on-brass", "brass"),
    ]
    private static let parts = [
        ("edge", "sheet"), ("edge", "ledger"), ("act", "ledger"), ("act", "sheet"), ("focus", "ledger"),
        ("focus", "sheet"), ("brass", "spine"), ("brass", "spine-lit"), ("alarm", "sheet"),
        ("margin", "sheet"),
    ]

    @Test(arguments: [false, true], text)
    func `text stands out from its ground`(dark: Bool, pair: (String, String)) throws {
        #expect(try ratio(pair, dark: dark) >= 4.5)
    }

    @Test(arguments: [false, true], parts)
    func `edges and marks stand out from theirs`(dark: Bool, pair: (String, String)) throws {
        #expect(try ratio(pair, dark: dark) >= 3)
    }

    private func ratio(_ pair: (String, String), dark: Bool) throws -> Double {
        let one = try luminance(of: pair.0, dark: dark)
        let other = try luminance(of: pair.1, dark: dark)
        return (max(one, other) + 0.05) / (min(one, other) + 0.05)
    }

    private func luminance(of token: String, dark: Bool) throws -> Double {
        let style = String(decoding: Asset.stylesheet.bytes, as: UTF8.self)
        let pattern = try Regex("--\(token): #([0-9a-f]{6})", as: (Substring, Substring).self)
        let found = style.matches(of: pattern).map { String($0.output.1) }
        // The light tokens come first; the dark ones override some of them; print overrides use three digits.
        let value = try #require(dark ? found.dropFirst().first ?? found.first : found.first)
        let number = try #require(Int(value, radix: 16))
        let channels = [number >> 16 & 255, number >> 8 & 255, number & 255].map { linear(Double($0) / 255) }
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
    }

    private func linear(_ channel: Double) -> Double {
        channel <= 0.04045 ? channel / 12.92 : power((channel + 0.055) / 1.055)
    }

    /// x to the 2.4, without Foundation: the fifth root of x to the 12, by Newton's method.
    private func power(_ base: Double) -> Double {
        let target = (0..<12).reduce(1.0) { product, _ in product * base }
        var root = 1.0
        for _ in 0..<60 { root -= (root - target / (root * root * root * root)) / 5 }
        return root
    }
}
