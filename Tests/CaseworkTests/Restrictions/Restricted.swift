import Vault

@testable import Casework

extension OneClient {
    /// What somebody holds whom a restriction names.
    static var named: Set<Item> { Set(FileKind.client.items).subtracting([.counselling]) }

    func form(_ named: [Person] = [.caseworker], relatedTo: Person? = nil) throws -> RestrictionForm {
        var form = RestrictionForm()
        form.named = try named.map { try charity.id($0).text }
        form.why = "Her brother works here"
        form.reviewOn = charity.casework.now.day.adding(days: 90).text
        form.relatedTo = try relatedTo.map { try charity.id($0).text } ?? ""
        return form
    }

    func restrict(
        _ form: RestrictionForm? = nil, id: ID? = nil, of other: ID? = nil, by person: Person = .manager
    ) async throws {
        try await charity.casework.restrict(
            try form ?? self.form(), id: id ?? charity.casework.newID(), file: other ?? file,
            as: try await asker(person))
        charity.time.move(seconds: 1)
    }

    func stepBack(_ person: Person, naming named: [Person] = [], from other: ID? = nil) async throws {
        try await charity.casework.declareConflict(
            try form(named), id: charity.casework.newID(), file: other ?? file,
            as: try await charity.caller(person))
        charity.time.move(seconds: 1)
    }

    func review(
        _ decision: String, why: String = "Still at risk", version: UInt32 = 1, by person: Person = .guardian
    ) async throws {
        var review = RestrictionReview()
        (review.decision, review.why, review.version) = (decision, why, version)
        review.reviewOn = charity.casework.now.day.adding(days: 30).text
        try await charity.casework.review(
            review, id: charity.casework.newID(), restrictionOf: file, as: try await asker(person))
    }

    /// A guardian types the passphrase first.
    private func asker(_ person: Person) async throws -> Caller {
        person == .guardian ? try await charity.fresh(person) : try await charity.caller(person)
    }

    /// Who finds the file by a name.
    func finders(_ query: String = "Mohammed Hussain") async throws -> Set<Person> {
        var finders: Set<Person> = []
        for person in Person.allCases {
            let found = try await charity.casework.find(query, as: try await charity.caller(person))
            if found.contains(where: { $0.file == file }) { finders.insert(person) }
        }
        return finders
    }
}
