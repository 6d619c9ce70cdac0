import Vault

@testable import Casework

/// A suite about one client's file in a charity of its own: the caseworker's, made a second ago.
protocol OneClient: Sendable {
    var charity: Charity { get }
    var file: ID { get }

    init(charity: Charity, file: ID)
}

extension OneClient {
    init() async throws {
        let charity = try await Charity()
        charity.time.move(seconds: 1)
        let file = try await charity.workedClient()
        charity.time.move(seconds: 1)
        self.init(charity: charity, file: file)
    }

    /// What somebody holds of the file, or of another; nothing if for them it is not there.
    func items(_ person: Person, of other: ID? = nil) async throws -> Set<Item> {
        do {
            return try await charity.casework.openFile(other ?? file, as: charity.caller(person)).items
        } catch {
            guard error as? CaseworkError == .notFound else { throw error }
            return []
        }
    }
}
