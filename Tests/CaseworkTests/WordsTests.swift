import Testing

@testable import Casework

@Suite struct WordsTests {
    @Test(arguments: [
        ("", Problem.Reason.missing), (" \t\n", .missing), ("aaaaaaaaaaa", .tooLong(10)),
        ("a\u{0}b", .unreadable(after: "a")),
        ("a\u{1B}b", .unreadable(after: "a")), ("a\u{7F}b", .unreadable(after: "a")),
        ("a\u{9B}b", .unreadable(after: "a")), ("a\u{FFF9}b", .unreadable(after: "a")),
        ("\u{202E}b", .unreadable(after: "")), ("a b\u{202E}c", .unreadable(after: "b")),
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
        ("a\u{0}", .unreadable(after: "a")),
        ("a\u{8}b", .unreadable(after: "a")), ("a\u{202D}م", .unreadable(after: "a")),
        ("c\nab\u{FFF9}", .unreadable(after: "ab")),
    ])
    func `A passage that can't be kept is refused`(raw: String, reason: Problem.Reason) {
        var words = Words()
        _ = words.passage("note", raw, longest: 10, required: true)
        #expect(words.problems == [Problem("note", reason)])
    }

    @Test func `A passage keeps its lines, whatever ends them`() {
        var words = Words()
        #expect(words.passage("note", "\n a\r\nb\rc\n\td \r\n", longest: 20) == "a\nb\nc\n\td")
        #expect(
            words.passage("note", "a\u{B}b\u{C}c\u{85}d\u{2028}e\u{2029}f", longest: 20) == "a\nb\nc\nd\ne\nf"
        )
        #expect(words.problems.isEmpty)
    }

    @Test(arguments: [
        ("2026-02-30", Problem.Reason.date(.noSuchDay)), ("yesterday", .date(.notADate)),
        ("1889-12-31", .date(.noSuchYear)),
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

    @Test(arguments: [
        "not a phone!!", "nope", "ring her", "12", "mum 07700 900123", "07700 900123 <b>", "ext 12", "+()",
        "0x7700a",
    ])
    func `What nobody could ring is no telephone number`(raw: String) {
        var words = Words()
        #expect(words.phone("phone", raw) == raw)
        #expect(words.problems == [Problem("phone", .notAPhone)])
    }

    @Test(arguments: [
        "", "101", "07700 900456", "+44 (0)121 496 0100", "0121-496-0100 x12", "0121 496 0100 ext. 12",
        "18001 0121 496 0100", "00353 1 496 0100", "+252 61 5123456", "07700 900123 or 07700 900124",
        "0121 496 0100 Extension 4", "0121 496 0100#4", "0121.496.0100 / 0101",
    ])
    func `A telephone number is kept as it was typed`(raw: String) {
        var words = Words()
        #expect(words.phone("phone", raw) == raw)
        #expect(words.problems.isEmpty)
    }

    @Test func `A telephone number in digits of another script is kept in the usual ones`() {
        var words = Words()
        #expect(words.phone("phone", "٠٧٧٠٠٩٠٠١٢٣") == "07700900123")
        #expect(words.problems.isEmpty)
    }

    @Test(arguments: ["nope", "@", "a@", "@b", "a b@c", "a@b, nope", ","])
    func `What no mail could go to is no e-mail address`(raw: String) {
        var words = Words()
        _ = words.email("email", raw)
        #expect(words.problems == [Problem("email", .notAnEmail)])
    }

    @Test(arguments: [
        "", "a@b", "first.last+tag@example.org", "o’brien@example.ie", "müller@exämple.de",
        "a@b.org, c@d.org",
        "\"odd@name\"@example.org",
    ])
    func `An e-mail address is kept as it was typed`(raw: String) {
        var words = Words()
        #expect(words.email("email", raw) == raw)
        #expect(words.problems.isEmpty)
    }
}
