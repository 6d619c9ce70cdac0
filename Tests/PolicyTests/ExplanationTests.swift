import Testing

@testable import Policy

struct ExplanationTests {
    @Test func `an explanation says what, why, what to do and what is missing`() throws {
        var facts = Facts(recipient: .police, items: [.existence, .contact], ground: .crimeInvestigation)
        facts.verified = true
        facts.suspicion = true
        facts.investigation = true
        let text = try builtIn().decide(facts).explanation(showsEveryRow: false)
        #expect(text.contains("release in part, and refer the rest to management."))
        #expect(text.contains("contact: refer, by row M1 (P4.1(i))."))
        #expect(text.contains("    P4.1: "))
        #expect(text.contains("Tell management; do not wait to be asked"))
        #expect(text.contains("who approved (approval)"))
        #expect(text.contains("→ M1: holds"))
        #expect(text.contains("SHA-256 "))
        #expect(!text.contains("neither confirm nor deny"))
    }

    @Test func `where nothing is said the statement is given word for word`() throws {
        let facts = Facts(recipient: .family, items: [.existence], ground: Ground.none)
        let text = try builtIn().decide(facts).explanation(showsEveryRow: true)
        #expect(
            text.contains(
                "Say only this: “We can neither confirm nor deny whether this person has been in contact with us."
            ))
        #expect(text.contains("F1: does not hold: ground"))
    }
}
