import Vault

@testable import Casework

extension FirstContactForm {
    /// Filled in as it should be.
    static func filled(
        _ name: String = "Muhammad Husayn", otherNames: String = "", worker: ID? = nil,
        isRestricted: Bool = false, note: String = "First note"
    ) -> FirstContactForm {
        var form = FirstContactForm()
        form.name = name
        form.otherNames = otherNames
        form.born = "1990-02-03"
        form.phone = "07700 900456"
        form.safeToCall = "no"
        form.policyTold = true
        form.sharingTold = true
        form.refusingTold = true
        form.answer = "agreed"
        form.worker = worker?.text ?? ""
        form.isRestricted = isRestricted
        form.note = note
        return form
    }
}

extension ContactForm {
    static func filled(phone: String) -> ContactForm {
        ContactForm(
            phone: phone, email: "", address: "", safeToCall: "yes", safeToText: "", safeToLeaveMessage: "",
            note: "")
    }
}

extension Charity {
    /// Makes a client's file at the desk.
    func client(
        _ form: FirstContactForm = .filled(), by person: Person = .receptionist
    ) async throws -> ID {
        try await casework.makeFirstContact(form, id: casework.newID(), as: try await caller(person))
    }

    /// A file with the caseworker as its worker.
    func workedClient(_ name: String = "Muhammad Husayn", isRestricted: Bool = false) async throws -> ID {
        try await client(
            .filled(name, worker: try id(.caseworker), isRestricted: isRestricted), by: .manager)
    }

    /// Leaves a message at the desk.
    func message(for name: String, words: String = "Please call") async throws -> ID {
        let id = casework.newID()
        try await casework.takeMessage(
            MessageForm(forName: name, from: "A sister", reach: "07700 900123", words: words), id: id,
            as: try await caller(.receptionist))
        return id
    }

    func waiting(for file: ID, as person: Person = .receptionist) async throws -> [Record<Message>] {
        try await casework.waitingMessages(for: file, as: try await caller(person)).messages
    }
}
