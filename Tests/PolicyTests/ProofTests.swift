import Testing

@testable import Policy

/// The proof holds for the rules that are in force, and finds what is wrong with broken ones.
struct ProofTests {
    @Test func `the rules that the program carries keep every promise in every situation`() throws {
        let check = try builtIn().check()
        #expect(check.findings.isEmpty, "\(check.findings.map(\.description))")
        #expect(check.tally.situations == check.rawSituations)
        #expect(check.tally.vectors > 1_000_000)
        #expect(check.gaps == ["Nothing is ever released on the ground ‘gain’."])
    }

    @Test(arguments: [
        Break(
            "F1 spares some", in: "F1", replace: "ground is gain",
            with: "ground is gain; subject is organisation", finds: "Nothing is released for gain.",
            among: .court),
        Break(
            "F2 lets relatives know", in: "F2", replace: "is one of parent, family", with: "is parent",
            finds: "A parent or relative never learns of a missing under-16.", among: .family),
        Break(
            "F2 forgets a report", in: "F2", replace: " or else reportedMissing is yes", with: "",
            finds: "A parent or relative never learns of a missing under-16.", among: .parent),
        Break(
            "F3 takes any consent", in: "F3", replace: "consent is not requested",
            with: "consent is none of specific, requested", finds: "Counselling leaves only", among: .court),
        Break(
            "F3 refers to the guardian", in: "F3", replace: "refer to management", with: "refer to guardian",
            finds: "Counselling leaves only", among: .court),
        Break(
            "F7 overlooks an unknown purpose", in: "F7", replace: "purpose is", with: "known purpose is",
            finds: "never turns a withhold", among: .court),
        Break(
            "F8 lets staff read monitoring", in: "F8", replace: "when   recipient is not subject",
            with: "when   recipient is none of subject, staff", finds: "Monitoring never leaves",
            among: .staff),
        Break(
            "M5 takes anyone's word", in: "M5", replace: "; role is not public", with: "",
            finds: "Police without verified identity", among: .police),
        Break(
            "C1 takes an expired consent", in: "C1", replace: "one of specific, requested",
            with: "one of expired, specific, requested", finds: "No consent that is not in force",
            among: .court),
        Break(
            "C1 forgets who asked for more", in: "C1", replace: "one of specific, requested",
            with: "specific", finds: "More consent never releases less.", among: .court),
        Break(
            "C2 takes what is not covered", in: "C2", replace: "consentItems covers the item",
            with: "consentItems does not cover the item", finds: "covers more never releases less",
            among: .serviceProvider),
        Break(
            "releases are not recorded", in: "duty",
            replace: "recordInLogAndFile, markConfidential, minimise", with: "minimise",
            finds: "is recorded in the log and the file", among: .court),
        Break(
            "referrals are not recorded", in: "duty", replace: "recordInLogAndFile, informManagement",
            with: "informManagement", finds: "Every referral is recorded", among: .court),
    ])
    func `a rule that is broken is found with a counter-example`(_ broken: Break) throws {
        let rulebook = try Rulebook.load(text: try broken.text(), sha256: standInDigest)
        let check = rulebook.check(recipients: broken.recipients)
        let finding = try #require(check.findings.first { $0.broken.contains(broken.finds) })
        let facts = try #require(finding.facts)
        #expect(finding.description.contains("Counter-example: ‘\(facts.recipient.rawValue)’ asks for"))
        #expect(!check.passed)
    }

    @Test func `a row that a higher row takes everything from is found`() throws {
        let text = """
            rulebook Two rows for one thing
            version 1
            effective 2026-11-01
            list unchecked of recipient: staff, public, press, buyer, directory
            M5  S1.3(a)
                reason The law.
                when   ground is legalDuty
                then   refer to guardian
            M7  P4.4
                reason Harm.
                when   ground is legalDuty
                then   refer to management
            D   S1.3
                reason The rest.
                then   withhold
            approval
                when   the recipient counts as itself
            duty refer
                do     recordInLogAndFile
            duty release
                do     recordInLogAndFile, markConfidential
            """
        let check = try Rulebook.load(text: Array(text.utf8), sha256: standInDigest).check()
        #expect(check.tally.situations == check.rawSituations)
        let findings = check.findings.filter { $0.broken == "Every row decides something." }
        #expect(
            findings.map(\.came) == [
                "Row M7 (line 9), refer: it matches, but a higher row always decides: it is shadowed.",
                "Row M7 (line 9), release: it matches, but a higher row always decides: it is shadowed.",
            ])
        #expect(check.gaps.contains("Nothing is ever released on the ground ‘service’."))
    }

    @Test func `a raw request is decided as the vector that stands for it`() throws {
        let book = try builtIn().book
        let reduction = Reduction(book)
        var dice = Dice(state: 11)
        for _ in 0..<3_000 {
            let facts = dice.below(2) == 0 ? Facts.random(&dice) : Scenarios.random(&dice)
            for item in facts.items {
                let raw = Situation(facts).adding(item, of: facts)
                let spaces = reduction.spaces.filter { $0.holds(facts.recipient, item, facts.ground) }
                let space = try #require(spaces.first)
                #expect(spaces.count == 1)
                let vector = Facts(space.vector(of: raw))
                let standIn = vector.items.first { _ in true } ?? item
                let represented = book.verdict(Situation(vector).adding(standIn, of: vector), standIn, vector)
                let verdict = book.verdict(raw, item, facts)
                #expect(represented.outcome == verdict.outcome)
                #expect(represented.cited(rest: book.rest) == verdict.cited(rest: book.rest))
                #expect(represented.obligations == verdict.obligations)
            }
        }
    }
}

extension Space {
    fileprivate func holds(_ recipient: Recipient, _ item: Item, _ ground: Ground?) -> Bool {
        recipients.contains(recipient.ordinal) && items.contains(item.ordinal)
            && (ground.map { grounds.contains($0.ordinal) } ?? grounds.isEmpty)
    }

    /// The vector that stands for a raw situation of this space.
    fileprivate func vector(of raw: Situation) -> Situation {
        axes.reduce(base) { vector, axis in
            let value = raw.value(of: axis.fact)
            let values = value.flatMap { value in axis.classes.first { $0.contains(value) } }
            return vector.with(axis.fact, values?.first)
        }
    }
}
