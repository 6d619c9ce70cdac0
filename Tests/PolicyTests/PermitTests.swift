import Testing

@testable import Policy

struct PermitTests {
    private let file = [UInt8](repeating: 7, count: 16)

    @Test func `there is no permit where nothing was released`() throws {
        let decision = try builtIn().decide(Facts(recipient: .press, items: [.contact], ground: Ground.none))
        #expect(decision.permit(file: file) == nil)
    }

    @Test func `a permit names the recipient, the file, the released items and the rulebook`() throws {
        var facts = Facts(recipient: .police, items: [.existence, .contact], ground: .crimeInvestigation)
        facts.verified = true
        facts.suspicion = true
        facts.investigation = true
        let rulebook = try builtIn()
        let permit = try #require(rulebook.decide(facts).permit(file: file, party: [1]))
        #expect(permit.recipient == .police)
        #expect(permit.party == [1])
        #expect(permit.items == [.existence])
        #expect(permit.rulebook == rulebook.hash)
        #expect(permit.allows(.existence, of: file))
        #expect(!permit.allows(.contact, of: file))
        #expect(!permit.allows(.existence, of: [UInt8](repeating: 8, count: 16)))
    }
}
