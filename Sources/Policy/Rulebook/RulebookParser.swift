/// Reads a rulebook's text, strictly: what it does not understand is an error that names the line.
struct RulebookParser {
    private(set) var title = ""
    private(set) var version = 0
    private(set) var effective = ""
    private(set) var rules: [Rule] = []
    private(set) var approval: [Condition] = []
    private(set) var duties: [Duty] = []
    /// Who counts as itself without a check of identity (H1).
    private(set) var unchecked: Set<Int> = []

    private let entries: [RuleText.Entry]
    private var next = 0
    private var conditions = ConditionParser()
    private var seen: Set<String> = []

    init(_ bytes: [UInt8]) throws(RulebookError) {
        entries = try RuleText(bytes).entries
        while let entry = take() {
            guard !entry.isIndented else {
                throw RulebookError(entry.number, .outOfPlace("an indented line"))
            }
            try read(entry)
        }
        for header in ["rulebook", "version", "effective", "unchecked", "approval"]
        where !seen.contains(header) {
            throw RulebookError(0, .missing("‘\(header)’"))
        }
        guard rules.last?.name == "D" else { throw RulebookError(0, .missing("the last row, D")) }
    }

    private mutating func take() -> RuleText.Entry? {
        guard next < entries.count else { return nil }
        defer { next += 1 }
        return entries[next]
    }

    /// The next line, if it belongs to the block being read.
    private mutating func takeInBlock() -> RuleText.Entry? {
        guard next < entries.count, entries[next].isIndented else { return nil }
        return take()
    }

    private mutating func once(_ name: String, _ entry: RuleText.Entry) throws(RulebookError) {
        guard seen.insert(name).inserted else { throw RulebookError(entry.number, .repeated("‘\(name)’")) }
    }

    private mutating func read(_ entry: RuleText.Entry) throws(RulebookError) {
        switch entry.keyword {
        case "rulebook":
            try once("rulebook", entry)
            title = entry.rest
        case "version":
            try once("version", entry)
            guard let number = Int(entry.rest), number > 0 else {
                throw RulebookError(entry.number, .unexpected(entry.rest, allowed: ["1, 2, 3 …"]))
            }
            version = number
        case "effective":
            try once("effective", entry)
            guard Self.isDate(entry.rest) else {
                throw RulebookError(
                    entry.number, .unexpected(entry.rest, allowed: ["a date such as 2026-11-01"]))
            }
            effective = entry.rest
        case "list":
            try readList(entry)
        case "approval":
            try once("approval", entry)
            while let line = takeInBlock() {
                try expect(line, ["when"])
                approval.append(try conditions.condition(line.rest, line: line.number))
            }
        case "duty":
            try readDuty(entry)
        default:
            try readRule(entry)
        }
    }

    /// Whether the text is a date as ISO 8601 writes it, of a month and a day that a calendar could have.
    private static func isDate(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2] else { return false }
        let numbers = parts.compactMap { $0.utf8.allSatisfy { 48...57 ~= $0 } ? Int($0) : nil }
        return numbers.count == 3 && 1...12 ~= numbers[1] && 1...31 ~= numbers[2]
    }

    private func expect(_ line: RuleText.Entry, _ allowed: [String]) throws(RulebookError) {
        guard allowed.contains(String(line.keyword)) else {
            throw RulebookError(line.number, .unexpected(String(line.keyword), allowed: allowed))
        }
    }

    /// `list safety of ground: crimeInvestigation, …`
    private mutating func readList(_ entry: RuleText.Entry) throws(RulebookError) {
        let parts = entry.rest.parts(by: ":")
        let head = (parts.first ?? "").split(separator: " ").map(String.init)
        guard parts.count == 2, head.count == 3, head[1] == "of" else {
            throw RulebookError(entry.number, .unexpected(entry.rest, allowed: ["NAME of FACT: VALUE, …"]))
        }
        try once(head[0], entry)
        let fact = try conditions.fact(head[2], line: entry.number)
        let values = try conditions.values(listed: parts[1], of: fact, line: entry.number)
        if head[0] == "unchecked" {
            guard fact == .recipient else {
                throw RulebookError(entry.number, .outOfPlace("a list of ‘\(fact.rawValue)’"))
            }
            unchecked = values
        }
        conditions.lists[head[0]] = (fact, values)
    }

    /// `F1  S2.2` and the block under it.
    private mutating func readRule(_ entry: RuleText.Entry) throws(RulebookError) {
        let name = String(entry.keyword)
        guard Self.isRuleName(name) else {
            let allowed = [
                "rulebook", "version", "effective", "list", "approval", "duty", "F1 … M1 … C1 … D",
            ]
            throw RulebookError(entry.number, .unexpected(name, allowed: allowed))
        }
        try once(name, entry)
        if let last = rules.last, Self.rank(last.name) > Self.rank(name) {
            throw RulebookError(entry.number, .outOfPlace("\(name), after \(last.name),"))
        }
        let clauses = entry.rest.split(separator: " ").map(String.init)
        guard !clauses.isEmpty else { throw RulebookError(entry.number, .missing("the clause of \(name)")) }
        for clause in clauses where Clause.of(clause) == nil {
            let allowed = Clause.all.map(\.number)
            throw RulebookError(entry.number, .unexpected(clause, allowed: allowed))
        }
        var block = RuleBlockParser(name: name, conditions: conditions)
        while let line = takeInBlock() { try block.read(line) }
        rules.append(try block.rule(clauses: clauses, line: entry.number))
    }

    private static func isRuleName(_ name: String) -> Bool {
        name == "D" || (rank(name) < 3 && name.dropFirst().allSatisfy(\.isNumber) && name.count > 1)
    }

    /// The order of the parts: what forbids, what is for safety, what consent and need allow, the rest.
    private static func rank(_ name: String) -> Int {
        switch name.first {
        case "F": 0
        case "M": 1
        case "C": 2
        default: 3
        }
    }

    /// `duty release` and the block under it.
    private mutating func readDuty(_ entry: RuleText.Entry) throws(RulebookError) {
        guard let outcome = Outcome(rawValue: entry.rest) else {
            throw RulebookError(entry.number, .unexpected(entry.rest, allowed: Outcome.words))
        }
        var names = Set(rules.map(\.name))
        var tests: [Condition] = []
        var obligations = Obligations()
        while let line = takeInBlock() {
            try expect(line, ["except", "only", "when", "do"])
            switch line.keyword {
            case "when":
                tests.append(try conditions.condition(line.rest, line: line.number))
            case "do":
                obligations.formUnion(try RuleBlockParser.obligations(line.rest, line: line.number))
            default:
                let listed = line.rest.parts(by: ",")
                for name in listed where !names.contains(name) {
                    let allowed = rules.map(\.name)
                    throw RulebookError(line.number, .unexpected(name, allowed: allowed))
                }
                names = line.keyword == "only" ? names.intersection(listed) : names.subtracting(listed)
            }
        }
        guard !obligations.isEmpty else { throw RulebookError(entry.number, .missing("‘do’")) }
        duties.append(Duty(outcome: outcome, rules: names, conditions: tests, obligations: obligations))
    }
}
