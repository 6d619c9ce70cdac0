import Testing

@testable import Casework

@Suite struct FirstConsentTests {
    @Test(arguments: [
        ("agreed", "agreed."), ("refused", "refused. A manager decides."), ("notAsked", "not asked yet."),
    ])
    func `What was answered is kept, and said in the file's log`(answer: String, words: String) async throws {
        let charity = try await Charity()
        var form = FirstContactForm.filled()
        form.answer = answer
        let file = try await charity.client(form)
        let contents = try await charity.casework.readFile(file, as: try await charity.caller(.manager))
        #expect(contents.consents.map(\.text.answer.rawValue) == [answer])
        #expect(contents.timeline.last?.details?.hasSuffix("need-to-know sharing: \(words)") == true)
    }
}
