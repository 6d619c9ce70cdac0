import Testing

@testable import Casework

@Suite struct FirstConsentTests {
    @Test func `A consent is complete only if each thing was told and an answer was given`() {
        for told in [(false, true, true), (true, false, true), (true, true, false), (false, false, false)] {
            for answer in FirstConsent.Answer.allCases {
                let consent = FirstConsent(
                    policyTold: told.0, sharingTold: told.1, refusingTold: told.2, answer: answer)
                #expect(!consent.isComplete)
            }
        }
        for answer in FirstConsent.Answer.allCases {
            let consent = FirstConsent(
                policyTold: true, sharingTold: true, refusingTold: true, answer: answer)
            #expect(consent.isComplete == (answer != .notAsked))
        }
    }

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
