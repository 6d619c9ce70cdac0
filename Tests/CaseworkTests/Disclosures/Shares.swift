import Database
import Policy
import Vault

@testable import Casework

extension ShareForm {
    /// Filled in as it should be, for the council, which gives a service.
    static func filled(
        _ items: [Policy.Item] = [.casework], to recipient: Recipient = .council,
        party: String = "Lantern Council", ground: Ground = .service, purpose: ID? = nil,
        answers: [Asked.Question: Bool] = [.verified: true, .undertaking: true], power: String = "",
        powerItems: [Policy.Item] = []
    ) -> ShareForm {
        ShareForm(
            recipient: recipient.rawValue, party: party,
            parts: items.map { ($0.rawValue, "To place the family", "Words of \($0.rawValue)") },
            whyNotAnonymous: "They must know whom to place.", ground: ground.rawValue,
            purpose: purpose?.text ?? "", isOral: false,
            answers: Dictionary(
                uniqueKeysWithValues: answers.map { ($0.key.rawValue, $0.value ? "yes" : "no") }),
            power: power, powerItems: powerItems.map(\.rawValue))
    }

    /// What needs management's decision (clause P4.4).
    static func referred(_ items: [Policy.Item] = [.casework, .health]) -> ShareForm {
        .filled(items, to: .healthProfessional, party: "Dr Moran", ground: .riskOfHarm)
    }
}

extension Charity {
    /// A purpose that a guardian approved for so many days.
    func purpose(days: Int64? = 30) async throws -> ID {
        let id = casework.newID()
        try await casework.proposePurpose(
            name: "Housing", why: "To place families", id: id, as: try await caller(.caseworker))
        if let days {
            try await casework.approvePurpose(
                id, version: 1, until: casework.now.day.adding(days: days).text,
                as: try await caller(.guardian))
        }
        return id
    }

    /// Writes a version of a specific consent, as a page would.
    @discardableResult
    func consent(
        _ items: [Policy.Item] = [.casework], to recipient: Recipient = .council,
        party: String = "Lantern Council", for purpose: ID, in file: ID, id: ID? = nil, version: UInt32 = 1,
        changing change: (inout Consent) -> Void = { _ in }
    ) async throws -> ID {
        var consent = Consent(
            scope: .specific(
                .init(
                    recipient: recipient.rawValue, party: party, items: items.map(\.rawValue),
                    purpose: purpose.text, isRequested: false)),
            told: Set(Consent.Telling.allCases), answer: .agreed, form: .init(isWritten: true))
        change(&consent)
        let (id, written) = (id ?? casework.newID(), consent)
        let worker = try await caller(.caseworker)
        let key = try await casework.openFile(file, holding: .consent, as: worker).key(of: .consent)
        let kind: EntryKind = consent.withdrawn == nil ? .consentRecorded : .consentWithdrawn
        try await casework.act(kind, on: file, by: worker.member) { act in
            try SealedRecord.write(written, id: id, after: version - 1, with: key, in: &act)
        }
        return id
    }

    /// Sees the decision and has it carried out.
    @discardableResult
    func share(
        _ form: ShareForm, of file: ID, as person: Person = .caseworker
    ) async throws -> (id: ID, disclosure: Disclosure) {
        try await share(form, of: file, by: try await caller(person))
    }

    /// The same by a caller that was signed in before the clock was moved.
    @discardableResult
    func share(
        _ form: ShareForm, of file: ID, by caller: Caller
    ) async throws -> (id: ID, disclosure: Disclosure) {
        let id = casework.newID()
        let seen = Decided(try await casework.previewShare(form, of: file, as: caller).decision).mark
        return (id, try await casework.share(form, of: file, id: id, seen: seen, as: caller))
    }

    func disclosure(_ id: ID, of file: ID, as person: Person = .caseworker) async throws -> OpenDisclosure {
        try await casework.disclosure(id, of: file, as: try await caller(person))
    }

    func rule(
        _ id: ID, of file: ID, version: UInt32 = 1, items: [String], as person: Person
    ) async throws {
        try await casework.rule(
            on: id, version: version, of: file, items: items, reason: "Because", as: try await caller(person))
    }

    /// Releases what was approved, as it is seen now.
    @discardableResult
    func release(_ id: ID, of file: ID, as person: Person = .caseworker) async throws -> Disclosure {
        let seen = try await disclosure(id, of: file, as: person)
        return try await casework.releaseApproved(
            id, version: seen.record.version, of: file, seen: seen.ready.mark, as: try await caller(person))
    }

    /// How many records of disclosures there are, versions counted.
    func disclosureRows() async throws -> Int {
        try await database.read { connection in
            try connection.rows(
                "SELECT record FROM records WHERE item = \(Int64(Vault.Item.disclosure.rawValue))"
            ).count
        }
    }
}
