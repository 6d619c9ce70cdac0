/// The text of a record in a file's item `consent`: what was told at the first contact and what was answered
/// (clause S4.1).
package struct FirstConsent: Codable, Hashable, Sendable {
    /// The policy was given and explained.
    package var policyTold: Bool
    /// What sharing on a need to know means, with whom, and what follows from agreeing.
    package var sharingTold: Bool
    /// What follows from refusing, and that some services can't be given without sharing.
    package var refusingTold: Bool
    package var answer: Answer

    /// General consent to sharing on a need to know.
    package enum Answer: String, Codable, CaseIterable, Sendable {
        case agreed, refused, notAsked
    }

    package init(policyTold: Bool, sharingTold: Bool, refusingTold: Bool, answer: Answer) {
        self.policyTold = policyTold
        self.sharingTold = sharingTold
        self.refusingTold = refusingTold
        self.answer = answer
    }

    /// A consent counts only if each thing was told.
    package var isComplete: Bool { policyTold && sharingTold && refusingTold && answer != .notAsked }
}
