import Testing

@testable import Casework

@Suite struct WordsTests {
    @Test(arguments: [
        ("", Problem.Reason.missing), (" \t\n", .missing), ("aaaaaaaaaaa", .tooLong(10)),
        ("a\u{0}b", .unreadable),
        ("a\u{1B}b", .unreadable), ("a\u{7F}b", .unreadable), ("a\u{9B}b", .unreadable),
        ("a\u{202E}b", .unreadable), ("a\u{2066}b", .unreadable), ("a\u{FEFF}b", .unreadable),
        ("a\u{E0041}b", .unreadable),
    ])
    func `A line that can't be kept is refused`(raw: String, reason: Problem.Reason) {
        var words = Words()
        _ = words.line("name", raw, longest: 10, required: true)
        #expect(words.problems == [Problem("name", reason)])
        #expect(throws: CaseworkError.invalid([Problem("name", reason)])) { try words.check() }
    }

    @Test(arguments: [
        ("", ""), ("  a\t b \n c ", "a b c"), ("محمد حسين", "محمد حسين"), ("O’Brien-Łuć", "O’Brien-Łuć"),
        ("মোহাম্মদ", "মোহাম্মদ"), ("a\u{2028}b", "a b"), ("می\u{200C}خواهم", "می\u{200C}خواهم"),
    ])
    func `A line is trimmed and its white space folded`(raw: String, kept: String) {
        var words = Words()
        #expect(words.line("name", raw, longest: 60) == kept)
        #expect(words.problems.isEmpty)
    }

    @Test(arguments: [
        ("", Problem.Reason.missing), ("\r\n", .missing), ("aaaaaaaaaaa", .tooLong(10)),
        ("a\u{0}", .unreadable),
        ("a\u{8}b", .unreadable), ("a\u{202D}b", .unreadable), ("a\u{FFF9}b", .unreadable),
        ("a\u{85}b", .unreadable),
    ])
    func `A passage that can't be kept is refused`(raw: String, reason: Problem.Reason) {
        var words = Words()
        _ = words.passage("note", raw, longest: 10, required: true)
        #expect(words.problems == [Problem("note", reason)])
    }

    @Test func `A passage keeps its lines, whatever ends them`() {
        var words = Words()
        #expect(words.passage("note", "\n a\r\nb\rc\n\td \r\n", longest: 20) == "a\nb\nc\n\td")
        #expect(words.problems.isEmpty)
    }

    @Test(arguments: [
        ("2026-02-30", Problem.Reason.notADate), ("yesterday", .notADate), ("1889-12-31", .notADate),
        ("2026-11-23", .inTheFuture), ("9999-12-31", .inTheFuture),
    ])
    func `A date that can't be a past one is refused`(raw: String, reason: Problem.Reason) throws {
        var words = Words()
        _ = words.pastDate("born", raw, today: try #require(Day("2026-11-22")))
        #expect(words.problems == [Problem("born", reason)])
    }

    @Test func `Today is a past date, and an empty one is none`() throws {
        let today = try #require(Day("2026-11-22"))
        var words = Words()
        #expect(words.pastDate("born", " 2026-11-22 ", today: today) == today)
        #expect(words.pastDate("born", "", today: today) == nil)
        #expect(words.problems.isEmpty)
    }
}
