/// Reads the lines under a row's name: `reason`, `when`, `if`, `then`.
struct RuleBlockParser {
    let name: String
    let conditions: ConditionParser

    private var reason = ""
    private var whens: [Condition] = []
    private var branches: [Rule.Branch] = []
    private var pending: Condition?
    private var isClosed = false

    init(name: String, conditions: ConditionParser) {
        self.name = name
        self.conditions = conditions
    }

    mutating func read(_ line: RuleText.Entry) throws(RulebookError) {
        if isClosed { throw RulebookError(line.number, .outOfPlace("what follows ‘then’ without ‘if’")) }
        switch line.keyword {
        case "reason":
            guard reason.isEmpty else { throw RulebookError(line.number, .repeated("‘reason’")) }
            reason = line.rest
        case "when":
            guard branches.isEmpty, pending == nil else {
                throw RulebookError(line.number, .outOfPlace("‘when’ below ‘if’"))
            }
            whens.append(try condition(line))
        case "if":
            guard pending == nil else { throw RulebookError(line.number, .missing("‘then’ after ‘if’")) }
            pending = try condition(line)
        case "then":
            try readOutcome(line)
        default:
            throw RulebookError(
                line.number, .unexpected(String(line.keyword), allowed: ["reason", "when", "if", "then"]))
        }
    }

    func rule(clauses: [String], line: Int) throws(RulebookError) -> Rule {
        guard pending == nil, !branches.isEmpty else {
            throw RulebookError(line, .missing("‘then’ of \(name)"))
        }
        guard !reason.isEmpty else { throw RulebookError(line, .missing("‘reason’ of \(name)")) }
        if name == "D", branches.map(\.effect) != [.withhold] || !whens.isEmpty || !isClosed {
            throw RulebookError(line, .outOfPlace("anything but ‘then withhold’ in row D"))
        }
        return Rule(
            name: name, clauses: clauses, reason: reason, line: line, conditions: whens, branches: branches)
    }

    private func condition(_ line: RuleText.Entry) throws(RulebookError) -> Condition {
        let condition = try conditions.condition(line.rest, line: line.number)
        for test in condition.alternatives.joined() {
            switch (test.subject, name.first) {
            case (.role, "F"), (.countsAsItself, "F"):
                throw RulebookError(line.number, .outOfPlace("the role, in a row that binds the claim (H1),"))
            case (.fact(.recipient), "M"), (.fact(.recipient), "C"):
                throw RulebookError(
                    line.number, .outOfPlace("‘recipient’, in a row that sees the role (H1),"))
            default:
                break
            }
        }
        return condition
    }

    /// `then refer to management; do citePower`
    private mutating func readOutcome(_ line: RuleText.Entry) throws(RulebookError) {
        let parts = line.rest.parts(by: ";")
        var obligations = Obligations()
        for part in parts.dropFirst() {
            guard part.hasPrefix("do ") else {
                throw RulebookError(line.number, .unexpected(part, allowed: ["do OBLIGATION, …"]))
            }
            obligations.formUnion(try Self.obligations(String(part.dropFirst(3)), line: line.number))
        }
        let effect = try Self.effect(parts[0], line: line.number)
        branches.append(Rule.Branch(condition: pending, effect: effect, obligations: obligations))
        isClosed = pending == nil
        pending = nil
    }

    private static func effect(_ text: String, line: Int) throws(RulebookError) -> RuleEffect {
        switch text {
        case "release": return .release
        case "withhold": return .withhold
        case "pass": return .pass
        default: break
        }
        guard text.hasPrefix("refer to ") else {
            let allowed = ["release", "withhold", "pass", "refer to …"]
            throw RulebookError(line, .unexpected(text, allowed: allowed))
        }
        var referees: [Referee] = []
        for word in String(text.dropFirst(9)).parts(by: ",") {
            guard let referee = Referee(rawValue: word) else {
                throw RulebookError(line, .unexpected(word, allowed: Referee.words))
            }
            guard !referees.contains(referee) else { throw RulebookError(line, .repeated(word)) }
            referees.append(referee)
        }
        return .refer(referees)
    }

    static func obligations(_ text: String, line: Int) throws(RulebookError) -> Obligations {
        var obligations = Obligations()
        for word in text.parts(by: ",") {
            guard let obligation = Obligation(rawValue: word) else {
                throw RulebookError(line, .unexpected(word, allowed: Obligation.words))
            }
            guard !obligations.contains(obligation) else { throw RulebookError(line, .repeated(word)) }
            obligations.insert(obligation)
        }
        return obligations
    }
}
