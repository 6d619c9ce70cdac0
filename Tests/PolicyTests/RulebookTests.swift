import Testing

@testable import Policy

/// The rules are data, read strictly.
struct RulebookTests {
    @Test(arguments: [
        ("F1  S2.2", "F1  S9.9", "S9.9"),
        ("F1  S2.2", "F1", "the clause of F1 is missing"),
        ("F1  S2.2", "X1  S2.2", "X1"),
        ("F2  P4.3", "F1  P4.3", "‘F1’ is given twice"),
        ("F2  P4.3", "C9  P4.3", "does not belong here"),
        ("version   1", "version   one", "one"),
        ("version   1", "", "‘version’ is missing"),
        ("effective 2026-11-01", "effective 2026-13-01", "a date"),
        ("when   ground is gain", "when   ground is profit", "profit"),
        ("when   ground is gain", "when   grounds is gain", "grounds"),
        ("when   ground is gain", "when   ground equals gain", "is one of"),
        ("when   ground is gain", "when   role is buyer", "H1"),
        ("when   ground is gain", "when   ground is gain, none", "one value"),
        ("when   ground is gain", "when   ground is one of gain, gain", "gain is given twice"),
        ("when   ground is gain", "whenever ground is gain", "whenever"),
        ("when   ground is gain", "when   ground is gain; ground is none", "can never hold together"),
        ("when   role is police", "when   recipient is police", "H1"),
        ("when   role is police", "when   role is one of police, public", "‘public’"),
        ("powerItems covers the item", "powerItems is yes", "covers the item"),
        ("then   release; do citePower", "then   release; do citePowers", "citePowers"),
        ("then   release; do citePower", "then   release; citePower", "do OBLIGATION"),
        ("then   refer to guardian", "then   refer to nobody", "nobody"),
        ("then   refer to guardian", "then   refuse", "refuse"),
        ("except C5, C6", "except C5, C66", "C66"),
        ("duty refer", "duty refuse", "refuse"),
        ("D   S1.3 P1", "C7  S1.3 P1", "the last row, D is missing"),
        ("list safety of ground", "list safety ground", "NAME of FACT"),
        ("    reason What people tell", "    grounds What people tell", "grounds"),
    ])
    func `a rulebook that is not understood is refused`(old: String, new: String, says: String) throws {
        let text = String(decoding: PackageResources.procedure_rules, as: UTF8.self)
        let place = try #require(text.firstRange(of: old))
        let changed = String(text[..<place.lowerBound]) + new + String(text[place.upperBound...])
        do {
            _ = try Rulebook.load(text: Array(changed.utf8), sha256: standInDigest)
            Issue.record("it was read")
        } catch {
            #expect(error.description.contains(says), "\(error)")
        }
    }

    @Test func `bytes that are no text, or nothing at all, are no rulebook`() {
        for bytes: [UInt8] in [[], [0xFF], [0x20, 0x20], Array("F1".utf8), Array("        x".utf8)] {
            #expect(throws: RulebookError.self) { try Rulebook.load(text: bytes, sha256: standInDigest) }
        }
    }

    @Test func `a text with far too many outcomes is refused`() {
        let head =
            "rulebook x\nversion 1\neffective 2026-11-01\nlist unchecked of recipient: staff\nF1 S2.2\n"
        let many = String(repeating: "    if ground is gain\n    then withhold\n", count: 400)
        let text = head + "    reason x\n" + many + "D S1.3\n    reason x\n    then withhold\napproval\n"
        #expect(throws: RulebookError.self) {
            try Rulebook.load(text: Array(text.utf8), sha256: standInDigest)
        }
    }

    @Test func `the rows are those of the procedure, in its order`() throws {
        let rulebook = try builtIn()
        let names = (1...9).map { "F\($0)" } + (1...7).map { "M\($0)" } + (1...6).map { "C\($0)" } + ["D"]
        #expect(rulebook.rules.map(\.name) == names)
        #expect(rulebook.version == 1)
        #expect(rulebook.effective == "2026-11-01")
        #expect(rulebook.rules.allSatisfy { $0.reason.hasSuffix(".") })
    }

    @Test func `every decision carries the hash of the text that made it`() throws {
        let decision = try builtIn().decide(Facts(recipient: .press, items: [.contact]))
        #expect(decision.rulebook.hash == standInDigest(PackageResources.procedure_rules))
        #expect(decision.rulebook.hexHash.count == 64)
    }

    @Test func `every clause of the procedure has its wording`() {
        let numbers =
            (1...4).map { "S1.\($0)" } + (1...5).map { "S2.\($0)" } + (1...7).map { "S3.\($0)" }
            + (1...3).map { "S4.\($0)" } + ["S5", "P1", "P1.1", "P2", "P3"]
            + (1...5).map { "P4.\($0)" } + ["P5.1", "E", "R", "D", "H1"]
        #expect(Clause.all.map(\.number) == numbers)
        for clause in Clause.all {
            #expect(clause.wording.hasSuffix("."))
            #expect(clause.wording.count > 30)
        }
        #expect(Clause.of("P4.1(ii)")?.number == "P4.1")
        #expect(Clause.of("P9") == nil)
    }

    @Test func `every word is numbered as its table lists it`() {
        func check<W: Word>(_ type: W.Type) {
            #expect(W.allCases.map(\.ordinal) == Array(0..<W.allCases.count))
        }
        check(Recipient.self)
        check(Item.self)
        check(Ground.self)
        check(SubjectKind.self)
        check(AgeBand.self)
        check(ConsentState.self)
        check(PurposeState.self)
        check(ProtocolState.self)
        check(Approval.self)
        check(Referee.self)
        check(Answered.self)
        check(Fact.self)
        check(Obligation.self)
        check(Outcome.self)
    }

    @Test func `the lists of the rulebook are those that the words themselves keep`() throws {
        let outsiders = try #require(try builtIn().rule("M7")?.conditions.first?.alternatives.first?.first)
        #expect(outsiders.allowed == Set(Recipient.allCases.filter(\.isOutsider).map(\.ordinal)))
        let others = try #require(try builtIn().rule("F9")?.conditions.last?.alternatives.first?.first)
        #expect(others.allowed == Set(Ground.allCases.filter { !$0.isSafety }.map(\.ordinal)))
    }

    @Test func `no two facts share a bit`() {
        var seen = Bits()
        for fact in Fact.allCases {
            #expect(!seen.meets(fact.allBits))
            seen = seen | fact.allBits
        }
        #expect(seen.low.nonzeroBitCount + seen.high.nonzeroBitCount == 111)
    }
}
