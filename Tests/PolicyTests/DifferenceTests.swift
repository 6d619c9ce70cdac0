import Testing

@testable import Policy

/// What a new version of the rules would change is said in full, and nothing that it would not.
struct DifferenceTests {
    private func changed(
        _ row: String, _ old: String, to new: String
    ) throws -> Rulebook {
        let broken = Break("", in: row, replace: old, with: new, finds: "")
        return try Rulebook.load(text: try broken.text(), sha256: standInDigest)
    }

    @Test func `the same rules differ in nothing, and words alone change no outcome`() throws {
        #expect(try builtIn().difference(to: builtIn()).isEmpty)
        let reworded = try changed("F1", "never sold, traded, rented or lent", to: "not for sale")
        let difference = try builtIn().difference(to: reworded)
        #expect(difference.isEmpty)
        let report = try difference.report(from: builtIn(), to: reworded)
        #expect(report.contains("No outcome changes, in any of the \(difference.rawSituations) situations"))
    }

    @Test func `a recipient who is let off a row is found, with whom, what and why`() throws {
        let lenient = try changed("F2", "is one of parent, family", to: "is parent")
        let difference = try builtIn().difference(to: lenient)
        #expect(!difference.isEmpty)
        #expect(difference.groups.allSatisfy { $0.recipients == [.family] })
        // F2 with a fact unknown is cited as D.
        #expect(Set(difference.groups.map(\.old.row)) == ["F2", "D"])
        #expect(difference.groups.contains { $0.new.outcome == .release })
        for group in difference.groups {
            let item = try #require(group.items.first { group.example.items.contains($0) })
            #expect(try builtIn().decide(group.example).outcome(of: item) == group.old.outcome)
            #expect(lenient.decide(group.example).outcome(of: item) == group.new.outcome)
        }
    }

    @Test func `the way back is the same difference turned round`() throws {
        let strict = try changed("M4", "age is under16", to: "age is under16; suspicion is yes")
        let there = try builtIn().difference(to: strict)
        let back = try strict.difference(to: builtIn())
        #expect(there.situations > 0)
        #expect(there.situations == back.situations)
        #expect(there.groups.count == back.groups.count)
    }

    @Test func `the count is exact`() throws {
        // Nothing but who may be told of violence changes: partner agencies lose one item of two.
        let narrower = try changed("M2", "items is one of violence, identity", to: "items is violence")
        let difference = try builtIn().difference(to: narrower)
        #expect(difference.groups.allSatisfy { $0.items == [.identity] && $0.recipients == [.partnerAgency] })
        #expect(difference.groups.allSatisfy { $0.grounds == [.violenceWarning] && $0.old.row == "M2" })
        // A verified agency's request for `identity` on this ground: every other fact is free, but what releases
        // it by consent all the same.
        let free = Fact.allCases.filter { ![.recipient, .items, .ground, .verified].contains($0) }
        let all = free.reduce(UInt64(1)) { $0 * UInt64($1.allowedWords.count + 1) }
        let kept = try #require(Optional(difference.situations))
        // By C1: consent specific or requested, covering, with the undertaking; all else free.
        let byConsent = all / (9 * 3 * 3) * 2
        #expect(kept == all - byConsent)
    }

    @Test func `a referral that goes to somebody else is a change`() throws {
        let other = try changed("M7", "refer to management", to: "refer to guardian")
        let difference = try builtIn().difference(to: other)
        let report = try difference.report(from: builtIn(), to: other)
        #expect(report.contains("referred to management by row M7 (P4.4) would be referred to the guardian"))
        #expect(report.contains("For example: ‘"))
    }
}
