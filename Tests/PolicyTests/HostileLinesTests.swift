import Testing

@testable import Policy

/// What is not a request is refused by name, and never stops the lines after it.
struct HostileLinesTests {
    private let good = #"{"id":"good","recipient":"press","items":["contact"],"ground":"none"}"#

    @Test(arguments: [
        (#"{"id":"a","recipient":"pope","items":["contact"]}"#, "recipient", #""a""#),
        (#"{"id":"a","items":["contact"]}"#, "recipient: required", #""a""#),
        (#"{"recipient":null,"items":["contact"]}"#, "recipient: required", "null"),
        (#"{"recipient":7,"items":["contact"]}"#, "recipient: not a string", "null"),
        (#"{"recipient":"press"}"#, "items: required", "null"),
        (#"{"recipient":"press","items":[]}"#, "items: empty", "null"),
        (#"{"recipient":"press","items":"contact"}"#, "items: not a list", "null"),
        (#"{"recipient":"press","items":["contact",null]}"#, "items: holds something", "null"),
        (#"{"recipient":"press","items":["Contact"]}"#, "items: holds something", "null"),
        (
            #"{"recipient":"press","items":["contact"],"verified":"yes"}"#, "verified: not true or false",
            "null"
        ),
        (#"{"recipient":"press","items":["contact"],"verified":1}"#, "verified: not true or false", "null"),
        (#"{"recipient":"press","items":["contact"],"known":true}"#, "known: no such field", "null"),
        (#"{"recipient":"press","items":["contact"],"age":16}"#, "age: not a string", "null"),
        (#"{"recipient":"press","items":["contact"],"consentItems":{}}"#, "consentItems: not a list", "null"),
        (#"{"recipient":"press","recipient":"staff","items":["contact"]}"#, "more than once", "null"),
        (#"{"recipient":"press","\u0072ecipient":"staff","items":["contact"]}"#, "more than once", "null"),
        (#"{"id":5,"recipient":"press","items":["contact"]}"#, "id: not a string", "null"),
        (#"["recipient"]"#, "not a JSON object", "null"),
        ("null", "not a JSON object", "null"),
        ("{", "not JSON from byte 2", "null"),
        (#"{"recipient":"press","items":["contact"]} x"#, "not JSON", "null"),
        (#"{"recipient":"press","items":["contact"],}"#, "not JSON", "null"),
        (#"{'recipient':'press'}"#, "not JSON", "null"),
        (#"{"id":"\ud800","recipient":"press","items":["contact"]}"#, "not JSON", "null"),
        (#"{"id":"\ud800\u0041"}"#, "not JSON", "null"),
        (#"{"id":01}"#, "not JSON", "null"),
        (#"{"id":NaN}"#, "not JSON", "null"),
        ("{\"id\":\"a\tb\"}", "not JSON", "null"),
        ("\u{FEFF}{}", "not JSON", "null"),
    ])
    func `a line that is no request is named with its field and what is allowed`(
        line: String, says: String, id: String
    ) throws {
        let answers = try answers([UInt8]("\(good)\n\(line)\n\(good)\n".utf8))
        #expect(answers.count == 3)
        #expect(answers[1].hasPrefix("{\"id\":\(id),\"error\":\"line 2: field "))
        #expect(answers[1].contains(says))
        #expect(answers[1].contains("; allowed: "))
        #expect(answers[0].contains("\"outcome\":\"withhold\""))
        #expect(answers[0] == answers[2])
    }

    @Test func `deep nesting is refused, not followed`() throws {
        let deep = String(repeating: "[", count: 200_000)
        let answers = try answers([UInt8]("{\"id\":\(deep)\n\(good)\n".utf8))
        #expect(answers[0].contains("nested too deeply"))
        #expect(answers.count == 2)
    }

    @Test func `a line longer than a mebibyte is refused without being kept`() throws {
        let long = [UInt8](repeating: 0x20, count: LineSplitter.longest + 5)
        let answers = try answers(long + [0x0A] + Array(good.utf8))
        #expect(answers[0].contains("the line is too long"))
        #expect(answers[1].contains("\"id\":\"good\""))
    }

    @Test func `bytes that are not UTF-8 are refused`() throws {
        let answers = try answers([0x7B, 0xFF, 0xC0, 0x7D, 0x0A] + Array(good.utf8))
        #expect(answers[0].contains("not UTF-8"))
        #expect(answers.count == 2)
    }

    @Test func `an unknown name is cut short in the error`() throws {
        let name = String(repeating: "x", count: 5_000)
        let answers = try answers(Array("{\"\(name)\":1,\"recipient\":\"press\"}".utf8))
        #expect(answers[0].utf8.count < 1_000)
    }

    @Test func `blank lines are passed over but counted`() throws {
        let answers = try answers(Array("\n \t\r\n\n\(good)\n{\n".utf8))
        #expect(answers.count == 2)
        #expect(answers[1].contains("line 5:"))
    }

    @Test func `line breaks of Windows and a last line without one are read`() throws {
        let answers = try answers(Array("\(good)\r\n\(good)".utf8))
        #expect(answers.count == 2)
    }

    @Test func `what is null is unknown, as what is absent`() throws {
        let bare = #"{"recipient":"council","items":["contact"]}"#
        let nulls =
            #"{"id":null,"recipient":"council","items":["contact"],"ground":null,"consentItems":null}"#
        let answers = try answers(Array("\(bare)\n\(nulls)\n".utf8))
        #expect(answers[0] == answers[1])
        #expect(answers[0].hasPrefix("{\"id\":null,"))
    }

    @Test func `an id is echoed whatever it holds`() throws {
        let line = #"{"id":"\"\\\u0000\n é 😀","recipient":"press","items":["contact"]}"#
        let answers = try answers(Array(line.utf8))
        #expect(answers[0].hasPrefix(#"{"id":"\"\\\u0000\u000a é 😀","outcome""#))
    }

    @Test func `items asked twice are decided once`() throws {
        let line = #"{"recipient":"press","items":["contact","contact"],"ground":"none"}"#
        #expect(try answers(Array(line.utf8))[0].contains(#""withheld":["contact"]"#))
    }

    @Test func `it does not matter how the bytes arrive`() throws {
        let rulebook = try builtIn()
        let bytes = Array("\(good)\n{\n\(good)\n".utf8)
        var whole = DecideLines(rulebook: rulebook)
        let atOnce = whole.feed(bytes) + whole.finish()
        var pieces = DecideLines(rulebook: rulebook)
        var piecemeal: [UInt8] = []
        for byte in bytes { piecemeal += pieces.feed([byte]) }
        piecemeal += pieces.finish()
        #expect(atOnce == piecemeal)
        #expect(pieces.hadErrors)
    }

    private func answers(_ bytes: [UInt8]) throws -> [String] {
        var decide = DecideLines(rulebook: try builtIn())
        let answers = decide.feed(bytes) + decide.finish()
        return String(decoding: answers, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
