import Foundation
import Testing

@testable import Policy

/// The worked examples that come with the procedure: a request, and what its decision must say.
struct WorkedExamplesTests {
    @Test func `every worked example is decided as expected`() throws {
        let rulebook = try builtIn()
        let url = try #require(Bundle.module.url(forResource: "Vectors/decisions", withExtension: "jsonl"))
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 26)
        for line in lines {
            let example = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let request = try #require(example["request"])
            let bytes = try [UInt8](JSONSerialization.data(withJSONObject: request)) + [0x0A]
            var decide = DecideLines(rulebook: rulebook)
            let answer = decide.feed(bytes)
            #expect(!decide.hadErrors)
            let written = try JSONSerialization.jsonObject(with: Data(answer))
            try check(
                #require(written as? [String: Any]), meets: #require(example["expect"] as? [String: Any]))
        }
    }

    private func check(_ answer: [String: Any], meets expected: [String: Any]) throws {
        let id = Comment(rawValue: answer["id"] as? String ?? "no id")
        for (name, value) in expected {
            switch name {
            case "clause":
                let prefix = try #require(value as? String)
                let deciding = try #require(answer["deciding"] as? [[String: Any]])
                let clauses = deciding.compactMap { $0["clause"] as? String }
                #expect(clauses.contains { $0.hasPrefix(prefix) }, id)
            case "not_released":
                #expect(try Self.set(answer["released"]).isDisjoint(with: Self.set(value)), id)
            case let name where name.hasPrefix("has_"):
                let field = String(name.dropFirst(4))
                #expect(try Self.set(answer[field]).isSuperset(of: Self.set(value)), id)
            default:
                if value is [String] {
                    #expect(try Self.set(answer[name]) == Self.set(value), id)
                } else {
                    #expect(answer[name] as? String == value as? String, id)
                }
            }
        }
    }

    private static func set(_ value: Any?) throws -> Set<String> {
        Set(try #require(value as? [String]))
    }
}
