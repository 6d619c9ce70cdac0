import Casework
import Vault

/// What is typed for the invented people. The telephone numbers are Ofcom's for drama; the mail goes nowhere (RFC
/// 2606).
extension DemoClient {
    /// The form of their first contact.
    /// - Parameters:
    ///   - number: their place among the clients.
    ///   - worker: the member who will work with them.
    ///   - relative: the member whose relative they are.
    func form(number: Int, worker: ID?, relative: ID?) -> FirstContactForm {
        var form = FirstContactForm()
        form.name = name
        form.otherNames = otherNames
        form.born = born
        form.phone = DemoClient.phone(number)
        form.email = number % 4 == 1 ? "client\(number)@example.org" : ""
        form.address = DemoClient.address(number)
        let answers = safe.map { $0 == "y" ? "yes" : $0 == "n" ? "no" : "notAsked" }
        if answers.count == 3 {
            (form.safeToCall, form.safeToText, form.safeToLeaveMessage) = (answers[0], answers[1], answers[2])
        }
        form.safetyNote = DemoNeed.wayToReach(number, answers)
        form.policyTold = true
        form.sharingTold = true
        form.refusingTold = true
        form.answer = answer
        form.worker = worker?.text ?? ""
        form.isRestricted = isRestricted
        form.relatedTo = relative?.text ?? FirstContactForm.nobody
        form.note = need.first
        return form
    }

    static func phone(_ number: Int) -> String { "07700 900\(100 + number)" }

    static func address(_ number: Int) -> String {
        "\(3 + number * 7 % 88) \(DemoNeed.streets[number % DemoNeed.streets.count])\nEastmere"
    }
}

extension Contact {
    /// The form with which somebody's new number and address are written down.
    func moved(number: Int) -> ContactForm {
        ContactForm(
            phone: DemoClient.phone(number + 200), email: email, address: DemoClient.address(number + 3),
            safeToCall: safeToCall.rawValue, safeToText: safeToText.rawValue,
            safeToLeaveMessage: safeToLeaveMessage.rawValue, note: note)
    }
}

extension DemoMessage {
    /// Whether it was left for that client, whom the desk did not look up.
    func isFor(_ client: Int) -> Bool {
        switch course {
        case .beforeFirstContact(let name), .untilTheyCame(let name), .waiting(let name):
            DemoClient.all[client].name == name
        case .neverSeen: false
        }
    }
}
