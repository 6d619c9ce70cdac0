import Testing
import Web

@Suite struct EscapeTests {
    @Test(arguments: [
        ("\u{0}", "\u{FFFD}"), ("\u{8}", "\u{FFFD}"), ("\u{1B}[31m", "\u{FFFD}[31m"), ("\u{7F}", "\u{FFFD}"),
        ("\u{80}", "\u{FFFD}"), ("\u{9F}", "\u{FFFD}"), ("\u{A0}", "\u{A0}"), ("\u{BF}", "\u{BF}"),
        ("\t\n", "\t\n"), ("\r", "&#13;"),
        ("\u{202A}", "\u{FFFD}"), ("a\u{202E}exe.doc", "a\u{FFFD}exe.doc"), ("\u{2066}", "\u{FFFD}"),
        ("\u{2069}", "\u{FFFD}"), ("\u{2065}", "\u{2065}"), ("\u{2029}", "\u{2029}"),
        ("\u{202F}", "\u{202F}"),
        ("\u{200F}", "\u{200F}"), ("\u{206A}", "\u{206A}"), ("€", "€"), ("ʿĀʾisha", "ʿĀʾisha"),
        ("محمد", "محمد"), ("👩🏽‍🦱", "👩🏽‍🦱"), ("", ""),
    ])
    func `controls are made visible and everything else stays`(text: String, shown: String) {
        #expect(HTML(text: text).description == shown)
    }

    @Test func `any text reads back as it was, and never as markup`() {
        var generator = SplitMix(seed: 20_250_301)
        for _ in 0..<2_000 {
            let text = String.random(using: &generator)
            let markup = HTML(text: text).description
            #expect(!markup.contains { "<>\"'".contains($0) })
            #expect(markup.unescaped.unicodeScalars.elementsEqual(text.withControlsReplaced.unicodeScalars))
        }
    }
}

/// SplitMix64: the same texts in every run.
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension String {
    /// Up to 40 scalars, with the dangerous ones often among them.
    fileprivate static func random(using generator: inout some RandomNumberGenerator) -> String {
        let dangerous = "<>&\"';#\u{0}\u{7F}\u{85}\r\n\u{202B}\u{202E}\u{2066}\u{2069}\u{2028}\u{200E}Â£–é"
            .unicodeScalars.map(\.self)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &generator) {
            if Bool.random(using: &generator), let scalar = dangerous.randomElement(using: &generator) {
                text.append(scalar)
            } else if let scalar = Unicode.Scalar(UInt32.random(in: 1...0x2FFF, using: &generator)) {
                text.append(scalar)
            }
        }
        return String(text)
    }

    /// What a browser makes of the references that we write.
    fileprivate var unescaped: String {
        let references: [(Substring, Unicode.Scalar)] = [
            ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#13;", "\r"),
        ]
        var text = String.UnicodeScalarView()
        var rest = unicodeScalars[...]
        while let first = rest.first {
            if let (name, scalar) = references.first(where: { rest.starts(with: $0.0.unicodeScalars) }) {
                text.append(scalar)
                rest = rest.dropFirst(name.unicodeScalars.count)
            } else {
                text.append(first)
                rest = rest.dropFirst()
            }
        }
        return String(text)
    }

    /// The same text with the characters that are never shown replaced.
    fileprivate var withControlsReplaced: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0x09, 0x0A, 0x0D: scalar
                    case 0..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }
}
