/// Reads conditions: `consent is one of specific, requested; consentItems covers the item or else …`.
struct ConditionParser {
    /// The named lists of values, each of one fact.
    var lists: [String: (fact: Fact, values: Set<Int>)] = [:]

    func condition(_ text: String, line: Int) throws(RulebookError) -> Condition {
        var alternatives: [[Comparison]] = []
        for alternative in text.parts(by: " or else ") {
            var tests: [Comparison] = []
            for part in alternative.parts(by: ";") { tests.append(try test(part, line: line)) }
            alternatives.append(tests)
        }
        return Condition(alternatives: alternatives, text: text)
    }

    private func test(_ text: String, line: Int) throws(RulebookError) -> Comparison {
        if text == "the recipient counts as itself" {
            return Comparison(subject: .countsAsItself, allowed: [])
        }
        var words = text.split(separator: " ")
        let mustBeKnown = words.first == "known"
        if mustBeKnown { words.removeFirst() }
        guard let name = words.first else { throw RulebookError(line, .missing("a condition")) }
        let fact: Fact = name == "role" ? .recipient : try self.fact(String(name), line: line)
        let rest = words.dropFirst().joined(separator: " ")
        if fact.isCoverage {
            guard let covers = ["covers the item": 0, "does not cover the item": 1][rest] else {
                throw RulebookError(line, .unexpected(rest, allowed: Self.coverageForms))
            }
            return Comparison(subject: .fact(fact), allowed: [covers], mustBeKnown: mustBeKnown)
        }
        return Comparison(
            subject: name == "role" ? .role : .fact(fact), allowed: try values(rest, of: fact, line: line),
            mustBeKnown: mustBeKnown)
    }

    private static let coverageForms = ["covers the item", "does not cover the item"]
    private static let forms = ["is one of", "is none of", "is not", "is unknown", "is"]

    /// The values that a comparison allows. Nothing is allowed by `is unknown`: any known value falsifies it.
    private func values(_ text: String, of fact: Fact, line: Int) throws(RulebookError) -> Set<Int> {
        if text == "is unknown" { return [] }
        guard let form = Self.forms.first(where: { text.hasPrefix($0 + " ") }) else {
            throw RulebookError(line, .unexpected(text, allowed: Self.forms))
        }
        let listed = text.dropFirst(form.count + 1)
        let isSingle = form == "is" || form == "is not"
        if isSingle, listed.contains(",") {
            throw RulebookError(line, .unexpected(String(listed), allowed: ["one value after ‘\(form)’"]))
        }
        let values = try self.values(listed: String(listed), of: fact, line: line, allowLists: !isSingle)
        let isNegative = form == "is not" || form == "is none of"
        return isNegative ? Set(fact.allowedWords.indices).subtracting(values) : values
    }

    /// The values named in a list parted by commas, some perhaps named lists themselves.
    func values(
        listed text: String, of fact: Fact, line: Int, allowLists: Bool = true
    ) throws(RulebookError) -> Set<Int> {
        var values: Set<Int> = []
        for word in text.parts(by: ",") {
            if let value = fact.allowedWords.firstIndex(of: word) {
                guard values.insert(value).inserted else { throw RulebookError(line, .repeated(word)) }
            } else if allowLists, let list = lists[word], list.fact == fact {
                values.formUnion(list.values)
            } else {
                let names = allowLists ? lists.filter { $0.value.fact == fact }.keys.sorted() : []
                throw RulebookError(line, .unexpected(word, allowed: fact.allowedWords + names))
            }
        }
        return values
    }

    func fact(_ word: String, line: Int) throws(RulebookError) -> Fact {
        guard let fact = Fact(rawValue: word) else {
            throw RulebookError(line, .unexpected(word, allowed: ["role"] + Fact.words))
        }
        return fact
    }
}
