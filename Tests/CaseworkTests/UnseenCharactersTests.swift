import Testing

@testable import Casework

/// What comes along unseen with what is pasted.
@Suite struct UnseenCharactersTests {
    @Test(arguments: [
        "gnp\u{202E}exe", "\u{202E}07700", "a \u{202E}محمد b\u{202C}", "\u{202D}محمد\u{202C}",
        "Mary\u{202E}1\u{202C} Smith", "a\u{2066}b\u{202E}c\u{2069}",
    ])
    func `An override that turns letters or digits round is refused`(raw: String) {
        var words = Words()
        _ = words.line("name", raw, longest: 60)
        #expect(words.problems.count == 1)
        var passage = Words()
        _ = passage.passage("note", "Before.\n\(raw)\nAfter.", longest: 60)
        #expect(passage.problems.count == 1)
    }

    @Test(arguments: [
        // As telephones and chats copy numbers.
        ("\u{202A}+44 7700 900123\u{202C}", "+44 7700 900123"),
        ("\u{202D}+44 7700 900123\u{202C}", "+44 7700 900123"),
        ("\u{2066}07700 900123\u{2069}", "07700 900123"), ("\u{200E}07700\u{200E}", "07700"),
        ("\u{200F}Mary\u{200F} Smith\u{200E}", "Mary Smith"), ("\u{FEFF}Mary", "Mary"),
        ("Ma\u{AD}ry", "Mary"), ("Ma\u{200B}ry", "Mary"), ("Ma\u{2060}ry", "Mary"), ("Ma\u{200D}ry", "Mary"),
        ("\u{200C}Mary\u{200D}", "Mary"), ("Mary \u{200E}", "Mary"), ("\u{202E}\u{202C}Mary", "Mary"),
        ("Mary\u{202E}", "Mary"), ("Mary\u{E0041}\u{E0042}", "Mary"), ("\u{3164}", ""), ("\u{200B}", ""),
        // Marks round a text that is written from the right.
        ("\u{200F}محمد\u{200F}", "محمد"), ("\u{202B}محمد\u{202C}", "محمد"),
        ("\u{2067}محمد (Mohammed)\u{2069}", "محمد (Mohammed)"), ("\u{202E}محمد\u{202C}", "محمد"),
        ("\u{FE0F}Mary", "Mary"), ("O\u{2060}’Brien", "O’Brien"),
    ])
    func `What nobody sees is left out without a word`(raw: String, kept: String) {
        var words = Words()
        #expect(words.line("name", raw, longest: 60).unicodeScalars.elementsEqual(kept.unicodeScalars))
        #expect(words.problems.isEmpty)
    }

    @Test(arguments: [
        // Persian half spaces, a Bengali khanda ta and Malayalam chillu as they were once written, hijri, Kannada.
        "می\u{200C}خواهم", "হঠাত্\u{200D}", "രാജന്\u{200D}", "১৪৪৫ ه\u{200D}", "ಕ್\u{200D}ಷ",
        // A direction mark inside a line from the right.
        "محمد C++\u{200E} و", "א\u{5B4}\u{34F}\u{5B7}ב",
        // Emoji: a family, a coloured heart, the flag of Scotland.
        "👨\u{200D}👩\u{200D}👧", "❤\u{FE0F} a", "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
        "محمد", "মোহাম্মদ", "Łukasz", "李小龙",
    ])
    func `What a word is spelt with stays`(text: String) {
        #expect(UnseenCharacters.leftOut(of: text).unicodeScalars.elementsEqual(text.unicodeScalars))
    }

    @Test func `A note of several paragraphs keeps all its words when its isolates go`() {
        var words = Words()
        let note = "He wrote: \u{2068}السلام عليكم 12\u{2069}.\n\n\u{2067}شكرا\u{2069}\nThen he left\u{200B}."
        #expect(
            words.passage("note", note, longest: 200)
                == "He wrote: السلام عليكم 12.\n\nشكرا\nThen he left.")
        #expect(words.problems.isEmpty)
    }

    /// Whatever is pasted: nothing that is seen is lost, and what was taken out once is taken out for good.
    @Test(arguments: UInt64(0)..<40) func `Only what is unseen goes, and it goes at once`(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let letters = Array("ab 1م٣ক্ಕ\n-é👩".unicodeScalars)
        let unseen: [UInt32] = [
            0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060,
            0x2066, 0x2067,
            0x2068, 0x2069, 0xFE0F, 0xFEFF, 0x34F, 0x61C, 0xE0041,
        ]
        var raw = String.UnicodeScalarView()
        for _ in 0..<60 {
            let hidden = next(3) == 0 ? Unicode.Scalar(unseen[next(unseen.count)]) : nil
            raw.append(hidden ?? letters[next(letters.count)])
        }
        let kept = UnseenCharacters.leftOut(of: String(raw))
        func seen(_ text: String) -> [Unicode.Scalar] {
            text.unicodeScalars.filter { $0.value < 0x80 || !$0.properties.isDefaultIgnorableCodePoint }
        }
        #expect(seen(kept) == seen(String(raw)))
        #expect(UnseenCharacters.leftOut(of: kept) == kept)
    }

    @Test(arguments: [
        ("\u{202A}٠٧٧٠٠\u{A0}٩٠٠١٢٣\u{202C}", "07700 900123"), ("۰۷۷۰۰ ۹۰۰۱۲۳", "07700 900123"),
        ("০৭৭০০ ৯০০১২৩", "07700 900123"), ("０７７００\u{3000}９００１２３", "07700 900123"),
        ("＋44 7700–900‑123", "+44 7700-900-123"), ("home: 01632 960 111", "home: 01632 960 111"),
    ])
    func `A number is kept in the usual digits and dashes`(raw: String, kept: String) {
        var words = Words()
        #expect(words.number("phone", raw, longest: 60) == kept)
        #expect(words.problems.isEmpty)
    }
}
